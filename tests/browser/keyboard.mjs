// The patients' pages with the keyboard alone, in a real browser: part of check.mjs.
import assert from 'node:assert/strict';
import { code_sent, last_sent, open_demo } from './demo.mjs';
import * as journeys from './journeys.mjs';
import { Visitor } from './visitor.mjs';

// What a person does who has a keyboard and nothing else.
function by_keys(visit) {
  const { page } = visit;
  const keys = page.keyboard;
  const tab_to = async (selector) => {
    for (let presses = 0; presses < 40; ++presses) {
      await keys.press('Tab');
      if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) return;
    }
    throw new Error(`Tab does not reach ${selector}`);
  };
  const pick = async (option) => {
    await tab_to(`button[name=option][value=${option}]`);
    await visit.submit(() => keys.press('Enter'));
  };
  const fill = async (fields) => {
    for (const [id, text] of Object.entries(fields)) {
      await tab_to(`#${id}`);
      await keys.insertText(text);
    }
    await visit.submit(() => keys.press('Enter'));
  };
  return { tab_to, pick, fill };
}

export const keyboard_tests = (build) => ({
  async 'a whole journey with the keyboard alone'(visit) {
    const { page } = visit;
    const keys = page.keyboard;
    const { tab_to, pick, fill } = by_keys(visit);
    await visit.start();
    await keys.press('Tab');
    assert.ok(await page.evaluate(() => document.activeElement.matches('.skip')), 'skip comes first');
    await pick('forgot_password');
    await fill({ first: 'Nobody', last: 'Knownhere' });
    await fill({ month: '2', day: '30', year: '1970' });
    assert.ok(await page.evaluate(() => document.activeElement.matches('.problem')),
      'the slip has the focus');
    await fill({ month: '2', day: '3', year: '1970' });
    await pick('zip');
    await fill({ text: '99998' });
    await pick('text');
    await tab_to('button[value=other]');
    await visit.submit(() => keys.press('Enter'));
    await pick('help');
    await pick('yes');
    await fill({ text: '4015550143' });
    await pick('no');
    await tab_to('#option');
    await keys.press('ArrowDown');
    await tab_to('button[value=answer]');
    await visit.submit(() => keys.press('Enter'));
    await visit.see('handed_over');
    await visit.says(/will call you by/);
  },

  async 'a new password with the keyboard alone, and it signs in'(visit) {
    const own = await open_demo(build);
    try {
      const one = own.patient('plain');
      const visitor = new Visitor(visit.page, own, visit.see_);
      const { pick, fill } = by_keys(visitor);
      const since = await last_sent(own);
      await visitor.start();
      await pick('forgot_password');
      await fill({ first: one.first_name, last: one.last_name });
      await fill(journeys.birth(one));
      await pick('zip');
      await fill({ text: one.zip });
      await pick('mail');
      await fill({ code: await code_sent(own, one.email, since) });
      await visitor.reach('#password');
      await fill({ password: 'nine lamps sing by ponds' });
      await visitor.reach('a.primary');
      await visitor.see('recovered_password');
    } finally {
      await visit.page.goto('about:blank');  // nothing is loaded from it any more
      await own.stop();
    }
  },
});
