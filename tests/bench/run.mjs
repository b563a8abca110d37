// How fast the provider mints and verifies tokens in Chromium, beside jose and @noble/hashes.
//
//   npm ci --prefix tests/bench && node tests/bench/run.mjs [--built] [--rounds N] [--turn MILLISECONDS]
//
// It builds src/bin/bench.rs as `cargo xtask build` builds the page's module, which must have run once: that brings
// the tools. `--built` takes the module as it stands. CHROMIUM=/path/to/it says which browser. Everything the
// browser loads comes from a server on 127.0.0.1 that ends with this script.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { browser, root, serve } from './browser.mjs';

const here = import.meta.dirname;
const module = join(root, 'target/bench');
const { values: options } = parseArgs({
  options: {
    built: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '41' },
    turn: { type: 'string', default: '40' },
  },
});

if (!options.built) build();
const server = await serve((path) =>
  path === '/' ? join(here, 'index.html')
  : path.startsWith('/module/') ? join(module, path.slice('/module/'.length))
  : join(here, path));
try {
  report(await measure(`http://127.0.0.1:${server.address().port}/`));
} finally {
  server.close();
}

function build() {
  const path = [join(root, 'target/tools/bin'), join(root, 'xtask/node_modules/.bin'), process.env.PATH].join(delimiter);
  const run = (program, ...words) =>
    execFileSync(program, words, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: path } });
  // What the page's module is put through, from the one place that says it.
  const link = readFileSync(join(root, 'index.html'), 'utf8').match(/<link data-trunk rel="rust"[^>]*>/)[0];
  const attribute = (name) => link.match(new RegExp(`${name}="([^"]*)"`))[1];

  mkdirSync(module, { recursive: true });
  const wasm = 'wasm32-unknown-unknown';
  run('cargo', 'build', '--locked', '--release', '--target', wasm, '--features', 'bench', '--bin', 'bench');
  run('wasm-bindgen', '--target=web', `--out-dir=${module}`, '--no-typescript', join(root, `target/${wasm}/release/bench.wasm`));
  const output = join(module, 'bench_bg.wasm');
  run('wasm-opt', `--output=${output}`, `-O${attribute('data-wasm-opt')}`, output, ...attribute('data-wasm-opt-params').split(' '));
}

async function measure(address) {
  const chromium = await browser();
  try {
    const page = await chromium.newPage();
    page.on('pageerror', (error) => console.error(error));
    await page.goto(address);
    await page.waitForFunction(() => window.measure);
    await page.evaluate(() => window.check());
    const plan = { rounds: Number(options.rounds), turn: Number(options.turn) };
    return { version: chromium.version(), plan, rates: await page.evaluate((plan) => window.measure(plan), plan) };
  } finally {
    await chromium.close();
  }
}

function report({ version, plan, rates }) {
  const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
  const quartiles = (numbers) => {
    const sorted = numbers.toSorted((a, b) => a - b);
    return [sorted[sorted.length >> 2], sorted[(3 * sorted.length) >> 2]];
  };
  console.log(`Chromium ${version}, HS256, a token of 272 bytes, ${plan.rounds} rounds in turn of about ${plan.turn} ms each`);
  for (const [group, contenders] of Object.entries(rates)) {
    const [[, ours]] = Object.entries(contenders);
    console.log(`\n${group.padEnd(38)}   per second     µs   this project is faster by (middle half of rounds)`);
    for (const [name, theirs] of Object.entries(contenders)) {
      // Rates of the same round are compared: what slows the machine down for a while slows down both.
      const ratios = ours.map((rate, round) => rate / theirs[round]);
      const [low, high] = quartiles(ratios);
      const rate = median(theirs);
      const by = `${median(ratios).toFixed(2)}  (${low.toFixed(2)} to ${high.toFixed(2)})`;
      console.log(`  ${name.padEnd(36)} ${Math.round(rate).toLocaleString('en').padStart(12)} ${(1e6 / rate).toFixed(2).padStart(6)}   ${theirs === ours ? '' : by}`);
    }
  }
}
