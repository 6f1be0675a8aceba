// Clients that no browser is: slow, many, asking for hashes, or saying what two readers would read
// differently. Against a running demo. Argument: the build directory.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { cpus, totalmem } from 'node:os';
import { open_demo, run_all, until } from './demo.mjs';
import { addresses, claim, memory, metric, stranger } from './raw_clinic.mjs';
import { RawVisitor, hidden, raw } from './raw_visitor.mjs';

const full = Boolean(process.env.LATCHKEY_FULL);
const demo = await open_demo(process.argv[2] ?? 'build');
const { port } = new URL(demo.patients_url);
const times = (count, make) => Array.from({ length: count }, (_, n) => make(n));

// A connection, to the patients' pages unless told, that has said `begin`; what it heard, and when it was cut.
function say(begin, from, at = port) {
  const socket = connect({ host: '127.0.0.1', port: at, localAddress: from });
  const client = { socket, heard: '' };
  socket.setEncoding('latin1');
  socket.on('data', (text) => { client.heard += text; });
  socket.on('error', () => {});
  client.began = Date.now();
  client.cut = new Promise((done) => socket.once('close', () => done(Date.now() - client.began)));
  socket.once('connect', () => socket.write(begin, 'latin1'));
  return client;
}

// A byte a second for as long as anybody listens.
function drip(client) {
  const drops = setInterval(() => client.socket.write('a'), 1000);
  client.cut.then(() => clearInterval(drops));
  return client;
}

async function in_time(what, ask, ms) {
  const began = Date.now();
  const got = await ask();
  assert.ok(Date.now() - began < ms, `${what}: ${Date.now() - began} ms`);
  return got;
}

const head = (lines = '', start = 'GET / HTTP/1.1') => `${start}\r\nHost: 127.0.0.1\r\n${lines}`;
const inner = `${head('', 'GET /demo/outbox.json HTTP/1.1')}\r\n`;
const chunked = 'Transfer-Encoding: chunked\r\n';
const post = (lines) => `${head(lines, 'POST /recover HTTP/1.1')}\r\n`;

// Each hides a second request from one of two readers, or is no request at all.
const mangled = {
  'a length and chunks': `${post(`Content-Length: 4\r\n${chunked}`)}0\r\n\r\n${inner}`,
  'chunks and a length': `${post(`${chunked}Content-Length: 4\r\n`)}0\r\n\r\n${inner}`,
  'chunks alone': `${post(chunked)}0\r\n\r\n${inner}`,
  'chunks with a space': `${post('Transfer-Encoding : chunked\r\n')}0\r\n\r\n${inner}`,
  'chunks by a tab': `${post('Transfer-Encoding:\tchunked\r\n')}0\r\n\r\n${inner}`,
  'chunks, then none': `${post('Transfer-Encoding: chunked, identity\r\n')}0\r\n\r\n${inner}`,
  'two lengths': `${post(`Content-Length: 0\r\nContent-Length: ${inner.length}\r\n`)}${inner}`,
  'two equal lengths': `${post('Content-Length: 0\r\nContent-Length: 0\r\n')}${inner}`,
  'a list of lengths': `${post('Content-Length: 0, 0\r\n')}${inner}`,
  'a signed length': `${post('Content-Length: +0\r\n')}${inner}`,
  'a negative length': `${post('Content-Length: -1\r\n')}${inner}`,
  'a length of letters': `${post('Content-Length: 0x0\r\n')}${inner}`,
  'a post without length': `${post('')}${inner}`,
  'a GET with a body': `${head(`Content-Length: ${inner.length}\r\n`)}\r\n${inner}`,
  'a folded line': `${head(' folded: x\r\n')}\r\n${inner}`,
  'bare line ends': `${head().replaceAll('\r', '')}\n${inner}`,
  'a NUL in a header': `${head('X: a\0b\r\n')}\r\n${inner}`,
  'a NUL in the path': `${head('', 'GET /\0 HTTP/1.1')}\r\n${inner}`,
  'an escaped NUL': `${head('', 'GET /%00 HTTP/1.1')}\r\n${inner}`,
  'an escaped line end': `${head('', 'GET /%0d%0aX:%201 HTTP/1.1')}\r\n${inner}`,
  'two hosts': `${head('Host: 127.0.0.1\r\n')}\r\n${inner}`,
  'a host in the path': `${head('', 'GET http://127.0.0.1/ HTTP/1.1')}\r\n${inner}`,
  'another protocol': `${head('', 'GET / HTTP/9.9')}\r\n${inner}`,
  'no protocol': `${head('', 'GET /')}\r\n${inner}`,
  'another method': `${head('', 'BREW / HTTP/1.1')}\r\n${inner}`,
  'a hundred and one headers': `${head('A: b\r\n'.repeat(101))}\r\n${inner}`,
  'a compressed body': `${post('Content-Encoding: gzip\r\nContent-Length: 0\r\n')}${inner}`,
  'TLS': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'.padEnd(500, '\x07') + '\r\n\r\n',
};

const fields_beyond = ['first=%', 'first=%zz&last=a', 'first=%00&last=a', 'first=%ff%fe&last=a',
  'first=%c0%ae&last=a', 'first=%ed%a0%80&last=a', 'first=a&last=b&first=c', '&'.repeat(5000),
  times(200, (n) => `f${n}=x`).join('&')];

