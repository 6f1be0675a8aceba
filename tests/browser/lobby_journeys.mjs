// The journeys of domain.md section 6 that begin at a kiosk, each as far as its outcome. Each takes a
// Visitor there, and the page of a clerk of its office; kiosk_walks.mjs walks them.
import assert from 'node:assert/strict';
import * as journeys from './journeys.mjs';
import * as lobby from './lobby.mjs';

const new_password = 'seven brown herons nap';

const on_attract = (page) => page.waitForSelector('body[data-attract]');

// Whoever goes back after the end meets the first page, and nothing of the one before.
async function leaves_nothing(visitor, one) {
  const { page } = visitor;
  for (const move of [() => page.goBack(), () => page.goBack(),
    () => page.goto(`${visitor.demo.patients_url}/kiosk/now`)]) {
    await move().catch(() => {});
    await page.waitForLoadState('load');
    const html = await page.content();
    for (const own of [one.last_name, one.user_name, one.record_number])
      assert.ok(!html.includes(own), `${own} is still there`);
  }
  await on_attract(page);
}

async function say_who(visitor, one) {
  await visitor.start();
  await journeys.say_who(visitor, one, 'forgot_password');
}

export const lobby_journeys = {
  async 'J22: the front desk looks at an ID, and the patient chooses a password'(visitor, desk) {
    const one = visitor.demo.patient('no_contact');
    await say_who(visitor, one);
    await visitor.choose('desk');
    await visitor.see('ask_desk');
    const code = (await visitor.page.textContent('.shown strong')).trim();
    await lobby.vouch(desk, visitor.demo, one, code);
    await visitor.reach('button[value=go_on]');
    await visitor.see('desk_vouched');
    await visitor.choose('go_on');
    await visitor.reach('#password');
    await visitor.see('choose_password');
    await visitor.answer({ password: new_password });
    await visitor.reach('.qr');
    await visitor.see('recovered_password');
    const answer = await fetch(visitor.demo.portal_url, { method: 'POST',
      body: new URLSearchParams({ user_name: one.user_name, password: new_password }) });
    assert.deepEqual(await answer.json(), { ok: true, locked: false });
    await visitor.press('.end');
    await on_attract(visitor.page);
    await leaves_nothing(visitor, one);
    return [];
  },

  async 'J24: nobody can be reached: one ticket of this office, a receipt without a name'(visitor) {
    const one = visitor.demo.patient('no_contact');
    await say_who(visitor, one);
    await visitor.choose('help');
    await journeys.leave_number(visitor);
    await visitor.choose('no');
    await visitor.see('handed_over');
    const receipt = await visitor.page.innerText('.receipt');
    assert.match(receipt, /Help number\s+\d{3} \d{4}/);
    for (const own of [one.first_name, one.last_name, one.user_name, one.record_number, '0142'])
      assert.ok(!receipt.includes(own), `${own} is on the receipt`);
    return [{ code: 'no_contact', channel: 'kiosk', location_name: 'Oakmere Main Clinic',
      verified: false }];
  },
};

// Without scripts it is the page itself that asks, after a minute without a sign of life, and
// forgets half a minute later. It lasts as long as that takes.
export async function walk_away(visitor) {
  const one = { last_name: 'Walkaway', user_name: 'Wilhelmina', record_number: 'no number' };
  const asks = () => visitor.page.waitForSelector('form[action="/kiosk/more"]', { timeout: 80000 });
  await visitor.start();
  await visitor.choose('forgot_password');
  await visitor.answer({ first: 'Wilhelmina', last: one.last_name });
  await visitor.see('enter_birth_date');
  await asks();
  await visitor.see('/kiosk-still');
  await visitor.press('form[action="/kiosk/more"] button');
  await visitor.see('enter_birth_date');
  await asks();
  await visitor.page.waitForSelector('body[data-attract]', { timeout: 50000 });
  await leaves_nothing(visitor, one);
  return [];
}
