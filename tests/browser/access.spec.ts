// For every eye, hand and screen.

import { axeFaults } from './axe';
import { contrast, type Part } from './colours';
import { expect, openDemo, test, watched, type Demo } from './page';
import type { Locator, Page } from '@playwright/test';

const DEMOS = ['twenty-seconds', 'purpose', 'security', 'leaks', 'access-matrix', 'jobs', 'lifecycle', 'protocols', 'workbench'];

/** A demo's figure once it is alive. */
async function alive(page: Page, demo: string): Promise<Locator> {
  const figure = page.locator(`figure[data-demo="${demo}"]`);
  await figure.scrollIntoViewIfNeeded();
  await expect(figure).toHaveAttribute('data-state', 'live');
  return figure;
}

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

// Contrast

const CHOSEN = '#security?t=05:00:00';
/** What must be seen, of which demo: text at 4.5 to 1, what else tells something at 3. `>` in a ground is a drawing's. */
const STANDS_OUT: [number, string, string, Part, string?][] = [
  [4.5, 'security', '.chart .tick', 'fill'],
  [4.5, 'security', '.chart .now text.key', 'fill'],
  [4.5, 'security', '.turns .ahead .when', 'color'],
  [3, 'security', '.chart .curve.key', 'stroke'],
  [3, 'security', '.chart .curve.token', 'stroke'],
  [3, 'security', '.lane-strip.key .rim', 'stroke', '.wash'],
  [3, 'security', '.lane-strip.token .rim', 'stroke', '.wash'],
  [3, 'security', '.lane-strip.key circle.answered >> nth=-1', 'fill', '.used'],
  [3, 'security', '.lane-strip.token .refused path', 'stroke', '.wash'],
  [3, 'security', '.seed input', 'border-top-color'],
  [3, 'leaks', '.chart .curve.key', 'stroke'],
  [3, 'leaks', '.chart .curve.token', 'stroke'],
  [4.5, 'leaks', '.chart text.level', 'fill'],
  [4.5, 'lifecycle', '.lifecycle-bands .in-bar text >> nth=-1', 'fill'],
  [4.5, 'lifecycle', '.lifecycle-bands .ahead .note text', 'fill'],
  [3, 'lifecycle', '.lifecycle-bands .key-bar.rim', 'stroke'],
  [3, 'lifecycle', '.lifecycle-bands .token-bar.rim >> nth=-1', 'stroke'],
  [3, 'lifecycle', '.lifecycle-bands .token-bar.other.rim', 'stroke'],
  [3, 'lifecycle', '.lifecycle-bands .late.rim', 'stroke'],
  [3, 'lifecycle', '.lifecycle-bands .key-call >> nth=-1', 'fill'],
  [3, 'lifecycle', '.lifecycle-bands .edge >> nth=-1', 'stroke'],
  [3, 'lifecycle', '.lifecycle-legend .late.rim', 'stroke'],
  [3, 'lifecycle', '.lifecycle-legend .thief-bar', 'fill'],
  [3, 'lifecycle', '#lifecycle-overlap path', 'stroke', '.key-bar'],
  [3, 'twenty-seconds', '.card.token .rail', 'stroke'],
  [3, 'twenty-seconds', '.card.token .left', 'fill'],
  [3, 'twenty-seconds', '.card.key .left', 'fill'],
  [3, 'purpose', '.meters svg', 'outline-color'],
  [3, 'purpose', '.meters .key .used', 'fill', '.room'],
  [3, 'purpose', '.meters .app .used', 'fill', '.room'],
  [4.5, 'purpose', '.log .ahead .who', 'color'],
  [4.5, 'purpose', '.log .ahead .end', 'color'],
  [3, 'jobs', '.job', 'border-top-color'],
  [3, 'jobs', '.pick.key', 'border-top-color'],
  [3, 'workbench', 'textarea', 'border-top-color'],
  [3, 'access-matrix', '.groups .key', 'border-top-color'],
];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`what must be seen stands out, ${colorScheme}`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme });
    await page.goto(CHOSEN);
    const faint: string[] = [];
    for (const demo of new Set(STANDS_OUT.map(([, demo]) => demo))) {
      const figure = await alive(page, demo);
      if (demo === 'lifecycle') await figure.getByRole('slider', { name: 'Moment' }).fill('300');
      if (demo === 'purpose') await figure.locator('.log li button').first().click();
      if (demo === 'leaks') await expect(figure.locator('.chart .curve.key')).toHaveCount(1);
      for (const [least, of, selector, part, on] of STANDS_OUT) {
        if (of !== demo) continue;
        const ratio = await contrast(figure.locator(selector), part, on);
        if (!(ratio >= least)) faint.push(`${demo} ${selector} ${part}: ${ratio.toFixed(2)}, not ${least}`);
      }
    }
    expect(faint).toEqual([]);
    for (const selector of ['.contents .number', '.contents a', 'h2 .number']) {
      const least = selector === 'h2 .number' ? 3 : 4.5;
      expect(await contrast(page.locator(selector), 'color'), selector).toBeGreaterThanOrEqual(least);
    }
  });
}

