// What a demo costs a post that it stands in, in Chromium with the release build in dist/.
//
//   npm ci --prefix tests/bench && cargo xtask build && node tests/bench/embeds.mjs [--times N] [NAME …]
//
// Each scene's own page stands in a frame of a post, from the post's own site and from another; of labs, those that are
// named. The line is that of a phone (1.6 Mbit/s, 150 ms to and fro), and the processor four times slower. `ready` is how
// long after the post was asked for the demo runs; `blocked` is how long the post's own thread was held up until half a
// second later, of each task what is over 50 ms; `moved` is the post's layout shift. Medians, with nothing in the cache.
// CHROMIUM=/path/to/it says which browser. Everything comes from servers on 127.0.0.1 that end with this script.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { TYPES, browser, root } from './browser.mjs';

const BITS_PER_MS = 1_600;
const LATENCY_MS = 150;
const PIECE = 2_000;
const SLOWER = 4;
const MOST = { weight: 180_000, requests: 8, elements: 500, ready: 3_000, blocked: 100, moved: 0 };

const { values: options, positionals: labs } = parseArgs({ options: { times: { type: 'string', default: '3' } }, allowPositionals: true });
const folder = join(root, 'dist/embed');
const isScene = (file) => readFileSync(join(folder, file), 'utf8').includes('class="scene"');
const scenes = readdirSync(folder).filter((file) => file.endsWith('.html') && isScene(file)).map((file) => file.replace('.html', ''));

/** A line as thin as a phone's: what comes over it comes in turn. */
let free = 0;
async function over(response, content) {
  await wait(LATENCY_MS);
  for (let at = 0; at < content.length; at += PIECE) {
    const piece = content.subarray(at, at + PIECE);
    free = Math.max(free, performance.now()) + piece.length * 8 / BITS_PER_MS;
    await wait(Math.max(0, free - performance.now()));
    response.write(piece);
  }
  response.end();
}

const packed = new Map();
function pack(file) {
  if (!packed.has(file)) {
    const content = readFileSync(file);
    packed.set(file, extname(file) === '.woff2' ? content : brotliCompressSync(content));
  }
  return packed.get(file);
}

let loaded = [];
const post = (address) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>A post</title>
<script>
  const seen = { ready: 0, blocked: 0, moved: 0 };
  addEventListener('message', ({ data }) => { if (data.type === 'ready') console.info(seen.ready = performance.now()); });
  new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) seen.blocked += duration - 50; }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => { for (const { value } of list.getEntries()) seen.moved += value; }).observe({ type: 'layout-shift', buffered: true });
</script>
<h1>A post</h1><iframe src="${address}" width="700" height="900" style="border: 0"></iframe><p>After it.</p></html>`;
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://127.0.0.1');
  if (pathname === '/post') return response.setHeader('Content-Type', 'text/html').end(post(searchParams.get('frame')));
  const file = join(root, 'dist', normalize(pathname));
  if (!existsSync(file)) return response.writeHead(404).end();
  const content = pack(file);
  loaded.push(content.length);
  response.writeHead(200, { 'Content-Type': TYPES[extname(file)], ...(extname(file) !== '.woff2' && { 'Content-Encoding': 'br' }) });
  over(response, content);
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const { port } = server.address();

const chromium = await browser(['--site-per-process']);
const slow = async (context, of) => (await context.newCDPSession(of)).send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
async function embedded(name, host) {
  const context = await chromium.newContext({ viewport: { width: 800, height: 1000 } });
  const page = await context.newPage();
  await slow(context, page);
  // A frame of another site has a process, and so a processor, of its own.
  page.on('framenavigated', (frame) => { if (frame.url().includes(`//${host}:`)) slow(context, frame).catch(() => {}); });
  loaded = [];
  // The post says when it is so: to ask it again and again would hold it up.
  const ready = page.waitForEvent('console', (message) => message.type() === 'info');
  await page.goto(`http://localhost:${port}/post?frame=${encodeURIComponent(`http://${host}:${port}/embed/${name}.html`)}`, { waitUntil: 'commit' });
  await ready;
  await wait(500);
  const elements = await page.frames()[1].evaluate(() => document.querySelectorAll('*').length);
  const told = await page.evaluate(() => seen);
  await context.close();
  return { weight: loaded.reduce((sum, bytes) => sum + bytes, 0), requests: loaded.length, elements, ...told };
}

try {
  const columns = Object.keys(MOST);
  console.log(`Chromium ${chromium.version()}, median of ${options.times}\n${' '.repeat(34)}${columns.map((name) => name.padStart(10)).join('')}`);
  console.log(`${'allowed for a scene'.padEnd(34)}${columns.map((name) => String(MOST[name]).padStart(10)).join('')}`);
  for (const name of [...scenes, ...labs]) {
    for (const [from, host] of [['the same site', 'localhost'], ['another site', '127.0.0.1']]) {
      const all = [];
      for (let turn = 0; turn < Number(options.times); turn++) all.push(await embedded(name, host));
      const median = (column) => all.map((one) => one[column]).toSorted((a, b) => a - b)[all.length >> 1];
      const cell = (column) => median(column).toFixed(column === 'moved' ? 3 : 0).padStart(10);
      console.log(`${`${name}, ${from}`.padEnd(34)}${columns.map(cell).join('')}`);
    }
  }
} finally {
  await chromium.close();
  server.close();
}
