// For every eye, hand and screen.

import { axeFaults } from './axe';
import { expect, openDemo, test, type Demo } from './page';
import type { Page } from '@playwright/test';

const STATES: Record<string, (page: Page) => Promise<unknown>> = {
  fresh: (page) => openDemo(page),
  'half-way': (page) => openDemo(page, '#security?ttl=7d&t=1d06:00:00&seed=7'),
  complaining: (page) => openDemo(page, '#security?ttl=never&colour=red'),
  unfolded: async (page) => {
    const demo = await openDemo(page);
    for (const summary of await demo.figure.locator('summary').all()) await summary.click();
    await demo.button('Shortcuts').click();
    await demo.button('Both the same').click();
    await demo.play().click();
  },
  still: async (page) => {
    await page.route('**/*.wasm', (route) => route.abort());
    await page.goto('');
    await expect(page.locator('.demo-notice').last()).toContainText('did not load');
  },
};

for (const [name, reach] of Object.entries(STATES)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [320, 390, 768, 1440]) {
      test(`axe finds nothing: ${name}, ${colorScheme}, ${width} px`, async ({ page, watch }) => {
        if (name === 'still') watch.expects(/Failed to load resource/);
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await reach(page);
        expect(await axeFaults(page)).toEqual([]);
      });
    }
  }
}

for (const width of [280, 320, 390, 768, 1440]) {
  test(`nothing sticks out at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    const demo = await openDemo(page);
    for (const summary of await demo.figure.locator('summary').all()) await summary.click();
    await demo.button('Shortcuts').click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const out = await demo.figure.evaluate((figure) => {
      const edge = figure.getBoundingClientRect();
      return [...figure.querySelectorAll('button, input, select, summary, p, h3, h4, .credential, .clock')]
        .filter((element) => !element.closest('.scroll, [hidden], .visually-hidden, pre') && element.getClientRects().length)
        .filter((element) => {
          const { left, right } = element.getBoundingClientRect();
          return left < edge.left - 1 || right > edge.right + 1;
        })
        .map((element) => element.outerHTML.slice(0, 120));
    });
    expect(out).toEqual([]);
  });
}

test('what is touched is large enough', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  const demo = await openDemo(page);
  const small = await demo.figure.evaluate((figure) =>
    [...figure.querySelectorAll('button, select, summary, input[type="range"], label:has(input)')]
      .filter((element) => element.getClientRects().length)
      .map((element) => ({ box: element.getBoundingClientRect(), main: Boolean(element.closest('.transport')), name: element.outerHTML.slice(0, 80) }))
      .filter(({ box, main }) => box.height < (main ? 44 : 24) || box.width < (main ? 44 : 24))
      .map(({ name }) => name));
  expect(small).toEqual([]);
});

test('in the reader’s own colours the words still stand out', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  const demo = await openDemo(page);
  const ground = await demo.figure.evaluate((figure) => getComputedStyle(figure.querySelector('.security')!).backgroundColor);
  for (const part of [demo.clock(), demo.fate('key'), demo.verdict().locator('p'), demo.play()]) {
    expect(await part.evaluate((element) => getComputedStyle(element).color)).not.toBe(ground);
  }
});

test('Tab reaches every control once, in order', async ({ page }) => {
  const demo: Demo = await openDemo(page);
  await demo.figure.getByRole('spinbutton', { name: 'Seed' }).focus();
  const reached: string[] = [];
  for (let i = 0; i < 60; i++) {
    const inside = await page.evaluate(() => document.activeElement!.closest('figure') !== null);
    if (!inside) break;
    reached.push(await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      return element.dataset.do ?? element.dataset.copy ?? element.textContent!.trim();
    }));
    await page.keyboard.press('Tab');
  }
  for (const name of ['seed', 'link', 'toggle', 'back', 'forward', 'reset', 'scrub', 'pace', 'go', 'leak', 'noticed', 'ttl', 'speed', 'hole', 'check', 'as-bad', 'curl-key', 'curl-token', 'guess', 'help']) {
    expect(reached, name).toContain(name);
  }
});
