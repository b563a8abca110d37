// A lab opens over the page, at the moment that a link says, and leads back to the line that its reader came from.

import { axeFaults } from './axe';
import { expect, inArticle, test } from './page';
import type { Page } from '@playwright/test';

const lab = (page: Page) => page.getByRole('dialog', { name: 'The same leak, twice' });
const moment = (page: Page) => lab(page).locator('.clock');
const place = (page: Page) => page.evaluate(() => scrollY);

const WAYS_BACK: Record<string, (page: Page) => Promise<unknown>> = {
  Escape: (page) => page.keyboard.press('Escape'),
  'its button': (page) => lab(page).getByRole('button', { name: 'Back to the text' }).click(),
  Back: (page) => page.goBack(),
};

for (const [way, back] of Object.entries(WAYS_BACK)) {
  test(`a scene’s lab opens at the scene’s moment, and ${way} leads to the same line`, async ({ page }) => {
    const scene = await inArticle(page, 'leak', '#leak?t=12:00:00');
    const link = scene.getByRole('link', { name: 'Open the lab' });
    await link.scrollIntoViewIfNeeded();
    const before = await place(page);
    await link.press('Enter');
    await expect(moment(page)).toHaveText(/^12:\d\d:\d\d$/);
    // As wide as the window, settings and picture side by side.
    expect((await lab(page).boundingBox())!.width).toBe(page.viewportSize()!.width);
    expect(await axeFaults(page)).toEqual([]);
    await lab(page).getByRole('slider', { name: 'Moment' }).fill('900');
    await expect(page).toHaveURL(/#security\?.*t=(?!12:)/);

    await back(page);
    await expect(lab(page)).toBeHidden();
    await expect(page).toHaveURL(/#leak\?t=12:00:00/);
    await expect.poll(() => place(page)).toBe(before);
    await expect(link).toBeFocused();
    // It opens again, at the scene's moment again.
    await link.press('Enter');
    await expect(moment(page)).toHaveText(/^12:\d\d:\d\d$/);
  });
}

test('a link to a moment opens its lab, and closing it leaves the article', async ({ page }) => {
  await page.goto('#security?ttl=4h&t=03:00:00&seed=9');
  await expect(moment(page)).toHaveText('03:00:00');
  await expect(lab(page).getByRole('slider', { name: 'Token lives' })).toHaveAttribute('aria-valuetext', /^4\sh$/);
  await page.keyboard.press('Escape');
  await expect(lab(page)).toBeHidden();
  expect(new URL(page.url()).hash).toBe('');
  await page.reload();
  await expect(page.locator('figure[data-demo="opening"]')).toHaveAttribute('data-state', 'live');
  await expect(lab(page)).toBeHidden();
});

test('what a reader did in a lab takes one step back', async ({ page }) => {
  const scene = await inArticle(page, 'leak');
  await scene.getByRole('link', { name: 'Open the lab' }).click();
  await expect(moment(page)).toBeVisible();
  await page.evaluate(() => { location.hash = '#security?t=20:00:00&seed=7'; });
  await expect(moment(page)).toHaveText('20:00:00');
  await page.keyboard.press('Escape');
  await expect(lab(page)).toBeHidden();
  await expect.poll(() => new URL(page.url()).hash).not.toContain('security');
});

test('no picture of a lab is in the article’s HTML, and none of its program in what comes first', async ({ page }) => {
  const html = await (await page.request.get('')).text();
  expect(html).toContain('data-demo="security"');
  expect(html.includes('class="security"')).toBe(false);
  await page.route('**/{shared,security,twenty}-*.wasm', () => { /* Never. */ });
  const scene = await inArticle(page, 'opening');
  await scene.getByRole('button', { name: 'Leak both' }).click();
  await expect(scene.locator('.scene-said.tells')).toContainText('still lets the thief in', { timeout: 15_000 });
});
