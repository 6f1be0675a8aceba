// Every journey of web_journeys.mjs in a real browser, with scripts, without, and with the keyboard
// alone, each at a clinic of its own: its outcome, and the tickets that it leaves. Arguments: the
// build directory, and the beginning of the names of the journeys that are wanted. Unless
// LATCHKEY_FULL is set only those that nobody else walks, with scripts and without by turns; then
// each way, every page judged (rulings.md R34).
import assert from 'node:assert/strict';
import { like, make_template, tickets_of, work_off } from './clinic_copies.mjs';
import { Findings, judge, watch } from './judge.mjs';
import { KeyboardVisitor } from './keyboard.mjs';
import { Visitor, open_browser } from './visitor.mjs';
import { compatibility_view, inside_facebook, web_journeys } from './web_journeys.mjs';

const build = process.argv[2] ?? 'build';
const full = Boolean(process.env.LATCHKEY_FULL);
const findings = new Findings();
const template = await make_template(build);
const browser = await open_browser();
const phone = { viewport: { width: 390, height: 844 } };
const user_agent = { J25: compatibility_view, J26: inside_facebook };

// Not by an option of the context: that would go on sending hints which say that it is a Chromium.
async function pretend(page, userAgent) {
  if (!userAgent) return;
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setUserAgentOverride', { userAgent });
}

async function run_once(title, journey, way) {
  const demo = await template.open();
  const context = await browser.newContext({ ...phone, javaScriptEnabled: way !== 'without scripts' });
  const scripted = await browser.newContext(phone);
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15000);
    watch(page, findings);
    await pretend(page, user_agent[title.slice(0, 3)]);
    const Hands = way === 'with the keyboard alone' ? KeyboardVisitor : Visitor;
    const left = await journey(new Hands(page, demo, (seen) =>
      full && judge(seen, findings, way === 'without scripts' ? scripted : null)));
    const tickets = tickets_of(build, demo);
    assert.deepEqual(like(tickets, left), left, 'the tickets at the end');
  } finally {
    await context.close();
    await scripted.close();
    await demo.stop();
  }
}

// The outcomes of the others are those of tables, which talks.mjs and the tests in C++ run.
const only_here = /^J(05|06|07|10|21|25|26)/;
const wanted = ([title]) => (process.argv[3] ? title.startsWith(process.argv[3])
  : full || only_here.test(title));
const ways = ['with scripts', 'without scripts', 'with the keyboard alone'];
const queue = Object.entries(web_journeys).filter(wanted)
  .flatMap(([title, journey], n) => (full ? ways : [ways[n % 2]]).map((way) => ({
    title: `${title}, ${way}`, run: () => run_once(title, journey, way) })));
assert.ok(process.argv[3] ? queue.length : queue.length >= (full ? 33 : 7), 'none was lost');
const failed = await work_off(queue, 2);
for (const one of findings.wrong) console.log(`wrong: ${one}`);
console.log(`${findings.judged.size} pages judged`);
await browser.close();
template.remove();
process.exit(failed || findings.wrong.length ? 1 : 0);
