// ./dev look's tour of a kiosk in one language: from the first screen to the end, by way of the
// front desk, and what the desk sees of it.
import { open_demo } from './demo.mjs';
import * as lobby from './lobby.mjs';
import { Visitor } from './visitor.mjs';

export async function at_kiosk(album, browser, build, language) {
  const demo = await open_demo(build);
  const desk = await lobby.staff_at_desk(browser, demo, 'front.oakmere');
  const context = await browser.newContext({ viewport: lobby.portrait });
  const screen = await context.newPage();
  screen.setDefaultTimeout(30000);
  const seen = new Set();
  const kiosk = new Visitor(screen, demo, async (shown, name) => {
    if (seen.has(name)) return;
    seen.add(name);
    await album.photograph_kiosk(shown, `kiosk-${language}-${name}`);
  });
  const tour = { album, demo, desk, kiosk, language };
  if (language === 'en') await before_anybody(tour);
  else await lobby.pair(screen, demo, await lobby.add_kiosk(desk, demo));
  for (const part of [by_desk, nobody_reached, slips, walked_away]) await part(tour);
  await screen.goto('about:blank');
  await demo.stop();
}

const begin = ({ kiosk, language }) => kiosk.press(`button[lang=${language}]`);
const end = ({ kiosk }) => kiosk.press('.end');

// Pages that speak all languages at once.
async function before_anybody({ demo, desk, kiosk }) {
  const { page } = kiosk;
  await page.goto(`${demo.patients_url}/kiosk`);
  await kiosk.see('/pair');
  await page.fill('#pairing', 'ABCD-EFGH');
  await kiosk.press('main button.primary');
  await kiosk.see('/pair-refused');
  await lobby.pair(page, demo, await lobby.add_kiosk(desk, demo));
  await kiosk.see('/attract');
  await kiosk.press('a[href="/kiosk/languages"]');
  await kiosk.see('/tongues');
  await kiosk.press('button[lang=ar]');
  await kiosk.see('offer_help-interpreter');
  await kiosk.press('.end');
}

// Without phone or e-mail: the front desk looks at an ID.
async function by_desk(tour) {
  const { album, demo, desk, kiosk, language } = tour;
  const { page } = kiosk;
  const one = demo.patient('no_contact');
  await lobby.identify(kiosk, one, language);
  await kiosk.choose('desk');
  await kiosk.see('ask_desk');
  await lobby.vouch(desk, demo, one, (await page.textContent('.shown strong')).trim());
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
  await end(tour);
  if (language !== 'en') return;  // the desk has one language
  await lobby.read_letter(desk, demo, one);
  await album.photograph(desk, 'desk-letter');
  await album.print(desk, 'desk-letter');
  await desk.goBack();
  await album.photograph(desk, 'desk-letters');
}

// Nobody can be reached: a promise, and a receipt to take along.
async function nobody_reached(tour) {
  const { album, demo, kiosk, language } = tour;
  await lobby.identify(kiosk, demo.patient('landline_only'), language);
  await kiosk.choose('help');
  await kiosk.see('offer_help');
  await kiosk.choose('yes');
  await kiosk.see('help_number');
  await kiosk.answer({ text: '401 555 0142' });
  await kiosk.see('help_message');
  await kiosk.choose('yes');
  await kiosk.see('handed_over');
  await album.print_kiosk(kiosk.page, `kiosk-${language}-handed_over`);
  await end(tour);
}

async function slips(tour) {
  const { demo, kiosk } = tour;
  const one = demo.patient('plain');
  await begin(tour);
  await kiosk.choose('forgot_user_name');
  await kiosk.answer({ first: one.first_name, last: one.last_name });
  await kiosk.answer({ month: '13', day: '40', year: '1961' });
  await kiosk.see('enter_birth_date-impossible');
  const { month, day, year } = { month: '1', day: '2', year: '1970' };
  await kiosk.answer({ month, day, year });
  await kiosk.choose('phone');
  await kiosk.see('enter_phone');
  await kiosk.answer({ text: '401 555 0177' });
  await kiosk.choose('text');
  await kiosk.see('enter_code');
  await kiosk.answer({ code: '000000' });
  await kiosk.see('enter_code-wrong');
  await kiosk.press('button[value=other]');
  await kiosk.see('no_code');
  await end(tour);
  await begin(tour);
  await kiosk.choose('page_broken');
  await kiosk.see('page_broken.right_site');
  await end(tour);
  await begin(tour);
  await kiosk.choose('hours');
  await kiosk.see('hours_office');
  await end(tour);
}

async function walked_away(tour) {
  const { kiosk } = tour;
  const { page } = kiosk;
  await page.clock.install();
  await begin(tour);
  await kiosk.choose('forgot_password');
  await page.clock.runFor(61000);
  await page.waitForSelector('#still[open]');
  await kiosk.see('enter_name-still');
}
