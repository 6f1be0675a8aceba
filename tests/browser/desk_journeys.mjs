// The desk's side of the journeys of domain.md section 6, with the keyboard alone and every page
// judged: somebody nobody finds (J06), verify and help (J33), IT and its baton (J34), two at one
// ticket (J35), an outside help desk (J37), a manager's month (J39), an outage, a list that stays
// fresh. Three days without an answer (J36): tests/desk_work_test.cpp; a spoken message (J38):
// tests/voicemail_test.cpp. Argument: the build directory.
import assert from 'node:assert/strict';
import { Clerk, six_digits } from './clerk.mjs';
import { code_sent, last_sent, open_demo, run_all, until } from './demo.mjs';
import { birth, no_match } from './journeys.mjs';
import { Findings, watch } from './judge.mjs';
import { open_browser, Visitor } from './visitor.mjs';

const findings = new Findings();
const demo = await open_demo(process.argv[2] ?? 'build');
const browser = await open_browser();
const clara = demo.patient('plain');

async function signed_in(name) {
  const one = demo.staff.find((member) => member.name === name);
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(8000);
  watch(page, findings);
  const clerk = new Clerk(page, demo.staff_url, findings);
  clerk.name = name;
  // Digits work once: whoever signed in a moment ago waits for new ones.
  await until(`${name} is signed in`, async () => {
    await clerk.open('/sign-in');
    await clerk.type('#name', one.name);
    await clerk.type('#password', one.password);
    await clerk.type('#code', six_digits(one.totp_secret));
    await clerk.press('main button.primary');
    return !page.url().endsWith('/sign-in');
  }, 70000);
  return clerk;
}

// What the patients' page says about the first office's hours, without scripts or an account.
async function told_hours() {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(`${demo.patients_url}/`);
  const go = (act) => Promise.all([page.waitForNavigation(), act()]);
  await go(() => page.click('button[name=option][value=hours]'));
  await page.selectOption('#option', '1');
  await go(() => page.click('button[value=answer]'));
  const text = await page.innerText('main');
  await page.context().close();
  return text;
}

// The day on which that office is open next: today, or the one that the page names.
function open_day(told) {
  const named = told.match(/opens again on \w+, (\w+ \d+)/);
  const now = new Date();
  const day = named ? new Date(`${named[1]}, ${now.getFullYear()} 12:00`) : now;
  if (now - day > 86400000) day.setFullYear(day.getFullYear() + 1);
  return new Intl.DateTimeFormat('sv-SE', named ? {} : { timeZone: 'America/New_York' }).format(day);
}

let front, second, boss;

// From the look-up to a ticket of this patient that the clerk has taken.
async function begin(clerk, person, category) {
  await clerk.open('/patients');
  await clerk.pick('#by', 'Record');
  await clerk.type('#typed', person.record_number);
  await clerk.press('main form.narrow button.primary');
  await clerk.type('input[name=reason]', 'the patient is at the desk');
  await clerk.press('button[value=open]');
  assert.equal(await clerk.heading(), `${person.first_name} ${person.last_name}`);
  await clerk.pick('#category', category);
  await clerk.press('button[value=begin]');
  assert.match(await clerk.heading(), /^Ticket \d{3} \d{4}$/);
  return new URL(clerk.page.url()).pathname;
}

// Digits are fresh for five minutes; these are the next ones.
async function step_up(clerk) {
  const one = demo.staff.find((member) => member.name === clerk.name);
  await until('fresh digits are taken', async () => {
    await clerk.type('#code', six_digits(one.totp_secret));
    await clerk.press('main form.narrow button.primary');
    return !(await clerk.page.$('#code'));
  }, 70000);
  await clerk.press('main button.primary');
}

async function sees_id(clerk) {
  await clerk.unfold('section[aria-labelledby=who] details:has(#method) summary');
  await clerk.pick('#method', 'Passport');
  await clerk.press('details:has(#method) button[value=stamp]');
  assert.match(await clerk.text(), /Verified: Passport/);
}

