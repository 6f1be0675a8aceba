// Somebody at a kiosk who lives through a table of tests/conversations; and a clinic whose lobby has
// a kiosk, of which copies are opened.
import { make_template } from './clinic_copies.mjs';
import * as lobby from './lobby.mjs';
import { TalkVisitor } from './talk_visitor.mjs';

// `known` of the template: what the kiosk's browser keeps, which is the device's credential, and what
// the clerk's does, who is signed in. A number would be good for one signing-in in half a minute.
export const make_lobby = (build, browser) => make_template(build, async (demo) => {
  const desk = await lobby.staff_at_desk(browser, demo, 'front.oakmere');
  const context = await browser.newContext({ viewport: lobby.portrait });
  await lobby.pair(await context.newPage(), demo, await lobby.add_kiosk(desk, demo));
  const kept = { kiosk: await context.storageState(), clerk: await desk.context().storageState() };
  await context.close();
  await desk.context().close();
  return kept;
});

// A kiosk stands in an office: whoever is promised a call is not asked which.
export function at_kiosk(talk) {
  const asks = (line) => line?.step === 'help_office';
  const lines = talk.lines.flatMap((line, n) => {
    if (asks(talk.lines[n - 1])) return [];
    if (!asks(line)) return [line];
    const { step, notice } = talk.lines[n + 1];
    return [{ ...line, step, notice }];
  });
  return { ...talk, lines };
}

export class KioskVisitor extends TalkVisitor {
  async start(language = 'en') {
    await this.page.goto(`${this.demo.patients_url}/kiosk`);
    await this.press(`main button[lang="${language}"]`);
  }
  // Offices are touched there, not picked from a list that opens.
  office() { return this.press('button[name=option][value="1"]'); }
}
