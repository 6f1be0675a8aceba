// What a kiosk's page must keep, what it says, and hands that touch it or press its twelve keys.
import assert from 'node:assert/strict';
import { Findings, judge, judge_contrast, misfits } from './judge.mjs';
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

// What a person sees on a page, one text each with its language, in any order: words, and pictures
// by their names. Keys are said one by one.
export const seen_words = (page, place) => page.evaluate((within) => {
  const texts = [];
  const add = (text, box) => texts.push({ text, lang: box.closest('[lang]').lang });
  const all = within ?? document.body;
  const walk = document.createTreeWalker(all, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const box = node.parentElement;
    const text = node.textContent.replace(/\s+/g, ' ').trim();
    if (!text || !box.checkVisibility() || box.closest('.skip, .keys .row, [aria-hidden=true]'))
      continue;
    add(text, box);
  }
  for (const picture of all.querySelectorAll('[role=img]'))
    if (picture.checkVisibility()) add(picture.getAttribute('aria-label'), picture);
  return texts;
}, place);

// What is seen, below `place` if one is given, and not heard: each text in its own language.
export async function unsaid(page, place = null) {
  const heard = new Set((await page.evaluate(() => window.heard))
    .map(({ text, lang }) => `${lang}: ${text}`));
  return (await seen_words(page, place)).map(({ text, lang }) => `${lang}: ${text}`)
    .filter((one) => !heard.has(one));
}

// Has the page read aloud, and leaves it as loud or silent as it was.
export async function judge_speech(page, name, findings) {
  const speak = '[data-look=speak]';
  const was_on = await page.getAttribute(speak, 'aria-pressed') === 'true';
  await page.click(was_on ? '[data-say=again]' : speak);
  for (const one of await unsaid(page)) findings.add(`${name}: not said: ${one}`);
  if (!was_on) await page.click(speak);
}

// The page as it looks to whoever asked for larger text, more contrast or a dark page.
export async function judge_looks(page, name, findings) {
  const looks = [[['large'], 'light'], [['contrast'], 'light'], [['large', 'contrast'], 'dark'],
    [[], 'dark']];
  for (const [pressed, colorScheme] of looks) {
    const title = `${name} ${[...pressed, colorScheme].join(', ')}`;
    for (const look of pressed) await page.click(`[data-look=${look}]`);
    await page.emulateMedia({ colorScheme });
    await judge_sizes(page, title, findings);
    for (const one of await page.evaluate(misfits, portrait.width)) findings.add(`${title}: ${one}`);
    for (const one of await judge_contrast(page)) findings.add(`${title}: ${one}`);
    for (const look of pressed) await page.click(`[data-look=${look}]`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

// Where a page is wrong on purpose: without scripts it must go on by itself to ask whether somebody
// is there; and the keys are of a kiosk's own size, judged here, not of a telephone's.
export const meant = /html meta-refresh|small: <button type="button" tabindex/;

// A page that nobody has met before, judged as every page is, and as a kiosk's.
export async function judge_at_kiosk(page, name, findings, more = {}) {
  await judge_sizes(page, name, findings);
  const found = new Findings();
  found.judged = findings.judged;
  const before = found.judged.size;
  await judge(page, found, null);
  for (const one of found.wrong) if (!meant.test(one)) findings.add(one);
  findings.largest = Math.max(findings.largest, found.largest);
  if (found.judged.size === before) return;
  // Nothing else can be touched while it asks whether somebody is there.
  if (await page.$('#still[open]')) return;
  if (more.speech) await judge_speech(page, name, findings);
  if (more.looks) await judge_looks(page, name, findings);
}

// A loudspeaker that keeps what it is given. `page`: or a context.
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
