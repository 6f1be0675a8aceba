// Every screen of every guide, in every language and in one from right to left, judged in a real
// browser; and the patients' journeys from right to left. Argument: the build directory. A sample of
// the screens unless LATCHKEY_FULL is set (rulings.md R34): one browser, one page, many navigations.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { code_sent, last_sent, open_demo } from './demo.mjs';
import * as journeys from './journeys.mjs';
import { Findings, judge, judge_dark, watch } from './judge.mjs';
import { shown_reversed } from './reading_order.mjs';
import { open_served } from './served_clinic.mjs';
import { Visitor, mirrored, open_browser } from './visitor.mjs';

const build = process.argv[2] ?? 'build';
const full = Boolean(process.env.LATCHKEY_FULL);
const one_in = full ? 1 : 12;

const folder = mkdtempSync(join(tmpdir(), 'latchkey-content-'));
process.env.LATCHKEY_CONTENT = join(folder, 'content');
execFileSync(join(build, 'latchkey_mirrored_content'), [process.env.LATCHKEY_CONTENT]);

// "page_broken.right_site": the tables of tables in the files that hold the guides' ways.
const ways = 'content/policy/guidance';
const all_screens = readdirSync(ways).flatMap((file) => [...readFileSync(join(ways, file), 'utf8')
  .matchAll(/^\[(\w+\.\w+)\]\n((?:[^[\n].*\n)*)/gm)].map(([, name, way]) => [name, way]));
// Guides to a portal's own page stand in place of what an account system does: a clinic of their own.
const portal_topics = ['forgot_password', 'forgot_user_name', 'locked'];
const is_portal = (name) => portal_topics.includes(name.split('.')[0]);
// Where the browser is known by itself, nobody who comes there from outside is asked for it.
const asks_browser = (way) => /^known_as = "browser"$/m.test(way);
const screens = all_screens.filter(([, way]) => !asks_browser(way)).map(([name]) => name)
  .filter((name) => !is_portal(name));
assert.ok(screens.length >= 150, `only ${screens.length} screens of guides are known`);
const portal_ways = new Map(all_screens.filter(([name]) => is_portal(name)));
assert.ok(portal_ways.size >= 15, `only ${portal_ways.size} screens of portals' guides are known`);

const findings = new Findings();
const demo = await open_demo(build);
const portal_clinic = await open_served(build, { account_system: 'roster',
  content: process.env.LATCHKEY_CONTENT, languages: ['en', 'es', mirrored] });
const browser = await open_browser();
const page = await (await browser.newContext({ ignoreHTTPSErrors: true,
  viewport: { width: 390, height: 844 } })).newPage();
page.setDefaultTimeout(15000);
watch(page, findings);
const visit = new Visitor(page, demo, async (seen) => {
  await judge(seen, findings, null);
  await in_order(seen);
});

async function in_order(seen) {
  for (const one of await shown_reversed(seen))
    findings.add(`${await seen.textContent('h1')}: "${one}" is shown reversed`);
}

async function the_judge_of_order_finds_what_is_planted() {
  await page.route('**/planted', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8',
    body: '<!doctype html><html lang="ar" dir="rtl"><title>x</title><h1>x</h1><p>رمز 482 1934 ' +
      '<bdi dir="ltr">482 1935</bdi></p></html>' }));
  await page.goto(`${demo.patients_url}/planted`);
  await in_order(page);
  assert.deepEqual(findings.wrong.splice(0), ['x: "482 1934" is shown reversed']);
}

