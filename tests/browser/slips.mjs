// Slips of the hand, on a page or at a kiosk: each is told, next to its box, and costs nothing that
// a person would miss. Each takes a Visitor, and begins where its start() leads.
import assert from 'node:assert/strict';
import { pause } from './demo.mjs';
import { birth } from './journeys.mjs';
import { must_say } from './talk_visitor.mjs';

const nobody = { first_name: 'Nobody', last_name: 'Mistyped', birth_date: '1971-03-04',
  zip: '99997' };
const text_code_life = 10 * 60 * 1000;

// The box that is wrong says so, and what was typed there stays.
async function told(visitor, step, notice, typed) {
  await visitor.see(`${step}-${notice}`);
  await must_say(visitor.page, notice);
  if (!typed) return;
  assert.equal(await visitor.page.getAttribute('#text', 'aria-invalid'), 'true', notice);
  assert.equal(await visitor.page.inputValue('#text'), typed, notice);
}

async function to_details(visitor) {
  await visitor.start();
  await visitor.choose('forgot_password');
  await visitor.answer({ first: nobody.first_name, last: nobody.last_name });
  await visitor.answer(birth(nobody));
}

async function to_code(visitor) {
  await to_details(visitor);
  await visitor.choose('zip');
  await visitor.answer({ text: nobody.zip });
  await visitor.choose('text');
  await visitor.see('enter_code');
}

export async function details_mistyped(visitor) {
  for (const [detail, typed, notice] of [['phone', '555', 'bad_phone'],
    ['email', 'nobody at home', 'bad_email'], ['record_number', 'none', 'bad_record_number']]) {
    await to_details(visitor);
    await visitor.choose(detail);
    await visitor.answer({ text: typed });
    await told(visitor, `enter_${detail}`, notice, typed);
  }
}

export async function too_many_codes(visitor) {
  await to_code(visitor);
  for (const code of ['123456', '234567', '345678', '456789']) {
    await visitor.answer({ code });
    await told(visitor, 'enter_code', 'wrong_code');
  }
  await visitor.answer({ code: '567890' });
  await told(visitor, 'offer_help', 'no_more_codes');
}

// Somebody who waits with a code until it is too old, and gives a sign of life all the time.
export async function code_too_old(visitor) {
  await to_code(visitor);
  const end = Date.now() + text_code_life;
  for (; Date.now() < end; await pause(10000)) await visitor.page.keyboard.press('Shift');
  await visitor.answer({ code: '123456' });
  await told(visitor, 'enter_code', 'code_expired');
}
