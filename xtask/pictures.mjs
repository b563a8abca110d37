// Takes a picture of each scene's answer, 1200 by 630, for social previews, feeds and mails, and notes what it says and how
// high the scene stands.
// `cargo xtask pictures` runs this over the release page; what it makes is committed, because a build has no browser.
import { createServer } from 'node:http';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { WIDTHS } from '../public/snippets.js';
import { chromium } from '../tests/browser/node_modules/playwright-core/index.mjs';

const DIST = new URL('../dist/', import.meta.url);
const TO = new URL('../public/pictures/', import.meta.url);
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.wasm': 'application/wasm' };
/** What previews ask for, in pixels. */
const [WIDTH, HEIGHT] = [1200, 630];
/** How wide a scene may be laid out, in CSS pixels: the narrower, the larger its letters. */
const [NARROWEST, WIDEST] = [600, 900];
/** On paper a scene shows its answer, and nothing that can be pressed; here it stands in the middle. */
const STYLE = 'body { display: grid; align-content: center; padding: 1rem; min-block-size: 100vh } .origin { font-size: 0.875rem } .origin span + span { display: none }';
/** In columns so wide, in CSS pixels, it is measured how high a scene's page stands. */
const COLUMNS = WIDTHS.map(([, , typical]) => typical);

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const content = await readFile(new URL(`.${pathname}`, DIST)).catch(() => null);
  response.writeHead(content ? 200 : 404, { 'Content-Type': TYPES[extname(pathname)] ?? 'application/octet-stream' });
  response.end(content);
});
await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
const home = `http://127.0.0.1:${server.address().port}/`;

// Chromium's sandbox cannot start as root. The headless shell would fit letters to whole pixels, as no reader's browser does.
const args = ['--disable-gpu', '--font-render-hinting=none', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH, args });

/** Opens a scene's page, and waits until it is alive. */
async function open(file, options) {
  const page = await browser.newPage(options);
  await page.goto(`${home}embed/${file}`);
  await page.locator('figure[data-state="live"]').waitFor();
  await page.evaluate(() => document.fonts.ready.then(() => true));
  return page;
}

/** The answer as large as it has room, and what it says. */
async function answer(file) {
  for (let width = NARROWEST; width <= WIDEST; width += 40) { // Of these the height is a whole number too.
    const size = { width, height: width * HEIGHT / WIDTH };
    const page = await open(file, { viewport: size, deviceScaleFactor: WIDTH / width, bypassCSP: true });
    await page.addStyleTag({ content: STYLE });
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    const shows = await page.locator('.scene-said').innerText();
    const fits = await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight);
    const picture = fits && await page.screenshot({ clip: { x: 0, y: 0, ...size } });
    await page.close();
    if (picture) return { picture, shows };
  }
  throw new Error(`${file} has no room in a picture`);
}

/** How high its page stands in a frame of each of the columns. */
async function heights(file) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  await page.route(`${home}post`, (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html><iframe src="embed/${file}"></iframe>` }));
  await page.goto(`${home}post`);
  await page.frameLocator('iframe').locator('figure[data-state="live"]').waitFor();
  const measured = await page.locator('iframe').evaluate(async (frame, columns) => {
    await frame.contentDocument.fonts.ready;
    return columns.map((width) => {
      frame.style.inlineSize = `${width}px`;
      return Math.ceil(frame.contentDocument.body.getBoundingClientRect().height);
    });
  }, COLUMNS);
  await page.close();
  return measured;
}

try {
  await mkdir(TO, { recursive: true });
  const list = {};
  for (const file of (await readdir(new URL('embed/', DIST))).filter((file) => file.endsWith('.html')).sort()) {
    if (!(await readFile(new URL(`embed/${file}`, DIST), 'utf8')).includes('class="scene"')) continue;
    const name = file.replace('.html', '');
    const { picture, shows } = await answer(file);
    await writeFile(new URL(`${name}.png`, TO), picture);
    list[name] = { shows, heights: await heights(file) };
    console.log(`${name}: ${Math.ceil(picture.length / 1000)} KB, ${list[name].heights.join(', ')} px high`);
  }
  await writeFile(new URL('pictures.json', TO), `${JSON.stringify(list, null, 2)}\n`);
} finally {
  await browser.close();
  server.close();
}
