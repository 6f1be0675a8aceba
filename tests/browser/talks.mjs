// The tables of tests/conversations in a real browser: a clinic of its own for each, with and
// without scripts, every page judged, and the tickets at the end. Arguments: the build directory,
// and the beginning of the names of the tables that are wanted. Every second table once (scripts by
// turns), or with LATCHKEY_FULL each with and without (rulings.md R34).
import assert from 'node:assert/strict';
import { make_template, tickets_of, work_off } from './clinic_copies.mjs';
import { Findings, judge, judge_dark, watch } from './judge.mjs';
import { TalkVisitor, run, talks } from './talk_visitor.mjs';
import { open_browser } from './visitor.mjs';

const build = process.argv[2] ?? 'build';
const full = Boolean(process.env.LATCHKEY_FULL);

const findings = new Findings();
const template = await make_template(build);
const browser = await open_browser();
const phone = { ignoreHTTPSErrors: true, viewport: { width: 390, height: 844 } };
const scripted = await browser.newContext(phone);

async function run_once(talk, scripts) {
  const demo = await template.open();
  const context = await browser.newContext({ ...phone, javaScriptEnabled: scripts === 'on' });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15000);
    watch(page, findings);
    await run(talk, new TalkVisitor(page, demo, async (seen) => {
      await judge(seen, findings, scripts === 'on' ? null : scripted);
      if (scripts === 'on') await judge_dark(seen, findings);
    }, talk));
    assert.deepEqual(tickets_of(build, demo).map((one) => one.code), talk.tickets,
      `${talk.file}: tickets at the end`);
  } finally {
    await context.close();
    await demo.stop();
  }
}

// Every second one, for the sake of time; all are run by the engine, the pages and the phone in C++.
const wanted = talks.filter(({ file }, n) =>
  (process.argv[3] ? file.startsWith(process.argv[3]) : full || n % 2 === 0));
const queue = wanted.flatMap((talk, n) => (full ? ['on', 'off'] : [n % 2 ? 'on' : 'off'])
  .map((scripts) => ({ title: `${talk.file}, scripts ${scripts}`,
    run: () => run_once(talk, scripts) })));
const runs = queue.length;
const failed = await work_off(queue, 1);
for (const one of findings.wrong) console.log(`wrong: ${one}`);
console.log(`${runs} runs of ${wanted.length} tables, ${findings.judged.size} pages judged`);
await browser.close();
template.remove();
process.exit(failed || findings.wrong.length ? 1 : 0);
