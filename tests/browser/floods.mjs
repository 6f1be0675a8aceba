// Floods of a running demo: many askings, many guesses, many messages. Argument: the build
// directory. What holds is seen from outside only: pages, the outbox, tickets, the portal, memory.
// With LATCHKEY_FULL the floods are as long as those of the project's standards.
import assert from 'node:assert/strict';
import { code_sent, last_sent, lift_phone, open_demo, run_all, until } from './demo.mjs';
import { RawKiosk, addresses, all_sent, ask_code, bare, born, claim, judged, memory,
  signs_in, staff_member, stranger, tickets_of, walk, wrong_code } from './raw_clinic.mjs';
import { RawVisitor, heading, raw } from './raw_visitor.mjs';

const build = process.argv[2] ?? 'build';
const full = Boolean(process.env.LATCHKEY_FULL);
const demo = await open_demo(build);
const clara = demo.patient('plain');
const times = (count, make) => Array.from({ length: count }, (_, n) => make(n));

// Every page from the name to the end of five wrong codes.
async function guess_at(one, detail, from) {
  const visitor = new RawVisitor(demo.patients_url, from);
  await visitor.begin();
  const pages = await walk(visitor, [...claim(one, detail), { option: 'text' },
    ...times(5, (n) => ({ code: `00000${n}` }))]);
  assert.equal(heading(pages.at(-1)).trim(), 'Would you like a call from your office?');
  return pages.map(bare);
}

// Every document from the birth date to the end of three wrong codes.
// The digits that bring a caller back are drawn anew for each.
const without_digits = (heard) => heard.replace(/and enter( \d){4}/, 'and enter the digits');

async function guess_by_phone(keys, from) {
  const phone = lift_phone(demo, from);
  const heard = [await phone.post('/ivr/call')];
  for (const digits of ['1', '1', ...keys, '1', '000000', '000001', '000002'])
    heard.push(without_digits(await phone.press(digits)));
  return heard;
}

const keyed = (one) => { const { month, day, year } = born(one); return month + day + year; };

// Recovers somebody's account in the one honest way, so that the password is known.
async function recovered(one, password, way, from) {
  const since = await last_sent(demo);
  const visitor = await ask_code(demo, one, way, from);
  const to = way === 'mail' ? one.email : one.phone;
  await visitor.answer({ code: await code_sent(demo, to, since) });
  assert.match(await judged(visitor), /name="password"/);
  await visitor.answer({ password });
  await until('the new password signs in', () => signs_in(demo, one.user_name, password));
}

// At the box for a code: on a page, at the kiosk, on the phone; what it shows or says.
async function ask_by_phone(one, from) {
  const phone = lift_phone(demo, from);
  await phone.post('/ivr/call');
  for (const digits of ['1', '1', keyed(one), '2', one.zip]) await phone.press(digits);
  const heard = without_digits(await phone.press('1'));
  assert.match(heard, /and enter the digits/);
  return heard;
}

async function ask_at_kiosk(kiosk, one, way) {
  await kiosk.begin();
  return bare((await walk(kiosk, [...claim(one), { option: way }])).at(-1));
}

