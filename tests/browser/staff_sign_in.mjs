// Staff at their own door, in a real Chromium with an authenticator of its own: enrolling, password
// and digits, passkeys, what comes between, colleagues. With the keyboard alone; every page judged.
// Argument: the build directory.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Clerk, six_digits } from './clerk.mjs';
import { run_all } from './demo.mjs';
import { Findings, watch } from './judge.mjs';
import { open_served } from './served_clinic.mjs';
import { open_browser } from './visitor.mjs';

const build = process.argv[2] ?? 'build';
const findings = new Findings();
const password = 'orchard lantern forty seven';

let setup_code;
const clinic = await open_served(build, {
  prepare: (config) => {
    const made = execFileSync(join(build, 'latchkey'), ['staff', 'add', '--config', config,
      '--name', 'ada', '--display', 'Ada Admin', '--role', 'admin', '--json']);
    setup_code = JSON.parse(made).setup_code;
  },
});
const browser = await open_browser();
const context = await browser.newContext({ ignoreHTTPSErrors: true });

async function clerk_with_authenticator() {
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  watch(page, findings);
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options: {
    protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
    isUserVerified: true, automaticPresenceSimulation: true } });
  const verifies = (isUserVerified) =>
    cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
  const credential = async () =>
    (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials[0];
  const take_over = (one) => cdp.send('WebAuthn.addCredential', { authenticatorId, credential: one });
  return Object.assign(new Clerk(page, clinic.staff_url, findings), { verifies, credential, take_over });
}

const ada = await clerk_with_authenticator();
const passkey = 'form[data-passkey] button';

const tests = {
  async 'a setup code, an app and a password open the desk'() {
    await ada.open('/sign-in');
    await ada.press('a[href="/enrol"]');
    await ada.type('#name', 'ada');
    await ada.type('#setup', setup_code);
    await ada.press('main button.primary');
    const secret = (await ada.page.textContent('strong.key')).replaceAll(' ', '');
    await ada.type('#password', password);
    await ada.type('#code', six_digits(secret, -1));  // the step before; the next signs in
    await ada.press('main button.primary');
    await ada.type('#name', 'ada');
    await ada.type('#password', password);
    await ada.type('#code', six_digits(secret));
    await ada.press('main button.primary');
    assert.equal(new URL(ada.page.url()).pathname, '/kiosks');
  },

  async 'a passkey is added, and refused where nobody shows who they are'() {
    await ada.open('/me');
    await ada.verifies(false);
    await ada.type('#passkey-name', 'Blue key');
    await ada.tab_to(passkey);
    await ada.page.keyboard.press('Enter');
    await ada.page.waitForFunction(() =>
      document.querySelector('form[data-passkey] [role=status]').textContent !== '');
    await ada.look();
    await ada.verifies(true);
    await ada.press(passkey);
    assert.match(await ada.page.textContent('main table'), /Blue key/);
  },

  async 'the passkey alone signs in, and shows once more who one is'() {
    await ada.press('form[action="/sign-out"] button');
    assert.equal(await ada.heading(), 'Sign in');
    await ada.press(passkey);
    assert.equal(new URL(ada.page.url()).pathname, '/kiosks');
    await ada.open('/step-up');
    await ada.press(passkey);
    assert.equal(new URL(ada.page.url()).pathname, '/me');
  },

  async 'what was typed before signing in anew elsewhere is sent by one more press'() {
    await ada.open('/staff');
    await ada.type('#display', 'Dora Doe');
    await ada.type('#name', 'dora');
    await ada.tab_to('#role');
    await ada.page.keyboard.press('ArrowDown');
    await ada.tab_to('input[name=location]');
    await ada.page.keyboard.press('Space');
    // In another window the same person signs in once more, by a copy of the passkey: this page's
    // token is now an old one.
    const other = await clerk_with_authenticator();
    await other.take_over(await ada.credential());
    await other.open('/sign-in');
    await other.press(passkey);
    await other.page.close();
    await ada.press('button[value=add]');
    assert.equal(await ada.heading(), 'Send what you typed?');
    await ada.press('main button.primary');
    assert.equal(await ada.heading(), 'Colleagues');
    assert.match(await ada.page.textContent('.notice strong.key'), /^(\w{4}-){4}\w{4}$/);
    await ada.press('tbody tr:last-child a');
    assert.equal(await ada.heading(), 'Dora Doe');
    await ada.press('button[value=place]');
  },

  async 'a minute before the end it is said, and one press stays'() {
    const page = await context.newPage();
    await page.clock.install();
    watch(page, findings);
    await page.goto(`${clinic.staff_url}/me`);
    const told = page.locator('.stay form');
    await page.clock.fastForward('13:00');
    assert.equal(await told.isVisible(), false);
    await page.clock.fastForward('01:05');
    assert.equal(await told.isVisible(), true);
    await new Clerk(page, clinic.staff_url, findings).look();
    await new Clerk(page, clinic.staff_url, findings).tab_to('.stay button');
    await page.keyboard.press('Enter');
    await told.waitFor({ state: 'hidden' });
    await page.close();
  },

  async 'of a passkey and its copy the one that is behind stops both'() {
    await ada.press('form[action="/sign-out"] button');
    await ada.press(passkey);
    assert.match(await ada.page.textContent('.problem'), /did not work here/);
  },

  async 'without scripts there are password and digits, and no button that does nothing'() {
    const plain = await browser.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled: false });
    const page = await plain.newPage();
    await page.goto(`${clinic.staff_url}/sign-in`);
    assert.equal(await page.isVisible('form[data-passkey]'), false);
    assert.equal(await page.isVisible('#password'), true);
    await plain.close();
  },
};

let failed = 1;
try {
  failed = await run_all(tests, process.argv[3]);
} finally {
  await browser.close();
  await clinic.stop();
}
for (const wrong of findings.wrong) console.log(`wrong: ${wrong}`);
console.log(`${findings.judged.size} pages judged`);
if (failed || findings.wrong.length || (findings.judged.size < 10 && !process.argv[3]))
  process.exitCode = 1;
