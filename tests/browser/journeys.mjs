// What patients do on the pages, from the first page to the last. Each takes a Visitor; the tests
// judge the pages on the way, ./dev look photographs them.
import { code_sent, last_sent, lift_phone, notice_sent } from './demo.mjs';

export const birth = (person) => {
  const [year, month, day] = person.birth_date.split('-');
  return { month: String(Number(month)), day: String(Number(day)), year };
};
const name = (person) => ({ first: person.first_name, last: person.last_name });

// From the choice of a topic to the choice of a proof.
export async function say_who(visitor, person, topic) {
  await visitor.see('choose_topic');
  await visitor.choose(topic);
  await visitor.see('enter_name');
  await visitor.answer(name(person));
  await visitor.see('enter_birth_date');
  await visitor.answer(birth(person));
  await visitor.see('choose_detail');
  await visitor.choose('zip');
  await visitor.see('enter_zip');
  await visitor.answer({ text: person.zip });
  await visitor.see('choose_proof');
}

// On to the box for a code; `way` is text or mail.
export async function identify(visitor, person, topic, way, language) {
  await visitor.start(language);
  await say_who(visitor, person, topic);
  await visitor.choose(way);
  await visitor.see('enter_code');
}

export async function type_code(visitor, person, way, since) {
  const to = way === 'mail' ? person.email : person.phone;
  await visitor.answer({ code: await code_sent(visitor.demo, to, since) });
}

export async function choose_password(visitor, password) {
  await visitor.reach('#password');
  await visitor.see('choose_password');
  await visitor.answer({ password });
  await visitor.reach('a.primary');
  await visitor.see('recovered_password');
}


export async function forgot_password(visitor, person, way, password, language) {
  const since = await last_sent(visitor.demo);
  await identify(visitor, person, 'forgot_password', way, language);
  await type_code(visitor, person, way, since);
  await choose_password(visitor, password);
}

export async function forgot_user_name(visitor, person, way, language) {
  const since = await last_sent(visitor.demo);
  await identify(visitor, person, 'forgot_user_name', way, language);
  await type_code(visitor, person, way, since);
  await visitor.reach('.shown');
  await visitor.see('your_user_name');
  const shown = await visitor.page.textContent('.shown strong');
  if (shown !== person.user_name) throw new Error(`shown ${shown}, is ${person.user_name}`);
  await visitor.choose('done');
  await visitor.reach('a.primary');
  await visitor.see('recovered_user_name');
}

// Nobody is found: what is promised instead. Ends at the promise.
// From the offer of help to the question whether we may leave a message.
export async function leave_number(visitor) {
  await visitor.see('offer_help');
  await visitor.choose('yes');
  await visitor.see('help_number');
  await visitor.answer({ text: '401 555 0142' });
  await visitor.see('help_message');
}

export async function no_match(visitor, language) {
  const stranger = { first_name: 'Nobody', last_name: 'Known', birth_date: '1970-01-02',
    zip: '99999' };
  await identify(visitor, stranger, 'forgot_password', 'text', language);
  await visitor.press('button[value=other]');
  await visitor.see('no_code');
  await visitor.choose('help');
  await leave_number(visitor);
  await visitor.choose('yes');
  await visitor.see('help_office');
  await visitor.answer({});  // whoever has not picked one is asked again
  await visitor.see('help_office');
  await visitor.pick('option', '1');
  await visitor.see('handed_over');
}

// A code for the web page, asked for on the phone; the digits are what the line reads out.
export async function code_from_phone(demo, person) {
  const since = await last_sent(demo);
  const phone = lift_phone(demo);
  const { month, day, year } = birth(person);
  await phone.post('/ivr/call');
  await phone.press('1');  // English
  await phone.press('1');  // a new password
  await phone.press(month.padStart(2, '0') + day.padStart(2, '0') + year);
  await phone.press('2');  // ZIP code
  await phone.press(person.zip);
  await phone.press('1');  // by text
  await phone.press(await code_sent(demo, person.phone, since));
  await phone.wait(/web page/);
  const sent_before = await last_sent(demo);
  const key = /To get the code [^,]*in a message, press (\d)/.exec(phone.says.replace(/<[^>]+>/g, ' '));
  await phone.press(key[1]);
  return code_sent(demo, person.phone, sent_before);
}

