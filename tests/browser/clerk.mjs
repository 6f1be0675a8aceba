// Somebody of the staff at the desk, with a keyboard and nothing else; every page is judged.
import { createHmac } from 'node:crypto';
import { judge } from './judge.mjs';

// What an authenticator app shows (RFC 6238), `steps` of half a minute from now.
export function six_digits(base32, steps = 0) {
  const bits = [...base32].map((c) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps));
  const mac = createHmac('sha1', key).update(step).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}

export class Clerk {
  presses = 0;  // of buttons and links, since it was last set
  constructor(page, base, findings) {
    this.page = page;
    this.base = base;
    this.findings = findings;
  }
  async open(path) {
    await this.page.goto(this.base + path);
    await this.look();
  }
  look() { return judge(this.page, this.findings); }
  async tab_to(selector) {
    for (let presses = 0; presses < 90; ++presses) {
      if (await this.page.evaluate((s) => document.activeElement?.matches(s), selector)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not reach ${selector}`);
  }
  async type(selector, text) {
    await this.tab_to(selector);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.insertText(text);
  }
  // The option of a list that begins with this text.
  async pick(selector, text) {
    await this.tab_to(selector);
    await this.page.keyboard.type(text);
  }
  // A button or link that stays on this page: the summary of more.
  async unfold(selector) {
    await this.tab_to(selector);
    this.presses += 1;
    await this.page.keyboard.press('Enter');
  }
  async press(selector) {
    await this.tab_to(selector);
    this.presses += 1;
    await Promise.all([this.page.waitForNavigation(), this.page.keyboard.press('Enter')]);
    await this.look();
  }
  heading() { return this.page.textContent('h1'); }
  text() { return this.page.innerText('main'); }
}
