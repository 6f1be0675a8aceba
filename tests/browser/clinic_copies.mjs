// A demo clinic that is made once and opened as often as wanted, each time as it was at first: made
// anew, each would take seconds. And what its tickets are.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open_demo } from './demo.mjs';

// `prepare` is given the clinic that is made, and its answer is what every copy knows beside it.
export async function make_template(build, prepare = async () => undefined) {
  const made = await open_demo(build);
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-template-'));
  const known = await prepare(made);
  await made.stop_only();
  cpSync(made.folder, folder, { recursive: true });
  rmSync(made.folder, { recursive: true, force: true });
  return {
    known,
    open: () => open_demo(build, folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

// All that there are, the ended ones too, as `latchkey tickets` tells them.
export function tickets_of(build, demo) {
  const told = execFileSync(join(build, 'latchkey'),
    ['tickets', '--demo', demo.folder, '--all', '--json'], { encoding: 'utf8' });
  return JSON.parse(told).tickets;
}

// The tickets, each as far as `named` names it.
export function like(tickets, named) {
  return tickets.map((ticket, n) =>
    Object.fromEntries(Object.keys(named[n] ?? ticket).map((key) => [key, ticket[key]])));
}

// Takes `queue` from its front, `hands` at a time; how many failed. Each has a title and a run().
export async function work_off(queue, hands) {
  let failed = 0;
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const began = Date.now();
      try {
        await next.run();
        console.log(`passed: ${next.title} (${Date.now() - began} ms)`);
      } catch (error) {
        failed += 1;
        console.log(`failed: ${next.title}\n${error.stack}`);
      }
    }
  };
  await Promise.all(Array.from({ length: hands }, worker));
  return failed;
}
