// Attacks on a running demo. Argument: the build directory.
import assert from 'node:assert/strict';
import { code_sent, last_sent, lift_phone, notice_sent, open_demo, run_all, signed,
  until } from './demo.mjs';
import { RawVisitor, heading, hidden, raw } from './raw_visitor.mjs';
import { open_served } from './served_clinic.mjs';

const build = process.argv[2] ?? 'build';
const demo = await open_demo(build);
const clara = demo.patient('plain');
const [year, month, day] = clara.birth_date.split('-');
const stranger = { first: 'Nobody', last: 'Known' };
const evil = 'evil.example.org';

// Runs `attack` against a conversation under way; afterwards it must stand where it stood.
async function unmoved(attack) {
  const victim = new RawVisitor(demo.patients_url);
  await victim.begin();
  const before = hidden(await victim.now());
  assert.notEqual(before.s, '', 'a conversation is under way');
  assert.notEqual(before.q, '', 'it has asked something');
  const messages = await last_sent(demo);
  await attack(victim, { ...before, first: clara.first_name, last: clara.last_name });
  const after = hidden(await victim.now());
  assert.deepEqual(after, before, 'the conversation stands where it stood');
  assert.equal(await last_sent(demo), messages, 'nothing was sent');
}

// Somebody at the box for a code, and the right one.
async function asked_for_code(kind, way, from) {
  const one = demo.patient(kind);
  const [year, month, day] = one.birth_date.split('-');
  const since = await last_sent(demo);
  const visitor = new RawVisitor(demo.patients_url, from);
  await visitor.begin();
  for (const fields of [{ first: one.first_name, last: one.last_name }, { month, day, year },
    { option: 'zip' }, { text: one.zip }, { option: way }])
    await visitor.answer(fields);
  const code = await code_sent(demo, way === 'mail' ? one.email : one.phone, since);
  return { visitor, code };
}

const page_headers = {
  'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^same-origin$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cache-control': /no-store|immutable/,
};

