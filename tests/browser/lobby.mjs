// A kiosk in the demo's lobby: added at the desk, paired by its code, touched and typed at.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { until } from './demo.mjs';
import { birth, say_who } from './journeys.mjs';

export const portrait = { width: 1080, height: 1920 };

// What an authenticator app shows now (RFC 6238).
function six_digits(base32) {
  const bits = [...base32].map((c) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
  const mac = createHmac('sha1', key).update(step).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}

// Somebody of the demo's staff, signed in on a page of their own. Digits work once, so a second
// signing-in of the same person waits for new ones.
export async function staff_at_desk(browser, demo, name) {
  const one = demo.staff.find((member) => member.name === name);
  const page = await (await browser.newContext()).newPage();
  await until(`${name} is signed in`, async () => {
    await page.goto(`${demo.staff_url}/sign-in`);
    await page.fill('#name', one.name);
    await page.fill('#password', one.password);
    await page.fill('#code', six_digits(one.totp_secret));
    await Promise.all([page.waitForNavigation(), page.click('main button.primary')]);
    return !page.url().endsWith('/sign-in');
  }, 70000);
  return page;
}

// Adds a kiosk at the first office of this member; its pairing code.
export async function add_kiosk(desk, demo) {
  await desk.goto(`${demo.staff_url}/kiosks`);
  await desk.fill('#kiosk-name', 'Lobby');
  await desk.selectOption('#location', { index: 1 });
  await Promise.all([desk.waitForNavigation(), desk.click('button[value=add]')]);
  return (await desk.textContent('.notice strong.key')).trim();
}

export async function pair(page, demo, code) {
  await page.goto(`${demo.patients_url}/kiosk`);
  await page.fill('#pairing', code);
  await Promise.all([page.waitForNavigation(), page.click('main button.primary')]);
  await page.waitForSelector('button[lang=en]');
}

// From the attract screen to the choice of a proof.
export async function identify(visitor, person, language = 'en') {
  await visitor.press(`button[lang=${language}]`);
  await say_who(visitor, person, 'forgot_password');
}

// A clerk types what the ID of `person` says, and the kiosk's code.
export async function vouch(desk, demo, person, code) {
  await desk.goto(`${demo.staff_url}/vouch`);
  await desk.selectOption('#method', 'passport');
  const date = birth(person);
  for (const [box, text] of Object.entries({ first: person.first_name, last: person.last_name,
    ...date, match: code })) await desk.fill(`#${box}`, text);
  await Promise.all([desk.waitForNavigation(), desk.click('main button.primary')]);
}

// The letter that the office of this member posts to `person`, as it is printed.
export async function read_letter(desk, demo, person) {
  await desk.goto(`${demo.staff_url}/letters`);
  await desk.getByRole('link', { name: `${person.first_name} ${person.last_name}` }).click();
  await desk.waitForSelector('.sheet');
}

// It is read, printed without what is around it, and gone from the list.
export async function post_letter(desk, demo, person, look) {
  await read_letter(desk, demo, person);
  await look();
  await desk.emulateMedia({ media: 'print' });
  assert.ok(!await desk.isVisible('header') && !await desk.isVisible('h1'));
  assert.match(await desk.innerText('.sheet'), new RegExp(`Dear ${person.first_name},`));
  await desk.emulateMedia({ media: 'screen' });
  await Promise.all([desk.waitForNavigation(), desk.click('button[value=posted]')]);
  await look();
  assert.ok(!(await desk.innerText('main')).includes(person.last_name));
}
