// Pumping: asking for messages that cost the clinic and pay a thief. A clinic behind `latchkey
// serve`, whose provider counts what it is told to send. Argument: the build directory.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { free_ports, run_all, until } from './demo.mjs';
import { addresses, claim, nothing_due, walk } from './raw_clinic.mjs';
import { RawVisitor, heading } from './raw_visitor.mjs';
import { open_served } from './served_clinic.mjs';

const build = process.argv[2] ?? 'build';

// Takes every message, and keeps whom it was for.
async function open_provider() {
  const told = [];
  const server = createServer(async (asked, answer) => {
    let body = '';
    for await (const part of asked) body += part;
    told.push(new URLSearchParams(body).get('To'));
    answer.writeHead(201, { 'Content-Type': 'application/json' });
    answer.end(JSON.stringify({ sid: `SM${String(told.length).padStart(32, '0')}`,
      status: 'queued' }));
  });
  const port = await free_ports(1);
  await new Promise((done) => server.listen(port, '127.0.0.1', done));
  return { told, url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

const person = (n, phone) => ({ first_name: 'Pilar', last_name: `Sample${'abcdefghijklmnop'[n]}`,
  birth_date: `19${50 + n}-03-04`, zip: '02903', record_number: String(7000 + n), phone });

// Two blocks of a thousand numbers in the clinic's own area code, and numbers outside it.
const one_block = [0, 1, 2, 3, 4].map((n) => person(n, `+1401555010${n}`));
const next_block = [5, 6, 7, 8].map((n) => person(n, `+1401556010${n}`));
const elsewhere = ['+14025550109', '+19005550110', '+18765550111', '+14165550112']
  .map((phone, n) => person(9 + n, phone));
const everybody = [...elsewhere, ...one_block, ...next_block];

function read_in(toml) {
  const csv = join(dirname(toml), 'roster.csv');
  const columns = ['record_number', 'first_name', 'last_name', 'birth_date', 'zip', 'phone'];
  const row = (one) => columns.map((name) => one[name]).join(',');
  writeFileSync(csv, `${columns},location\n${everybody.map((one) => `${row(one)},1\n`).join('')}`
    .replace(',phone,', ',mobile,'));
  execFileSync(join(build, 'latchkey'), ['import', csv, '--config', toml], { stdio: 'ignore' });
}

const settings = (provider, limits, area_codes) => ({
  patient_url: 'https://help.example.org',
  limits,
  telephone: `profile = "twilio"
rest_base_url = "${provider.url}"
account_id = "AC00000000000000000000000000000001"
auth_secret_file = "secrets/provider"
signing_key_files = ["secrets/signing"]
text_from = "+14015550190"
voice_from = "+14015550190"
${area_codes}`,
  prepare: (toml) => {
    for (const name of ['provider', 'signing'])
      writeFileSync(join(dirname(toml), 'secrets', name), `the-${name}-secret\n`, { mode: 0o600 });
    read_in(toml);
  },
});

// Everybody in `people` asks for a text, each from an address of their own; whom the provider was
// told to send one.
async function pump(people, limits, area_codes = '') {
  const provider = await open_provider();
  const clinic = await open_served(build, settings(provider, limits, area_codes));
  const next = addresses(13);
  try {
    for (const one of people) {
      const visitor = new RawVisitor(clinic.base, next());
      const headers = visitor.headers.bind(visitor);
      visitor.headers = (more) => headers({ ...clinic.headers, ...more });
      await visitor.begin();
      await walk(visitor, [...claim(one), { option: 'text' }]);
      assert.equal(heading(visitor.page), 'Type your code', 'sent or not, the page is the same');
    }
    await until('somebody was sent a code', () => provider.told.length > 0);
    await nothing_due(clinic);
    return provider.told;
  } finally {
    await clinic.stop();
    provider.close();
  }
}

const numbers = (people) => people.map(({ phone }) => phone);

// standards.md T13
const tests = {
  async 'a number that costs, or lies abroad, is sent nothing'() {
    assert.deepEqual(await pump(elsewhere, ''), ['+14025550109']);
  },

  async 'texts go to the clinic\'s own area codes, and a block of numbers gets a few'() {
    const told = await pump([...elsewhere, ...one_block, ...next_block],
      'sends_per_prefix_hour = 3', 'allowed_area_codes = ["401"]');
    assert.deepEqual([...told].sort(),
      [...numbers(one_block).slice(0, 3), ...numbers(next_block).slice(0, 3)]);
  },

  async 'whatever the block, everybody together gets no more texts than the clinic allows'() {
    const told = await pump([...one_block, ...next_block], 'sends_everywhere_hour = 6');
    assert.deepEqual([...told].sort(), [...numbers(one_block), ...numbers(next_block)].slice(0, 6));
  },
};

process.exit(await run_all(tests, process.argv[3]) ? 1 : 0);