const tests = {
  async 'a post from another site is refused and changes nothing'() {
    for (const headers of [{ Origin: `https://${evil}` }, { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }])
      await unmoved(async (victim, fields) => {
        const got = await victim.post(fields, headers);
        assert.equal(got.status, 403, JSON.stringify(headers));
        assert.equal(got.headers['set-cookie'], undefined, 'a refusal sets no cookie');
      });
  },

  async 'the cookie alone, without the secret in the form, answers nothing'() {
    await unmoved(async (victim, { q, first, last }) => {
      const got = await victim.post({ q, first, last });
      assert.ok(!got.headers['set-cookie']?.[0].includes(victim.cookie), 'not the same visit');
    });
  },

  async 'another Host is refused, and no answer repeats a host from outside'() {
    for (const host of [evil, `${evil}:80`, `127.0.0.1.${evil}`, `127.0.0.1@${evil}`]) {
      const got = await raw(demo.patients_url, { headers: { Host: host } });
      assert.ok(got.status === 421 || got.status === 400, `${host}: ${got.status}`);
      assert.ok(!(got.text + JSON.stringify(got.headers)).includes(evil));
    }
    assert.equal((await raw(demo.patients_url, { headers: { Host: evil } })).status, 421);
    const visitor = new RawVisitor(demo.patients_url);
    await visitor.begin();
    const forwarded = { 'X-Forwarded-Host': evil, Forwarded: `host=${evil}`,
      'X-Original-URL': `https://${evil}/`, Referer: `https://${evil}/` };
    for (const path of ['/', '/recover', '/nothing', '/?lang=en']) {
      const got = await visitor.get(path, forwarded);
      assert.ok(!(got.text + JSON.stringify(got.headers)).includes(evil), path);
    }
  },

  async 'a cookie set beforehand never becomes the conversation'() {
    const planted = 'A'.repeat(43);
    const victim = new RawVisitor(demo.patients_url);
    victim.cookie = `latchkey=${planted}`;
    await victim.begin();
    assert.notEqual(victim.cookie, `latchkey=${planted}`, 'the first post sets its own');
    assert.notEqual(hidden(victim.page).s, planted);
    const thief = new RawVisitor(demo.patients_url);
    thief.cookie = `latchkey=${planted}`;
    const anew = 'Please start again';
    assert.equal(heading(await thief.now()), anew, 'the planted cookie opens nothing');
    const forced = await thief.post({ s: planted, q: '0', option: 'forgot_password' });
    assert.equal(heading(forced.text), anew, 'a secret chosen by the visitor opens nothing');
  },

  async 'no step can be skipped'() {
    await unmoved(async (victim, { s, q }) => {
      for (const fields of [{ code: '123456' }, { password: 'nine calm otters juggle' },
        { option: 'done' }, { option: 'text' }, { text: clara.zip }, { do: 'look' },
        { do: 'no-such-act' }]) {
        const got = await victim.post({ s, q, ...fields });
        assert.ok([200, 303, 422].includes(got.status), `${JSON.stringify(fields)} ${got.status}`);
        assert.deepEqual(hidden(await victim.now()), { s, q }, JSON.stringify(fields));
      }
    });
  },

  async 'an answer to an old or future question is not taken'() {
    const visitor = new RawVisitor(demo.patients_url);
    await visitor.begin();
    const old = hidden(visitor.page);
    await visitor.answer(stranger);
    const here = hidden(visitor.page);
    assert.notEqual(here.q, old.q);
    for (const q of [old.q, '0', '-1', '999999', 'x', '']) {
      await visitor.post({ s: old.s, q, month: '1', day: '2', year: '1970', ...stranger });
      assert.deepEqual(hidden(await visitor.now()), here, `question ${q}`);
    }
  },

  async 'what is too large is refused'() {
    const visitor = new RawVisitor(demo.patients_url);
    const got = await visitor.post({ s: 'en', q: '0', option: 'x'.repeat(70000) });
    assert.equal(got.status, 413);
    const head = await visitor.get('/', { 'X-Long': 'x'.repeat(20000) });
    assert.equal(head.status, 431);
  },

  async 'a guide from the check page comes in by the same door as any first answer'() {
    const visitor = new RawVisitor(demo.patients_url);
    await visitor.get('/');
    const named = { s: 'en', q: '0', guide: 'old_explorer.compat_1', cookies: '<b>works</b>' };
    const foreign = await visitor.post(named, { Origin: `https://${evil}` });
    assert.equal(foreign.status, 403);
    assert.equal(foreign.headers['set-cookie'], undefined, 'a refusal begins nothing');
    const begun = await visitor.post(named);
    assert.equal(begun.status, 200);
    assert.match(begun.headers['set-cookie'][0], /^latchkey=[\w-]{43};/);
    assert.doesNotMatch(begun.text, /<b>|&lt;b/);
    for (const guide of ['page_broken.nowhere', 'enter_code', '../../etc/passwd', 'a'.repeat(9000)])
      assert.equal((await visitor.post({ ...named, guide })).status, 422, guide.slice(0, 30));
    assert.equal((await visitor.get('/check?lang=%0d%0aSet-Cookie:x=1')).status, 400);
    const check = await visitor.get(`/check?lang=//${evil}&at=${evil}`);
    assert.match(check.headers.location, /^\/check\/2\?lang=(en|es)&at=\d+$/);
    assert.match(check.headers['set-cookie'][0], /^latchkey-check=1; Path=\/; HttpOnly; SameSite=Lax/);
  },

  async 'every page carries its protections'() {
    const visitor = new RawVisitor(demo.patients_url);
    await visitor.begin();
    const style = /href="(\/static\/[^"]+)"/.exec(visitor.page)[1];
    const pages = [['/', 200], ['/recover', 200], ['/nothing', 404], ['/../etc/passwd', 404],
      [style, 200], ['/static/none.css', 404], ['/check', 303], ['/check/2', 303],
      [`/check/2?at=${Math.floor(Date.now() / 1000)}`, 200], ['/check/dot.gif', 200]];
    const answers = [];
    for (const [path, status] of pages) answers.push([path, status, await visitor.get(path)]);
    answers.push(['POST from elsewhere', 403, await visitor.post({}, { Origin: `https://${evil}` })]);
    answers.push(['slip', 422, await visitor.post({ ...hidden(visitor.page), option: 'x' })]);
    visitor.cookie = `latchkey=${'B'.repeat(43)}`;
    answers.push(['gone', 200, await visitor.get('/recover')]);
    for (const [name, status, got] of answers) {
      assert.equal(got.status, status, name);
      for (const [header, pattern] of Object.entries(page_headers))
        assert.match(got.headers[header] ?? '', pattern, `${name}: ${header}`);
      assert.equal(got.headers['access-control-allow-origin'], undefined, name);
      assert.equal(got.headers.server, undefined, name);
    }
    const fresh = new RawVisitor(demo.patients_url);
    fresh.page = (await fresh.get('/')).text;
    const set = (await fresh.post({ ...hidden(fresh.page), option: 'forgot_password' }))
      .headers['set-cookie'][0];
    assert.match(set, /HttpOnly/);
    assert.match(set, /SameSite=Lax/);
  },

  async 'known and unknown people see the same pages until the proof'() {
    const walk = async (who, born, zip) => {
      const visitor = new RawVisitor(demo.patients_url);
      const pages = [];
      const keep = (page) => pages.push(page.replaceAll(/(name="[sq]" value=")[^"]*/g, '$1'));
      keep(await visitor.begin());
      keep(await visitor.answer(who));
      keep(await visitor.answer(born));
      keep(await visitor.answer({ option: 'zip' }));
      keep(await visitor.answer({ text: zip }));
      keep(await visitor.answer({ option: 'text' }));
      keep(await visitor.answer({ code: '000000' }));
      keep(await visitor.answer({ do: 'other' }));
      keep(await visitor.answer({ option: 'help' }));
      return pages;
    };
    const born = { month, day, year };
    const known = await walk({ first: clara.first_name, last: clara.last_name }, born, clara.zip);
    const unknown = await walk(stranger, born, '99999');
    assert.equal(known.length, unknown.length);
    known.forEach((page, n) => assert.equal(page, unknown[n], `page ${n + 1}`));
    // Both came all the way: two walks that are refused alike would be alike too.
    assert.equal(heading(known.at(-1)).trim(), 'Would you like a call from your office?');
  },

  // standards.md T9: whoever sends one right code fifty times at once gets one success.
  async 'fifty copies of the right code at once open once'() {
    const { visitor, code } = await asked_for_code('spanish', 'text', '127.9.0.1');
    const form = hidden(await visitor.now());
    const answers = await Promise.all(Array.from({ length: 50 }, () =>
      visitor.post({ ...form, code })));
    // Refused for the crowd, it was not read at all.
    assert.ok(answers.every(({ status }) => [200, 303, 503].includes(status)));
    await until('a password is asked for', async () =>
      (await visitor.now()).includes('name="password"'));
    // From the code by "checking" to the password: answered once, not fifty times.
    assert.equal(Number(hidden(await visitor.now()).q) - Number(form.q), 2);
  },

  async 'fifty guesses at once are one answer, and five wrong ones close the door'() {
    const { visitor, code } = await asked_for_code('unsafe_contact', 'mail', '127.9.0.2');
    const form = hidden(await visitor.now());
    const wrong = (n) => String((Number(code) + 1 + n) % 1e8).padStart(8, '0');
    await Promise.all(Array.from({ length: 50 }, (_, n) =>
      visitor.post({ ...form, code: wrong(n) })));
    // One question has one answer: the other 49 came too late for it.
    assert.match(await visitor.now(), /name="code"/);
    for (let tries = 1; tries < 5; ++tries)
      await visitor.post({ ...hidden(await visitor.now()), code: wrong(100 + tries) });
    await visitor.post({ ...form, code });
    const end = await visitor.now();
    assert.ok(!end.includes('name="code"') && !end.includes('name="password"'), heading(end));
  },

  async 'the phone line takes only what the provider signed for it'() {
    const path = '/ivr/call';
    const fields = { AccountSid: demo.account_sid, CallSid: 'CA0123456789', From: '+14015550199',
      To: demo.phone_number };
    const send = (init, target = path) => fetch(demo.webhook_url + target, init)
      .then((r) => r.status);
    const honest = signed(demo, path, fields);
    const { 'X-Twilio-Signature': signature, ...bare } = honest.headers;
    assert.equal(await send({ ...honest, headers: bare }), 403, 'no signature');
    for (const bad of ['', 'AAAA', `${signature}A`, signature.toLowerCase()])
      assert.equal(await send({ ...honest, headers: { ...bare, 'X-Twilio-Signature': bad } }), 403);
    assert.equal(await send(honest, '/ivr/text'), 403, 'signed for another address');
    assert.equal(await send(honest, `${path}?x=1`), 403, 'a query that was not signed');
    assert.equal(await send({ ...honest, body: `${honest.body}&Digits=1` }), 403, 'one more field');
    const others = signed(demo, path, { ...fields, AccountSid: `AC${'0'.repeat(32)}` });
    assert.equal(await send(others), 403, 'another account');
    assert.equal(await send({ method: 'GET', headers: honest.headers }), 405, 'GET');
    assert.equal(await send(honest), 200, 'the honest one');
  },

  async 'a signed post sent again changes nothing'() {
    const phone = lift_phone(demo);
    await phone.post('/ivr/call');
    const action = /<Gather[^>]*action="([^"]+)"/.exec(phone.says)[1].replaceAll('&amp;', '&');
    const target = new URL(action, `${demo.webhook_url}/`).pathname;
    const captured = signed(demo, target, { ...phone.fields, Digits: '1' });
    const send = () => fetch(demo.webhook_url + target, captured).then((r) => r.text());
    const gather = (says) => /<Gather[^>]*action="([^"]+)"/.exec(says)[1];
    const first = await send();
    phone.says = first;
    assert.equal(gather(await send()), gather(first), 'the same question stands');
    phone.says = first;
    const next = await phone.press('1');
    assert.notEqual(gather(next), gather(first));
    assert.equal(gather(await send()), gather(next), 'the captured post moves nothing');
  },

  async 'no scanner spends a notice, and what a thief has proven ends when the patient says so'() {
    const victim = demo.patient('proxy');
    const [born, in_month, on_day] = victim.birth_date.split('-');
    const prove = async (topic, by, to, reached) => {
      const thief = new RawVisitor(demo.patients_url);
      const since = await last_sent(demo);
      await thief.begin(topic);
      await thief.answer({ first: victim.first_name, last: victim.last_name });
      await thief.answer({ year: born, month: in_month, day: on_day });
      await thief.answer({ option: 'zip' });
      await thief.answer({ text: victim.zip });
      await thief.answer({ option: by });
      await thief.answer({ code: await code_sent(demo, to, since) });
      await until(reached, async () => (thief.page = await thief.now()).includes(reached));
      return thief;
    };
    const since = await last_sent(demo);
    await prove('forgot_user_name', 'mail', victim.email, victim.user_name);
    const notice = await notice_sent(demo, victim.email, since);
    const thief = await prove('forgot_password', 'text', victim.phone, 'name="password"');
    const where = hidden(thief.page);

    const page = (method, fields) => raw(demo.patients_url, { method, path: '/not-me',
      ...(fields ? { body: new URLSearchParams({ s: 'en', q: '0', ...fields }).toString() } : {}) });
    for (let n = 0; n < 20; ++n)
      assert.equal((await page(n % 2 ? 'HEAD' : 'GET')).status, 200);
    const secret = new URL(notice.link).hash.slice(1);
    const asked = await page('POST', { code: secret });
    assert.equal(heading(asked.text), 'Did somebody else do this?');
    assert.equal(asked.headers['set-cookie'], undefined);
    await page('POST', { code: secret, option: 'yes', sure: '0'.repeat(64) });
    assert.deepEqual(hidden(await thief.now()), where, 'the scanner has changed nothing');

    const sure = /name="sure" value="([^"]+)"/.exec(asked.text)[1];
    const forged = await raw(demo.patients_url, { method: 'POST', path: '/not-me',
      headers: { Origin: `https://${evil}` },
      body: new URLSearchParams({ s: 'en', code: secret, sure, option: 'yes' }).toString() });
    assert.equal(forged.status, 403);
    assert.deepEqual(hidden(await thief.now()), where, 'nor has another site');

    const end = await page('POST', { code: secret, sure, option: 'yes' });
    assert.equal(heading(end.text), 'Please call us now');
    assert.equal((await page('POST', { code: notice.code })).text, end.text, 'the same end again');
    const password = 'five tame weasels hum';
    await thief.post({ ...where, password });
    assert.equal(hidden(await thief.now()).s, '', 'the thief stands nowhere');
    const portal = await raw(demo.patients_url, { method: 'POST', path: '/demo/portal',
      body: new URLSearchParams({ user_name: victim.user_name, password }).toString() });
    assert.equal(JSON.parse(portal.text).ok, false);
    assert.ok(!demo.log().includes(secret) && !demo.log().includes(notice.code), 'no log has it');
  },

  async 'serve has none of the demo'() {
    const service = await open_served(build, { patient_url: 'https://help.example.org' });
    try {
      const { base, headers } = service;
      const first = await raw(base, { headers });
      assert.equal(first.status, 200, service.log());
      assert.match(first.headers['strict-transport-security'], /max-age=31536000/);
      for (const path of ['/demo', '/demo/', '/demo/outbox.json', '/demo/portal'])
        for (const method of ['GET', 'POST']) {
          const got = await raw(base, { method, path, headers,
            ...(method === 'POST' ? { body: 'user_name=a&password=b' } : {}) });
          assert.equal(got.status, 404, `${method} ${path}`);
        }
      const set = await raw(base, { method: 'POST', path: '/recover', headers,
        body: 's=en&q=0&option=forgot_password' });
      assert.match(set.headers['set-cookie'][0], /^__Host-latchkey=.*; Secure/);
    } finally {
      await service.stop();
    }
  },
};

const failed = await run_all(tests, process.argv[3]);
await demo.stop();
process.exit(failed ? 1 : 0);
