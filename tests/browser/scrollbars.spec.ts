// On most desks a scrollbar takes its room from the page, and no width of a window is the width of what is in it.
// Headless browsers hide theirs; the project `Chromium with scrollbars` does not.

import { FIGURES, expect, test } from './page';
import type { Page } from '@playwright/test';

/** Opens the article, with every demo alive. */
async function open(page: Page) {
  await page.goto('');
  for (const figure of await page.locator(FIGURES).all()) {
    await figure.scrollIntoViewIfNeeded();
    await expect(figure).toHaveAttribute('data-state', 'live');
  }
  expect(await scrollbar(page)).toBeGreaterThan(9);
}

const scrollbar = (page: Page) => page.evaluate(() => innerWidth - document.documentElement.clientWidth);

/** Each grid of the page by its class, and how many columns it has. */
const columns = (page: Page) => page.evaluate(() => [...document.querySelectorAll('body *')]
  .map((element) => ({ element, style: getComputedStyle(element) }))
  .filter(({ element, style }) => style.display === 'grid' && element.checkVisibility())
  .map(({ element, style }) => {
    const demo = element.closest<HTMLElement>('figure[data-demo]')?.dataset.demo ?? 'article';
    return `${demo}: ${element.localName}.${element.className} has ${style.gridTemplateColumns.split(' ').length}`;
  }));

test('a scrollbar takes no column away', async ({ page }) => {
  await open(page);
  // The widths of most people's windows: a scrollbar must not cost them the layout that was made for them.
  for (const width of [1024, 1280, 1366, 1440, 1536, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await scrollbar(page)).toBeGreaterThan(9);
    const beside = await columns(page);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('html { scrollbar-width: none }');
      document.adoptedStyleSheets = [sheet];
    });
    await expect.poll(() => scrollbar(page)).toBe(0);
    expect.soft(beside, `at ${width} px`).toEqual(await columns(page));
    await page.evaluate(() => { document.adoptedStyleSheets = []; });
  }
});

test('at 1280 px the exchange stands beside the matrix', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(page);
  const [matrix, exchange] = await Promise.all(['.matrix', '.matrix-aside'].map((part) => page.locator(part).boundingBox()));
  expect(exchange!.x).toBeGreaterThan(matrix!.x + matrix!.width);
  // The names of the columns break where they may (at a soft hyphen), and nowhere else.
  const lines = await page.locator('.matrix .heads th:not(.endpoint)').evaluateAll((heads) => heads.map((head) => {
    const range = document.createRange();
    range.selectNodeContents(head);
    return [head.textContent, new Set([...range.getClientRects()].map(({ top }) => top)).size];
  }));
  expect(lines.filter(([name, count]) => count !== (String(name).includes('\u00ad') ? 2 : 1))).toEqual([]);
});

test('beside a scrollbar nothing sticks out from 320 to 1440 px', async ({ page }) => {
  await open(page);
  for (const width of [320, 390, 600, 768, 960, 1024, 1280, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await scrollbar(page)).toBeGreaterThan(9);
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `the page at ${width} px`).toBeLessThanOrEqual(0);
    expect.soft(await page.evaluate(() => [...document.querySelectorAll('figure[data-demo]')].flatMap((figure) => {
      const edge = figure.getBoundingClientRect();
      return [...figure.querySelectorAll('button, input, select, textarea, summary, p, h3, h4, td, th, dd')]
        .filter((element) => !element.closest('.scroll, .visually-hidden, pre, [hidden]') && element.checkVisibility())
        .filter((element) => {
          const { left, right, width } = element.getBoundingClientRect();
          return width > 1 && (left < edge.left - 1 || right > edge.right + 1);
        })
        .map((element) => element.outerHTML.slice(0, 100));
    })), `at ${width} px`).toEqual([]);
  }
});
