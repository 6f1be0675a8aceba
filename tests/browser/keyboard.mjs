// The patients' pages with the keyboard alone, in a real browser: part of check.mjs.
import assert from 'node:assert/strict';
import { open_demo } from './demo.mjs';
import * as journeys from './journeys.mjs';
import { Visitor } from './visitor.mjs';

// Somebody who has a keyboard and nothing else: Tab, Enter, arrows and letters.
export class KeyboardVisitor extends Visitor {
  async tab_to(selector) {
    for (let presses = 0; presses < 60; ++presses) {
      if (await this.page.evaluate((s) => document.activeElement?.matches(s), selector)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not reach ${selector}`);
  }
  enter() { return this.submit(() => this.page.keyboard.press('Enter')); }
  async press(selector) {
    await this.tab_to(selector);
    await this.enter();
  }
  async press_twice(selector) {
    await this.tab_to(selector);
    await this.submit(async () => {
      await this.page.keyboard.press('Enter');
      await this.page.keyboard.press('Enter');
    });
  }
  async answer(fields) {
    for (const [id, text] of Object.entries(fields)) {
      await this.tab_to(`#${id}`);
      await this.page.keyboard.press('Control+A');
      await this.page.keyboard.insertText(text);
    }
    // In a box of several lines Enter begins the next line.
    if (await this.page.evaluate(() => document.activeElement.matches('input'))) await this.enter();
    else await this.press('button[value=answer]');
  }
  async pick(id, value) {
    await this.tab_to(`#${id}`);
    for (let presses = 0; presses < 60; ++presses) {
      if (await this.page.inputValue(`#${id}`) === value) break;
      await this.page.keyboard.press('ArrowDown');
    }
    await this.press('button[value=answer]');
  }
}

export const keyboard_tests = (build) => ({
  async 'a whole journey with the keyboard alone'(visit) {
    const { page } = visit;
    const keys = page.keyboard;
    const by_keys = new KeyboardVisitor(page, visit.demo, visit.see_);
    const pick = (option) => by_keys.choose(option);
    const fill = (fields) => by_keys.answer(fields);
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
    await by_keys.press('button[value=other]');
    await pick('help');
    await pick('yes');
    await fill({ text: '4015550143' });
    await pick('no');
    await by_keys.pick('option', '2');
    await visit.see('handed_over');
    await visit.says(/will call you by/);
  },

  async 'a new password with the keyboard alone, and it signs in'(visit) {
    const own = await open_demo(build);
    try {
      const visitor = new KeyboardVisitor(visit.page, own, visit.see_);
      await journeys.forgot_password(visitor, own.patient('plain'), 'mail', 'nine lamps sing by ponds');
    } finally {
      await visit.page.goto('about:blank');  // nothing is loaded from it any more
      await own.stop();
    }
  },
});
