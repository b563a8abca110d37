// A page that is left stays in the browser's memory. Headless browsers have none: the project `Chromium with memory` takes
// one with windows.

import { expect, openDemo, test } from './page';

test('what goes away and comes back from the browser’s memory goes on as it was', async ({ page, watch }) => {
  watch.expects(/404/); // Away is a bare text, for which the browser looks for an icon.
  const demo = await openDemo(page);
  await demo.slider('Moment').fill('600');
  await page.evaluate(() => {
    const shown: boolean[] = [];
    addEventListener('pageshow', ({ persisted }) => shown.push(persisted));
    Object.assign(globalThis, { shown });
  });
  const before = await demo.picture();
  await page.goto('third-party.txt');
  // Playwright's own way back waits for a page that loads, and this one does not: it is there.
  await page.evaluate(() => history.back());
  // (What waits in a page outlives the change to another, where what is evaluated would fail.)
  await page.waitForFunction(() => (globalThis as unknown as { shown?: boolean[] }).shown?.length);
  expect(await page.evaluate(() => (globalThis as unknown as { shown: boolean[] }).shown)).toEqual([true]);
  expect(await demo.picture()).toEqual(before);
  await demo.play().click();
  await expect(demo.play()).toHaveText('Pause');
  await page.locator('.theme-button').click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});
