// How large the page is after a million requests to its provider with long addresses, and after a hundred thousand with
// one abort signal; and what a reset gives back.
//
//   npm ci --prefix tests/bench && cargo xtask build && node tests/bench/memory.mjs [--requests N] [--length BYTES]
//
// The module's memory never shrinks, so its size is the most that it ever took. The page's is what is left after its
// garbage was collected. CHROMIUM=/path/to/it says which browser. The page comes from a server on 127.0.0.1 that ends
// with this script.

import { parseArgs } from 'node:util';
import { browser, serveFolder } from './browser.mjs';

const { values: options } = parseArgs({
  options: { requests: { type: 'string', default: '1000000' }, length: { type: 'string', default: '4000' } },
});
const [requests, length] = [Number(options.requests), Number(options.length)];
const signalled = Math.ceil(requests / 10);

const server = await serveFolder('dist');
const chromium = await browser();
try {
  await measure(`http://127.0.0.1:${server.address().port}/`);
} finally {
  await chromium.close();
  server.close();
}

async function measure(address) {
  const page = await chromium.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.addInitScript(() => {
    for (const name of ['instantiate', 'instantiateStreaming']) {
      const own = WebAssembly[name];
      WebAssembly[name] = async (...values) => {
        const made = await own.apply(WebAssembly, values);
        globalThis.memory = (made.instance ?? made).exports.memory;
        return made;
      };
    }
  });
  await page.goto(address);
  await page.evaluate(() => demo.ready);
  const session = await page.context().newCDPSession(page);
  console.log(`Chromium ${chromium.version()}, addresses of ${length.toLocaleString('en')} bytes`);
  console.log(`  ${'MiB'.padEnd(48)} module   page   listeners   log`);
  const report = async (what) => {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const { jsEventListeners } = await session.send('Memory.getDOMCounters');
    const [module, logged] = await page.evaluate(() => [memory.buffer.byteLength, demo.log().length]);
    const mib = (bytes) => (bytes / 2 ** 20).toFixed(1).padStart(6);
    console.log(`  ${what.padEnd(48)} ${mib(module)} ${mib(usedSize)} ${String(jsEventListeners).padStart(11)} ${String(logged).padStart(5)}`);
  };
  // In pieces, so that no call outlasts the browser's patience.
  const send = async (times, signal) => {
    for (let sent = 0; sent < times; sent += 10_000) {
      await page.evaluate(async ({ first, times, length, signal }) => {
        const options = signal ? { signal: (globalThis.longLived ??= new AbortController()).signal } : {};
        const filler = 'a+'.repeat(length / 2);
        for (let i = first; i < first + times; i += 1) await demo.fetch(`https://api.demo.example/v1/orders?page=${i}&x=${filler}`, options);
      }, { first: sent, times: Math.min(10_000, times - sent), length, signal });
    }
  };
  const number = (n) => n.toLocaleString('en');
  await report('as it was loaded');
  await send(requests, false);
  await report(`after ${number(requests)} requests`);
  await page.evaluate(() => demo.reset());
  await report('after a reset');
  await send(requests, false);
  await report(`after ${number(requests)} more`);
  await send(signalled, true);
  await report(`after ${number(signalled)} with one abort signal`);
}
