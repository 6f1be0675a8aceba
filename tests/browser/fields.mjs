// What strangers type and send, into every field and door of a running demo: SQL, scripts, codes
// that belong elsewhere. Argument: the build directory.
import assert from 'node:assert/strict';
import { code_sent, last_sent, lift_phone, open_demo, run_all } from './demo.mjs';
import { addresses, all_sent, ask_code, bare, claim, judged, metric, nothing_due,
  staff_member, stranger, tickets_of, walk } from './raw_clinic.mjs';
import { RawVisitor, heading, hidden, raw } from './raw_visitor.mjs';

const build = process.argv[2] ?? 'build';
const demo = await open_demo(build);
const clara = demo.patient('plain');
const form = (fields) => new URLSearchParams(fields).toString();
const next = addresses(21);
const harbor = await staff_member(demo, 'front.harbor');
const oakmere = await staff_member(demo, 'front.oakmere');

const sql = ["'", "' OR 1=1;--", '"); DROP TABLE patient;--', "Clar' OR 'a'='a", '%', '_',
  "x' UNION SELECT * FROM contact;--", "'".repeat(3000)];

// Somebody to whom office 1 promises a call, by a browser that says what it likes of itself.
async function leave_number(number, headers = {}) {
  const before = new Set(tickets_of(build, demo).map((one) => one.number));
  const visitor = new RawVisitor(demo.patients_url, next());
  const usual = visitor.headers.bind(visitor);
  visitor.headers = (more) => usual({ ...headers, ...more });
  await visitor.begin();
  await walk(visitor, [{ do: 'person' }, { do: 'person' }, { option: 'yes' }, { text: number },
    { option: 'no' }, { option: '1' }]);
  assert.equal(heading(visitor.page), 'Your office will call you');
  return tickets_of(build, demo).find((one) => !before.has(one.number));
}

async function no_faults() {
  for (const door of ['patients', 'staff', 'webhooks'])
    assert.equal(await metric(demo, 'latchkey_http_faults', door), 0, door);
  assert.doesNotMatch(demo.log(), /SQL|syntax error/i);
}

// The page after all facts and a wish for a text; empty if a fact was no name, date or number.
async function ask_with(facts, detail) {
  const visitor = new RawVisitor(demo.patients_url, next());
  await visitor.begin();
  for (const fields of [...claim(facts, detail), { option: 'text' }]) {
    const got = await visitor.post({ ...hidden(visitor.page), ...fields });
    if (got.status === 422) return '';
    assert.equal(got.status, 303, JSON.stringify(fields).slice(0, 80));
    visitor.cookie = got.headers['set-cookie']?.[0].split(';')[0] ?? visitor.cookie;
    visitor.page = await visitor.now();
  }
  return bare(visitor.page);
}

const facts = { first_name: 'zip', last_name: 'zip', zip: 'zip', phone: 'phone', email: 'email',
  record_number: 'record_number' };

// Doors besides the conversation: what is asked with a text that opens nothing.
const doors = {
  portal: (text) => raw(demo.patients_url, { method: 'POST', path: '/demo/portal',
    body: form({ user_name: text, password: text }) }),
  not_me: (text) => raw(demo.patients_url, { method: 'POST', path: '/not-me',
    body: form({ s: 'en', q: '0', code: text }) }),
  pairing: (text) => raw(demo.patients_url, { method: 'POST', path: '/kiosk/pair',
    headers: { Origin: demo.patients_url }, body: form({ code: text }) }),
  kiosk: (text) => raw(demo.patients_url, { path: '/kiosk',
    headers: { Cookie: `latchkey_kiosk=${encodeURIComponent(text).slice(0, 4000)}` } }),
  visit: (text) => raw(demo.patients_url, { path: '/recover',
    headers: { Cookie: `latchkey=${encodeURIComponent(text).slice(0, 4000)}` } }),
  language: (text) => raw(demo.patients_url,
    { path: `/?lang=${encodeURIComponent(text.slice(0, 99))}` }),
  desk: (text) => raw(demo.staff_url, { method: 'POST', path: '/sign-in',
    headers: { Origin: demo.staff_url }, body: form({ name: text, password: text, code: text }) }),
  find: (text) => harbor.get(`/find?number=${encodeURIComponent(text.slice(0, 99))}`),
};

