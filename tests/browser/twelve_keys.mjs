// A kiosk with twelve keys, Tab and Enter, in a real browser: part of kiosk_check.mjs.
import assert from 'node:assert/strict';
import { key_in, tab_to } from './at_kiosk.mjs';
import { code_sent, last_sent } from './demo.mjs';

// `kiosk`: begins a visit at the paired device.
export const twelve_keys = ({ kiosk, demo }) => ({
  async 'a whole journey with twelve keys, Tab and Enter'() {
    const visit = await kiosk();
    const { page } = visit;
    const press = (key) => visit.submit(() => page.keyboard.press(key));
    const pick = async (option) => {
      await tab_to(page, `button[name=option][value=${option}]`);
      await press('Enter');
    };
    await tab_to(page, 'button[lang=en]');
    await press('Enter');
    await pick('forgot_password');
    await tab_to(page, '.keys button');
    await key_in(page, 'nobody');
    await page.keyboard.press('2');
    await page.keyboard.press('Enter');
    await page.keyboard.press('*');
    await page.keyboard.press('#');
    await key_in(page, 'known');
    assert.equal((await page.inputValue('#first')).toLowerCase(), 'nobody');
    assert.equal((await page.inputValue('#last')).toLowerCase(), 'known');
    await page.keyboard.press('#');
    await press('Enter');
    for (const [box, digits] of Object.entries({ month: '2', day: '3', year: '1970' })) {
      await tab_to(page, `#${box}`);
      for (const digit of digits) await page.keyboard.press(digit);
    }
    await press('Enter');
    await pick('zip');
    await tab_to(page, '#text');
    for (const digit of '99998') await page.keyboard.press(digit);
    await press('Enter');
    await pick('help');
    await pick('yes');
    await tab_to(page, '#text');
    for (const digit of '4015550143') await page.keyboard.press(digit);
    await press('Enter');
    await pick('no');
    await visit.see('handed_over-keys');
  },

  async 'a new password with twelve keys, Tab and Enter: name, code and password'() {
    const visit = await kiosk();
    const { page } = visit;
    const one = demo.patient('proxy');
    const press = (key) => visit.submit(() => page.keyboard.press(key));
    const pick = async (selector) => {
      await tab_to(page, selector);
      await press('Enter');
    };
    const digits = async (selector, text) => {
      await tab_to(page, selector);
      for (const digit of text) await page.keyboard.press(digit);
    };
    const since = await last_sent(demo);
    await pick('button[lang=en]');
    await pick('button[value=forgot_password]');
    await tab_to(page, '.keys button');
    await key_in(page, one.first_name);
    await page.keyboard.press('#');
    await key_in(page, one.last_name);
    await page.keyboard.press('#');
    await press('Enter');
    const [year, month, day] = one.birth_date.split('-');
    await digits('#month', month);
    await digits('#day', day);
    await digits('#year', year);
    await press('Enter');
    await pick('button[value=zip]');
    await digits('#text', one.zip);
    await press('Enter');
    await pick('button[value=text]');
    await digits('#code', await code_sent(demo, one.phone, since));
    await press('Enter');
    await visit.reach('#password');
    await tab_to(page, '.keys button');
    await key_in(page, 'nine lamps sing by ponds');
    await page.keyboard.press('#');
    await press('Enter');
    await visit.reach('.end');
    await visit.reach('a[href="/kiosk"].primary');
    await visit.see('recovered_password-keys');
  },
});
