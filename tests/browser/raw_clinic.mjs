// What attackers of a whole clinic need besides one visitor: somebody's facts in the order in which
// they are asked for, a kiosk, a member of staff, the operator's view, and the program's memory.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './demo.mjs';
import { RawVisitor, hidden, raw } from './raw_visitor.mjs';

const form = (fields) => new URLSearchParams(fields).toString();
const cookie = (answer, name) =>
  answer.headers['set-cookie'].find((one) => one.startsWith(`${name}=`)).split(';')[0];

export const born = ({ birth_date }) => {
  const [year, month, day] = birth_date.split('-');
  return { month, day, year };
};

// The answers from the name to the detail by which a record is found.
export const claim = (one, detail = 'zip') => [{ first: one.first_name, last: one.last_name },
  born(one), { option: detail }, { text: one[detail] }];

export const stranger = { first_name: 'Nobody', last_name: 'Known', birth_date: '1971-08-09',
  zip: '98799', phone: '4015550198', email: 'nobody.known@example.org', record_number: '9999991' };

// Pages of different visits are compared without what names the visit, and without the time that a
// kiosk has left for it.
export const bare = (page) => page
  .replaceAll(/((?:name="[sq]"|data-secret) value=")[^"]*/g, '$1')
  .replaceAll(/( data-(?:idle|asked|whole)=")\d+/g, '$1');

// Every address of 127.0.0.0/8 is this machine's: as many strangers as a test wants.
export function addresses(second) {
  let next = 0;
  return () => `127.${second}.${next >> 7}.${1 + (next++ & 127)}`;
}

// Answers one after the other; every page that followed.
export async function walk(visitor, answers) {
  const pages = [];
  for (const fields of answers) pages.push(await visitor.answer(fields));
  return pages;
}

// Somebody who has said who they are and picked a way to get a code.
export async function ask_code(demo, one, way, from, topic = 'forgot_password') {
  const visitor = new RawVisitor(demo.patients_url, from);
  await visitor.begin(topic);
  await walk(visitor, [...claim(one), { option: way }]);
  return visitor;
}

// The page after those that only wait.
export const judged = (visitor) => until('what was typed is judged', async () => {
  visitor.page = await visitor.now();
  return !visitor.page.includes('http-equiv="refresh"') && visitor.page;
});

// A wrong code of the same length, as many as are wanted.
export const wrong_code = (right, n = 0) =>
  String((Number(right) + 1 + n) % 10 ** right.length).padStart(right.length, '0');

export async function signs_in(demo, user_name, password) {
  const got = await raw(demo.patients_url, { method: 'POST', path: '/demo/portal',
    body: form({ user_name, password }) });
  assert.equal(got.status, 200, got.text);
  return JSON.parse(got.text).ok;
}

const sent = (headers) =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));

// A member of the demo's staff, signed in. Digits work once, so a second signing-in waits.
export async function staff_member(demo, name) {
  const { password } = demo.staff.find((one) => one.name === name);
  const Origin = demo.staff_url;
  const sign_in = async () => {
    const shown = (await raw(demo.patients_url, { path: '/demo/staff' })).text;
    const code = new RegExp(`<td>${name}</td><td>[^<]*</td><td>(\\d{6})</td>`).exec(shown)[1];
    const got = await raw(demo.staff_url, { method: 'POST', path: '/sign-in', headers: { Origin },
      body: form({ name, password, code }) });
    return got.headers['set-cookie']?.[0].split(';')[0];
  };
  const Cookie = await until(`${name} is signed in`, sign_in, 70000);
  const get = (path) => raw(demo.staff_url, { path, headers: { Cookie } });
  const token = async (path) => /name="csrf" value="(\w+)"/.exec((await get(path)).text)?.[1] ?? '';
  // `more`: another token, or other headers, than a page of the desk sends.
  const post = async (path, fields, more = {}) => raw(demo.staff_url, { method: 'POST', path,
    headers: sent({ Cookie, Origin, ...more.headers }),
    body: form({ csrf: more.token ?? await token(path), ...fields }) });
  return { get, post, token };
}

// A kiosk in the lobby, paired, and whoever stands at it.
export class RawKiosk extends RawVisitor {
  static async pair(demo, staff) {
    const office = /<option value="(\d+)"/.exec((await staff.get('/kiosks')).text)[1];
    const added = await staff.post('/kiosks', { name: 'Lobby', location: office, do: 'add' });
    const code = /<strong class="key">([^<]+)</.exec(added.text)?.[1].trim();
    assert.ok(code, `a pairing code: ${added.status}`);
    const kiosk = new RawKiosk(demo.patients_url);
    const paired = await raw(kiosk.base, { method: 'POST', path: '/kiosk/pair',
      headers: { Origin: kiosk.base }, body: form({ code }) });
    kiosk.device = cookie(paired, 'latchkey_kiosk');
    return kiosk;
  }
  headers(more = {}) {
    return { Cookie: [this.device, this.cookie].filter(Boolean).join('; '), Origin: this.base,
      ...more };
  }
  post(fields, more, path = '/kiosk/now') {
    return raw(this.base, { method: 'POST', path, headers: this.headers(more),
      body: form(fields) });
  }
  async now() { return (await this.get('/kiosk/now')).text; }
  // The next person: whoever was here is forgotten.
  async begin(topic = 'forgot_password') {
    this.cookie = undefined;
    await this.get('/kiosk');
    const begun = await this.post({ lang: 'en' }, {}, '/kiosk/start');
    this.cookie = cookie(begun, 'latchkey_visit');
    this.page = await this.now();
    assert.notEqual(hidden(this.page).s, '', 'somebody stands at the kiosk');
    return this.answer({ option: topic });
  }
}

export const tickets_of = (build, demo) => JSON.parse(execFileSync(join(build, 'latchkey'),
  ['tickets', '--demo', demo.folder, '--all', '--json'], { encoding: 'utf8' })).tickets;

// One number of the page for monitors; with `listener`, of that door.
export async function metric(demo, name, listener) {
  const text = (await raw(demo.metrics_url, { path: '/metrics' })).text;
  const of = listener ? `\\{listener="${listener}"\\}` : '';
  const found = new RegExp(`^${name}${of} (\\S+)$`, 'm').exec(text);
  assert.ok(found, `/metrics tells ${name} ${listener ?? ''}`);
  return Number(found[1]);
}

export const nothing_due = (clinic) =>
  until('nothing is due', async () => await metric(clinic, 'latchkey_errands_due') === 0);

// Everything that was to be sent has been: what was asked for last is there, and nothing is due.
export async function all_sent(demo, to, since) {
  await until(`a message to ${to}`, async () =>
    (await demo.sent()).some((one) => one.to === to && one.number > since));
  await nothing_due(demo);
}

// In MiB: 'VmRSS' is what the program holds now, 'VmHWM' the most that it ever held.
export const memory = ({ pid }, which) =>
  Number(new RegExp(`^${which}:\\s+(\\d+) kB$`, 'm')
    .exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