const shape = ({ status, headers, text }, typed) => [status, headers.location,
  text.replaceAll(/value="[^"]*"/g, '').replaceAll(typed, '')];

const script = `<img src=x onerror=alert(1)>"'><script>alert(1)</script>`;
const unsafe = /<img src=x|<script>alert|onerror=alert\(1\)>/;

const tests = {
  // standards.md T21
  async 'SQL in any fact finds nobody in a running clinic'() {
    const since = await last_sent(demo);
    for (const [fact, detail] of Object.entries(facts)) {
      const unknown = await ask_with(stranger, detail);
      assert.match(unknown, /name="code"/);
      for (const text of sql) {
        const page = await ask_with({ ...clara, [fact]: text }, detail);
        assert.ok(page === '' || page === unknown, `${fact}: ${text.slice(0, 40)}`);
      }
    }
    await nothing_due(demo);
    assert.equal(await last_sent(demo), since, 'nobody was sent anything');
    await no_faults();
  },

  async 'SQL in a date, choice, code or question moves no conversation of a running clinic'() {
    const visitor = new RawVisitor(demo.patients_url, next());
    await visitor.begin();
    await visitor.answer(claim(stranger)[0]);
    for (const right of [...claim(stranger).slice(1), { option: 'text' }]) {
      const here = hidden(visitor.page);
      for (const name of [...Object.keys(right), 'q', 's']) for (const text of sql) {
        await visitor.post({ ...here, ...right, [name]: text });
        assert.deepEqual(hidden(await visitor.now()), here, `${name}: ${text.slice(0, 40)}`);
      }
      await visitor.answer(right);
    }
    assert.equal(heading(visitor.page), 'Type your code');
    for (const text of sql) await visitor.post({ ...hidden(await visitor.now()), code: text });
    assert.match(await visitor.now(), /name="code"/);
    await no_faults();
  },

  async 'SQL at any door of a running clinic is one more wrong word'() {
    const ticket = await leave_number('4015550143');
    const found = await harbor.get(`/find?number=${ticket.number}`);
    assert.equal(found.status, 303, 'a right number is found');
    for (const [name, door] of Object.entries(doors)) {
      const wrong = shape(await door('nothing'), 'nothing');
      assert.ok(wrong[0] < 500, `${name}: ${wrong[0]}`);
      // A password's hash costs time: at these doors every second word is enough.
      const words = ['portal', 'desk'].includes(name) ? sql.filter((_, n) => n % 2) : sql;
      for (const text of words)
        assert.deepEqual(shape(await door(text), text), wrong, `${name}: ${text.slice(0, 40)}`);
    }
    await no_faults();
  },

  async 'SQL in what a provider says of a call changes nothing'() {
    const tickets = tickets_of(build, demo).length;
    for (const [n, text] of sql.entries()) {
      const phone = lift_phone(demo, n % 2 ? text : `+1401555015${n}`);
      Object.assign(phone.fields, { FromCity: text, FromZip: text, CallerName: text });
      await phone.post('/ivr/call');
      const menu = await phone.press('1');
      const action = /<Gather[^>]*action="([^"]+)"/.exec(menu)[1];
      const heard = await phone.post(action,
        { Digits: text, SpeechResult: text, Confidence: text });
      assert.match(heard, /<Gather|<Redirect/, text.slice(0, 40));
    }
    assert.equal(tickets_of(build, demo).length, tickets);
    await no_faults();
    // All is as it was: she is known, and is sent a code.
    const since = await last_sent(demo);
    await ask_code(demo, clara, 'text', next());
    await all_sent(demo, clara.phone, since);
  },

  // standards.md T22
  async 'a script that a stranger sends stays text on the pages and desk of a running clinic'() {
    const visitor = new RawVisitor(demo.patients_url, next());
    const pages = [await visitor.begin()];
    pages.push(...await walk(visitor, [{ first: script, last: script }, claim(stranger)[1],
      { option: 'email' }, { text: script }]));
    assert.match(visitor.page, /&lt;script&gt;/, 'what is no address is shown as it was typed');
    for (const path of [`/?lang=${encodeURIComponent(script)}`, `/${encodeURIComponent(script)}`,
      `/check/2?at=${encodeURIComponent(script)}`])
      pages.push((await visitor.get(path)).text);
    const agent = `Mozilla/5.0 (X11; ${script}) Chrome/${script}`;
    const ticket = await leave_number('4015550144', { 'User-Agent': agent, Referer: script,
      'Accept-Language': script });
    const to = (await harbor.get(`/find?number=${ticket.number}`)).headers.location;
    const shown = (await harbor.get(to)).text;
    assert.match(shown, /555.?0144/, 'the ticket is shown');
    const kiosk = { name: script.slice(0, 60), location: '1', do: 'add' };
    pages.push(shown, (await harbor.get('/')).text, (await harbor.post('/kiosks', kiosk)).text);
    assert.match(pages.at(-1), /&lt;img src=x/, 'the kiosk has the name that it was given');
    for (const page of pages) assert.doesNotMatch(page, unsafe);
  },

  // standards.md T23
  async 'a post to a running desk without its own token, or from elsewhere, changes nothing'() {
    const kiosk = (name) => ({ name, location: '1', do: 'add' });
    const posted = async (name, more) => (await harbor.post('/kiosks', kiosk(name), more)).status;
    const elsewhere = { Origin: 'https://evil.example.org' };
    assert.equal(await posted('By the door', { token: '' }), 403);
    assert.equal(await posted('By the window', { token: '0'.repeat(64) }), 403);
    assert.equal(await posted('By the stairs', { headers: elsewhere }), 403);
    assert.equal(await posted('By the plant', { headers: { Origin: undefined } }), 403);
    assert.equal(await posted('By the fish', { token: await oakmere.token('/kiosks') }), 403);
    assert.equal(await posted('By the desk'), 200);
    const kiosks = (await harbor.get('/kiosks')).text;
    assert.doesNotMatch(kiosks, /By the (door|window|stairs|plant|fish)/);
    assert.match(kiosks, /By the desk/, 'an honest post does add one');
  },

  // standards.md T24
  async 'a false host reaches no message of a running clinic'() {
    const one = demo.patient('teenager');
    const since = await last_sent(demo);
    const visitor = new RawVisitor(demo.patients_url, next());
    const usual = visitor.headers.bind(visitor);
    const evil = 'evil.example.org';
    visitor.headers = (more) => usual({ 'X-Forwarded-Host': evil, 'X-Original-Host': evil,
      Forwarded: `host=${evil}`, Referer: `https://${evil}/`, ...more });
    await visitor.begin();
    await walk(visitor, [...claim(one), { option: 'mail' }]);
    await all_sent(demo, one.email, since);
    assert.ok(!JSON.stringify(await demo.sent()).includes(evil));
  },

  // standards.md T10
  async 'a code opens its own conversation of a running clinic, and that once'() {
    const one = demo.patient('proxy');
    const since = await last_sent(demo);
    const own = await ask_code(demo, one, 'text', next());
    const code = await code_sent(demo, one.phone, since);
    const others = [await ask_code(demo, one, 'text', next()),
      await ask_code(demo, one, 'call', next(), 'forgot_user_name'),
      await ask_code(demo, demo.patient('spanish'), 'text', next())];
    const type = async (visitor) => {
      await visitor.post({ ...hidden(visitor.page), code });
      return judged(visitor);
    };
    for (const other of others) assert.match(await type(other), /name="code"/);
    const hand_off = new RawVisitor(demo.patients_url, next());
    await hand_off.begin('have_code');
    assert.doesNotMatch(await hand_off.answer({ code }), /name="password"/);
    assert.match(await type(own), /name="password"/);
    for (const other of others) assert.match(await type(other), /name="code"/);
  },

  // standards.md T2 and T42
  async 'an unsafe telephone and twins are sent nothing by a running clinic'() {
    const since = await last_sent(demo);
    const twins = demo.patients.filter(({ kind }) => kind === 'twins');
    const marked = demo.patient('unsafe_contact');
    for (const one of [...twins, marked]) for (const way of ['text', 'call'])
      assert.equal(heading((await ask_code(demo, one, way, next())).page), 'Type your code');
    await ask_code(demo, marked, 'mail', next());
    await all_sent(demo, marked.email, since);
    const sent = (await demo.sent()).filter(({ number }) => number > since);
    assert.deepEqual(sent.map(({ to }) => to), [marked.email]);
  },

  // standards.md T30
  async 'another office\'s ticket is not there on a running desk'() {
    const ticket = await leave_number('4015550145');
    const to = (await harbor.get(`/find?number=${ticket.number}`)).headers.location;
    assert.equal((await harbor.get(to)).status, 200);
    assert.equal((await oakmere.get(to)).status, 404);
    assert.ok(!(await oakmere.get('/')).text.includes(to), 'nor is it on the list');
  },
};

const failed = await run_all(tests, process.argv[3]);
await demo.stop();
process.exit(failed ? 1 : 0);
