// A kiosk in a lobby, from the first touch to the tickets at the end: its own journeys with scripts
// and without, slips of the hand, and the tables of tests/conversations, in their own language and
// from right to left. Each page is judged as a kiosk's, heard, and seen with larger text, more
// contrast and dark. Arguments: the build directory, and the beginning of the titles that are wanted.
// A sample unless LATCHKEY_FULL is set (rulings.md R34).
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judge_at_kiosk, judge_looks, judge_speech, listen, meant } from './at_kiosk.mjs';
import { like, tickets_of, work_off } from './clinic_copies.mjs';
import { Findings, judge, watch } from './judge.mjs';
import { KioskVisitor, at_kiosk, make_lobby } from './kiosk_visitor.mjs';
import { portrait } from './lobby.mjs';
import { lobby_journeys, walk_away } from './lobby_journeys.mjs';
import { shown_reversed } from './reading_order.mjs';
import { code_too_old, details_mistyped, too_many_codes } from './slips.mjs';
import { run, talks } from './talk_visitor.mjs';
import { mirrored, open_browser } from './visitor.mjs';

const build = process.argv[2] ?? 'build';
const full = Boolean(process.env.LATCHKEY_FULL);
const folder = mkdtempSync(join(tmpdir(), 'latchkey-content-'));
process.env.LATCHKEY_CONTENT = join(folder, 'content');
execFileSync(join(build, 'latchkey_mirrored_content'), [process.env.LATCHKEY_CONTENT]);

const findings = new Findings();
const browser = await open_browser();
const template = await make_lobby(build, browser);

async function see(page, name, language) {
  assert.equal(await page.getAttribute('html', 'lang'), language);
  assert.equal(await page.getAttribute('html', 'dir'), language === mirrored ? 'rtl' : 'ltr');
  await judge_at_kiosk(page, `${language} ${name}`, findings, { speech: true, looks: full });
  for (const one of await shown_reversed(page))
    findings.add(`${language} ${name}: "${one}" is shown reversed`);
}

async function in_lobby(scripts, act) {
  const demo = await template.open();
  const { kiosk: storageState, clerk } = template.known;
  const context = await browser.newContext({ viewport: portrait, storageState,
    javaScriptEnabled: scripts === 'on' });
  const desk = await browser.newContext({ storageState: clerk });
  try {
    await listen(context);
    const page = await context.newPage();
    page.setDefaultTimeout(15000);
    watch(page, findings);
    const tickets = await act(page, demo, desk);
    assert.deepEqual(like(tickets_of(build, demo), tickets), tickets, 'the tickets at the end');
  } finally {
    await context.close();
    await desk.close();
    await demo.stop();
  }
}

const walk = (talk, language) => in_lobby('on', async (page, demo) => {
  const spoken = { ...at_kiosk(talk), language };
  await run(spoken, new KioskVisitor(page, demo, (seen, name) => see(seen, name, language), spoken));
  return talk.tickets.map((code) => ({ code }));
});

// What it looks like without scripts is judged in a page that has them, in place of the judges.
const journey = (act, scripts) => in_lobby(scripts, async (page, demo, desk) => {
  const scripted = await browser.newContext({ viewport: portrait });
  const look = (seen, name) => (scripts === 'on' ? see(seen, name, 'en')
    : judge_unscripted(seen, scripted));
  const left = await act(new KioskVisitor(page, demo, look, { who: 'stranger' }),
    await desk.newPage());
  await scripted.close();
  return left ?? [];
});

async function judge_unscripted(page, scripted) {
  const found = new Findings();
  found.judged = unscripted;
  await judge(page, found, scripted);
  for (const one of found.wrong) if (!meant.test(one)) findings.add(`without scripts: ${one}`);
}
const unscripted = new Set();

async function the_judges_find_what_is_planted() {
  await in_lobby('on', async (page, demo) => {
    await page.goto(`${demo.patients_url}/kiosk`);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('#late { color: #ddd } .large #late { width: 1300px }');
      document.adoptedStyleSheets = [sheet];
      const late = Object.assign(document.createElement('p'), { id: 'late', lang: 'es' });
      late.textContent = 'tarde';
      document.querySelector('footer').after(late);
    });
    const planted = new Findings();
    await judge_speech(page, 'planted', planted);
    await judge_looks(page, 'planted', planted);
    for (const one of ['planted: not said: es: tarde', 'px wide at 1080',
      'planted large, light: axe color-contrast'])
      assert.ok(planted.wrong.some((wrong) => wrong.includes(one)),
        `${one} is not found in\n${planted.wrong.join('\n')}`);
    return [];
  });
}

const both = ['on', 'off'];
const of_journeys = Object.entries(lobby_journeys).flatMap(([title, act]) =>
  (full ? both : ['off']).map((scripts) =>
    ({ title: `${title}, scripts ${scripts}`, run: () => journey(act, scripts) })));
const of_slips = (full ? [details_mistyped, too_many_codes] : [details_mistyped])
  .map((act) => ({ title: act.name, run: () => journey(act, 'on') }));
// Every table of the page makes sense at a kiosk, where alone nobody is asked for an office. Those of
// the phone alone (silence, wrong keys) do not, nor those that only a test in the program can run.
const of_talks = talks.flatMap((talk) => (full ? [talk.language, mirrored] : [mirrored])
  .filter(() => full || talk.file.startsWith('07'))
  .map((language) => ({ title: `${talk.file}, ${language}`, run: () => walk(talk, language) })));
const wanted = ({ title }) => title.startsWith(process.argv[3] ?? '');
// What waits for real minutes waits beside the others.
const slow = [{ title: 'code_too_old', run: () => journey(code_too_old, 'on') },
  { title: 'J23: somebody who walks away is asked and forgotten, scripts off',
    run: () => journey(walk_away, 'off') }].filter(() => full);
const quick = [{ title: 'the judges find what is planted', run: the_judges_find_what_is_planted },
  ...of_journeys, ...of_slips, ...of_talks].filter(wanted);
assert.ok(!full || of_talks.length >= 80, 'no table was lost');
assert.ok(quick.length + slow.filter(wanted).length, 'there is such a walk');
const failed = (await Promise.all([work_off(quick, 2), work_off(slow.filter(wanted), 2)]))
  .reduce((sum, one) => sum + one);
for (const one of findings.wrong) console.log(`wrong: ${one}`);
console.log(`${findings.judged.size + unscripted.size} kiosk pages judged`);
await browser.close();
template.remove();
rmSync(folder, { recursive: true, force: true });
process.exit(failed || findings.wrong.length ? 1 : 0);
