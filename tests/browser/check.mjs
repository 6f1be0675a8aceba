// The patients' pages in a real browser, judged page by page. Argument: the build directory. With
// LATCHKEY_FULL their colours too, dark and with more contrast, and what takes ten minutes to see
// (rulings.md R34).
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check_tests } from './check_page.mjs';
import { code_tests } from './codes.mjs';
import { code_sent, last_sent, open_demo } from './demo.mjs';
import * as journeys from './journeys.mjs';
import { Findings, judge, judge_dark, watch } from './judge.mjs';
import { keyboard_tests } from './keyboard.mjs';
import { old_page_tests } from './old_pages.mjs';
import { other_site_tests } from './other_site.mjs';
import { open_served } from './served_clinic.mjs';
import { code_too_old, details_mistyped, too_many_codes } from './slips.mjs';
import { Visitor, open_browser, open_without_cookies } from './visitor.mjs';

const build = process.argv[2] ?? 'build';
const full = Boolean(process.env.LATCHKEY_FULL);
const findings = new Findings();
const demo = await open_demo(build);
const browser = await open_browser();
const person = demo.patient;

const scripted = await browser.newContext({ ignoreHTTPSErrors: true });
// Fewer were met than the journeys below lead through: then something is not judged any more.
const pages_at_least = 120;
const without_scripts = (title) => /without scripts/.test(title);

const visitor_in = async (context, title) => {
  const page = context.pages()[0] ?? await context.newPage();
  page.setDefaultTimeout(15000);
  watch(page, findings);
  return new Visitor(page, demo, async (seen) => {
    await judge(seen, findings, without_scripts(title) ? scripted : null);
    if (full && !without_scripts(title)) await judge_dark(seen, findings);
  });
};

// A judge that finds nothing in this would find nothing anywhere.
const bad_page = `<!doctype html><html><head><title></title></head><body>
  <main><h1>Planted</h1><img src="data:,"><input id="bare"><p style="color:#ccc">pale</p>
  <div style="width:500px">wide</div><p><div>stray</div></p><button>b</button></main>
  <script>console.error('planted'); throw new Error('planted');</script></body></html>`;

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
const facebook = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 ' +
  '(KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/450.0.0.38.108;FBDV/iPhone14,5]';

async function the_judge_finds_what_is_planted() {
  const planted = new Findings();
  const page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  watch(page, planted);
  await page.route('**/planted', (route) =>
    route.fulfill({ body: bad_page, contentType: 'text/html' }));
  await page.goto(`${demo.patients_url}/planted`);
  await judge(page, planted, null);
  for (const one of ['axe html-has-lang', 'axe document-title', 'axe image-alt', 'axe label',
    'axe color-contrast', 'px wide at 320', 'console: planted', 'script: planted'])
    assert.ok(planted.wrong.some((wrong) => wrong.includes(one)),
      `${one} is not found in\n${planted.wrong.join('\n')}`);
  for (const one of ['html close-order', 'html no-implicit-close', 'small: <button', 'over the edge'])
    assert.ok(planted.wrong.some((wrong) => wrong.includes(one)),
      `${one} is not found in\n${planted.wrong.join('\n')}`);
  assert.equal(planted.judged.size, 1);
  // A breach of the page's policy, and too many bytes.
  const noise = Array.from({ length: 60000 }, () => Math.random().toString(36)[2]).join('');
  await page.route('**/breach', (route) => route.fulfill({ contentType: 'text/html',
    headers: { 'Content-Security-Policy': "default-src 'none'" },
    body: `<!doctype html><title>b</title><h1>Breach</h1><p style="color:red">${noise}</p>` }));
  await page.goto(`${demo.patients_url}/breach`);
  await judge(page, planted, null);
  for (const one of ['Content Security Policy', 'bytes, with what it loads'])
    assert.ok(planted.wrong.some((wrong) => wrong.includes(one)),
      `${one} is not found in\n${planted.wrong.join('\n')}`);
  await page.context().close();
}

