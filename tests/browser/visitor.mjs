// One person at one browser: what they do on a page, and what every page they see must keep.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export const browser_options = {
  executablePath: process.env.LATCHKEY_CHROMIUM || '/usr/bin/chromium',
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
};
export const open_browser = () => chromium.launch(browser_options);

// A browser whose settings refuse every cookie.
export function open_without_cookies(folder, options) {
  return chromium.launchPersistentContext(folder, { ...browser_options, ...options });
}

// What was found wrong, by all visitors.
export class Findings {
  wrong = [];
  judged = new Set();
  add(what) { this.wrong.push(what); }
}

// The headings of one file of content/: "steps", or "guidance/no_email".
const titles = new Map();
function titles_of(language, file) {
  const path = `${language}/${file}.toml`;
  if (!titles.has(path)) {
    const text = readFileSync(new URL(`../../content/${path}`, import.meta.url), 'utf8');
    titles.set(path, new Map([...text.matchAll(/^\[(\w+)\]\ntitle = "(.*)"$/gm)]
      .map(([, step, title]) => [step, title])));
  }
  return titles.get(path);
}

// Throws unless the page asks the step of that name, in the language that it says it speaks.
async function require_step(page, step) {
  const [language, heading] = await page.evaluate(() =>
    [document.documentElement.lang, document.querySelector('h1')?.textContent]);
  const [guide, node] = step.split('.');
  const title = node ? titles_of(language, `guidance/${guide}`).get(node)
    : titles_of(language, 'steps').get(step) ?? titles_of(language, 'words').get(step);
  if (title === undefined) throw new Error(`content/${language} has no title of ${step}`);
  const exact = title.split(/\{\w+\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+');
  if (!new RegExp(`^${exact}$`).test(heading?.trim()))
    throw new Error(`not ${step} ("${title}"), the page is "${heading}"`);
}

// Judges a page once per language, heading and notice: accessibility, and reflow at 320 px. The
// judge needs scripts, so that a visitor without them hands over the same page in `scripted`.
export async function judge(page, findings, scripted) {
  const name = await page.evaluate(() => [document.documentElement.lang,
    document.querySelector('h1')?.textContent, ...[...document.querySelectorAll(
      '.problem p, .notice, .card h2')].map((n) => n.textContent)].join(' | '));
  if (findings.judged.has(name)) return;
  findings.judged.add(name);
  let judged = page;
  if (scripted) {
    const body = await page.content();
    const url = new URL('/judged', page.url()).href;
    await scripted.route(url, (route) => route.fulfill({ body, contentType: 'text/html' }));
    await scripted.goto(url);
    await scripted.unroute(url);
    judged = scripted;
  }
  // The page that waits looks again by itself: nothing is lost by it and nobody is hurried, so it
  // is no time limit (WCAG 2.2.1); the rule can't know that.
  const waits = (await page.$('button[value=look]')) !== null;
  await judged.evaluate(axe);
  const found = await judged.evaluate(([tags, off]) => window.axe.run(document, {
    runOnly: { type: 'tag', values: tags }, rules: off, resultTypes: ['violations'] }),
  [wcag, waits ? { 'meta-refresh': { enabled: false } } : {}]);
  for (const one of found.violations)
    findings.add(`${name}: axe ${one.id}: ${one.nodes.map((n) => n.html).join(' ')}`);
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > 320) findings.add(`${name}: ${wide} px wide at 320`);
  if (before) await page.setViewportSize(before);
}

export class Visitor {
  constructor(page, demo, see) {
    this.page = page;
    this.demo = demo;
    this.see_ = see;
  }
  heading() { return this.page.textContent('h1'); }
  // The page must be that of the step before the dash ("no_email.spam" is a node of guidance); what
  // follows names a picture. What begins with a slash is a page of its own.
  async see(name) {
    if (!name.startsWith('/')) await require_step(this.page, name.split('-')[0]);
    return this.see_(this.page, name);
  }
  start(language = '') {
    return this.page.goto(`${this.demo.patients_url}/${language && `?lang=${language}`}`);
  }
  async submit(act) {
    await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), act()]);
  }
  press(selector) { return this.submit(() => this.page.click(selector)); }
  choose(option) { return this.press(`button[name=option][value=${option}]`); }
  async answer(fields) {
    for (const [id, text] of Object.entries(fields)) await this.page.fill(`#${id}`, text);
    await this.press('button[value=answer]');
  }
  // One of a list, by its value.
  async pick(id, value) {
    await this.page.selectOption(`#${id}`, value);
    await this.press('button[value=answer]');
  }
  async says(pattern) {
    const text = await this.page.innerText('body');
    if (!pattern.test(text)) throw new Error(`${pattern} is not on the page:\n${text}`);
  }
  // Past pages that wait; without cookies only the button goes on.
  async reach(selector) {
    const end = Date.now() + 15000;
    while (!(await this.page.$(selector).catch(() => null))) {
      if (Date.now() > end) throw new Error(`${selector}: never came\n${await this.heading()}`);
      const stuck = await this.page.evaluate(() => document.querySelector('button[value=look]') &&
        !document.querySelector('meta[http-equiv=refresh]')).catch(() => false);
      if (stuck) await this.press('button[value=look]');
      await this.page.waitForTimeout(150);
    }
    await this.page.waitForLoadState('load');
  }
}

// Watches a page for what browsers complain about. A refused answer is a 422 by design.
export function watch(page, findings) {
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    if (/status of 422/.test(message.text())) return;
    if (message.location().url.endsWith('/favicon.ico')) return;  // asked for unasked
    if (new URL(message.location().url || 'about:blank').pathname.startsWith('/ads/')) return;  // a bait
    findings.add(`${page.url()}: console: ${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => findings.add(`${page.url()}: script: ${error.message}`));
}