export async function have_code(visitor, person, code, password, language) {
  await visitor.start(language);
  await visitor.choose('have_code');
  await visitor.see('enter_hand_off');
  const wrong = code.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
  await visitor.answer({ code: wrong, ...birth(person) });
  await visitor.see('enter_hand_off-wrong');
  await visitor.answer({ code, ...birth(person) });
  await choose_password(visitor, password);
}

// A first sign-in with a code from the office, with a slip first. Ends at the open account.
export async function first_sign_in(visitor, person, code, password, language) {
  await visitor.start(language);
  await visitor.choose('first_sign_in');
  await visitor.see('first_sign_in');
  await visitor.choose('with_code');
  await visitor.see('enter_registration');
  await visitor.answer({ code: 'ZZZZ-ZZZZ-ZZZZ-ZZZZ', ...birth(person) });
  await visitor.reach('.problem');
  await visitor.see('enter_registration-wrong');
  await visitor.answer({ code: code.toLowerCase().replaceAll('-', ' '), ...birth(person) });
  await visitor.reach('#password');
  await visitor.see('choose_first_password');
  await visitor.answer({ password });
  await visitor.reach('a.primary');
  await visitor.see('recovered_first');
  const shown = await visitor.page.textContent('.shown strong');
  if (shown !== person.user_name) throw new Error(`shown ${shown}, is ${person.user_name}`);
}

// At the end of a recovery: a code for the next time. Gives what was shown.
export async function make_saved_code(visitor) {
  await visitor.choose('save_code');
  await visitor.see('your_saved_code');
  return visitor.page.textContent('.shown strong');
}

// The user name with a saved code, with a slip first; ends at the code that takes its place.
export async function use_saved_code(visitor, person, code, language) {
  await visitor.start(language);
  await say_who(visitor, person, 'forgot_user_name');
  await visitor.choose('saved');
  await visitor.see('enter_saved_code');
  await visitor.answer({ code: 'ZZZZ-ZZZZ-ZZZZ-ZZZZ' });
  await visitor.see('enter_saved_code-wrong');
  await visitor.answer({ code: code.toLowerCase().replaceAll('-', '') });
  await visitor.reach('.shown');
  await visitor.see('your_user_name');
  await visitor.choose('done');
  await visitor.see('your_saved_code');
}

// A language without pages: an interpreter is asked for. Ends at the offer of a call.
export async function ask_interpreter(visitor, code, language) {
  await visitor.start(language);
  await visitor.press('nav a[href^="/languages"]');
  await visitor.see('/languages');
  await visitor.press(`button[name=interpreter][value=${code}]`);
  await visitor.see('offer_help-interpreter');
}

// A guide that helps. Ends at the good end.
export async function guide_helps(visitor, language) {
  await visitor.start(language);
  await visitor.choose('page_broken');
  await visitor.see('page_broken.right_site');
  await visitor.choose('no');
  await visitor.see('page_broken.right_address');
  await visitor.choose('done');
  await visitor.see('page_broken.right_address_helped');
  await visitor.choose('helped');
  await visitor.see('ended_solved');
}

// The page that checks the browser, once it has said all that it will. `name` names its picture.
export async function check_browser(visitor, name, language = 'en') {
  await visitor.page.goto(`${visitor.demo.patients_url}/?lang=${language}`);
  await visitor.press('aside a[href^="/check"]');
  // Never comes without scripts, which is seen by what only they show.
  const scripted = await visitor.page.evaluate(() =>
    document.documentElement.classList.contains('scripted'));
  if (scripted) await visitor.page.waitForSelector('#check[data-shown]');
  await visitor.see(`/check-${name}`);
  return visitor.page.$$eval('.card h2', (headings) => headings.map((one) => one.id));
}

// Where no machine can set a password, the portal's own page is explained. Ends at the good end.
export async function portal_guide(visitor, language) {
  await visitor.start(language);
  await visitor.choose('forgot_password');
  for (const [screen, option] of [['open_page', 'done'], ['find_link', 'yes'],
    ['follow_link', 'done'], ['message_came', 'no'], ['wait_for_message', 'done'],
    ['message_found', 'yes'], ['choose_new', 'done'], ['signed_in', 'helped']]) {
    await visitor.see(`forgot_password.${screen}`);
    await visitor.choose(option);
  }
  await visitor.see('ended_solved');
}

