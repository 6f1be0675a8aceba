// The journeys of domain.md section 6 that touch the patients' pages, each as far as its outcome:
// the page at the end, what was sent, the tickets. both_ways.mjs walks them. What a person hears in
// Spanish or sees on the way: check.mjs, talks.mjs. J22 to J24 begin in a lobby: lobby_journeys.mjs.
import assert from 'node:assert/strict';
import { code_sent, last_sent } from './demo.mjs';
import * as journeys from './journeys.mjs';
import { staff_at_desk } from './lobby.mjs';

const stranger = { first_name: 'Nemo', last_name: 'Outlander', birth_date: '1977-07-04',
  zip: '02999' };
export const compatibility_view =
  'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; .NET4.0C; .NET4.0E)';
export const inside_facebook = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) ' +
  'AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/450.0.0.38.108]';

const to_whom = async (demo, to) => (await demo.sent()).filter((one) => one.to === to);
const new_password = 'nine calm otters juggle';

async function signs_in(visitor, person, password = new_password) {
  const answer = await fetch(visitor.demo.portal_url, { method: 'POST',
    body: new URLSearchParams({ user_name: person.user_name, password }) });
  assert.deepEqual(await answer.json(), { ok: true, locked: false });
}

// Whoever tries a detail that is wrong is not told so: not that it is, nor which.
async function tells_no_slip(visitor) {
  assert.equal(await visitor.page.$('.problem'), null, 'nothing is called wrong');
  const told = await visitor.page.$$eval('p.notice', (all) => all.map((one) => one.textContent));
  assert.deepEqual(told.filter((one) => !/Look at your phone/.test(one)), []);
}

// All facts anew, past those that are asked no more, on to the box for a code.
async function say_facts(visitor, person, zip) {
  for (let asked = 0; asked < 4 && !(await visitor.page.$('button[name=option][value=text]'));
    ++asked) {
    if (await visitor.page.$('#first'))
      await visitor.answer({ first: person.first_name, last: person.last_name });
    else if (await visitor.page.$('#month')) await visitor.answer(journeys.birth(person));
    else if (await visitor.page.$('button[value=zip]')) await visitor.choose('zip');
    else await visitor.answer({ text: zip });
    await tells_no_slip(visitor);
  }
  await visitor.see('choose_proof');
}

async function no_code_came(visitor) {
  await visitor.press('button[value=other]');
  await visitor.see('no_code');
}

// From the offer of help to the promise.
async function be_called(visitor, office = '1') {
  await journeys.leave_number(visitor);
  await visitor.choose('no');
  await visitor.see('help_office');
  await visitor.pick('option', office);
  await visitor.see('handed_over');
  await visitor.says(/will call you by/);
}

async function own_account(visitor, helper) {
  const since = await last_sent(visitor.demo);
  await visitor.start();
  await visitor.choose('helping');
  await visitor.see('helping');
  await visitor.choose('own_account');
  await visitor.says(/tell us about yourself/);
  await journeys.say_who(visitor, helper, 'forgot_password');
  await visitor.choose('text');
  await journeys.type_code(visitor, helper, 'text', since);
  await journeys.choose_password(visitor, new_password);
  await signs_in(visitor, helper);
}

// The check of the browser, and the first screen of the guide that it leads to.
async function guided_by_check(visitor, finding, screen) {
  const found = await journeys.check_browser(visitor, finding);
  assert.ok(found.includes(finding), `${found}`);
  await visitor.press(`button[value="${screen}"]`);
  await visitor.see(screen);
}

// What whoever works on the ticket needs to know, and would have to ask for.
async function reads_browser_at_desk(visitor) {
  const desk = await staff_at_desk(visitor.page.context().browser(), visitor.demo, 'front.harbor');
  await desk.click('a[href^="/ticket/"]');
  await desk.getByText('Internet Explorer 11 in Compatibility View on Windows').waitFor();
  await desk.context().close();
}

async function leave_compatibility_view(visitor) {
  await guided_by_check(visitor, 'compatibility_view', 'old_explorer.compat_1');
  await visitor.choose('done');
  await visitor.see('old_explorer.compat_2');
  await visitor.choose('done');
  await visitor.see('old_explorer.compat_helped');
}