// Hashes at once, by the standard: one a core, or what a quarter of the memory holds.
const hashes_at_once = Math.max(1, Math.min(cpus().length, Math.floor(totalmem() / 4 / 2 ** 26)));
const form = (fields) => new URLSearchParams(fields).toString();
const next_hasher = addresses(34);
const at_portal = (name, password) => raw(demo.patients_url, { method: 'POST',
  path: '/demo/portal', from: next_hasher(), body: form({ user_name: name, password }) });
const at_desk = (name, password) => raw(demo.staff_url, { method: 'POST', path: '/sign-in',
  from: next_hasher(), headers: { Origin: demo.staff_url },
  body: form({ name, password, code: '123456' }) });

let slow = [];

const tests = {
  // standards.md T35. They go on until the last test.
  async 'four hundred slow clients of a running clinic keep nobody waiting'() {
    const from = times(10, addresses(35));
    slow = times(400, (n) => n % 2 ? say(head(), from[n % 10]) : drip(say('GET /', from[n % 10])));
    await until('they are connected', async () =>
      await metric(demo, 'latchkey_http_connections', 'patients') >= 400);
    const got = await in_time('a fresh client', () => raw(demo.patients_url), 1000);
    assert.equal(got.status, 200);
  },

  async 'one address holds fifty connections to a running clinic and no more'() {
    const from = addresses(135)();
    const crowd = times(70, () => say(head(), from));
    try {
      await Promise.any(crowd.map(({ cut }) => cut));
      await until('twenty are turned away', () =>
        crowd.filter(({ socket }) => socket.closed).length === 20);
      assert.equal((await raw(demo.patients_url)).status, 200, 'another address is served');
    } finally {
      crowd.forEach(({ socket }) => socket.destroy());
    }
  },

  // standards.md T36
  async 'what two readers would read differently is refused by a running clinic, once'() {
    const next = addresses(36);
    for (const [name, bytes] of Object.entries(mangled)) {
      const client = say(bytes, next());
      const cut = await client.cut;
      assert.match(client.heard, /^HTTP\/1\.1 (4\d\d|501|505) /, `${name}: ${client.heard}`);
      assert.equal(client.heard.split('HTTP/1.1 ').length, 2, `${name}: ${client.heard}`);
      assert.ok(cut < 5000, `${name}: the connection stayed for ${cut} ms`);
    }
    assert.equal((await raw(demo.patients_url)).status, 200);
  },

  async 'fields that can\'t be read move no conversation of a running clinic'() {
    const visitor = new RawVisitor(demo.patients_url, addresses(136)());
    await visitor.begin();
    const here = hidden(await visitor.now());
    for (const fields of fields_beyond) {
      const got = await raw(demo.patients_url, { method: 'POST', path: '/recover',
        headers: visitor.headers(), body: `${form(here)}&${fields}` });
      assert.ok(got.status >= 400 && got.status < 500, `${fields.slice(0, 40)}: ${got.status}`);
      assert.deepEqual(hidden(await visitor.now()), here, fields.slice(0, 40));
    }
    await visitor.answer(claim(stranger)[0]);
    assert.notDeepEqual(hidden(visitor.page), here, 'what can be read does move it');
    assert.equal(await metric(demo, 'latchkey_http_faults', 'patients'), 0);
  },

  // standards.md T34
  async 'a crowd that signs in everywhere at once uses the memory of a few hashes'() {
    const name = demo.patient('plain').user_name;
    writeFileSync(`/proc/${demo.pid}/clear_refs`, '5');  // the most ever held begins anew
    const before = memory(demo, 'VmRSS');
    const long = 'x'.repeat(64);
    const crowd = times(full ? 80 : 40, (n) => n % 3
      ? at_portal(n % 2 ? name : `nobody${n}`, `${long}${n}`) : at_desk(`nobody${n}`, long));
    const well = await in_time('/healthz', () => raw(demo.metrics_url, { path: '/healthz' }), 1000);
    assert.equal(well.status, 200);
    const answers = await Promise.all(crowd);
    // Whoever waits too long for a turn is turned away.
    const statuses = answers.map(({ status }) => status);
    assert.ok(statuses.every((one) => [200, 422, 503].includes(one)), `${statuses}`);
    assert.ok(statuses.includes(200) && statuses.includes(422), `${statuses}`);
    const most = memory(demo, 'VmHWM') - before;
    assert.ok(most >= 60, `a hash takes 64 MiB, and ${most} were seen`);
    assert.ok(most < 64 * hashes_at_once + 48, `${most} MiB for ${hashes_at_once} at once`);
  },

  // The refusal comes although most of what was announced never does: nobody waits to read it.
  async 'a password of a megabyte is refused unread by a running clinic'() {
    const password = `name=nobody&user_name=nobody&password=${'x'.repeat(1 << 17)}`;
    const announced = 'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1048576\r\n';
    for (const [base, path] of [[demo.patients_url, '/demo/portal'], [demo.staff_url, '/sign-in']]) {
      const client = say(`${head(`${announced}Origin: ${base}\r\n`, `POST ${path} HTTP/1.1`)}\r\n` +
        password, next_hasher(), new URL(base).port);
      await client.cut;
      assert.match(client.heard, /^HTTP\/1\.1 413 /, `${path}: ${client.heard}`);
    }
  },

  async 'slow clients of a running clinic are cut off within fifteen seconds'() {
    const cut = await Promise.all(slow.map((client) => client.cut));
    assert.equal(cut.length, 400);
    assert.ok(Math.max(...cut) < 15000, `${Math.max(...cut)} ms`);
  },
};

const failed = await run_all(tests, process.argv[3]);
await demo.stop();
process.exit(failed ? 1 : 0);
