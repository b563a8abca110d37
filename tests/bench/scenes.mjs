// Whether scenes play smoothly on a slow phone, in Chromium with the release build in dist/.
//
//   npm ci --prefix tests/bench && cargo xtask build && node tests/bench/scenes.mjs [--slower N]
//
// Each scene is played on its own page with the processor N times slower (4 where nothing is said). A frame is 16.7 ms.
// `first` is how long after the press something moves on the stage; `work` is what the page's main thread did for each
// frame, by the processor's clock at its full speed: what a screen and its graphics hardware add is not in it.
// CHROMIUM=/path/to/it says which browser. Everything comes from a server on 127.0.0.1 that ends with this script.

import { readFileSync, readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { browser, root, serveFolder } from './browser.mjs';

const { values: options } = parseArgs({ options: { slower: { type: 'string', default: '4' } } });
const folder = `${root}/dist/embed`;
const scenes = readdirSync(folder).filter((file) => readFileSync(`${folder}/${file}`, 'utf8').includes('class="scene"'));

const server = await serveFolder('dist');
const chromium = await browser();
try {
  console.log(`Chromium ${chromium.version()}, processor ${options.slower} times slower, ms`);
  for (const file of scenes) {
    const page = await chromium.newPage({ viewport: { width: 390, height: 844 } });
    page.on('pageerror', (error) => console.error(error));
    await page.goto(`http://127.0.0.1:${server.address().port}/embed/${file}`);
    await page.locator('figure[data-state="live"]').waitFor();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const worked = async () => (await devtools.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: Number(options.slower) });
    const before = await worked();
    const { first, times } = await page.evaluate(play);
    const work = (await worked()) - before;
    times.sort((a, b) => a - b);
    const at = (share) => times[Math.floor((times.length - 1) * share)].toFixed(1);
    console.log(`  ${file.replace('.html', '').padEnd(16)} first ${first.toFixed(0).padStart(4)}; ${String(times.length).padStart(3)} frames: median ${at(0.5)}, 95 of 100 under ${at(0.95)}, longest ${at(1)}; work ${(work / times.length).toFixed(1)}`);
    await page.close();
  }
} finally {
  await chromium.close();
  server.close();
}

/** Plays the scene until it has come to rest, which is when its verdict is spoken; runs in the page. */
async function play() {
  const [stage, spoken] = [document.querySelector('.scene-stage'), document.querySelector('.visually-hidden[role="status"]')];
  const pressed = performance.now();
  let first = 0;
  new MutationObserver(() => { first ||= performance.now() - pressed; })
    .observe(stage, { subtree: true, childList: true, attributes: true, characterData: true });
  document.querySelector('.scene-acts .button.primary').click();
  const times = [];
  const frame = () => new Promise(requestAnimationFrame);
  let last = await frame();
  while (performance.now() - pressed < 10_000) {
    const now = await frame();
    times.push(now - last);
    last = now;
    if (spoken.textContent) break;
  }
  return { first, times };
}
