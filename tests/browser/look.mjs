// Photographs every page that patients meet, on their own devices and at a kiosk: index.html and
// sheet-1.png and so on in the folder show them side by side.
// Arguments: the build directory, the folder for the pictures, and the tours that are wanted.
import { Album } from './album.mjs';
import { own_device } from './look_own_device.mjs';
import { at_kiosk } from './look_kiosk.mjs';
import { open_browser } from './visitor.mjs';

const [build = 'build', folder = 'look', ...wanted] = process.argv.slice(2);
const album = new Album(folder);
const browser = await open_browser();

const tours = {
  en: () => own_device(album, browser, build, 'en'),
  es: () => own_device(album, browser, build, 'es'),
  'kiosk-en': () => at_kiosk(album, browser, build, 'en'),
  'kiosk-es': () => at_kiosk(album, browser, build, 'es'),
};
for (const [name, tour] of Object.entries(tours))
  if (!wanted.length || wanted.includes(name)) await tour();

const { pages, pictures, sheets } = await album.bind(browser);
console.log(`${pages} pages, ${pictures} pictures in ${folder}/; index.html and ${sheets} sheets show them`);
await browser.close();
process.exit(0);
