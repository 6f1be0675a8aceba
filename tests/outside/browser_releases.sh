#!/bin/sh
# The script that renews the table of releases, on data of a few lines: it must keep the first day
# of each major version, the last version before its time begins, and nothing not yet released.
set -eu
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
node >"$scratch/data.json" <<'JS'
const release = (release_date, status) => ({ release_date, status });
const sound = {
  9: release("2020-01-01", "retired"),
  10: release("2021-12-31", "retired"),
  11.5: release("2022-03-01", "retired"),
  "11.0": release("2022-02-01", "retired"),
  13: release("2026-01-31", "current"),
  14: release("2026-02-01", "current"),
  15: release("2026-01-30", "beta"),
  16: { status: "planned" },
};
const names = ["chrome", "edge", "firefox", "safari", "safari_ios", "samsunginternet_android",
  "webview_android"];
const browsers = Object.fromEntries(names.map((name) => [name, { releases: sound }]));
console.log(JSON.stringify({ __meta: { version: "1.2.3", timestamp: "2026-01-31T10:00Z" }, browsers }));
JS
node browser/browser_releases.mjs "$scratch/data.json" >"$scratch/printed"
{
  echo '# From @mdn/browser-compat-data 1.2.3 of 2026-01-31.'
  for line in chrome edge firefox safari safari_ios samsung webview_android; do
    printf '\n[releases.%s]\n10 = "2021-12-31"\n11 = "2022-02-01"\n13 = "2026-01-31"\n' "$line"
  done
} >"$scratch/expected"
diff "$scratch/expected" "$scratch/printed"
