// Pictures of pages, as wide, large, dark or printed as people have them, and sheets that show them
// side by side: for people who look, not for a test that compares.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const heads = `<!DOCTYPE html><meta charset="utf-8"><title>Every page</title><style>
body{font:14px sans-serif;margin:16px}section{display:flex;gap:12px;align-items:start}
img{border:1px solid #888;zoom:.5}figure{margin:0 0 16px}</style>`;
const pages_on_a_sheet = 4;

// What a reader's own device asks for.
const as_usual = { media: 'screen', colorScheme: 'light', contrast: 'no-preference' };
const looks = {
  dark: { colorScheme: 'dark' },
  'more contrast': { contrast: 'more' },
  'dark, more contrast': { colorScheme: 'dark', contrast: 'more' },
};
// Letter paper between its margins, in CSS pixels.
const paper = { width: 720, height: 960 };

export class Album {
  constructor(folder) {
    this.folder = resolve(folder);
    this.pictures = [];
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true });
  }

  async take(page, name, variant) {
    const file = `${name}-${variant}.png`.replaceAll('/', '').replaceAll(/[ ,]+/g, '-');
    await page.screenshot({ path: join(this.folder, file), fullPage: true });
    this.pictures.push({ name, variant, file });
  }

  // A page of a patient's own device, or of the desk.
  async photograph(page, name) {
    for (const width of [320, 768, 1280]) {
      await page.setViewportSize({ width, height: 700 });
      await this.take(page, name, String(width));
    }
    await page.setViewportSize({ width: 1080, height: 1920 });
    await this.take(page, name, 'portrait');
    await page.setViewportSize({ width: 390, height: 700 });
    await larger(page, '225%');
    await this.take(page, name, 'text 200 %');
    await larger(page, '');
    for (const [variant, look] of Object.entries(looks)) {
      await page.emulateMedia({ ...as_usual, ...look });
      await this.take(page, name, variant);
    }
    await page.emulateMedia(as_usual);
  }

  async print(page, name) {
    await page.setViewportSize(paper);
    await page.emulateMedia({ ...as_usual, media: 'print' });
    await this.take(page, name, 'print');
    await page.emulateMedia(as_usual);
  }

  // A screen of a kiosk, at the kiosk's own size, as it is and as its own buttons make it.
  async photograph_kiosk(page, name) {
    await this.take(page, name, 'kiosk');
    for (const look of ['large', 'contrast']) {
      const turn = () => page.$eval(`[data-look=${look}]`, (button) => button.click());
      await turn();
      await this.take(page, name, look);
      await turn();
    }
  }

  // The same paper as everybody's: what a kiosk prints is no wider than a receipt.
  async print_kiosk(page, name) {
    const before = page.viewportSize();
    await this.print(page, name);
    await page.setViewportSize(before);
  }

  rows(names) {
    return names.map((name) => `<h2>${name}</h2><section>${this.pictures
      .filter((one) => one.name === name)
      .map(({ file, variant }) => `<figure><a href="${encodeURI(file)}"><img src="${encodeURI(file)
      }" alt=""></a><figcaption>${variant}</figcaption></figure>`).join('\n')}</section>`).join('\n');
  }

  // index.html shows them all, sheet-1.png and so on a few pages each: no picture can be higher.
  async bind(browser) {
    const names = [...new Set(this.pictures.map((one) => one.name))];
    writeFileSync(join(this.folder, 'index.html'), `${heads}\n${this.rows(names)}`);
    const page = await (await browser.newContext({ viewport: { width: 3000, height: 900 } })).newPage();
    const file = join(this.folder, 'sheet.html');
    let sheets = 0;
    for (let first = 0; first < names.length; first += pages_on_a_sheet) {
      writeFileSync(file, `${heads}\n${this.rows(names.slice(first, first + pages_on_a_sheet))}`);
      await page.goto(pathToFileURL(file).href);
      await page.screenshot({ path: join(this.folder, `sheet-${++sheets}.png`), fullPage: true });
    }
    rmSync(file, { force: true });
    await page.context().close();
    return { pages: names.length, pictures: this.pictures.length, sheets };
  }
}

const larger = (page, size) => page.evaluate((value) => {
  document.documentElement.style.fontSize = value;
}, size);
