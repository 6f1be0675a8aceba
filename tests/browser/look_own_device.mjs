// ./dev look's tour of the pages on a patient's own device, in one language.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { code_sent, last_sent, notice_sent, open_demo } from './demo.mjs';
import * as journeys from './journeys.mjs';
import { open_served } from './served_clinic.mjs';
import { Visitor } from './visitor.mjs';

// Pages that people print: what they take along, read later, or show to somebody.
const printed = /^(handed_over|your_saved_code|your_user_name|recovered_first|hours_\w+|when_to_call|\/check-.*|\/help.*|page_broken\.right_address|forgot_password\.find_link)$/;

const internet_explorer = 'Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko';
const tries_until_locked = 10;  // more than the demo's account system allows

// In the same clinic, one after the other, since nothing of it is slow but the pictures.
export async function own_device(album, browser, build, language) {
  const demo = await open_demo(build);
  const seen = new Set();
  const visitor = async (options = {}, clinic = demo) => {
    const page = await (await browser.newContext({ ignoreHTTPSErrors: true, ...options })).newPage();
    page.setDefaultTimeout(30000);
    return new Visitor(page, clinic, async (shown, name) => {
      if (seen.has(name)) return;
      seen.add(name);
      await album.photograph(shown, `${language}-${name}`);
      if (printed.test(name)) await album.print(shown, `${language}-${name}`);
    });
  };
  const clinic = { demo, visitor, build, language };
  for (const tour of [to_read, not_there, away, while_down, asking, getting_in, user_name_and_password,
    not_me, locked]) await tour(clinic);
  await demo.stop();
  await at_portal(clinic);
}

// What is read without being asked anything.
async function to_read({ demo, visitor, language }) {
  const visit = await visitor();
  const { page } = visit;
  await journeys.check_browser(visit, 'good', language);
  await page.goto(`${demo.patients_url}/help?lang=${language}`);
  await visit.see('/help');
  const articles = await page.$$eval('main a[href^="/help/"]', (all) => all.map((one) => one.href));
  for (const article of articles) {
    await page.goto(article);
    await visit.see(new URL(article).pathname);
  }
  await journeys.ask_interpreter(visit, 'ar', language);
  await journeys.check_browser(await visitor({ userAgent: internet_explorer }), 'too-old', language);
}

// Pages that nobody looks for: an old link, a kiosk's picture, a request that is closed.
async function not_there({ demo, visitor, language }) {
  const visit = await visitor();
  const { page } = visit;
  await page.goto(`${demo.patients_url}/an-old-bookmark?lang=${language}`);
  await visit.see('/missing');
  await page.goto(`${demo.patients_url}/continue?lang=${language}`);
  await visit.see('/continue');
  await page.goto(`${demo.patients_url}/steps/attachment.open_inbox?lang=${language}`);
  await visit.see('/steps');
  await visit.start(language);
  await visit.choose('forgot_password');
  await page.$$eval('[name=s]', (all) => all.forEach((one) => { one.value = 'A'.repeat(43); }));
  await visit.answer({ first: 'Nobody', last: 'Known' });
  await visit.see('/gone');
}

// Whoever has been away, or has gone on behind this page.
async function away({ visitor, language }) {
  const visit = await visitor();
  const { page } = visit;
  await page.clock.install();
  await visit.start(language);
  await visit.choose('forgot_password');
  await page.clock.fastForward('13:10');
  await page.waitForSelector('.stay form', { state: 'visible' });
  await visit.see('enter_name-ends_soon');
  await page.$eval('[data-old] form', (notice) => { notice.hidden = false; });
  await page.$eval('.stay form', (notice) => { notice.hidden = true; });
  await visit.see('enter_name-old_page');
}

// As the operator says it beside the running server.
async function while_down({ demo, visitor, build, language }) {
  const say = (...words) =>
    execFileSync(join(build, 'latchkey'), ['incident', ...words, '--demo', demo.folder]);
  const visit = await visitor();
  for (const [step, ...how_long] of [['incident_until', '--minutes', '90'], ['incident']]) {
    say('begin', ...how_long);
    await visit.start(language);
    await visit.choose('page_broken');
    await visit.see(step);
    say('end');
  }
}