async function portal(visitor, user_name, password) {
  await visitor.press('a.primary');
  await visitor.page.fill('#user_name', user_name);
  await visitor.page.fill('#password', password);
  await visitor.press('button.primary');
  await visitor.says(/You are signed in/);
}

// At a clinic whose account system can do nothing (domain.md J42).
async function at_portal(visit, journey) {
  const clinic = await open_served(build, { account_system: 'roster' });
  try {
    await journey(new Visitor(visit.page, clinic, visit.see_));
  } finally {
    await visit.page.goto('about:blank');  // nothing is loaded from it any more
    await clinic.stop();
  }
}

// A journey that ends as it says, with nothing more to look at.
const walked = (journey, ...with_what) => (visit) => journey(visit, ...with_what);

const tests = {
  async 'forgot password by text, with slips, then signs in; going back doubles nothing'(visit) {
    const one = person('plain');
    const { page } = visit;
    const since = await last_sent(demo);
    await visit.start();
    await visit.choose('forgot_password');
    await visit.answer({ first: '', last: one.last_name });
    await visit.see('enter_name-empty');
    await visit.answer({ first: one.first_name, last: one.last_name });
    await visit.answer({ month: '13', day: '13', year: '1961' });
    await visit.see('enter_birth_date-impossible');
    assert.equal(await page.inputValue('#month'), '13', 'what was typed stays after a slip');
    await visit.answer(journeys.birth(one));
    await visit.choose('zip');
    await visit.answer({ text: one.zip });
    await visit.choose('text');
    const code = await code_sent(demo, one.phone, since);
    const sends = (await demo.sent()).length;
    await page.goBack();
    await visit.start();
    await page.goto(`${demo.patients_url}/recover`);
    await visit.says(/Type your code/);
    assert.equal((await demo.sent()).length, sends, 'coming back sends nothing again');
    await visit.answer({ code: code === '000000' ? '000001' : '000000' });
    await visit.see('enter_code-wrong');
    await visit.says(/did not match/);
    await visit.press('button[value=other]');
    await visit.see('no_code');
    await visit.choose('back');
    await visit.answer({ code });
    await visit.reach('#password');
    await visit.see('choose_password');
    await visit.answer({ password: 'short' });
    await visit.see('choose_password-short');
    await visit.says(/This password is too short\.\s+Four words/);
    const meter = async (typed) => {
      await page.fill('#password', typed);
      return page.textContent('[data-meter]');
    };
    assert.equal(await meter('short'), '10 more to go');
    assert.equal(await meter('abcabcabcabcabc'), 'That repeats one thing. Mix a few words.');
    assert.equal(await meter('aaaaaaaaaaaaaaaa'), 'That repeats one thing. Mix a few words.');
    assert.equal(await meter('nine calm otters'),
      'That is long enough. When you save it, we check that it is hard to guess.');
    assert.equal(await meter(''), '');
    const caps = async (lock, kind) => {
      await page.locator('#password').evaluate((box, [on, which]) => box.dispatchEvent(
        new KeyboardEvent(which, { bubbles: true, modifierCapsLock: on })), [lock, kind]);
      return page.textContent('[data-caps][role=status]');
    };
    const top_of = () => page.evaluate(() =>
      document.querySelector('button[value=answer]').getBoundingClientRect().top);
    const before = await top_of();
    assert.equal(await caps(true, 'keydown'), 'Caps Lock is on');
    assert.equal(await top_of(), before, 'nothing jumps');
    await visit.see('choose_password-caps');
    assert.equal(await caps(false, 'keyup'), '');
    await visit.answer({ password: 'passwordpassword' });
    await visit.says(/easy to guess\.\s+Please mix|repeats one thing\.\s+Please mix/);
    await page.click('[data-show]');
    assert.equal(await page.getAttribute('#password', 'type'), 'text', 'the password can be shown');
    await visit.answer({ password: 'nine calm otters juggle' });
    await visit.reach('a.primary');
    await visit.see('recovered_password');
    const told = (await demo.sent()).length;
    await page.goBack();
    if (await page.$('#password')) await visit.answer({ password: 'another twelve quiet mice' });
    await visit.page.goto(`${demo.patients_url}/recover`);
    await visit.says(/You are all set/);
    assert.equal((await demo.sent()).length, told, 'nothing is told twice');
    await portal(visit, one.user_name, 'nine calm otters juggle');
  },

  ...old_page_tests,
  'a telephone number, an address and a record number that are none': details_mistyped,
  ...(full ? { 'five wrong codes, without scripts': too_many_codes } : {}),

  async 'a user name without any cookie'(visit) {
    await journeys.forgot_user_name(visit, person('plain'), 'mail');
    assert.deepEqual(await visit.page.context().cookies(), [], 'the browser kept no cookie');
  },

  // With the others every two of language, scripts and cookies meet (rulings.md R34).
  async 'a user name in Spanish, without any cookie'(visit) {
    await journeys.forgot_user_name(visit, person('spanish'), 'mail', 'es');
    assert.equal(await visit.page.getAttribute('html', 'lang'), 'es');
    assert.deepEqual(await visit.page.context().cookies(), [], 'the browser kept no cookie');
  },

  async 'nobody found, without scripts and without any cookie'(visit) {
    await journeys.no_match(visit);
    assert.match(await visit.page.textContent('.shown strong'), /\d/, 'a help number is shown');
    assert.deepEqual(await visit.page.context().cookies(), [], 'the browser kept no cookie');
  },

  async 'a password without scripts, in Spanish'(visit) {
    await journeys.forgot_password(visit, person('spanish'), 'text', 'siete garzas verdes duermen',
      'es');
    assert.equal(await visit.page.getAttribute('html', 'lang'), 'es');
    await portal(visit, person('spanish').user_name, 'siete garzas verdes duermen');
  },

  'a guide that helps, without scripts': walked(journeys.guide_helps),
  'a guide that helps, in Spanish and without any cookie': walked(journeys.guide_helps, 'es'),

  async 'a guide that does not help: a promise'(visit) {
    await journeys.guide_fails(visit);
    assert.match(await visit.page.textContent('.shown strong'), /\d/, 'a help number is shown');
  },

  'a guide that does not help, in Spanish and without scripts': walked(journeys.guide_fails, 'es'),
  'the hours of an office, without scripts': walked(journeys.hours),
  'the hours of an office, in Spanish and without any cookie': walked(journeys.hours, 'es'),
  'a helper who wants no call': walked(journeys.helper_declines),
  'a helper who wants no call, in Spanish and without scripts':
    walked(journeys.helper_declines, 'es'),

  async 'an account that is not locked, in Spanish and without scripts'(visit) {
    // Somebody whom no other journey has sent a code in this minute.
    await journeys.not_locked(visit, person('unsafe_contact'), 'es', 'mail');
  },

  async 'a code from the phone line'(visit) {
    const one = person('proxy');
    const code = await journeys.code_from_phone(demo, one);
    await journeys.have_code(visit, one, code, 'eleven slow trains whistle');
    await portal(visit, one.user_name, 'eleven slow trains whistle');
  },

  async 'nobody found, in Spanish and without scripts: a promise all the same'(visit) {
    await journeys.no_match(visit, 'es');
    assert.match(await visit.page.textContent('.shown strong'), /\d/, 'a help number is shown');
  },

  ...keyboard_tests(build),
  ...check_tests,
  ...other_site_tests(build),

  // From here on these two can't help themselves any more.
  async 'this was not me, by the link of a mail: its secret reaches no server'(visit) {
    const { page } = visit;
    const seen = [];
    page.on('request', (request) => seen.push(request.url(), JSON.stringify(request.headers())));
    const { link } = await journeys.not_me(visit, person('plain'), 'link');
    const secret = link.split('#')[1];
    assert.equal(secret.length, 43);
    assert.ok(seen.length >= 10);
    assert.ok(!seen.join(' ').includes(secret), 'no address and no header holds the secret');
    await visit.says(/will also call you by/);
    assert.match(await page.textContent('.shown strong'), /\d{3} \d{4}/, 'a help number is shown');
    // The other language keeps what the link brought.
    await visit.start();
    await page.goto(link);
    await visit.press('.languages a');
    assert.equal(await page.getAttribute('html', 'lang'), 'es');
    assert.equal(await page.inputValue('#code'), secret);
    const since = await last_sent(demo);
    await journeys.identify(visit, person('plain'), 'forgot_password', 'text');
    await page.waitForTimeout(1500);
    assert.equal(await last_sent(demo), since, 'nothing is sent in this name any more');
  },

  async 'this was not me, typed without scripts, in Spanish'(visit) {
    await journeys.not_me(visit, person('spanish'), 'code', 'es');
    await visit.says(/más tardar/);
  },

  async 'a portal that sets its passwords itself: through its own page, without scripts'(visit) {
    await at_portal(visit, (visitor) => journeys.portal_guide(visitor));
  },

  async 'a portal that sets its passwords itself, in Spanish and without any cookie'(visit) {
    await at_portal(visit, (visitor) => journeys.portal_guide(visitor, 'es'));
  },

  async 'the portal is down until an hour: told first, without scripts'(visit) {
    await while_down(['--minutes', '90'], () => journeys.incident(visit, 'incident_until'));
  },

  async 'the portal is down, nobody knows how long, in Spanish and without any cookie'(visit) {
    await while_down([], () => journeys.incident(visit, 'incident', 'es'));
  },

  ...code_tests(build, demo, portal),

  async 'the portal of the demo'(visit) {
    for (const path of ['/demo/portal']) {
      await visit.page.goto(demo.patients_url + path);
      await visit.see(path);
    }
  },
};

