// How long a frame takes while the time machine's clock is dragged across a 30-day history in Chromium.
//
//   cargo xtask build && npm ci --prefix tests/bench && node tests/bench/drag.mjs [--frames N] [--runs N]
//
// Each frame moves the clock on, as a hand would, and is timed from before the event to after style, layout and paint:
// the message that is posted in a frame comes once the frame is drawn. Beside it stands what the page's main thread
// worked from that frame to the next, by the processor's clock: what it collects of garbage while it waits is in it,
// too. The drag is made several times, and each frame's shortest time is shown as well: other programs only ever add.
// CHROMIUM=/path/to/it says which browser.

import { parseArgs } from 'node:util';
import { browser, serveFolder } from './browser.mjs';

const { values: options } = parseArgs({ options: { frames: { type: 'string', default: '300' }, runs: { type: 'string', default: '5' } } });
const [count, runs] = [Number(options.frames), Number(options.runs)];
const HISTORIES = {
  'a month, all of it shown': '#lifecycle?length=30d&events=refresh-stolen@3d,key-rotated@10d,refresh-revoked@20d&t=00:00:00',
  'the same, a day shown': '#lifecycle?length=30d&events=refresh-stolen@3d,key-rotated@10d,refresh-revoked@20d&zoom=24h&t=00:00:00',
  'a month of tokens of 5 minutes': '#lifecycle?length=30d&access=5m&events=refresh-stolen@3d,key-rotated@10d&t=00:00:00',
};

const server = await serveFolder('dist');
const chromium = await browser();
try {
  console.log(`Chromium ${chromium.version()}, ${runs} drags from end to end in ${count} frames; milliseconds a frame`);
  for (const [name, fragment] of Object.entries(HISTORIES)) {
    const page = await chromium.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('pageerror', (error) => console.error(error));
    await page.goto(`http://127.0.0.1:${server.address().port}/${fragment}`);
    const figure = page.locator('figure[data-demo="lifecycle"]');
    await figure.scrollIntoViewIfNeeded();
    await page.waitForSelector('figure[data-demo="lifecycle"][data-state="live"]');
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const worked = async () => {
      const { metrics } = await devtools.send('Performance.getMetrics');
      return 1000 * metrics.find(({ name }) => name === 'TaskDuration').value;
    };
    const [wall, work] = [[], []];
    for (let run = 0; run < runs; run++) {
      for (let i = 0; i <= count; i++) {
        const before = await worked();
        const ms = await page.evaluate(frame, Math.round((1000 * i) / count));
        // The first frame of a drag goes all the way back.
        if (i > 0) {
          wall.push(ms);
          work.push((await worked()) - before);
        }
      }
    }
    const shortest = wall.slice(0, count).map((_, i) => Math.min(...Array.from({ length: runs }, (_, run) => wall[run * count + i])));
    console.log(`  ${name}`);
    for (const [of, frames] of Object.entries({ 'by the wall': wall, 'by the processor': work, 'each at its shortest': shortest })) {
      const sorted = frames.toSorted((a, b) => a - b);
      const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1);
      const over = frames.filter((ms) => ms >= 16).length;
      console.log(`    ${of.padEnd(21)} median ${at(0.5)}, 95 of 100 under ${at(0.95)}, longest ${at(1)}; ${over} of ${frames.length} over 16`);
    }
    await page.close();
  }
} finally {
  await chromium.close();
  server.close();
}

/** In the page: moves the clock, and times the frame that shows it. */
async function frame(to) {
  const scrubber = document.querySelector('figure[data-demo="lifecycle"] .scrubber');
  return new Promise((drawn) => requestAnimationFrame(() => {
    const start = performance.now();
    scrubber.value = String(to);
    scrubber.dispatchEvent(new Event('input', { bubbles: true }));
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => drawn(performance.now() - start);
    port2.postMessage(null);
  }));
}
