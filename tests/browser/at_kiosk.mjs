// What a kiosk's page must keep, what it says, and hands that touch it or press its twelve keys.
import assert from 'node:assert/strict';
import { portrait } from './lobby.mjs';

// What a finger must hit, and letters that are read from an arm's length (508 402.4).
export async function judge_sizes(page, name, findings) {
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('a, button, input:not([type=hidden]), textarea, select')]
      .filter((one) => one.checkVisibility() && !one.matches('.skip'))
      .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
      .filter(([, box]) => box.width < 64 || box.height < 64)
      .map(([html, box]) => `${html} is ${Math.round(box.width)} by ${Math.round(box.height)}`));
  for (const one of small) findings.add(`${name}: ${one}`);
  const tiny = await page.evaluate(() => {
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const box = node.parentElement;
      if (!node.textContent.trim() || !box.checkVisibility()) continue;
      if (parseFloat(getComputedStyle(box).fontSize) < 24) found.push(node.textContent.trim());
    }
    return found;
  });
  for (const one of tiny) findings.add(`${name}: "${one}" is smaller than 24 px`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > portrait.width) findings.add(`${name}: ${wide} px wide`);
  const end = await page.$('.end');
  if (!end && !(await page.$('body[data-attract]'))) findings.add(`${name}: no way to end`);
  assert.ok(await page.$$eval('input', (all) => all.every((one) => one.type === 'hidden' ||
    one.autocomplete === 'off')), `${name}: nothing is filled in by itself`);
}

// The words of a page as a person sees them, one text each, in any order.
export const seen_words = (page) => page.evaluate(() => {
  const texts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const box = node.parentElement;
    const text = node.textContent.replace(/\s+/g, ' ').trim();
    if (!text || !box.checkVisibility() || box.closest('.skip, .tools, .keys .row, [aria-hidden=true]'))
      continue;
    texts.push(text);
  }
  return texts;
});

export const listen = (page) => page.addInitScript(() => {
  window.heard = [];
  class Utterance { constructor(text) { this.text = text; } }
  window.SpeechSynthesisUtterance = Utterance;
  const speaker = { paused: false, cancel() { window.heard.length = 0; },
    speak(one) { window.heard.push({ text: one.text, lang: one.lang }); },
    pause() { this.paused = true; }, resume() { this.paused = false; } };
  Object.defineProperty(window, 'speechSynthesis', { value: speaker });
});

export async function touch(page, letters) {
  for (const letter of letters) {
    const key = letter === ' ' ? page.getByRole('button', { name: 'Space', exact: true })
      : page.locator('.keys').getByText(letter, { exact: true });
    await key.click();
  }
}

// Letters with twelve keys and Enter, as a telephone has them.
export async function key_in(page, word) {
  const groups = { 2: 'abc', 3: 'def', 4: 'ghi', 5: 'jkl', 6: 'mno', 7: 'pqrs', 8: 'tuv', 9: 'wxyz' };
  for (const letter of word.toLowerCase()) {
    if (letter === ' ') { await page.keyboard.press('0'); continue; }
    const digit = Object.keys(groups).find((one) => groups[one].includes(letter));
    for (let presses = 0; presses < 6; ++presses) {
      await page.keyboard.press(digit);
      const now = await page.evaluate(() => document.activeElement.textContent.toLowerCase());
      if (now === letter) break;
    }
    await page.keyboard.press('Enter');
  }
}

export async function tab_to(page, selector) {
  for (let presses = 0; presses < 60; ++presses) {
    if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${selector}`);
}
