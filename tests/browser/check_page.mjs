// The page "Check my browser", in a real one: what only a running browser can find.
import assert from 'node:assert/strict';
import { until } from './demo.mjs';
import * as journeys from './journeys.mjs';

// What a mail program, or a telephone, makes of a link: { to, subject, body }.
function message_of(address) {
  const { protocol, pathname, searchParams } = new URL(address);
  return { protocol, to: pathname, subject: searchParams.get('subject'),
    body: searchParams.get('body') };
}

// Each takes a Visitor; check.mjs runs them, in the browser that their titles ask for.
export const check_tests = {
  async 'by touch: what was found, and the steps of a guide, go into a message of one\'s own'(visit) {
    const { page } = visit;
    const both = async () => {
      const [mail, text] = ['mailto:', 'sms:'].map((kind) => page.locator(`main a[href^="${kind}"]`));
      assert.ok(await mail.isVisible() && await text.isVisible());
      return [message_of(await mail.getAttribute('href')),
        message_of(await text.getAttribute('href'))];
    };
    await journeys.check_browser(visit, 'touch');
    const [mail, text] = await both();
    assert.deepEqual([mail.protocol, mail.to, mail.subject], ['mailto:', '', 'We checked your browser']);
    assert.match(mail.body, /^You use Chrome .*\r\n(.*\r\n)*Cookies: On\r\n/);
    assert.ok(mail.body.endsWith(`\r\n\r\n${visit.demo.patients_url}/`));
    assert.equal(text.body, mail.body.replaceAll('\r', ''));
    await visit.start('es');
    await visit.choose('page_broken');
    await visit.choose('no');
    await visit.see('page_broken.right_address');
    const [steps, short] = await both();
    assert.equal(steps.subject, 'Sus pasos');
    assert.match(steps.body, /^1\. Escriba usted la dirección\r\nEscriba esto .*\r\n2\. ¿/);
    assert.equal(short.body, steps.body.replaceAll('\r', ''));
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.printed li').count(), 2);
    assert.ok(await page.isVisible('.printed li >> nth=1'), 'all steps are printed');
    for (const unprinted of ['.keep', 'main form', '[data-print]'])
      assert.ok(!(await page.isVisible(unprinted)), `${unprinted} is not printed`);
    await page.emulateMedia({ media: 'screen' });
    assert.ok(!(await page.isVisible('.printed')));
  },

  async 'a good browser is checked, and a pop-up window is tried'(visit) {
    assert.deepEqual(await journeys.check_browser(visit, 'good'), []);
    await visit.says(/You use Chrome \d+ on Linux\./);
    await visit.says(/Good news: we found nothing wrong/);
    await visit.page.click('[data-pop-up]');
    await visit.page.waitForSelector('[data-pop-up]', { state: 'detached' });
    await visit.says(/Pop-up windows\s+On/);
    assert.equal(visit.page.context().pages().length, 1, 'the window was closed again');
    assert.ok(await visit.page.evaluate(() => document.activeElement.id === 'said'),
      'what was found has the focus');
    assert.match(await visit.page.getAttribute('a[href^=mailto]', 'href'), /Cookies%3A%20On/);
    await visit.press('button[name=guide]');
    await visit.see('page_broken.right_site');
  },

  async 'what only a script can find out, and a guide that begins past the browser'(visit) {
    await visit.page.addInitScript(() => {
      const now = Date.now;
      Date.now = () => now() + 3600e3;
      window.open = () => null;
    });
    await visit.page.route('**/ads/**', (route) => route.abort());
    assert.deepEqual(await journeys.check_browser(visit, 'much'),
      ['clock_wrong', 'content_blocked']);
    await visit.page.click('[data-pop-up]');
    await visit.page.waitForSelector('#popups_blocked');
    await visit.see('/check-more');
    await visit.says(/We found 3 things/);
    await visit.press('button[value="pop_ups.which_browser"]');
    await visit.see('pop_ups.chrome_1');
  },

  async 'Caps Lock is seen by the first key, and the button that was reached keeps the focus'(visit) {
    assert.deepEqual(await journeys.check_browser(visit, 'good'), []);
    const { page } = visit;
    await page.focus('button[name=guide]');
    const key = (on) => page.evaluate((lock) => document.dispatchEvent(
      new KeyboardEvent('keydown', { modifierCapsLock: lock })), on);
    await key(true);
    await page.waitForSelector('#caps_lock');
    await visit.see('/check-caps');
    assert.equal(await page.evaluate(() => document.activeElement.value), 'page_broken.right_site');
    await key(false);
    await page.waitForSelector('#caps_lock', { state: 'detached' });
    await visit.says(/Caps Lock\s+Off/);
    await key(true);
    await page.waitForSelector('#caps_lock');
    await visit.press('button[value="page_broken.caps_lock"]');
    await visit.see('page_broken.caps_lock');
  },

  async 'an answer that comes late changes nothing, nor one that says the same'(visit) {
    assert.deepEqual(await journeys.check_browser(visit, 'good'), []);
    const { page } = visit;
    const held = [];
    const asked = (count) => until('it is asked', () => held.length === count);
    await page.route('**/check?*', (route) => { held.push(route); });
    const key = (on) => page.evaluate((lock) => document.dispatchEvent(
      new KeyboardEvent('keydown', { modifierCapsLock: lock })), on);
    const answered = async (route) => {
      const answer = page.waitForResponse((response) => response.request() === route.request());
      await route.continue();
      await (await answer).finished();
    };
    for (const [n, on] of [true, false, true].entries()) {
      await key(on);
      await asked(n + 1);
    }
    await answered(held[2]);
    await page.waitForSelector('#caps_lock');
    await page.evaluate(() => { document.querySelector('#found button').id = 'under_a_finger'; });
    await answered(held[1]);
    await answered(held[0]);
    await key(false);
    await asked(4);
    await key(true);
    await asked(5);
    await answered(held[4]);
    await answered(held[3]);
    assert.equal(await page.locator('#under_a_finger').count(), 1, 'the button was never redrawn');
    await visit.press('button[value="page_broken.caps_lock"]');
    await visit.see('page_broken.caps_lock');
  },

  async 'an old copy of the check is known, and its old clock accuses nobody'(visit) {
    const { page } = visit;
    await page.route('**/check?*', async (route) => {
      if (route.request().method() === 'POST') return route.continue();
      const fresh = await route.fetch();
      const body = (await fresh.text()).replace(/data-now="(\d+)"/,
        (_, now) => `data-now="${Number(now) - 24 * 3600e3}"`);
      await route.fulfill({ response: fresh, body });
    });
    assert.deepEqual(await journeys.check_browser(visit, 'old'), ['stale_page']);
    await visit.says(/Date and time\s+Right/);
    await visit.press('button[value="page_broken.reload"]');
    await visit.see('page_broken.reload');
  },

  async 'Firefox is told when a sign-in page is opened by itself'(visit) {
    assert.deepEqual(await journeys.check_browser(visit, 'apart'), []);
    await visit.says(/Cookies of other pages\s+Blocked, as is usual/);
    await visit.press('button[value="page_broken.by_itself"]');
    await visit.see('page_broken.by_itself');
  },

  async 'a check without scripts, in Spanish'(visit) {
    const found = await journeys.check_browser(visit, 'unscripted', 'es');
    assert.deepEqual(found, ['scripts_off']);
    await visit.says(/JavaScript está apagado/);
    await visit.press('button[value="browser_settings.which_browser"]');
    await visit.see('browser_settings.chrome_1');
  },

  async 'a check without any cookie'(visit) {
    assert.deepEqual(await journeys.check_browser(visit, 'no-cookies'), ['cookies_off']);
    await visit.press('button[value="browser_settings.which_browser"]');
    await visit.see('browser_settings.chrome_1');
    assert.deepEqual(await visit.page.context().cookies(), [], 'the browser kept no cookie');
  },

  async 'a check without scripts and without any cookie'(visit) {
    assert.deepEqual(await journeys.check_browser(visit, 'nothing'),
      ['cookies_off', 'scripts_off']);
  },

  async 'a check inside an app'(visit) {
    const found = await journeys.check_browser(visit, 'in-app');
    assert.equal(found[0], 'in_app');
    await visit.says(/inside the Facebook app/);
    await visit.press('button[value="page_broken.open_in_browser"]');
    await visit.see('page_broken.open_in_browser');
  },
};