// Guides, hours, and a call from the office.
async function asking({ demo, visitor, language }) {
  const visit = await visitor();
  await journeys.no_match(visit, language);
  await journeys.guide_helps(visit, language);
  await journeys.guide_fails(visit, language);
  await journeys.hours(visit, language);
  // One patient is sent one text in a minute.
  await journeys.not_locked(visit, demo.patient('unsafe_contact'), language, 'mail');
  await journeys.helper_declines(visit, language);
  await visit.start(language);
  await visit.choose('have_code');
  await visit.see('enter_hand_off');
}

// For the first time, and with the code that was saved then.
async function getting_in({ demo, visitor, language }) {
  const visit = await visitor();
  const one = demo.patients.find((each) => each.code_state === 'good');
  await journeys.first_sign_in(visit, one, one.registration_code, 'four green herons nap', language);
  const saved = await journeys.make_saved_code(visit);
  await journeys.use_saved_code(visit, one, saved, language);
}

const mine = ({ demo, language }) => demo.patient(language === 'es' ? 'spanish' : 'plain');

async function user_name_and_password(clinic) {
  const { demo, visitor, language } = clinic;
  const visit = await visitor();
  const one = mine(clinic);
  await journeys.forgot_user_name(visit, one, 'mail', language);
  clinic.since = await last_sent(demo);
  await visit.start(language);
  await visit.choose('forgot_password');
  await visit.answer({ first: '', last: one.last_name });
  await visit.see('enter_name-empty');
  await visit.answer({ first: one.first_name, last: one.last_name });
  await visit.answer({ month: '13', day: '40', year: '1961' });
  await visit.see('enter_birth_date-impossible');
  await visit.answer(journeys.birth(one));
  await visit.choose('zip');
  await visit.answer({ text: one.zip });
  await visit.choose('text');
  const code = await code_sent(demo, one.phone, clinic.since);
  await visit.answer({ code: code === '000000' ? '000001' : '000000' });
  await visit.see('enter_code-wrong');
  await visit.answer({ code });
  await visit.reach('#password');
  await visit.answer({ password: 'short' });
  await visit.see('choose_password-short');
  await journeys.choose_password(visit, 'nine calm otters juggle');
}

async function not_me(clinic) {
  const { demo, visitor, language } = clinic;
  const visit = await visitor();
  const page_asked = `${demo.patients_url}/not-me?lang=${language}`;
  await visit.page.goto(page_asked);
  const notice = await notice_sent(demo, mine(clinic).phone, clinic.since);
  await visit.answer({ code: '7K4MP-9QX2T' });
  await visit.see('not_me_ask-wrong');
  await visit.answer({ code: notice.code });
  await visit.choose('no');
  await visit.see('not_me_no');
  await visit.page.goto(page_asked);
  await visit.see('not_me_ask');
  await visit.answer({ code: notice.code });
  await visit.see('not_me_sure');
  await visit.choose('yes');
  await visit.see('not_me_done');
}

// After too many wrong passwords at the portal.
async function locked({ demo, visitor, language }) {
  const visit = await visitor();
  const one = demo.patient('proxy');
  for (let tries = 0; tries < tries_until_locked; ++tries)
    await fetch(`${demo.patients_url}/demo/portal`, { method: 'POST',
      body: new URLSearchParams({ user_name: one.user_name, password: `wrong ${tries}` }) });
  const since = await last_sent(demo);
  await journeys.identify(visit, one, 'locked', 'text', language);
  await journeys.type_code(visit, one, 'text', since);
  await visit.reach('button[name=option]');
  await visit.see('account_locked_until');
  await visit.choose('unlock');
  await visit.reach('a.primary');
  await visit.see('recovered_locked');
}

// Where no machine can set a password, the portal's own page is explained.
async function at_portal({ visitor, build, language }) {
  const clinic = await open_served(build, { account_system: 'roster' });
  const visit = await visitor({}, clinic);
  await visit.start(language);
  await visit.see('choose_topic-portal');
  await journeys.portal_guide(visit, language);
  await visit.start(language);
  await visit.choose('locked');
  await visit.see('locked.wait');
  await visit.start(language);
  await visit.choose('forgot_user_name');
  await visit.see('forgot_user_name.open_page');
  await visit.page.goto('about:blank');  // nothing is loaded from it any more
  await clinic.stop();
}
