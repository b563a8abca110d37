// How long the page takes to answer what a reader does, in Chromium, with the release build in dist/.
//
//   npm ci --prefix tests/bench && cargo xtask build && node tests/bench/frames.mjs [--times N]
//
// For each act: from the event to the end of the script and layout it causes, and to the next painted frame. A frame
// is 16.7 ms. CHROMIUM=/path/to/it says which browser. Everything comes from a server on 127.0.0.1 that ends with
// this script.

import { parseArgs } from 'node:util';
import { browser, serveFolder } from './browser.mjs';

const ACTS = [
  {
    name: 'access matrix: a scope switch',
    open: '#access-matrix',
    demo: 'access-matrix',
    act: (figure) => figure.querySelector('[name="scope.geo:read"]').click(),
  },
];

const { values: options } = parseArgs({ options: { times: { type: 'string', default: '60' } } });
const server = await serveFolder('dist');
const chromium = await browser();
try {
  console.log(`Chromium ${chromium.version()}, ms: median (largest) of ${options.times}\n`);
  for (const { name, open, demo, act } of ACTS) {
    const page = await chromium.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`http://127.0.0.1:${server.address().port}/${open}`);
    await page.locator(`[data-demo="${demo}"][data-state="live"]`).waitFor();
    const times = await page.evaluate(measure, { demo, act: act.toString(), times: Number(options.times) });
    console.log(`${name.padEnd(44)} work ${shown(times.work)}   to the frame ${shown(times.frame)}`);
    await page.close();
  }
} finally {
  await chromium.close();
  server.close();
}

async function measure({ demo, act, times }) {
  const figure = document.querySelector(`[data-demo="${demo}"]`);
  const perform = (0, eval)(`(${act})`);
  const work = [];
  const frame = [];
  for (let turn = 0; turn < times; turn++) {
    await new Promise(requestAnimationFrame);
    const start = performance.now();
    perform(figure, turn);
    // What follows the state does so once this script has given way.
    await new Promise((followed) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = followed;
      port2.postMessage(null);
    });
    document.body.getBoundingClientRect();
    work.push(performance.now() - start);
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    frame.push(performance.now() - start);
  }
  return { work, frame };
}

function shown(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return `${sorted[sorted.length >> 1].toFixed(1).padStart(6)} (${sorted.at(-1).toFixed(1)})`;
}
