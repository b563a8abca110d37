// How smooth the page stays in Chromium while it computes a hundred thousand leaks, and how long that takes.
//
//   npm ci --prefix tests/bench && cargo xtask build && node tests/bench/leaks.mjs [--fragment '#leaks?…']
//
// A slice is what the page's own code does in one frame, so many leaks as fit; then the frame itself. CHROMIUM=/path/to/it
// says which browser. The page comes from a server on 127.0.0.1 that ends with this script.

import { parseArgs } from 'node:util';
import { browser, serveFolder } from './browser.mjs';

const { values: options } = parseArgs({
  options: { fragment: { type: 'string', default: '#leaks?leaks=100000&source=own&half=24h&seed=7' } },
});

const server = await serveFolder('dist');
try {
  report(await measure(`http://127.0.0.1:${server.address().port}/${options.fragment}`));
} finally {
  server.close();
}

async function measure(address) {
  const chromium = await browser();
  try {
    const page = await chromium.newPage({ viewport: { width: 1280, height: 900 } });
    page.on('pageerror', (error) => console.error(error));
    await page.goto(address);
    const figure = page.locator('figure[data-demo="leaks"]');
    await figure.scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelector('figure[data-demo="leaks"][data-state="live"]'));
    // What the reader sees move as well: from the press of the button to the last leak.
    const run = await figure.evaluate((figure) => new Promise((finish) => {
      const slices = [], frames = [];
      const ask = window.requestAnimationFrame.bind(window);
      window.requestAnimationFrame = (work) => ask((at) => {
        const start = performance.now();
        work(at);
        slices.push(performance.now() - start);
      });
      const clock = figure.querySelector('.clock');
      const busy = () => figure.querySelector('.play').textContent === 'Pause';
      let last = performance.now();
      const watch = (at) => {
        frames.push(at - last);
        last = at;
        if (busy()) ask(watch);
        else finish({ slices, frames, took: at - began, what: clock.textContent });
      };
      const press = () => {
        began = last = performance.now();
        figure.querySelector('.play').click();
        ask(() => ask((at) => { last = at; ask(watch); }));
      };
      let began = 0;
      // Following the address, the demo may still be at its first run.
      const idle = () => (busy() ? ask(idle) : press());
      idle();
    }));
    return { version: chromium.version(), ...run };
  } finally {
    await chromium.close();
  }
}

function report({ version, slices, frames, took, what }) {
  const sorted = (numbers) => numbers.toSorted((a, b) => a - b);
  const line = (name, numbers) => {
    const all = sorted(numbers);
    const at = (share) => all[Math.min(all.length - 1, Math.floor(all.length * share))].toFixed(1).padStart(6);
    console.log(`  ${name.padEnd(22)} ${String(all.length).padStart(6)}   ${at(0.5)} ${at(0.95)} ${at(0.99)} ${at(1)}`);
  };
  console.log(`Chromium ${version}, ${options.fragment}: ${what} in ${(took / 1000).toFixed(1)} s`);
  console.log(`  ${'milliseconds'.padEnd(22)} number   median   95%    99%  longest`);
  line('slices of work', slices);
  line('from frame to frame', frames);
}
