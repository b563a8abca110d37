// The access matrix, by mouse, by keyboard, on a phone, and by its link.

import { axeFindsNothing } from './axe';
import { alone, expect, inArticle, test, type Watch } from './page';
import type { Locator, Page } from '@playwright/test';

class Matrix {
  constructor(readonly figure: Locator) {}

  readonly cell = (name: string) => this.figure.getByRole('button', { name, exact: false });
  readonly scope = (name: string) => this.figure.getByRole('checkbox', { name, exact: true });
  readonly wire = () => this.figure.locator('.wire');
  readonly spoken = () => this.figure.locator('.visually-hidden[role="status"]');
  readonly changed = () => this.figure.locator('.matrix .changed');
  readonly strip = () => this.figure.locator('.matrix-answer');
}

const open = async (page: Page, fragment = '', watch?: Watch, where = alone) => new Matrix(await where(page, 'access-matrix', fragment, watch));

test('a click on a cell shows its exchange, the check and its clause, and gives working curl', async ({ page, context, watch }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const matrix = await open(page, '', watch, inArticle);
  await expect(matrix.wire()).toContainText('insufficient_scope');
  await matrix.cell('GET /v1/me with the app key').click();
  await expect(matrix.wire()).toContainText('403 Forbidden');
  await expect(matrix.wire()).toContainText('This needs to know which user.');
  await expect(matrix.wire().locator('.why a')).toHaveAttribute('href', /rfc-editor\.org/);
  await expect(matrix.cell('GET /v1/me with the app key')).toHaveAttribute('aria-current', 'true');
  await matrix.figure.getByRole('button', { name: 'Copy as curl' }).click();
  await expect(matrix.spoken()).toHaveText('Copied.');
  const line = await page.evaluate(() => navigator.clipboard.readText());
  expect(line).toMatch(/^curl -i 'https:\/\/api\.demo\.example\/v1\/me' \\\n {2}-H 'X-API-Key: ak_live_[0-9A-Za-z]{36}'$/);
  await expect(page).toHaveURL(/#access-matrix\?ask=me&with=key&seed=7$/);
});

test('a scope that is taken away changes its answers, in sight and in words', async ({ page }) => {
  const matrix = await open(page);
  await expect(matrix.changed()).toHaveCount(0);
  await matrix.scope('orders:read').uncheck();
  await expect(matrix.changed()).toHaveCount(1);
  await expect(matrix.cell('GET /v1/orders with Ada’s token')).toHaveAccessibleName(/403, refused/);
  await expect(matrix.cell('GET /v1/orders with the app key')).toHaveAccessibleName(/200, answered/);
  await expect(matrix.spoken()).toHaveText(/^1 answer changed: GET \/v1\/orders 200\s→\s403\./);
  await matrix.scope('keys:manage').check();
  await expect(matrix.changed()).toHaveCount(4);
  await expect(matrix.spoken()).toHaveText(/^4 answers changed\./);
  await expect(matrix.figure.locator('.matrix-sum')).toContainText(/opens 5 of 13 with 2\sscopes/);
});

test('with reduced motion a changed answer stays marked', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const matrix = await open(page);
  await matrix.scope('orders:read').uncheck();
  const style = await matrix.changed().first().evaluate((cell) => getComputedStyle(cell).outlineStyle);
  expect(style).toBe('solid');
});

test('the keyboard does all: arrows from cell to cell, Enter, switches, R', async ({ page }) => {
  const matrix = await open(page);
  const focused = () => page.evaluate(() => document.activeElement!.getAttribute('data-cell'));
  await matrix.scope('keys:manage').focus();
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('6.3');
  for (const [key, place] of [
    ['ArrowUp', '5.3'], ['ArrowLeft', '5.2'], ['Home', '5.0'], ['ArrowLeft', '5.0'], ['End', '5.5'], ['ArrowDown', '6.5'],
  ]) {
    await page.keyboard.press(key);
    expect(await focused(), key).toBe(place);
  }
  // The focus has moved, and nothing else.
  await expect(matrix.wire()).toContainText('with Ada’s token');
  await page.keyboard.press('Enter');
  await expect(matrix.wire()).toContainText('POST /v1/orders with the server’s token');
  await expect(matrix.spoken()).toContainText('with the server’s token: 403, refused');
  // One cell alone is in the order of Tab.
  await expect(matrix.figure.locator('.matrix [tabindex="0"]')).toHaveCount(1);
  await page.keyboard.press('Tab');
  expect(await focused()).toBeNull();
  await page.keyboard.press('Shift+Tab');
  expect(await focused()).toBe('6.5');
  await page.keyboard.press('r');
  await expect(matrix.wire()).toContainText('POST /v1/orders with Ada’s token');
  expect(await focused(), 'focus stays').toBe('6.5');
  await page.keyboard.press('?');
  await expect(matrix.figure.getByText('from cell to cell, in the matrix')).toBeVisible();
});

