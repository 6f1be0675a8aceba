// What every page must keep, judged once per language, heading and notice: accessibility (axe-core,
// WCAG 2.2 AA), valid HTML, reflow at 320 px (400 % zoom of 1280), room for wider letters, targets
// large enough, few bytes; and nothing that the browser complains about.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { faults_of } from './validity.mjs';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const page_bytes_max = 30 * 1024;  // with everything that it loads, compressed
const style_bytes_max = 12 * 1024;

// What was found wrong, by all visitors.
export class Findings {
  wrong = [];
  judged = new Set();
  largest = 0;  // bytes of a page with all that it loads
  add(what) { this.wrong.push(what); }
}

// The bytes of the page that a browser shows, and of each file that pages have loaded.
const sources = new WeakMap();
const files = new Map();

// Watches a page for what browsers complain about, breaches of the Content-Security-Policy among
// it. A refused answer is a 422 by design.
export function watch(page, findings) {
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    if (/status of 422/.test(message.text())) return;
    // A page that is missing is a 404 by design, a part of a page is not.
    if (/status of 404/.test(message.text()) && message.location().url === page.url()) return;
    if (message.location().url.endsWith('/favicon.ico')) return;  // asked for unasked
    if (new URL(message.location().url || 'about:blank').pathname.startsWith('/ads/')) return;  // a bait
    findings.add(`${page.url()}: console: ${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => findings.add(`${page.url()}: script: ${error.message}`));
  page.on('response', (answer) => {
    const { pathname } = new URL(answer.url());
    const text = () => answer.text().catch(() => null);
    if (/\.(css|js)$/.test(pathname) && !files.has(pathname)) files.set(pathname, text());
    if (!answer.request().isNavigationRequest() || answer.status() < 200) return;
    if (answer.frame() !== page.mainFrame()) return;  // another site's, within the check page
    if (answer.status() >= 300 && answer.status() < 400) return;
    sources.set(page, text());
  });
}

async function judge_source(page, name, findings) {
  const html = await sources.get(page);
  if (!html) return findings.add(`${name}: its bytes were not seen`);
  for (const fault of await faults_of(html)) findings.add(`${name}: html ${fault}`);
  let bytes = gzipSync(html).length;
  for (const [, path] of html.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)) {
    const file = gzipSync((await files.get(path)) ?? '').length;
    if (path.endsWith('.css') && file > style_bytes_max)
      findings.add(`${name}: a stylesheet of ${file} bytes`);
    bytes += file;
  }
  findings.largest = Math.max(findings.largest, bytes);
  if (bytes > page_bytes_max) findings.add(`${name}: ${bytes} bytes, with what it loads`);
}

async function judge_access(judged, name, findings, rules) {
  await judged.evaluate(axe);
  const found = await judged.evaluate(([tags, off]) => window.axe.run(document, {
    runOnly: { type: 'tag', values: tags }, rules: off, resultTypes: ['violations'] }),
  [wcag, rules]);
  for (const one of found.violations)
    findings.add(`${name}: axe ${one.id}: ${one.nodes.map((n) => n.html).join(' ')}`);
}

// What is too small to be touched: 44 px for whatever carries a task on, 24 px for links in a text
// (WCAG 2.5.5, 2.5.8).
const small_targets = () => [...document.querySelectorAll('a[href], button, input, select, textarea')]
  .filter((one) => one.type !== 'hidden' && one.checkVisibility() && !one.closest('.skip'))
  .filter((one) => {
    // A tick is set by its label too.
    const target = (one.matches('[type=checkbox], [type=radio]') && one.closest('label')) || one;
    const { width, height } = target.getBoundingClientRect();
    const least = one.matches('button, input, select, textarea, .primary, .secondary, .choice')
      ? 44 : 24;
    return height < least - 0.5 || width < least - 0.5;
  })
  .map((one) => `${one.outerHTML.slice(0, 120)} ${one.getBoundingClientRect().height} px high`);

// What does not fit: the page's width, and elements cut off or lying over the edge.
export const misfits = (width) => {
  const out = [];
  const wide = document.documentElement.scrollWidth;
  if (wide > width) out.push(`${wide} px wide at ${width}`);
  for (const one of document.querySelectorAll('main *, aside *, header *, footer *')) {
    if (!one.checkVisibility() || one.closest('.skip, .hidden, .scroll, select, noscript')) continue;
    const { left, right, width: own } = one.getBoundingClientRect();
    if (own > 0 && (left < -0.5 || right > width + 0.5))
      out.push(`${one.outerHTML.slice(0, 100)} lies over the edge`);
    const style = getComputedStyle(one);
    if (style.overflow !== 'visible' && !one.matches('input, textarea') &&
      (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1))
      out.push(`${one.outerHTML.slice(0, 100)} is cut off`);
  }
  return out;
};

// Wider letters, words and lines, as a reader may set them (WCAG 1.4.12). The page's policy lets
// nobody add a style; a sheet that a script constructs is none of the document's.
const widen = () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;' +
    'word-spacing:.16em!important}p{margin-bottom:2em!important}');
  document.adoptedStyleSheets = [sheet];
};
const narrow = () => { document.adoptedStyleSheets = []; };

// Text twice as large, as a reader may have it (WCAG 1.4.4).
const enlarge = () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('html{font-size:225%!important}');
  document.adoptedStyleSheets = [sheet];
};

async function judge_room(page, judged, name, findings) {
  const before = page.viewportSize();
  for (const one of [page, judged]) await one.setViewportSize({ width: 320, height: 640 });
  for (const one of await judged.evaluate(small_targets)) findings.add(`${name}: small: ${one}`);
  for (const one of await judged.evaluate(misfits, 320)) findings.add(`${name}: ${one}`);
  await judged.evaluate(widen);
  for (const one of await judged.evaluate(misfits, 320))
    findings.add(`${name}: with wider letters ${one}`);
  await judged.evaluate(narrow);
  // A kiosk has one screen, and "Larger text" of its own.
  const at_kiosk = await judged.evaluate(() => document.documentElement.matches('.kiosk'));
  for (const width of at_kiosk ? [] : [390, 1280]) {
    for (const one of [page, judged]) await one.setViewportSize({ width, height: 844 });
    await judged.evaluate(enlarge);
    for (const one of await judged.evaluate(misfits, width))
      findings.add(`${name}: with text twice as large at ${width}: ${one}`);
    await judged.evaluate(narrow);
  }
  if (before) for (const one of [page, judged]) await one.setViewportSize(before);
}

// The same page where scripts run, since the judges need them. It stays as it is: a page that looks
// again by itself is told that there is nothing else to show.
async function copy_of(page, scripted) {
  const [url, body] = [new URL('/judged', page.url()).href, await page.content()];
  const copy = await scripted.newPage();
  let shown = false;
  await copy.route('**/*', (route) => {
    const asked = route.request();
    if (!asked.isNavigationRequest() || asked.frame() !== copy.mainFrame()) return route.continue();
    if (shown) return route.fulfill({ status: 204 });
    shown = true;
    return route.fulfill({ body, contentType: 'text/html' });
  });
  await copy.goto(url);
  return copy;
}

// Of a visitor without scripts a copy is judged, in the context `scripted`.
export async function judge(page, findings, scripted) {
  const name = await page.evaluate(() => [document.documentElement.lang,
    document.querySelector('h1')?.textContent, ...[...document.querySelectorAll(
      '.problem p, .notice, .card h2, .caps')].map((n) => n.textContent)].join(' | '));
  if (findings.judged.has(name)) return;
  findings.judged.add(name);
  const judged = scripted ? await copy_of(page, scripted) : page;
  // The page that waits looks again by itself: nothing is lost by it and nobody is hurried, so it
  // is no time limit (WCAG 2.2.1); the rule can't know that.
  const waits = (await page.$('main > form button[value=look]')) !== null;
  await judge_access(judged, name, findings, waits ? { 'meta-refresh': { enabled: false } } : {});
  await judge_room(page, judged, name, findings);
  await judge_source(page, name, findings);
  if (scripted) await judged.close();
}

// Letters that can't be told from what is behind them, as the page looks now.
export async function judge_contrast(page) {
  await page.evaluate(axe);  // a page that was judged before has not brought it
  const found = await page.evaluate(() => window.axe.run(document, {
    runOnly: { type: 'rule', values: ['color-contrast'] }, resultTypes: ['violations'] }));
  return found.violations.map((one) => `axe ${one.id}: ${one.nodes.map((n) => n.html).join(' ')}`);
}

// The colours alone of the dark page, and of both for whoever asked the device for more contrast:
// all else is the same.
export async function judge_dark(page, findings) {
  const name = await page.evaluate(() => [document.documentElement.lang,
    document.querySelector('h1')?.textContent, ...[...document.querySelectorAll(
      '.problem, .notice, .shown')].map((n) => n.className)].join(' | '));
  if (findings.judged.has(`${name} | colours`)) return;
  findings.judged.add(`${name} | colours`);
  for (const look of [{ colorScheme: 'dark', contrast: 'no-preference' },
    { colorScheme: 'dark', contrast: 'more' }, { colorScheme: 'light', contrast: 'more' }]) {
    await page.emulateMedia(look);
    for (const one of await judge_contrast(page))
      findings.add(`${name}, ${look.colorScheme}, contrast ${look.contrast}: ${one}`);
  }
  await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' });
}