const tests = {
  async 'a patient is looked up, and the record opened with a reason'() {
    const elsewhere = await signed_in('front.oakmere');
    front = await signed_in('front.harbor');
    for (const clerk of [elsewhere, front]) {
      await clerk.open('/patients');
      await clerk.pick('#by', 'Record');
      await clerk.type('#typed', clara.record_number);
      await clerk.press('main form.narrow button.primary');
    }
    assert.match(await elsewhere.page.textContent('.problem'), /no such record at your offices/);
    assert.match(await front.text(), /C\. F\./);
    assert.doesNotMatch(await front.text(), new RegExp(clara.last_name));
    await elsewhere.type('#glass-reason', 'ill on the road, Harbor is shut');
    await elsewhere.press('button[value=glass]');
    assert.match(await elsewhere.text(), /You broke the glass/);
    assert.equal(await elsewhere.heading(), `${clara.first_name} ${clara.last_name}`);
    await elsewhere.page.context().close();
  },

  async 'J33: verified, and in with a new password at six presses'() {
    const ticket = await begin(front, clara, 'Forgot password');
    await sees_id(front);
    front.presses = 0;
    const since = await last_sent(demo);
    await front.unfold('details:has(#way) summary');
    await front.press('details:has(#way) button[value=act]');
    assert.ok(front.presses <= 6, `${front.presses} presses`);
    const code = await code_sent(demo, clara.phone, since);
    assert.doesNotMatch(await front.page.content(), new RegExp(code));
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${demo.patients_url}/`);
    const go = (act) => Promise.all([page.waitForNavigation(), act()]);
    await go(() => page.click('button[name=option][value=have_code]'));
    for (const [id, text] of Object.entries({ code, ...birth(clara) }))
      await page.fill(`#${id}`, text);
    await go(() => page.click('button[value=answer]'));
    await page.fill('#password', 'seven lanterns on a boat');
    await go(() => page.click('button[value=answer]'));
    const answer = () => fetch(demo.portal_url, { method: 'POST', body: new URLSearchParams(
      { user_name: clara.user_name, password: 'seven lanterns on a boat' }) }).then((r) => r.json());
    await until('the new password works', async () => (await answer()).ok);
    await until('the ticket is solved', async () => {
      await front.open(ticket);
      return /Solved: new password/.test(await front.text());
    });
    await page.context().close();
  },

  async 'J34: IT changes nothing without an office, and one thing with it'() {
    const ticket = await begin(front, clara, 'Forgot user name');
    await sees_id(front);
    await front.unfold('details:has(#tried) summary');
    await front.type('#tried', 'The name that is on file does not work.');
    await front.type('#symptom', 'The portal says: unknown user.');
    await front.pick('#baton', 'Change the user name');
    await front.press('button[value=relay]');
    const it = await signed_in('it.helpdesk');
    await it.open(ticket);
    await it.press('button[value=claim]');
    assert.doesNotMatch(await it.text(), new RegExp(clara.last_name));
    assert.equal(await it.page.$('#method'), null, 'IT verifies nobody');
    await it.unfold('details:has(#user-name) summary');
    await it.type('#user-name', 'clara.lantern');
    await it.press('details:has(#user-name) button[value=act]');
    await until('the name is changed', async () => {
      await it.open(ticket);
      return /Change the user name, .*: Done/.test(await it.text());
    });
    assert.equal(await it.page.$('#user-name'), null, 'once is once');
    await it.unfold('details:has(#refer-note) summary');
    await it.type('#refer-note', 'The new name works.');
    await it.press('button[value=refer_back]');
    await it.page.context().close();
    await front.open(ticket);
    assert.match(await front.text(), /The new name works/);
  },

  async 'a ticket that waits for its patient has a list of its own'() {
    await front.press('button[value=claim]');
    await front.press('button[value=wait]');
    await front.open('/?show=waiting');
    assert.match(await front.text(), /Forgot user name/);
  },

  async 'J06: somebody nobody finds is called by the office they picked'() {
    const page = await (await browser.newContext()).newPage();
    const visitor = new Visitor(page, demo, async () => {});
    await no_match(visitor);
    const number = /(\d{3}) (\d{4})/.exec(await page.innerText('main'));
    assert.ok(number, 'a help number is told');
    await page.context().close();
    await front.open(`/ticket/${number[1]}${number[2]}`);
    assert.match(await front.text(), /No record: this person has not been identified/);
    assert.match(await front.text(), /\(401\) 555-0142/);
    await front.press('button[value=claim]');
    assert.equal(await front.page.$('#method'), null, 'nobody is verified whom nobody knows');
  },

  async 'J35: two at one ticket, and one of them calls'() {
    const ticket = await begin(front, clara, 'Help with signing in');
    second = await signed_in('second.harbor');
    await second.open(ticket);
    assert.match(await second.text(), /Tess Harborfield has this ticket/);
    assert.equal(await second.page.$('#call-number'), null, 'who has it calls, and nobody else');
    const calls = async () => (await demo.sent()).filter((sent) => /\/ivr\/bridge\//.test(sent.url));
    await front.pick('#call-number', '(401)');
    await front.press('form[action="/call"] button');
    assert.match(await front.text(), /rings\. Pick up and press 1/);
    assert.equal(await front.page.$('#call-number'), null);
    await until('the phone of the office rings', async () => (await calls()).length === 1);
  },

  async 'a list that is left open shows the next ticket by itself'() {
    await second.open('/');
    const rows = () => second.page.locator('tbody tr').count();
    const before = await rows();
    await begin(front, clara, 'Something else');
    await second.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await until('the new ticket is on the list', async () => await rows() === before + 1);
    await second.look();
    await second.page.context().close();
  },

  async 'an outage that IT announces is read by clerks and patients, until it is over'() {
    const it = await signed_in('it.helpdesk');
    await it.open('/incident');
    await it.pick('#minutes', '1 hour');
    await it.press('button[value=announce]');
    await front.open('/');
    assert.match(await front.text(), /The portal is down since .* It should work again by/);
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${demo.patients_url}/`);
    await Promise.all([page.waitForNavigation(),
      page.click('button[name=option][value=forgot_password]')]);
    assert.match(await page.innerText('main'), /portal does not work right now/i);
    await page.context().close();
    await it.press('button[value=end]');
    await front.open('/');
    assert.doesNotMatch(await front.text(), /The portal is down/);
    await it.page.context().close();
  },

  async 'J37: an outside help desk sees its own list and takes nothing away'() {
    const night = await signed_in('night.desk');
    await night.open('/');
    assert.match(await night.text(), /There are no tickets here/);
    for (const path of ['/audit/export', '/reports', '/staff', '/kiosks', '/incident']) {
      const answer = await night.page.request.get(demo.staff_url + path);
      assert.ok([403, 404].includes(answer.status()), `${path}: ${answer.status()}`);
    }
    await night.open('/patients');
    await night.pick('#by', 'Record');
    await night.type('#typed', clara.record_number);
    await night.press('main form.narrow button.primary');
    assert.doesNotMatch(await night.text(), new RegExp(clara.last_name));
    await night.page.context().close();
    boss ??= await signed_in('admin');
    await boss.open('/audit');
    assert.match(await boss.text(), /Kit Nightdesk/);
  },

  async 'what to do hangs by the phone, for every kind of ticket'() {
    await front.open('/sheet');
    assert.equal(await front.page.locator('tbody tr').count(), 17);
  },

  async 'the contact log tells how far somebody got, and a walk-in is written down once'() {
    await front.open('/contacts');
    assert.doesNotMatch(await front.text(), new RegExp(clara.last_name));
    await front.press('tbody tr:first-child a');
    assert.match(await front.text(), /How it ended/);
    await front.type('#note', 'Clara had both codes at hand.');
    await front.press('button[value=note]');
    assert.match(await front.text(), /both codes at hand/);
    await front.open('/contact/new');
    await front.pick('#came', 'Walk-in');
    await front.pick('#about', 'Locked');
    await front.pick('#outcome', 'Helped');
    await front.type('#minutes', '7');
    await front.press('button[value=enter]');
    assert.match(await front.text(), /Walk-in/);
    assert.match(await front.text(), /a person answered/);
  },

  async 'an open record tells all that happened to its patient, in one list'() {
    await front.open('/patients');
    await front.pick('#by', 'Record');
    await front.type('#typed', clara.record_number);
    await front.press('main form.narrow button.primary');
    await front.type('input[name=reason]', 'asks what went wrong');
    await front.press('button[value=open]');
    const text = await front.text();
    for (const part of [/All that happened/, /Desk/, /Code: Phone/, /Ticket \d{3} \d{4}/])
      assert.match(text, part);
  },

  async 'codes by post are printed once, a page a letter'() {
    await front.open('/first-letters');
    await front.press('form.narrow button.secondary');
    assert.match(await front.text(), /Ready for a letter/);
    await front.type('#count', '2');
    await front.press('button[value=print]');
    if (await front.page.$('#code')) await step_up(front);
    const sheets = await front.page.locator('.sheet.posted').count();
    assert.ok(sheets >= 1 && sheets <= 2, `${sheets} letters`);
    const code = await front.page.locator('.sheet.posted strong').first().innerText();
    assert.match(code, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    const paper = await front.page.pdf({ format: 'Letter', printBackground: true });
    const pages = paper.toString('latin1').match(/\/Type \/Page\b(?!s)/g).length;
    assert.equal(pages, sheets, 'a page a letter');
    await front.open('/first-letters');
    await front.press('tbody tr:first-child a');
    assert.match(await front.text(), /Given out/);
    assert.doesNotMatch(await front.text(), new RegExp(code));
  },

  async 'an administrator tries a list of patients out, and brings it in'() {
    const admin = boss ??= await signed_in('admin');
    await admin.open('/roster');
    await admin.page.setInputFiles('#file', { name: 'list.csv', mimeType: 'text/csv',
      buffer: Buffer.from('record_number,first_name,last_name,birth_date\n' +
        'MRN-880011,Wilhelmina,Underbridge,1950-02-03\nMRN-880012,Ottilie,Dateless,soon\n') });
    await until('the file is read', () =>
      admin.page.$eval('#list', (box) => box.value.includes('Underbridge')));
    await admin.press('button[value=check]');
    assert.match(await admin.text(), /birth_date/);
    await admin.press('button[value=apply]');
    assert.match(await admin.text(), /It is done/);
  },

  async 'an administrator closes an office on a day, and patients read it within seconds'() {
    const admin = boss ??= await signed_in('admin');
    const before = await told_hours();
    const day = open_day(before);
    await admin.open('/settings');
    await admin.press('main a[href="/settings/edit?document=locations"]');
    await admin.press('main a[href$="&part=1"]');
    await admin.type('input[name=special_day_0]', day);
    await admin.type('#note', 'The painters come.');
    await admin.press('main form[action="/settings/save"] button.primary');
    assert.match(await admin.text(), new RegExp(`Single days › ${day}`));
    assert.equal(await told_hours(), before);
    await admin.press('form[action="/settings/publish"] button');
    assert.match(await admin.text(), /Version 1/);
    await until('patients read it', async () => {
      const now = await told_hours();
      return now !== before && /opens again on/.test(now) && open_day(now) !== day;
    });
    for (const path of ['/settings/history?document=locations', '/settings/edit?document=matrix',
      '/settings/edit?document=holidays&part=us_federal', '/settings/edit?document=sheets%2Fen',
      '/settings/edit?document=matrix&as=text', '/settings/version?document=locations&version=1',
      '/texts?what=messages.code&language=es&medium=mail'])
      await admin.open(path);
    assert.match(await admin.text(), /123456/);
  },

  async 'J39: a manager reads the month, and looks a broken glass over'() {
    const manager = await signed_in('manager');
    await manager.open('/reports');
    assert.match(await manager.text(), /\$/);
    await manager.open(`/audit/review?week=${new Date().toISOString().slice(0, 10)}`);
    assert.match(await manager.text(), /ill on the road, Harbor is shut/);
    assert.doesNotMatch(await manager.text(), new RegExp(clara.last_name));
    await manager.type('section.card textarea', 'Asked; Harbor was shut.');
    await manager.press('button[value=glass]');
    assert.match(await manager.text(), /Looked over by/);
    await manager.page.context().close();
  },
};

let failed = 1;
try {
  failed = await run_all(tests, process.argv[3]);
} finally {
  await browser.close();
  await demo.stop();
}
for (const wrong of findings.wrong) console.log(`wrong: ${wrong}`);
console.log(`${findings.judged.size} pages judged`);
if (failed || findings.wrong.length || (findings.judged.size < 8 && !process.argv[3]))
  process.exitCode = 1;
