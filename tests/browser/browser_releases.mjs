// Prints the [releases] of content/policy/browsers.toml, made from MDN's data of browsers:
//   cd /tmp && npm pack @mdn/browser-compat-data && tar xzf mdn-browser-compat-data-*.tgz
//   node tests/browser/browser_releases.mjs /tmp/package/data.json
import { readFileSync } from "node:fs";

const since = "2022-01-01"; // older ones are old by every sensible rule; the last before it stays
const lines = {
  chrome: "chrome",
  edge: "edge",
  firefox: "firefox",
  safari: "safari",
  safari_ios: "safari_ios",
  samsung: "samsunginternet_android",
  webview_android: "webview_android",
};

const data = JSON.parse(readFileSync(process.argv[2], "utf8"));
const today = data.__meta.timestamp.slice(0, 10);
console.log(`# From @mdn/browser-compat-data ${data.__meta.version} of ${today}.`);
for (const [line, name] of Object.entries(lines)) {
  // A major version is as old as its first release: "17" or "17.0", whichever came first.
  const days = new Map();
  for (const [version, release] of Object.entries(data.browsers[name].releases)) {
    const day = release.release_date;
    const major = Number(version.split(".")[0]);
    if (!day || day > today || !["current", "retired"].includes(release.status)) continue;
    if (!days.has(major) || day < days.get(major)) days.set(major, day);
  }
  const sorted = [...days].sort((a, b) => a[0] - b[0]);
  const newest = sorted.findIndex(([, day]) => day >= since);
  console.log(`\n[releases.${line}]`);
  for (const [major, day] of sorted.slice(Math.max(newest - 1, 0)))
    console.log(`${major} = "${day}"`);
}
