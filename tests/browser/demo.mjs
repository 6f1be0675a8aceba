// A demo clinic of one's own for tests from outside: on free ports, in a folder that goes away,
// ended by its process id whatever happens.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { getExpectedTwilioSignature } = require('twilio/lib/webhooks/webhooks.js');

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// Asks until the answer is true-ish; a fault naming `what` after `ms`.
export async function until(what, ask, ms = 10000) {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`${what}: not within ${ms} ms`);
    await pause(50);
  }
}

const is_free = (port) => new Promise((done) => {
  const server = createServer();
  server.once('error', () => done(false));
  server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
});

// The first of `count` neighbouring free ports. Below the range from which the kernel takes ports
// for outgoing connections (tests/fakes/free_ports.h).
export async function free_ports(count) {
  for (let tries = 0; tries < 50; ++tries) {
    const first = 20000 + Math.floor(Math.random() * (12000 - count));
    const all = await Promise.all([...Array(count).keys()].map((n) => is_free(first + n)));
    if (all.every(Boolean)) return first;
  }
  throw new Error('no free ports');
}

// Starts a program, hands its first line of output to `read`, and knows how to end it.
export async function start(program, args, options = {}) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let log = '';
  child.stderr.on('data', (text) => { log += text; });
  const ended = new Promise((done) => child.once('exit', done));
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  ended.then(() => process.off('exit', kill));
  const stop = async () => {
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(hard);
  };
  return { child, ended, stop, log: () => log };
}

// `from`: the folder of a demo that was made before and is not served; else a new one is made.
export async function open_demo(build, from) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-demo-'));
  if (from) cpSync(from, folder, { recursive: true });
  const port = await free_ports(4);
  const demo = await start(join(build, 'latchkey'),
    ['demo', '--dir', folder, '--port', String(port), '--json']);
  const first = await Promise.race([
    new Promise((done) => createInterface(demo.child.stdout).once('line', done)),
    demo.ended.then(() => { throw new Error(`the demo did not open: ${demo.log()}`); }),
  ]);
  const about = JSON.parse(first);
  await until('the demo answers', () => fetch(about.patients_url).then((r) => r.ok, () => false));
  return {
    ...about,
    folder,
    log: demo.log,
    pid: demo.child.pid,
    patient: (kind) => about.patients.find((one) => one.kind === kind),
    stop_only: demo.stop,  // the folder stays
    sent: async () => (await (await fetch(about.outbox_url)).json()).sent,
    stop: async () => {
      await demo.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// The code in the newest message to `to` that came after `since`.
export function code_sent(demo, to, since) {
  return until(`a code for ${to}`, async () => {
    const mine = (await demo.sent()).filter((one) => one.to === to && one.number > since);
    const found = /#(\d{6,8})/.exec(mine.at(-1)?.body ?? '') ??
      /\b(\d{6,8})\b/.exec(mine.at(-1)?.body ?? '');
    return found?.[1];
  });
}

// What the newest notice of a recovery to `to` carries: its code, and a mail's link.
export function notice_sent(demo, to, since) {
  return until(`a notice for ${to}`, async () => {
    const body = (await demo.sent()).filter((one) =>
      one.to === to && one.number > since && one.body.includes('/not-me')).at(-1)?.body;
    return body && { body, link: /https?:\/\/\S+\/not-me\?lang=\w+#\S+/.exec(body)?.[0],
      code: /\b[0-9A-Z]{5}-[0-9A-Z]{5}\b/.exec(body)[0] };
  });
}

export async function last_sent(demo) {
  return (await demo.sent()).reduce((most, one) => Math.max(most, one.number), -1);
}

export const signed = (demo, path, fields) => ({
  method: 'POST',
  headers: {
    'Content-Type': 'application/x-www-form-urlencoded',
    'X-Twilio-Signature': getExpectedTwilioSignature(
      demo.signing_token, demo.public_base_url + path, fields),
  },
  body: new URLSearchParams(fields).toString(),
});

// A phone that posts what the provider would post; `says` is the last document.
export function lift_phone(demo, from = '+14015550199') {
  const fields = {
    AccountSid: demo.account_sid, CallSid: `CA${Date.now()}${Math.floor(Math.random() * 1e9)}`,
    From: from, To: demo.phone_number, CallStatus: 'in-progress',
  };
  const phone = { says: '', path: '/ivr/call', fields };
  phone.post = async (path, more = {}) => {
    const url = new URL(path, demo.webhook_url + '/');
    const target = url.pathname + url.search;
    const answer = await fetch(demo.webhook_url + target, signed(demo, target,
      { ...fields, ...more }));
    phone.says = await answer.text();
    if (answer.status !== 200) throw new Error(`${target}: ${answer.status} ${phone.says}`);
    return phone.says;
  };
  phone.press = (digits) => {
    const action = /<Gather[^>]*action="([^"]+)"/.exec(phone.says);
    if (!action) throw new Error(`nothing to press at: ${phone.says}`);
    return phone.post(action[1].replaceAll('&amp;', '&'), { Digits: digits });
  };
  // Follows the line while it lets the caller wait.
  phone.wait = (pattern) => until(`the phone says ${pattern}`, async () => {
    if (pattern.test(phone.says)) return true;
    const next = /<Redirect[^>]*>([^<]+)<\/Redirect>/.exec(phone.says);
    if (next && !/<Gather/.test(phone.says)) await phone.post(next[1].replaceAll('&amp;', '&'));
    return false;
  });
  return phone;
}

// Each test by its name, one after the other; how many failed.
export async function run_all(tests, only = '') {
  let failed = 0;
  for (const [title, test] of Object.entries(tests).filter(([name]) => name.includes(only))) {
    const began = Date.now();
    try {
      await test();
      console.log(`passed: ${title} (${Date.now() - began} ms)`);
    } catch (error) {
      failed += 1;
      console.log(`failed: ${title}\n${error.stack}`);
    }
  }
  return failed;
}
