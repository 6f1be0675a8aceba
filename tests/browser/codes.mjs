// First sign-ins and saved codes in a real browser: part of check.mjs.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as journeys from './journeys.mjs';

// As an office that has seen the patient has it given out.
export function registration_code(build, demo, person) {
  const said = execFileSync(join(build, 'latchkey'), ['registration', 'issue', '--demo', demo.folder,
    '--record-number', person.record_number, '--seen', 'in_person', '--json']);
  return JSON.parse(said).code;
}

export const code_tests = (build, demo, portal) => ({
  async 'a first sign-in with a code, a saved code for next time, and both work'(visit) {
    const one = demo.patients.find((each) => each.code_state === 'good');
    await journeys.first_sign_in(visit, one, one.registration_code, 'four green herons nap');
    const saved = await journeys.make_saved_code(visit);
    assert.match(saved, /^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
    await visit.page.emulateMedia({ media: 'print' });
    assert.ok(await visit.page.isVisible('.shown strong'), 'the code is printed');
    for (const unprinted of ['button[value=done]', '[data-print]', '.languages'])
      assert.ok(!(await visit.page.isVisible(unprinted)), `${unprinted} is not printed`);
    await visit.page.emulateMedia({ media: 'screen' });
    await visit.choose('done');
    await visit.see('recovered_first');
    await portal(visit, one.user_name, 'four green herons nap');
    await journeys.use_saved_code(visit, one, saved);
    assert.notEqual(await visit.page.textContent('.shown strong'), saved);
  },

  async 'a first sign-in in Spanish and without scripts; nothing offers to print by a script'(visit) {
    const one = demo.patients.find((each) => each.code_state === 'expired');
    const code = registration_code(build, demo, one);
    await journeys.first_sign_in(visit, one, code, 'siete garzas verdes duermen', 'es');
    const saved = await journeys.make_saved_code(visit);
    assert.ok(!(await visit.page.isVisible('[data-print]')), 'a button without a script is no button');
    await visit.choose('done');
    await journeys.use_saved_code(visit, one, saved, 'es');
  },

  async 'a used code, without any cookie: the way without it'(visit) {
    const one = demo.patients.find((each) => each.code_state === 'used');
    await visit.start();
    await visit.choose('first_sign_in');
    await visit.choose('with_code');
    await visit.answer({ code: one.registration_code, ...journeys.birth(one) });
    await visit.reach('.problem');
    await visit.see('enter_registration-wrong');
    await visit.press('button[value=other]');
    await visit.see('enter_name');
  },
});
