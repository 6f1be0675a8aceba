// Whole calls, judged by Twilio's library: every document that a caller ever hears, and every
// signature in both directions. Argument: the build directory.
//
// Calls without a code are held by `latchkey call --script`, through a recorder; those with a code
// by a phone that signs with Twilio's library. What is silent or slow in life is short in a script.
import assert from 'node:assert/strict';
import { spawnSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { code_sent, free_ports, last_sent, lift_phone, open_demo, start, until }
  from '../browser/demo.mjs';
import { RawVisitor } from '../browser/raw_visitor.mjs';
import { Documents, listen_in } from './recorder.mjs';

const build = process.argv[2] ?? 'build';
const program = join(build, 'latchkey');
const folder = mkdtempSync(join(tmpdir(), 'latchkey-calls-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const documents = new Documents();
const dated = ({ birth_date }) => birth_date.replace(/^(\d+)-(\d+)-(\d+)$/, '$2$3$1');

// ---- a clinic with an office that is always open, and one that never is ----

const open_line = '+14015550101', closed_line = '+14015550102';
const public_base = 'https://phone.example.org';
const account = 'AC00000000000000000000000000000001';

// Open on one day of the week, which is far enough from today anywhere.
const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const closed_now = () => `hours.${days[(new Date().getUTCDay() + 3) % 7]} = ["08:00-17:00"]`;

function configuration(text, port) {
  const set = (from, to) => {
    assert.ok(text.includes(from), `latchkey.toml has ${from}`);
    text = text.replace(from, to);
  };
  set('<what patients call the portal>', 'MyHarbor');
  set('<https://portal.example.org>', 'https://portal.example.org');
  set('<https://help.example.org>', 'https://help.example.org');
  set('<https://desk.example.org>', 'https://desk.example.org');
  set('#webhook_url = "https://phone.example.org"', `webhook_url = "${public_base}"`);
  set('#port = 8080', `port = ${port}`);
  set('#port = 8081', `port = ${port + 1}`);
  set('#port = 8082', `port = ${port + 2}`);
  set('profile = "none"', 'profile = "twilio"');
  set('#rest_base_url = "https://api.twilio.com"', 'rest_base_url = "http://127.0.0.1:9"');
  set('#account_id = ""', `account_id = "${account}"`);
  set('#auth_secret_file', 'auth_secret_file');
  set('#signing_key_files', 'signing_key_files');
  set('#text_from', 'text_from');
  set('#voice_from', 'voice_from');
  const head = text.slice(0, text.indexOf('[[location]]'));
  const office = (id, name, line, hours) => `
[[location]]
id = ${id}
name = "${name}"
phone = "+1401555011${id}"
transfer_to = "+1401555012${id}"
lines = ["${line}"]
zips = ["0290${id}"]
time_zone = "America/New_York"
${hours}
`;
  return head + office(1, 'Harbor', open_line,
    days.map((day) => `hours.${day} = ["00:00-24:00"]`).join('\n')) +
    office(2, 'Hilltop', closed_line, closed_now());
}

async function open_clinic() {
  const dir = join(folder, 'clinic');
  const made = spawnSync(program, ['init', '--dir', dir, '--name', 'Harbor Clinic']);
  assert.equal(made.status, 0, String(made.stderr));
  const port = await free_ports(3);
  const toml = join(dir, 'latchkey.toml');
  writeFileSync(toml, configuration(readFileSync(toml, 'utf8'), port));
  for (const name of ['provider', 'signing'])
    writeFileSync(join(dir, 'secrets', name), `the-${name}-secret\n`, { mode: 0o600 });
  const clinic = await start(program, ['serve', '--config', toml]);
  const base = `http://127.0.0.1:${port + 2}`;
  await until(`the clinic answers: ${clinic.log()}`,
    () => fetch(base).then(() => true, () => false));
  return { ...clinic, base, token: 'the-signing-secret', toml };
}

// ---- calls by the program's own telephone ----

function call(recorder, name, to, lines, from = '+14015550177') {
  recorder.begin(name);
  const script = join(folder, 'script');
  writeFileSync(script, lines.join('\n') + '\n');
  const phone = spawn(program, ['call', '--server', recorder.url, '--account', account, '--token',
    'the-signing-secret', '--to', to, '--from', from, '--script', script]);
  let said = '';
  for (const out of [phone.stdout, phone.stderr]) out.on('data', (text) => { said += text; });
  return new Promise((done) => phone.once('exit', (status) => {
    assert.equal(status, 0, `${name}: ${said}`);
    done(said);
  }));
}

const identified = (language) =>
  [`press ${language}`, 'press 1', 'press 07041977', 'press 2', 'press 02999'];

const scripts = {
  async 'English: zero twice, and the office answers'(recorder) {
    await call(recorder, 'transfer', open_line, ['press 1', 'press 0', 'press 0',
      'dial answers pressing 1', 'expect end']);
  },
  async 'Spanish: zero twice, nobody picks up, a ticket'(recorder) {
    await call(recorder, 'no answer', open_line, ['press 2', 'press 0', 'press 0',
      'dial no answer', 'press 1', 'press 4015550142', 'press 2', 'press 1#',
      'hear "Su número de ayuda es"', 'press 1', 'silence', 'record 12', 'expect end'],
    '+14015550178');
  },
  async 'English: silence in office hours reaches a person'(recorder) {
    await call(recorder, 'silence, open', open_line, ['press 1', 'silence', 'silence', 'silence',
      'dial busy', 'expect end'], '+14015550179');
  },
  async 'Spanish: silence at night ends kindly'(recorder) {
    await call(recorder, 'silence, closed', closed_line, ['press 2', 'silence', 'silence',
      'silence', 'hear "Llame otra vez"', 'expect end'], '+14015550180');
  },
  async 'English: wrong keys, a repeat, twice slower, and a ticket'(recorder) {
    await call(recorder, 'wrong keys', closed_line, ['press 1', 'press 8', 'press *', 'press *',
      'press 8', 'press 0', 'press 0', 'press 1', 'press 12#', 'press 4015550143', 'press 1', 'press *#',
      'press 02902', 'hear "Your help number is"', 'press 2', 'expect end'], '+14015550181');
  },
  async 'English: a stranger, wrong codes, another kind, the common ending'(recorder) {
    await call(recorder, 'stranger', closed_line, [...identified(1), 'press 1', 'press 111111#',
      'press 9#', 'press 9', 'press 9', 'press 9', 'press *', 'hang up'], '+14015550182');
  },
  async 'Spanish: a stranger, three wrong codes, a ticket'(recorder) {
    await call(recorder, 'extranjero', closed_line, [...identified(2), 'press 2',
      'press 11111111', 'press 22222222', 'press 33333333', 'press 1', 'press 4015550144', 'press 2',
      'press 1#', 'hear "Su número de ayuda es"', 'press 1', 'hang up'], '+14015550183');
  },
  async 'English: a call back is asked for'(recorder) {
    await call(recorder, 'call back', closed_line, [...identified(1), 'press 3',
      'hear "these four digits"', 'expect end'], '+14015550185');
  },
  async 'English: whoever declines a call is let go kindly'(recorder) {
    await call(recorder, 'declined', closed_line, ['press 1', 'press 0', 'press 0', 'press 2',
      'expect end'], '+14015550184');
  },
};

// ---- calls with a code, under Twilio's signature ----

// A phone of demo.mjs whose documents are judged.
function judged_phone(demo, name, from) {
  const phone = lift_phone(demo, from);
  const post = phone.post;
  phone.post = async (path, more) => {
    const xml = await post(path, more);
    documents.take(name, path, xml);
    return xml;
  };
  return phone;
}

async function to_the_code(phone, person, keys) {
  await phone.post('/ivr/call');
  for (const key of [keys.language, keys.topic, dated(person), '2', person.zip, keys.proof])
    await phone.press(key);
}

const spoken = (xml) => xml.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

const with_code = {
  async 'English: the user name by a code in a text'(demo) {
    const person = demo.patient('plain');
    const since = await last_sent(demo);
    const phone = judged_phone(demo, 'user name', '+14015550185');
    await to_the_code(phone, person, { language: '1', topic: '2', proof: '1' });
    await phone.press('');
    await phone.press('123');
    await phone.press(await code_sent(demo, person.phone, since));
    await phone.wait(/user name/);
    await phone.press('*');
    await phone.press('1');
    assert.match(phone.says, /<Hangup/);
  },
  async 'Spanish: the hand-off code, repeated and sent'(demo) {
    const person = demo.patient('spanish');
    const since = await last_sent(demo);
    const phone = judged_phone(demo, 'traspaso', '+14015550186');
    await to_the_code(phone, person, { language: '2', topic: '1', proof: '1' });
    await phone.press(await code_sent(demo, person.phone, since));
    await phone.wait(/página web/);
    await phone.press('*');
    const key = /Para recibir el código [^,]*en un mensaje, oprima (\d)/.exec(spoken(phone.says));
    await phone.press(key[1]);
    await phone.press('1');
    assert.match(phone.says, /<Hangup/);
  },
  async 'a call that we place speaks its code after a key'(demo) {
    const person = demo.patient('landline_only');
    const since = await last_sent(demo);
    const visitor = new RawVisitor(demo.patients_url);
    const [year, month, day] = person.birth_date.split('-');
    await visitor.begin();
    for (const fields of [{ first: person.first_name, last: person.last_name },
      { month, day, year }, { option: 'zip' }, { text: person.zip }, { option: 'call' }])
      await visitor.answer(fields);
    const rung = await until('the clinic rings',
      async () => (await demo.sent()).find((one) => one.kind === 'call' && one.number > since));
    const other = judged_phone(demo, 'is rung', demo.phone_number);
    const url = new URL(rung.url);
    await other.post(url.pathname + url.search, { Direction: 'outbound-api' });
    await other.press('*');
    await other.press('1');
    await other.press('');
    assert.match(other.says, /<Hangup/);
  },
};

// ---- all of them ----

let failed = 0;
async function each(tests, argument) {
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test(argument);
    } catch (error) {
      failed += 1;
      console.log(`FAILED ${name}\n${error.stack}`);
    }
  }
}

const clinic = await open_clinic();
const recorder = await listen_in(
  { base: clinic.base, public: public_base, token: clinic.token }, documents);
await each(scripts, recorder);
await recorder.stop();
const listed = spawnSync(program, ['tickets', '--json', '--config', clinic.toml]);
const { tickets } = JSON.parse(String(listed.stdout));
await clinic.stop();
const demo = await open_demo(build);
await each(with_code, demo);
await demo.stop();

const { seen } = recorder;
console.log(`${documents.count} documents of ${Object.keys({ ...scripts, ...with_code }).length}` +
  ` calls, the longest of ${documents.longest} bytes; verbs:`,
  Object.fromEntries(documents.verbs), `; signatures: ${seen.accepted_by_twilio} of ours accepted` +
  `, ${seen.refused_by_us} forged ones refused`);
assert.deepEqual(documents.problems, [], 'every document is as Twilio has it');
assert.deepEqual(seen.refused_by_twilio, [], "Twilio's validator accepts our telephone");
assert.deepEqual(seen.let_in, [], 'a signature under another key is refused');
assert.ok(seen.accepted_by_twilio > 60 && seen.refused_by_us === seen.accepted_by_twilio);
assert.ok(documents.count > 80);
for (const verb of ['Response', 'Say', 'Gather', 'Redirect', 'Hangup', 'Dial', 'Pause'])
  assert.ok(documents.verbs.has(verb), `a <${verb}> was heard`);
assert.equal(listed.status, 0, String(listed.stderr));
assert.deepEqual(tickets.map((one) => one.code).sort(),
  ['no_match', 'wants_person', 'wants_person'], 'a ticket for each call that ended in one');
assert.equal(failed, 0);
process.exit(0);