// A guide that does not: what the screen says is typed, and in the end an office calls.
export async function guide_fails(visitor, language) {
  await visitor.start(language);
  await visitor.choose('cannot_connect');
  await visitor.see('cannot_connect.see_message');
  await visitor.choose('yes');
  await visitor.see('cannot_connect.what_it_says');
  await visitor.answer({ text: ' ' });
  await visitor.see('cannot_connect.what_it_says-empty');
  await visitor.answer({ text: 'Error 1020: <b>Access denied</b>' });
  await visitor.see('cannot_connect.message_kind');
  await visitor.choose('other_message');
  for (const node of ['error_again', 'error_restart', 'error_device', 'error_later']) {
    await visitor.see(`cannot_connect.${node}`);
    await visitor.choose('not_helped');
  }
  await visitor.see('offer_help');
  await visitor.choose('yes');
  await visitor.see('help_number');
  await visitor.answer({ text: '401 555 0142' });
  await visitor.see('help_message');
  await visitor.choose('yes');
  await visitor.see('help_office');
  await visitor.pick('option', '1');
  await visitor.see('handed_over');
}

// When is an office open, and when should it be called? Nobody is asked who they are.
export async function hours(visitor, language) {
  await visitor.start(language);
  await visitor.choose('hours');
  await visitor.see('hours_office');
  await visitor.pick('option', '1');
  const open = /is open|está abierta/.test(await visitor.heading());
  await visitor.see(open ? 'hours_open' : 'hours_closed');
  await visitor.choose('when_to_call');
  await visitor.see('when_to_call');
  await visitor.choose('done');
  await visitor.see('ended_told');
}

// The portal is down: one is told so, may come back later, or go on all the same.
export async function incident(visitor, step, language) {
  await visitor.start(language);
  await visitor.choose('page_broken');
  await visitor.see(step);
  await visitor.choose('done');
  await visitor.see('ended_told');
  await visitor.start(language);
  await visitor.choose('forgot_user_name');
  await visitor.see(step);
  await visitor.choose('go_on');
  await visitor.see('enter_name');
}

// A helper who asks for the patient's own account, and wants no call.
export async function helper_declines(visitor, language) {
  await visitor.start(language);
  await visitor.choose('helping');
  await visitor.see('helping');
  await visitor.choose('patients_account');
  await visitor.see('offer_help');
  await visitor.choose('no');
  await visitor.see('ended_declined');
}

// Whoever says that the account is locked, and it is not.
export async function not_locked(visitor, person, language, way = 'text') {
  const since = await last_sent(visitor.demo);
  await identify(visitor, person, 'locked', way, language);
  await type_code(visitor, person, way, since);
  await visitor.reach('.shown');
  await visitor.see('account_open');
  await visitor.choose('done');
  await visitor.see('ended_told');
}

// "This wasn't me", said about a recovery that there was. By the link of the mail the
// script fills in the box; else the code is typed, with a slip first. Ends at the promise.
// A mailbox's guard that opens every link, runs its scripts, and presses the first button: it spends
// nothing (standards.md T25).
async function scan(visitor, link) {
  const browser = visitor.page.context().browser();
  if (!browser) return;
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await page.goto(link);
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }),
    page.click('button[value=answer]')]);
  await context.close();
}

export async function not_me(visitor, person, by, language) {
  const { page, demo } = visitor;
  // One address is sent few codes: a notice of an earlier journey does as well.
  const told = (await demo.sent()).some((one) => one.to === person.email && /not-me\?lang=\w+#/.test(one.body));
  if (!told)
    await forgot_user_name(visitor, person, by === 'link' ? 'mail' : 'text', language);
  const { link, code } = await notice_sent(demo, person.email, -1);
  const place = `${demo.patients_url}/not-me${language ? `?lang=${language}` : ''}`;
  if (by === 'link') {
    const secret = link.split('#')[1];
    await scan(visitor, `${place}#${secret}`);
    await page.goto(`${place}#${secret}`);
    await visitor.see('not_me_ask');
    if (await page.inputValue('#code') !== secret) throw new Error('the box holds no secret');
    if (page.url() !== place) throw new Error(`the address still is ${page.url()}`);
    await visitor.press('button[value=answer]');
  } else {
    await page.goto(place);
    await visitor.see('not_me_ask');
    await visitor.answer({ code: code.replace(/^./, (c) => (c === '7' ? '8' : '7')) });
    await visitor.see('not_me_ask-wrong');
    await visitor.answer({ code: code.toLowerCase().replace('-', ' ') });
  }
  await visitor.see('not_me_sure');
  await visitor.choose('yes');
  await visitor.see('not_me_done');
  return { link, code };
}