// As the operator says it beside the running server.
async function while_down(until, act) {
  const say = (...words) =>
    execFileSync(join(build, 'latchkey'), ['incident', ...words, '--demo', demo.folder]);
  say('begin', ...until);
  try {
    await act();
  } finally {
    say('end');
  }
}

async function context_for(title, folder) {
  const options = { viewport: { width: 390, height: 844 },
    javaScriptEnabled: !without_scripts(title), ignoreHTTPSErrors: true };
  if (/inside an app/.test(title)) options.userAgent = facebook;
  if (/^Firefox/.test(title)) options.userAgent = firefox;
  if (/by touch/.test(title)) Object.assign(options, { hasTouch: true, isMobile: true });
  // Windows without a profile refuse other pages' cookies by themselves.
  const profile = [[/without any cookie/, { default_content_setting_values: { cookies: 2 } }],
    [/with cookies of other pages/, { cookie_controls_mode: 0 }],
    [/without cookies of other pages/, { cookie_controls_mode: 1, block_third_party_cookies: true }],
  ].find(([said]) => said.test(title))?.[1];
  if (!profile) return browser.newContext(options);
  mkdirSync(join(folder, 'Default'), { recursive: true });
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify({ profile }));
  return open_without_cookies(folder, options);
}

await the_judge_finds_what_is_planted();
let failed = 0;
async function run(title, test) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-browser-'));
  const began = Date.now();
  const context = await context_for(title, folder);
  try {
    await test(await visitor_in(context, title));
    console.log(`passed: ${title} (${Date.now() - began} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`failed: ${title}\n${error.stack}`);
  }
  await context.close();
  rmSync(folder, { recursive: true, force: true });
}
// Ten minutes pass while the others run.
const old = full && !process.argv[3] ? run('a code that is too old', code_too_old) : null;
for (const [title, test] of Object.entries(tests))
  if (!process.argv[3] || title.includes(process.argv[3])) await run(title, test);
await old;
for (const one of findings.wrong) console.log(`wrong: ${one}`);
console.log(`${findings.judged.size} pages judged; the largest takes ${findings.largest} bytes`);
if (!process.argv[3] && findings.judged.size < pages_at_least) {
  failed += 1;
  console.log(`failed: at least ${pages_at_least} pages are to be judged`);
}
await browser.close();
await demo.stop();
process.exit(failed || findings.wrong.length ? 1 : 0);