const tests = {
  // standards.md T8
  async 'a wrong fact shows the same pages as a stranger, whichever it is'() {
    const next = addresses(8);
    const wrong = {
      zip: [{ first_name: 'Claire' }, { last_name: 'Fairwether' }, { birth_date: '1961-05-12' },
        { birth_date: '1961-04-13' }, { birth_date: '1962-04-12' }, { zip: stranger.zip }],
      phone: [{ phone: stranger.phone }],
      email: [{ email: stranger.email }],
      record_number: [{ record_number: stranger.record_number }],
    };
    const since = await last_sent(demo);
    for (const [detail, cases] of Object.entries(wrong)) {
      const unknown = await guess_at(stranger, detail, next());
      for (const one of cases)
        assert.deepEqual(await guess_at({ ...clara, ...one }, detail, next()), unknown,
          `${detail}: ${JSON.stringify(one)}`);
    }
    assert.equal(await last_sent(demo), since, 'nobody was sent anything');
    // All facts right: she is sent a code, and not a page tells it.
    assert.deepEqual(await guess_at(clara, 'zip', next()), await guess_at(stranger, 'zip', next()));
    await all_sent(demo, clara.phone, since);
  },

  async 'a wrong fact is told the same as a stranger by phone, whichever it is'() {
    const numbers = times(6, (n) => `+1401555018${n}`);
    const keys = (date, zip) => [date, '2', zip];
    const unknown = await guess_by_phone(keys(keyed(stranger), stranger.zip), numbers.pop());
    assert.match(unknown.at(-1), /<Gather/, 'the line goes on after three wrong codes');
    for (const tried of [keys('04131961', clara.zip), keys('04121962', clara.zip),
      keys(keyed(clara), stranger.zip)])
      assert.deepEqual(await guess_by_phone(tried, numbers.pop()), unknown, tried.join(' '));
  },

  // standards.md T11
  async 'whoever burns tries and starts over shuts nobody out of the portal'() {
    const victim = demo.patient('proxy');
    const password = 'seven green herons nap 81';
    const next = addresses(11);
    await recovered(victim, password, 'text', next());
    const since = await last_sent(demo);
    const holds = await ask_code(demo, victim, 'mail', next());
    const code = await code_sent(demo, victim.email, since);
    for (let n = 0; n < 12; ++n) {
      const thief = await ask_code(demo, victim, n % 2 ? 'mail' : 'text', next());
      const length = n % 2 ? 8 : 6;
      await walk(thief, times(5, (tries) =>
        ({ code: wrong_code(code, 5 * n + tries).slice(0, length) })));
    }
    await Promise.all(times(full ? 1000 : 60, () => new RawVisitor(demo.patients_url, next()))
      .map(async (visitor) => { await visitor.begin(); await walk(visitor, claim(victim)); }));
    // The guesses did count: here even the right code opens nothing any more.
    await holds.answer({ code });
    assert.ok(!(await judged(holds)).includes('name="password"'), heading(holds.page));
    assert.equal(await signs_in(demo, victim.user_name, 'seven green herons nap 82'), false);
    assert.equal(await signs_in(demo, victim.user_name, password), true);
  },

  async 'whom a stranger locks out at the portal is let in by recovery at once'() {
    const victim = demo.patient('spanish');
    const next = addresses(111);
    await recovered(victim, 'nine calm otters juggle', 'text', next());
    for (let n = 0; n < 6; ++n)
      assert.equal(await signs_in(demo, victim.user_name, `not the password ${n}`), false);
    assert.equal(await signs_in(demo, victim.user_name, 'nine calm otters juggle'), false,
      'locked for a while');
    await recovered(victim, 'five tame weasels hum', 'mail', next());
  },

  // standards.md T14 and T15. The tenth look-up is the last of ten minutes.
  async 'an address looks up ten people, whatever it says it is, and nobody else is stopped'() {
    const victim = demo.patient('landline_only');
    const from = addresses(14);
    const bot = from();
    const forged = (n) => ({ 'X-Forwarded-For': `203.0.113.${n}`, 'X-Real-IP': `203.0.113.${n}`,
      Forwarded: `for=203.0.113.${n}`, 'CF-Connecting-IP': `203.0.113.${n}` });
    for (let n = 0; n < 11; ++n) {
      const visitor = new RawVisitor(demo.patients_url, bot);
      const headers = visitor.headers.bind(visitor);
      visitor.headers = (more) => headers({ ...forged(n), ...more });
      await visitor.begin();
      const asked = n < 10 ? { ...stranger, zip: String(98700 + n) } : demo.patient('deactivated');
      await walk(visitor, [...claim(asked), { option: 'mail' }]);
      assert.equal(heading(visitor.page).trim(), 'Type your code');
    }
    const since = await last_sent(demo);
    await ask_code(demo, victim, 'mail', bot);
    await ask_code(demo, demo.patient('unsafe_contact'), 'mail', from());
    await all_sent(demo, demo.patient('unsafe_contact').email, since);
    assert.equal((await demo.sent()).at(-1).to, demo.patient('unsafe_contact').email);
  },

  async 'one machine is promised six calls an hour, and the next one is still promised its own'() {
    const next = addresses(141);
    const bot = next();
    const before = tickets_of(build, demo).length;
    const ask = async (from, n) => {
      const visitor = new RawVisitor(demo.patients_url, from);
      await visitor.begin();
      await walk(visitor, [{ do: 'person' }, { do: 'person' }, { option: 'yes' },
        { text: `401555014${n}` }, { option: 'no' }, { option: '1' }]);
      return heading(visitor.page) === 'Your office will call you';
    };
    for (let n = 0; n < 9; ++n) assert.equal(await ask(bot, n), n < 6, `promise ${n + 1}`);
    assert.equal(tickets_of(build, demo).length - before, 6);
    assert.equal(await ask(next(), 9), true);
    assert.equal(tickets_of(build, demo).length - before, 7);
  },

  async 'thousands of posts are answered, and the program grows by little'() {
    const next = addresses(142);
    const burst = (posts) => Promise.all(times(40, async (lane) => {
      for (let n = lane; n < posts; n += 40) {
        const visitor = new RawVisitor(demo.patients_url, next());
        await visitor.begin();
        const got = await visitor.post({ ...claim(stranger)[0], first: 'x'.repeat(60000) });
        assert.ok([200, 303, 422].includes(got.status), `${got.status}`);
      }
    }));
    await burst(200);
    const before = memory(demo, 'VmRSS');
    await burst(full ? 5000 : 600);
    const grown = memory(demo, 'VmRSS') - before;
    assert.ok(grown < 20, `grown by ${grown} MiB`);
  },

  // standards.md T13. What is asked for and not sent spends nothing that others share.
  async 'who asks for one patient over and over leaves the neighbours their codes'() {
    const next = addresses(113);
    for (let n = 0; n < 25; ++n) await ask_code(demo, demo.patient('proxy'), 'text', next());
    const since = await last_sent(demo);
    await ask_code(demo, demo.patient('teenager'), 'text', next());
    await all_sent(demo, demo.patient('teenager').phone, since);
  },

  // standards.md T12. Thirty askings take less than the minute that lies between two messages.
  async 'thirty askings on page, kiosk and phone send one message a minute, and look alike'() {
    const began = Date.now();
    const since = await last_sent(demo);
    const victim = demo.patient('two_step');
    const next = addresses(12);
    const kiosk = await RawKiosk.pair(demo, await staff_member(demo, 'front.oakmere'));
    const seen = { page: new Set(), kiosk: new Set(), phone: new Set() };
    for (let n = 0; n < 10; ++n) {
      const way = n % 2 ? 'call' : 'text';
      seen.page.add(bare((await ask_code(demo, victim, way, next())).page));
      seen.kiosk.add(await ask_at_kiosk(kiosk, victim, way));
      seen.phone.add(await ask_by_phone(victim, `+1401555016${n}`));
    }
    seen.page.add(bare((await ask_code(demo, stranger, 'text', next())).page));
    seen.kiosk.add(await ask_at_kiosk(kiosk, stranger, 'text'));
    seen.phone.add(await ask_by_phone(stranger, '+14015550170'));
    await ask_code(demo, clara, 'mail', next());
    await all_sent(demo, clara.email, since);
    const got = (await demo.sent()).filter(({ to, number }) => number > since &&
      to === victim.phone);
    const most = 1 + Math.floor((Date.now() - began) / 60000);
    assert.ok(got.length >= 1 && got.length <= most, `${got.length} messages`);
    assert.deepEqual([seen.page.size, seen.kiosk.size, seen.phone.size], [1, 1, 1],
      'asked once or ten times, by text or call, by her or a stranger: the same page');
  },
};

const failed = await run_all(tests, process.argv[3]);
await demo.stop();
process.exit(failed ? 1 : 0);
