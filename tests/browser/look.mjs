// Photographs every page of the patients' journeys: three widths, a kiosk's, twice the text size,
// dark, both languages; look/index.html and look/sheet.png show them side by side.
// Arguments: the build directory, the folder for the pictures.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { code_sent, last_sent, notice_sent, open_demo } from './demo.mjs';
import * as journeys from './journeys.mjs';
import * as lobby from './lobby.mjs';
import { Visitor, open_browser } from './visitor.mjs';

const [build = 'build', folder = 'look'] = process.argv.slice(2);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
// A clinic for each language: one address is sent few codes an hour.
let demo;
const browser = await open_browser();
const pictures = [];

const text_size = (page, size) => page.evaluate((value) => {
  document.documentElement.style.fontSize = value;
}, size);

async function photograph(page, name) {
  const take = async (variant) => {
    const file = `${name.replaceAll('/', '')}-${variant}.png`;
    await page.screenshot({ path: join(folder, file), fullPage: true });
    pictures.push({ name, variant, file });
  };
  for (const width of [320, 768, 1280]) {
    await page.setViewportSize({ width, height: 700 });
    await take(String(width));
  }
  await page.setViewportSize({ width: 1080, height: 1920 });
  await take('kiosk');
  await page.setViewportSize({ width: 390, height: 700 });
  await text_size(page, '225%');
  await take('text-200');
  await text_size(page, '');
  await page.emulateMedia({ colorScheme: 'dark' });
  await take('dark');
  await page.emulateMedia({ colorScheme: 'light' });
}

async function visitor_in(language) {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(30000);
  const seen = new Set();
  return new Visitor(page, demo, async (shown, name) => {
    if (seen.has(name)) return;
    seen.add(name);
    await photograph(shown, `${language}-${name}`);
  });
}

for (const [language, person] of [['en', 'plain'], ['es', 'spanish']]) {
  demo = await open_demo(build);
  const one = demo.patient(person);
  const visit = await visitor_in(language);
  await journeys.check_browser(visit, 'good', language);
  await journeys.ask_interpreter(visit, 'ar', language);
  await journeys.no_match(visit, language);
  await journeys.guide_helps(visit, language);
  await journeys.guide_fails(visit, language);
  await journeys.hours(visit, language);
  // One patient is sent one text in a minute.
  await journeys.not_locked(visit, demo.patient('unsafe_contact'), language, 'mail');
  await journeys.helper_declines(visit, language);
  const first = demo.patients.find((each) => each.code_state === 'good');
  await journeys.first_sign_in(visit, first, first.registration_code, 'four green herons nap',
    language);
  const saved = await journeys.make_saved_code(visit);
  await journeys.use_saved_code(visit, first, saved, language);
  await journeys.forgot_user_name(visit, one, 'mail', language);
  const since = await last_sent(demo);
  await journeys.identify(visit, one, 'forgot_password', 'text', language);
  const code = await code_sent(demo, one.phone, since);
  await visit.answer({ code: code === '000000' ? '000001' : '000000' });
  await visit.see('enter_code-wrong');
  await visit.answer({ code });
  await visit.reach('#password');
  await visit.answer({ password: 'short' });
  await visit.see('choose_password-short');
  await journeys.choose_password(visit, 'nine calm otters juggle');
  await visit.page.goto(`${demo.patients_url}/not-me?lang=${language}`);
  const notice = await notice_sent(demo, one.phone, since);
  await visit.answer({ code: '7K4MP-9QX2T' });
  await visit.see('not_me_ask-wrong');
  await visit.answer({ code: notice.code });
  await visit.choose('no');
  await visit.see('not_me_no');
  await visit.page.goto(`${demo.patients_url}/not-me?lang=${language}`);
  await visit.see('not_me_ask');
  await visit.answer({ code: notice.code });
  await visit.see('not_me_sure');
  await visit.choose('yes');
  await visit.see('not_me_done');
  await demo.stop();
}

// A kiosk at its own size: from the first screen to the end, by way of the front desk.
demo = await open_demo(build);
const desk = await lobby.staff_at_desk(browser, demo, 'front.oakmere');
const screen = await (await browser.newContext({ viewport: lobby.portrait })).newPage();
await lobby.pair(screen, demo, await lobby.add_kiosk(desk, demo));
const kiosk = new Visitor(screen, demo, async (shown, seen) => {
  const name = `kiosk-${seen.replace('/', '')}`;
  await shown.screenshot({ path: join(folder, `${name}.png`) });
  pictures.push({ name, variant: '1080 by 1920', file: `${name}.png` });
});
await kiosk.see('/attract');
const asked = demo.patient('no_contact');
await lobby.identify(kiosk, asked);
await kiosk.choose('desk');
await kiosk.see('ask_desk');
await lobby.vouch(desk, demo, asked, (await screen.textContent('.shown strong')).trim());
await kiosk.reach('button[value=go_on]');
await kiosk.see('desk_vouched');
await kiosk.choose('go_on');
await kiosk.reach('#password');
await kiosk.see('choose_password');
await kiosk.press('button[value=other]');
await kiosk.see('hand_off_to_phone');
await kiosk.choose('stay');
await kiosk.answer({ password: 'nine calm otters juggle' });
await kiosk.reach('.qr');
await kiosk.see('recovered_password');
await lobby.read_letter(desk, demo, asked);
await photograph(desk, 'desk-letter');
await desk.goBack();
await photograph(desk, 'desk-letters');
await demo.stop();

const sheet = ['<!DOCTYPE html><meta charset="utf-8"><title>Every page</title><style>',
  'body{font:14px sans-serif;margin:16px}section{display:flex;gap:12px;align-items:start}',
  'img{border:1px solid #888;height:380px}figure{margin:0 0 16px}</style>'];
for (const name of new Set(pictures.map((one) => one.name))) {
  sheet.push(`<h2>${name}</h2><section>`);
  for (const one of pictures.filter((picture) => picture.name === name))
    sheet.push(`<figure><img src="${one.file}" alt=""><figcaption>${one.variant}</figcaption></figure>`);
  sheet.push('</section>');
}
writeFileSync(join(folder, 'index.html'), sheet.join('\n'));
const page = await (await browser.newContext({ viewport: { width: 1800, height: 900 } })).newPage();
const inlined = readFileSync(join(folder, 'index.html'), 'utf8').replaceAll(/src="([^"]+)"/g,
  (_, file) => `src="data:image/png;base64,${readFileSync(join(folder, file)).toString('base64')}"`);
await page.setContent(inlined);
await page.screenshot({ path: join(folder, 'sheet.png'), fullPage: true });
console.log(`${pictures.length} pictures in ${folder}/; ${folder}/sheet.png shows them all`);
await browser.close();
process.exit(0);
