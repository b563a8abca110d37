// The page as one file, opened from a disk.

import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import '../door';
import { DIST } from '../site';
import { Demo, test, expect } from './test';

const FILE = pathToFileURL(join(DIST, 'api-key-vs-token.html')).href;

test('every demo of the one file mounts and plays', async ({ view }) => {
  test.slow();
  await view.open(FILE);
  const names = await view.evaluate(() => [...document.querySelectorAll<HTMLElement>('figure[data-demo]:not(dialog *)')].map(({ dataset }) => dataset.demo!));
  expect(names.length).toBeGreaterThan(4);
  for (const name of names) {
    const demo = new Demo(view, name);
    await demo.alive();
    const plays = await view.evaluate((figure) => document.querySelector(`${figure} .play`)?.textContent, `figure[data-demo="${name}"]`);
    if (plays) {
      await demo.click('button', plays);
      await demo.says('Pause', '.play');
      await demo.click('button', 'Pause');
    }
  }
  expect(await view.evaluate(() => document.querySelectorAll('figure[data-state="failed"]').length)).toBe(0);
});

test('an address of the one file leads to its moment, and the moment to its address', async ({ view }) => {
  await view.open(`${FILE}#security?ttl=4h&t=03:00:00&seed=9`);
  const demo = new Demo(view, 'security');
  await demo.alive();
  await demo.says('03:00:00', '.clock');
  await demo.click('button', 'On to the next request');
  await expect.poll(() => demo.fragment()).toMatch(/^#security\?ttl=4h&t=03:0\d:\d\d&seed=9$/);
});

test('the console of the one file has its provider, and its deck turns', async ({ view }) => {
  await view.open(FILE);
  expect(await view.evaluate(async () => {
    await demo.ready;
    return (await demo.fetch('https://api.demo.example/v1/orders', { headers: { 'X-API-Key': demo.credentials().keys.live } })).status;
  })).toBe(200);
  await view.open(`${FILE}?classroom`);
  await expect.poll(() => view.evaluate(() => document.querySelector('main')!.dataset.screen)).toBe('introduction');
  await view.press('PageDown');
  await expect.poll(() => view.evaluate(() => document.querySelector('main')!.dataset.screen)).toBe('first-look');
});