async function open_screen(language, screen) {
  await visit.submit(() => page.evaluate(([spoken, node]) => {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = '/recover';
    for (const [name, value] of [['s', spoken], ['q', '0'], ['guide', node]]) {
      const input = document.createElement('input');
      input.name = name;
      input.value = value;
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  }, [language, screen]));
}

async function every_screen(language) {
  let judged = 0;
  for (const [n, screen] of screens.entries()) {
    if (n % one_in !== 0) continue;
    await open_screen(language, screen);
    assert.equal(await page.getAttribute('html', 'lang'), language, screen);
    await visit.see(screen);
    if (full) await judge_dark(page, findings);
    judged += 1;
  }
  return judged;
}

// What each choice of such a screen leads to: [["done", "forgot_password.find_link"], …].
function choices_of(screen) {
  const way = portal_ways.get(screen);
  const tree = screen.split('.')[0];
  const found = [...way.matchAll(/^(then|helped_or) = "(.+)"$/gm)]
    .map(([, kind, to]) => [kind === 'then' ? 'done' : 'not_helped', to])
    .concat([...way.matchAll(/\["(\w+)", "([^"]+)"\]/g)].map(([, option, to]) => [option, to]));
  assert.ok(found.length, `${screen} leads somewhere`);
  return found.map(([option, to]) => [option, to.includes('.') ? to : `${tree}.${to}`])
    .filter(([, to]) => portal_ways.has(to));
}

// Nobody gets into the middle of such a guide: each screen is reached from the menu.
async function portal_screens(language) {
  const at_portal = new Visitor(page, portal_clinic, visit.see_);
  const seen = new Set();
  const waiting = portal_topics.map((topic) => ({ topic, options: [],
    screen: `${topic}.${topic === 'locked' ? 'wait' : 'open_page'}` }));
  while (waiting.length) {
    const { topic, options, screen } = waiting.shift();
    if (seen.has(screen)) continue;
    seen.add(screen);
    for (const [option, to] of choices_of(screen))
      waiting.push({ topic, options: [...options, option], screen: to });
    if (!full && language !== 'en' && seen.size % 4 !== 1) continue;
    await at_portal.start(language);
    for (const option of [topic, ...options]) await at_portal.choose(option);
    assert.equal(await page.getAttribute('html', 'lang'), language, screen);
    await at_portal.see(screen);
    if (full) await judge_dark(page, findings);
  }
  assert.deepEqual([...seen].sort(), [...portal_ways.keys()].sort());
  return seen.size;
}

async function from_right_to_left() {
  const is_mirrored = async () => {
    assert.equal(await page.getAttribute('html', 'dir'), 'rtl');
    const [box, skip] = await page.evaluate(() =>
      [document.querySelector('.clinic').getBoundingClientRect().right, innerWidth]);
    assert.ok(box > skip / 2, 'the clinic stands on the right');
  };
  await journeys.check_browser(visit, 'mirrored', mirrored);
  await is_mirrored();
  await journeys.no_match(visit, mirrored);
  await is_mirrored();
  await journeys.guide_fails(visit, mirrored);
  const since = await last_sent(demo);
  const one = demo.patient('plain');
  await journeys.identify(visit, one, 'forgot_user_name', 'text', mirrored);
  const code = await code_sent(demo, one.phone, since);
  await visit.answer({ code: code === '000000' ? '000001' : '000000' });
  await visit.see('enter_code-wrong');
  await visit.answer({ code });
  await visit.reach('.shown');
  await visit.see('your_user_name');
  await visit.choose('need_password');
  await visit.see('choose_password');
  await page.goto(`${demo.patients_url}/not-me?lang=${mirrored}`);
  await visit.see('not_me_ask');
}

async function languages(language) {
  await journeys.ask_interpreter(visit, 'ar', language);
  await page.goto(`${demo.patients_url}/languages?lang=${language}`);
  assert.equal(await page.getAttribute('main a.secondary', 'href'), '/recover', 'there is a way back');
}

// The phone line's text leads there (content/…/messages.toml, [steps]).
async function texted_steps(language) {
  const screen = 'attachment.open_inbox';
  await page.goto(`${demo.patients_url}/steps/${screen}?lang=${language}`);
  assert.equal(await page.getAttribute('html', 'lang'), language);
  assert.equal(await page.locator('ol.steps li').count(), 3);
  await judge(page, findings, null);
  await in_order(page);
  if (full) await judge_dark(page, findings);
  await visit.press('button[name=guide]');
  await visit.see(screen);
}

// Each article is read, and every page that it leads to is there.
async function good_to_know(language) {
  const list = `${demo.patients_url}/help?lang=${language}`;
  const links = async () => page.$$eval('main a[href^="/"]', (all) => all.map((a) => a.href));
  await page.goto(list);
  await judge(page, findings, null);
  const articles = (await links()).filter((href) => href.includes('/help/'));
  assert.ok(articles.length >= 5, `only ${articles.length} articles in ${language}`);
  for (const article of articles) {
    await page.goto(article);
    await judge(page, findings, null);
    await in_order(page);
    if (full) await judge_dark(page, findings);
    for (const href of await links()) {
      const answer = await page.request.get(href);
      assert.equal(answer.status(), 200, `${article} leads to ${href}`);
    }
  }
  return articles.length;
}

let failed = 0;
async function timed(title, act) {
  const began = Date.now();
  try {
    const count = await act();
    console.log(`passed: ${title} (${count ?? 1} in ${((Date.now() - began) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed += 1;
    console.log(`failed: ${title}\n${error.stack}`);
  }
}
await timed('the judge of order finds what is planted', the_judge_of_order_finds_what_is_planted);
await visit.start();
await timed('the journeys from right to left', from_right_to_left);
for (const language of ['en', 'es', mirrored]) {
  await timed(`the page of languages, ${language}`, () => languages(language));
  await timed(`the steps that were texted, ${language}`, () => texted_steps(language));
  await timed(`what is good to know, ${language}`, () => good_to_know(language));
  await timed(`screens of guides, ${language}`, () => every_screen(language));
  await timed(`screens of a portal's guides, ${language}`, () => portal_screens(language));
}
for (const one of findings.wrong) console.log(`wrong: ${one}`);
console.log(`${findings.judged.size} pages judged; the largest takes ${findings.largest} bytes`);
await browser.close();
await demo.stop();
await portal_clinic.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(failed || findings.wrong.length ? 1 : 0);
