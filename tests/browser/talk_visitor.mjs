// The tables of tests/conversations as somebody at a browser lives through them: who of the demo's
// people they are, and what they do for each line. On the page: talks.mjs; at a kiosk:
// kiosk_walks.mjs.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { code_sent, last_sent } from './demo.mjs';
import { birth } from './journeys.mjs';
import { Visitor, mirrored } from './visitor.mjs';

// Who of the demo stands for whom of the tests' people.
const kinds = { maria: 'plain', landless: 'no_contact', switched_off: 'deactivated', twin: 'twins',
  teenager: 'teenager', two_step: 'two_step', proxy: 'proxy', deceased: 'deceased',
  newcomer: 'no_account' };
const strangers = { stranger: { first_name: 'Nemo', last_name: 'Outlander',
  birth_date: '1977-07-04', zip: '02999', phone: '', email: '' } };
// What only a test inside the program can do: an account that goes away, an account system that is
// lost, a code that lies at home, a minute that passes.
const inside_only = /^(accounts |saved right|choose resend|proof call|code heard|choose send_copy)/;

function read_talk(file) {
  const talk = { file, language: 'en', tickets: [], lines: [] };
  for (const raw of readFileSync(join('tests/conversations', file), 'utf8').split('\n')) {
    const text = raw.replace(/#.*/, '').trim();
    const head = /^(who|on|language|tickets): *(.*)$/.exec(text);
    if (head) talk[head[1]] = head[1] === 'tickets' ? head[2].split(/\s+/) : head[2];
    const line = /^(\S+)\s*(.*?)\s*=>\s*(\S+)\s*(\S*)$/.exec(text);
    if (line) {
      const [, verb, argument, step, notice] = line;
      talk.lines.push({ verb, argument, step, notice });
    }
  }
  return talk;
}

const all = readdirSync('tests/conversations').filter((file) => file.endsWith('.talk')).sort()
  .map(read_talk).filter(({ on }) => on.split(/\s+/).includes('web'));
export const talks = all.filter(({ who, lines }) => (kinds[who] || strangers[who]) &&
  !lines.some(({ verb, argument }) => inside_only.test(`${verb} ${argument}`)));
assert.ok(talks.length >= 40, `only ${talks.length} of ${all.length} tables run in a browser`);

const notices = new Map(['en', 'es'].map((language) => [language, new Map(
  [...readFileSync(`content/${language}/notices.toml`, 'utf8')
    .matchAll(/^\[(\w+)\]\npage = "(.*)"$/gm)].map(([, name, text]) => [name, text]))]));

export class TalkVisitor extends Visitor {
  constructor(page, demo, see, talk) {
    super(page, demo, see);
    this.talk = talk;
    this.whom = strangers[talk.who] ?? demo.patient(kinds[talk.who]);
    this.kind = 'text';
    this.since = -1;
  }
  async act({ verb, argument }) {
    if (['text', 'mail'].includes(argument)) {
      this.kind = argument;
      this.since = await last_sent(this.demo);
    }
    await this[verb](argument);
    // Past pages that wait.
    await this.reach('body:not(:has(main > form button[value=look]))');
  }
  topic(option) { return this.choose(option); }
  proof(option) { return this.choose(option); }
  other() { return this.press('button[value=other]'); }
  async person(argument) { assert.equal(argument, ''); await this.press('button[value=person]'); }
  number(text) { return this.answer({ text }); }
  office() { return this.pick('option', '1'); }
  password(which) {
    return this.answer({ password: which === 'good' ? 'seven green herons nap 81' : 'too short' });
  }
  saved() { return this.answer({ code: 'ZZZZ ZZZZ ZZZZ ZZZZ' }); }
  registration(which) {
    const { month, day, year } = birth(this.whom);
    return this.answer({ month, day, year: which === 'wrong_date' ? '1967' : year,
      code: which === 'unknown' ? 'ZZZZ-ZZZZ-ZZZZ-ZZZZ' : this.whom.registration_code });
  }
  async code(which) {
    const known = this.kind === 'mail' ? this.whom.email : this.whom.phone;
    const to_somebody = !['stranger', 'landless', 'twin', 'deceased'].includes(this.talk.who);
    const right = to_somebody ? await code_sent(this.demo, known, this.since)
      : this.kind === 'mail' ? '12345678' : '123456';
    const wrong = right.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
    await this.answer({ code: which === 'right' ? right : wrong });
  }
  async identify(how) {
    const detail = { by_phone: ['phone', this.whom.phone], by_email: ['email', this.whom.email],
      by_record: ['record_number', ` ${this.whom.record_number?.toLowerCase()} `],
      untidy_zip: ['zip', `${this.whom.zip}-1234`], wrong_zip: ['zip', '99999'],
    }[how] ?? ['zip', this.whom.zip];
    for (let asked = 0; asked < 5; ++asked) {
      if (await this.page.$('#first'))
        await this.answer({ first: this.whom.first_name, last: this.whom.last_name });
      else if (await this.page.$('#month')) await this.answer(birth(this.whom));
      else if (await this.page.$('button[value=record_number]')) await this.choose(detail[0]);
      else if (await this.page.$('#text')) await this.answer({ text: detail[1] });
      else return;
      await this.see_(this.page, 'identify');
    }
  }
  // The tables' clock says that offices are closed; a demo's says what it is. It once failed on Mondays.
  async see(step) {
    const by_hour = step === 'hours_closed' && await this.is_at('hours_open') ? 'hours_open' : step;
    return super.see(by_hour);
  }
  must_say(notice) { return must_say(this.page, notice); }
}

// The page says this notice, in the language that it says it speaks.
export async function must_say(page, notice) {
  const language = await page.getAttribute('html', 'lang');
  const said = await page.$eval('#problem, p.notice[role=status]', (n) => n.textContent);
  if (language === mirrored) return;  // its words are made by a rule, not written in content/
  const text = notices.get(language).get(notice);
  assert.ok(text, `content has no notice ${notice}`);
  const pattern = text.split(/\{(?:[^{}]|\{[^}]*\})*\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+');
  assert.match(said.trim(), new RegExp(`^${pattern}$`), notice);
}

const first_of = { identify: 'enter_name' };
export async function run(talk, visitor) {
  await visitor.start(talk.language);
  for (const [at, line] of talk.lines.entries()) {
    const place = `${talk.file}, line ${at + 1}: ${line.verb} ${line.argument}`;
    try {
      await visitor.act({ verb: line.verb, argument: line.argument });
      await visitor.see(first_of[line.step] ?? line.step.replace(/^guidance\./, ''));
      if (line.notice) await visitor.must_say(line.notice);
    } catch (error) {
      throw new Error(`${place}\n${error.message}`, { cause: error });
    }
  }
}
