// Pages that are old: gone back to, behind another window, bookmarked long ago.
import assert from 'node:assert/strict';
import * as journeys from './journeys.mjs';

// Each takes a Visitor; check.mjs runs them, in the browser that their titles ask for.
export const old_page_tests = {
  async 'an old page sent again shows where things stand'(visit) {
    const one = visit.demo.patient('landline_only');
    const { page } = visit;
    await visit.start();
    await visit.choose('forgot_password');
    await visit.answer({ first: one.first_name, last: one.last_name });
    await visit.answer(journeys.birth(one));
    await page.goBack();
    await page.reload();
    await visit.see('choose_detail-back');
    const question = await page.inputValue('form [name=q]');
    await visit.choose('zip');
    // The same answer twice, as a browser does that repeats a post.
    await page.evaluate((q) => { document.querySelector('main form:not(.notice) [name=q]').value = q; }, question);
    await visit.press('button[value=answer]');
    await visit.says(/ZIP code/);
    assert.equal((await visit.heading()).trim(), 'What is your ZIP code?');
  },

  async 'whoever is away for long is told in time, and keeps what was typed'(visit) {
    const { page } = visit;
    await page.clock.install();
    await visit.start();
    await visit.choose('forgot_password');
    await page.fill('#first', 'Clara');
    await page.clock.fastForward('12:50');
    assert.ok(!(await page.isVisible('.stay form')), 'nobody is hurried');
    await page.clock.fastForward('00:20');
    await page.waitForSelector('.stay form', { state: 'visible' });
    await visit.see('enter_name-ends_soon');
    await Promise.all([
      page.waitForResponse((answer) => answer.url().endsWith('/recover/stay')),
      page.click('.stay button')]);
    await page.waitForSelector('.stay form', { state: 'hidden' });
    assert.equal(await page.inputValue('#first'), 'Clara');
    await page.clock.fastForward('12:50');
    assert.ok(!(await page.isVisible('.stay form')), 'the time begins anew');
  },

  async 'a page behind another window says that it is old, and leads on'(visit) {
    const { page } = visit;
    await visit.start();
    await visit.choose('page_broken');
    const come_back = () => Promise.all([
      page.waitForResponse((answer) => answer.url().endsWith('/recover/shown')),
      page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))]);
    await come_back();
    assert.ok(!(await page.isVisible('[data-old] form')), 'it is not old yet');
    const window = await page.context().newPage();
    await window.goto(`${visit.demo.patients_url}/recover`);
    await Promise.all([window.waitForNavigation(), window.click('button[value=no]')]);
    await window.close();
    await come_back();
    await page.waitForSelector('[data-old] form', { state: 'visible' });
    await visit.see('page_broken.right_site-old');
    await visit.says(/This page is old/);
    await visit.press('[data-old] button');
    await visit.see('page_broken.right_address');
  },

  async 'a page out of the memory of a browser without any cookie says that it is old'(visit) {
    const { page } = visit;
    await visit.start();
    await visit.choose('page_broken');
    // It was answered, and comes back as it was.
    await page.evaluate(async () => {
      const form = new URLSearchParams(new FormData(document.querySelector('main form:not(.notice)')));
      form.set('option', 'no');
      await fetch('/recover', { method: 'POST', body: form });
      window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    });
    await page.waitForSelector('[data-old] form', { state: 'visible' });
    await visit.press('[data-old] button');
    await visit.see('page_broken.right_address');
  },

  async 'an old bookmark leads to where one begins'(visit) {
    await visit.page.goto(`${visit.demo.patients_url}/login.php?lang=es`);
    await visit.see('missing');
    await visit.press('main a.secondary');
    await visit.see('choose_topic');
  },
};