test('a guess is answered by what is granted then', async ({ page }) => {
  const matrix = await open(page);
  await matrix.figure.getByRole('button', { name: 'Less than the key' }).click();
  await expect(matrix.figure.locator('.predict-verdict')).toHaveText(/^Not so\. It opens 12, the key 7/);
  await expect(matrix.scope('keys:manage')).toBeChecked();
  await matrix.figure.getByRole('button', { name: 'Reset' }).click();
  await expect(matrix.scope('keys:manage')).not.toBeChecked();
  await expect(matrix.figure.locator('.predict-verdict')).toHaveText('');
});

test('an address brings the state back', async ({ page }) => {
  const matrix = await open(page);
  await matrix.scope('geo:read').check();
  await matrix.cell('GET /v1/geo with Ada’s token').click();
  await expect(page).toHaveURL(/#access-matrix\?scope=orders:read,profile,geo:read&ask=geo&with=ada&seed=7$/);
  await page.reload();
  await expect(matrix.figure).toHaveAttribute('data-state', 'live');
  await expect(matrix.scope('geo:read')).toBeChecked();
  await expect(matrix.wire()).toContainText('GET /v1/geo with Ada’s token');
});

test('a bad field is named with what it may hold, and the others count', async ({ page }) => {
  const matrix = await open(page, '#access-matrix?scope=admin&ask=<b>&with=server&colour=red');
  const complaints = matrix.figure.getByRole('alert');
  for (const word of ['scope=admin', 'keys:manage', 'ask=<b>', 'rotate-key', 'colour']) await expect(complaints).toContainText(word);
  await expect(matrix.wire()).toContainText('with the server’s token');
  await matrix.figure.getByRole('button', { name: 'Understood' }).click();
  await expect(complaints).toBeHidden();
});

test('on a phone each answer is in sight where it is asked', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 780 });
  const matrix = await open(page, '', undefined, inArticle);
  await matrix.cell('GET /v1/customers with the app key').click();
  await expect(matrix.strip()).toBeInViewport({ ratio: 1 });
  await expect(matrix.strip()).toContainText('200');
  await matrix.cell('DELETE /v1/keys/* with the server’s token').scrollIntoViewIfNeeded();
  await page.mouse.wheel(0, 200);
  await expect(matrix.figure.getByRole('columnheader', { name: 'Partner’s' })).toBeInViewport();
});

const STATES: Record<string, (page: Page) => Promise<unknown>> = {
  fresh: (page) => open(page),
  changed: async (page) => {
    const matrix = await open(page, '#access-matrix?scope=none&ask=keys&with=partner&colour=red');
    await matrix.figure.getByRole('button', { name: 'More than the key' }).click();
    await matrix.figure.locator('summary').first().click();
    await matrix.figure.locator('.key-help button').click();
  },
};

axeFindsNothing('access-matrix', STATES, [390, 1440], 'reduce');

test('nothing sticks out of the matrix from 280 to 1440 px, and all of it can be touched', async ({ page }) => {
  const matrix = await open(page, '', undefined, inArticle);
  await matrix.figure.locator('.key-help button').click();
  for (const width of [280, 320, 390, 768, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), `the page at ${width} px`).toBeLessThanOrEqual(width);
    const faults = await matrix.figure.evaluate((figure) => {
      const edge = figure.getBoundingClientRect();
      const shown = [...figure.querySelectorAll('button, input, summary, p, h3, h4, th, code')]
        .filter((element) => !element.closest('[hidden], .visually-hidden, pre') && element.getClientRects().length);
      const out = shown.filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return width > 1 && (left < edge.left - 1 || right > edge.right + 1);
      });
      const spills = shown.filter((element) => element.closest('.matrix') && element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1);
      const small = [...figure.querySelectorAll('button, label:has(input)')]
        .filter((element) => element.getClientRects().length)
        .filter((element) => { const { width, height } = element.getBoundingClientRect(); return width < 24 || height < 24; });
      return [...out, ...spills, ...small].map((element) => element.outerHTML.slice(0, 100));
    });
    expect.soft(faults, `at ${width} px`).toEqual([]);
  }
});

test('in the reader’s own colours a refusal differs from an answer', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  const matrix = await open(page);
  const border = (name: string) => matrix.cell(name).evaluate((cell) => getComputedStyle(cell).borderTopStyle);
  expect(await border('GET /v1/orders with the app key')).toBe('solid');
  expect(await border('GET /v1/orders with the restricted key')).toBe('dashed');
});
