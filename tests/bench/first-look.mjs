// How soon the article is seen, on a phone with a slow line: Lighthouse's largest contentful paint, with the release
// build in dist/, beside the same page without its scripts; and Lighthouse's score of it and of a scene's own page.
//
//   npm ci --prefix tests/bench && cargo xtask build && node tests/bench/first-look.mjs [--times N] [--applied]
//
// It is Lighthouse as it comes, for a mobile: a line of 1.6 Mbit/s with 150 ms to and fro, and a processor four times
// slower, both simulated from what the page did unhindered. With --applied the browser is in fact held back so.
// The server compresses as a host does. The ratio may be 1.3 at most; above, the script fails. CHROMIUM=/path/to/it
// says which browser. Everything comes from a server on 127.0.0.1 that ends with this script.

import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import lighthouse from 'lighthouse';
import { browser, root, serve } from './browser.mjs';

const ALLOWED = 1.3;
const AUDITS = { 'first-contentful-paint': 's', 'largest-contentful-paint': 's', 'total-blocking-time': 'ms', 'cumulative-layout-shift': '', score: 'of 100' };

const { values: options } = parseArgs({ options: { times: { type: 'string', default: '3' }, applied: { type: 'boolean', default: false } } });

/** A port that is free now. */
async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/** The page, and nothing in it that runs or that only a script would take. */
function withoutScripts(page) {
  const bare = page.replace(/<template\b.*?<\/template>/gs, '').replace(/<script\b.*?<\/script>/gs, '');
  if (/<script|\.wasm/.test(bare)) throw new Error('the page without scripts still has one');
  return bare;
}

const folder = mkdtempSync(join(tmpdir(), 'first-look-'));
const bare = join(folder, 'bare.html');
writeFileSync(bare, withoutScripts(readFileSync(join(root, 'dist/index.html'), 'utf8')));
const server = await serve((path) => path === '/bare.html' ? bare : join(root, 'dist', path === '/' ? 'index.html' : path), { compressed: true });
const port = await freePort();
const chromium = await browser([`--remote-debugging-port=${port}`]);
const pages = { 'the article': '', 'without scripts': 'bare.html', 'a scene': 'embed/leak.html' };
const seen = Object.fromEntries(Object.keys(pages).map((name) => [name, []]));
try {
  // The first turn warms up browser and server, and does not count.
  for (let turn = 0; turn <= Number(options.times); turn++) {
    for (const [name, path] of Object.entries(pages)) {
      const { lhr } = await lighthouse(`http://127.0.0.1:${server.address().port}/${path}`, {
        port, logLevel: 'error', onlyCategories: ['performance'], throttlingMethod: options.applied ? 'devtools' : 'simulate',
      });
      if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
      if (turn > 0) seen[name].push({ ...lhr.audits, score: { numericValue: lhr.categories.performance.score * 100 } });
    }
  }
} finally {
  await chromium.close();
  server.close();
  rmSync(folder, { recursive: true });
}

const values = (name, audit) => seen[name].map((audits) => audits[audit].numericValue).toSorted((a, b) => a - b);
const median = (sorted) => sorted[sorted.length >> 1];
const shown = (value, unit) => unit === 's' ? `${(value / 1000).toFixed(2)} s` : unit === 'ms' ? `${Math.round(value)} ms` : unit === 'of 100' ? value.toFixed(0) : value.toFixed(3);

console.log(`Chromium ${chromium.version()}, ${options.applied ? 'applied' : 'simulated'}: median of ${options.times} (least to most)\n`);
for (const [audit, unit] of Object.entries(AUDITS)) {
  const cells = Object.keys(pages).map((name) => {
    const all = values(name, audit);
    return `${name} ${shown(median(all), unit)} (${shown(all[0], unit)} to ${shown(all.at(-1), unit)})`;
  });
  console.log(audit.padEnd(26), cells.join('   '));
}
const largest = (name) => median(values(name, 'largest-contentful-paint'));
const ratio = largest('the article') / largest('without scripts');
console.log(`\nlargest contentful paint, ratio: ${ratio.toFixed(2)}, of ${ALLOWED} allowed`);
process.exitCode = ratio > ALLOWED ? 1 : 0;