export const web_journeys = {
  async 'J03: a new password, which signs in'(visitor) {
    const one = visitor.demo.patient('plain');
    await journeys.forgot_password(visitor, one, 'text', new_password);
    await signs_in(visitor, one);
    const mails = await to_whom(visitor.demo, one.email);
    assert.equal(mails.filter(({ body }) => body.includes('/not-me')).length, 1, 'a notice by mail');
    return [];
  },

  async 'J04: nobody found, three wrong codes, no help wanted: nothing is sent'(visitor) {
    await journeys.identify(visitor, stranger, 'forgot_password', 'text');
    for (const code of ['123456', '234567', '345678']) {
      await visitor.answer({ code });
      await visitor.see('enter_code-wrong');
      await visitor.says(/That code did not match/);
    }
    await no_code_came(visitor);
    await visitor.choose('help');
    await visitor.see('offer_help');
    await visitor.choose('no');
    await visitor.see('ended_declined');
    assert.deepEqual(await visitor.demo.sent(), []);
    return [];
  },

  async 'J05: a ZIP code mistyped twice, right the third time: nobody says so'(visitor) {
    const one = visitor.demo.patient('plain');
    await visitor.start();
    await visitor.choose('forgot_password');
    for (const zip of ['99998', '99999']) {
      await say_facts(visitor, one, zip);
      await visitor.choose('text');
      await visitor.see('enter_code');
      await tells_no_slip(visitor);
      await no_code_came(visitor);
      await tells_no_slip(visitor);
      await visitor.choose('check_details');
    }
    assert.deepEqual(await visitor.demo.sent(), [], 'nobody was found so far');
    await say_facts(visitor, one, one.zip);
    await visitor.choose('text');
    await tells_no_slip(visitor);
    await journeys.type_code(visitor, one, 'text', -1);
    await journeys.choose_password(visitor, new_password);
    await signs_in(visitor, one);
    return [];
  },

  async 'J06: nobody found, a call wanted: one ticket, however often it is sent'(visitor) {
    await journeys.identify(visitor, stranger, 'forgot_password', 'text');
    await no_code_came(visitor);
    await visitor.choose('help');
    await visitor.choose('yes');
    await visitor.answer({ text: '401 555 0142' });
    await visitor.choose('yes');
    await visitor.see('help_office');
    await visitor.page.selectOption('#option', '5');
    await visitor.press_twice('button[value=answer]');
    await visitor.reach('.shown');
    await visitor.see('handed_over');
    await visitor.page.goBack();
    const again = await visitor.page.$('#option');
    if (again) await visitor.pick('option', '7');
    await visitor.start();
    await visitor.page.goto(`${visitor.demo.patients_url}/recover`);
    await visitor.see('handed_over');
    return [{ code: 'no_match', queue: 'office', location: 5, verified: false, contacts: 1 }];
  },

  async 'J07: a mailbox that two share proves neither: the office, and no code'(visitor) {
    const one = visitor.demo.patient('shared_family_mailbox');
    await journeys.identify(visitor, one, 'forgot_password', 'mail');
    await visitor.answer({ code: '12345678' });
    await visitor.see('enter_code-wrong');
    await no_code_came(visitor);
    await visitor.choose('help');
    await be_called(visitor);
    assert.deepEqual(await to_whom(visitor.demo, one.email), []);
    return [{ code: 'no_contact', queue: 'office', verified: false }];
  },

  async 'J10: a text that never comes: e-mail is offered, and opens'(visitor) {
    const one = visitor.demo.patient('plain');
    await journeys.identify(visitor, one, 'forgot_password', 'text');
    await no_code_came(visitor);
    assert.equal(await visitor.page.textContent('button[value=mail]'), 'E-mail me a code');
    const since = await last_sent(visitor.demo);
    await visitor.choose('mail');
    await visitor.see('enter_code');
    await journeys.type_code(visitor, one, 'mail', since);
    await journeys.choose_password(visitor, new_password);
    await signs_in(visitor, one);
    return [];
  },

  async 'J18: a teenager: the office can help, and no age is named'(visitor) {
    const one = visitor.demo.patient('teenager');
    const since = await last_sent(visitor.demo);
    await journeys.identify(visitor, one, 'forgot_password', 'text');
    await journeys.type_code(visitor, one, 'text', since);
    await visitor.reach('.shown');
    await visitor.see('handed_over_proven');
    const said = await visitor.page.innerText('main');
    assert.ok(!/\bage\b|years|young|minor|parent/i.test(said), said);
    assert.ok(!said.includes(one.birth_date.slice(0, 4)));
    return [{ code: 'policy', queue: 'office', verified: true }];
  },

  async 'J19: a helper gets an own account back; the patient\'s is the office\'s'(visitor) {
    await own_account(visitor, visitor.demo.patient('proxy'));
    await visitor.start();
    await visitor.choose('helping');
    await visitor.choose('patients_account');
    await be_called(visitor);
    return [{ code: 'policy', category: 'proxy_request', queue: 'office' }];
  },

  async 'J21: a code from the office that is too old: a new one opens, the old one never'(visitor) {
    const one = visitor.demo.patients.find((each) => each.code_state === 'expired');
    const is_refused = async () => {
      await visitor.start();
      await visitor.choose('first_sign_in');
      await visitor.choose('with_code');
      await visitor.answer({ code: one.registration_code, ...journeys.birth(one) });
      await visitor.reach('.problem');
      await visitor.see('enter_registration-wrong');
    };
    await is_refused();
    await visitor.press('button[value=other]');
    await say_facts(visitor, one, one.zip);
    await visitor.choose('text');
    await journeys.type_code(visitor, one, 'text', -1);
    await visitor.reach('#password');
    await visitor.see('choose_first_password');
    await visitor.answer({ password: new_password });
    await visitor.reach('a.primary');
    await visitor.see('recovered_first');
    await signs_in(visitor, one);
    await is_refused();
    return [];
  },

  async 'J25: Compatibility View: a password all the same; left, no ticket; not left, one'(visitor) {
    const one = visitor.demo.patient('plain');
    await journeys.forgot_password(visitor, one, 'text', new_password);
    await signs_in(visitor, one);
    await leave_compatibility_view(visitor);
    await visitor.choose('helped');
    await visitor.see('ended_solved');
    await leave_compatibility_view(visitor);
    await visitor.choose('not_helped');
    await visitor.see('old_explorer.use_edge');
    await visitor.choose('not_helped');
    await be_called(visitor);
    if (process.env.LATCHKEY_FULL) await reads_browser_at_desk(visitor);
    // The demo's offices are first; in direct_line mode it were IT's (tests/routing_test.cpp).
    return [{ code: 'guidance_failed', category: 'browser', queue: 'office' }];
  },

  async 'J26: inside an app: how to leave it, and a code works there too'(visitor) {
    const one = visitor.demo.patient('plain');
    await guided_by_check(visitor, 'in_app', 'page_broken.open_in_browser');
    await visitor.choose('helped');
    await visitor.see('ended_solved');
    await journeys.forgot_password(visitor, one, 'text', new_password);
    await signs_in(visitor, one);
    return [];
  },
};
