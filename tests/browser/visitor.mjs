// One person at one browser: what they do on a page. What every page must keep: judge.mjs.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { chromium } from 'playwright-core';

// Chromium without its windows does everything for two thirds of the time; what only the whole one
// has (its PDF reader, its settings) is asked of that: tests/outside says where.
const shell = '/usr/bin/chromium-headless-shell';
export const browser_options = {
  executablePath: process.env.LATCHKEY_CHROMIUM || (existsSync(shell) ? shell : '/usr/bin/chromium'),
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
};
export const open_browser = () => chromium.launch(browser_options);

// A browser whose settings refuse every cookie.
export function open_without_cookies(folder, options) {
  return chromium.launchPersistentContext(folder, { ...browser_options, ...options });
}

// The language that tests/fakes/mirrored_language.h makes.
export const mirrored = 'ar-XB';

// The headings of one file of content/, "words" or "guidance/no_email", or of a folder, "steps".
const titles = new Map();
function titles_of(language, name) {
  const path = `${language}/${name}`;
  if (!titles.has(path)) {
    const place = new URL(`../../content/${path}`, import.meta.url);
    const files = existsSync(place) ? readdirSync(place).map((file) => `${path}/${file}`)
      : [`${path}.toml`];
    const text = files.map((file) =>
      readFileSync(new URL(`../../content/${file}`, import.meta.url), 'utf8')).join('\n');
    titles.set(path, new Map([...text.matchAll(/^\[(\w+)\]\ntitle = "(.*)"$/gm)]
      .map(([, step, title]) => [step, title])));
  }
  return titles.get(path);
}

// Throws unless the page asks the step of that name, in the language that it says it speaks.
async function require_step(page, step) {
  const [language, heading] = await page.evaluate(() =>
    [document.documentElement.lang, document.querySelector('h1')?.textContent]);
  if (language === mirrored) return;  // its words are made by a rule, not written in content/
  const [guide, node] = step.split('.');
  const title = node ? titles_of(language, `guidance/${guide}`).get(node)
    : titles_of(language, 'steps').get(step) ?? titles_of(language, 'words').get(step);
  if (title === undefined) throw new Error(`content/${language} has no title of ${step}`);
  const exact = title.split(/\{\w+\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+');
  if (!new RegExp(`^${exact}$`).test(heading?.trim()))
    throw new Error(`not ${step} ("${title}"), the page is "${heading}"`);
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
  is_at(step) { return require_step(this.page, step).then(() => true, () => false); }
  start(language = '') {
    return this.page.goto(`${this.demo.patients_url}/${language && `?lang=${language}`}`);
  }
  async submit(act) {
    await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), act()]);
  }
  press(selector) { return this.submit(() => this.page.click(selector)); }
  // As an impatient hand does; only the first of two may count.
  press_twice(selector) {
    // The second press takes the place of the first one's page, which may be on its way.
    return this.submit(() => this.page.dblclick(selector)).catch((error) => {
      if (!/ERR_ABORTED/.test(error.message)) throw error;
      return this.page.waitForLoadState('networkidle');
    });
  }
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
      const stuck = await this.page.evaluate(() => document.querySelector('main > form button[value=look]') &&
        !document.querySelector('meta[http-equiv=refresh]')).catch(() => false);
      // The page may go on by itself while a hand reaches for the button.
      if (stuck)
        await this.submit(() => this.page.click('main > form button[value=look]', { timeout: 3000 }))
          .catch((error) => { if (Date.now() > end) throw error; });
      await this.page.waitForTimeout(150);
    }
    await this.page.waitForLoadState('load');
  }
}
