// A lab opens over the page, at the moment that a link says, and leads back to the line that its reader came from.

import { axeFaults } from './axe';
import { alone, expect, inArticle, openSeed, test } from './page';
import type { Locator, Page } from '@playwright/test';

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

// As a tool

/** Whether all of these are in the window, whole. */
const inSight = (page: Page, selectors: string[]) => page.evaluate((selectors) => selectors.filter((selector) => {
  const { top, bottom } = document.querySelector(selector)!.getBoundingClientRect();
  return !(top >= 0 && bottom <= innerHeight && bottom > top);
}), selectors);

test('at 1440 × 900 what is set, the picture and the verdict are in sight together', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto('#security?t=09:51:12&seed=7');
  await expect(moment(page)).toHaveText('09:51:12');
  const parts = ['.lane.key', '.lane.token', '.chart', '.transport', '.verdict', '.controls .slider'].map((part) => `dialog[open] ${part}`);
  expect(await inSight(page, parts)).toEqual([]);
  const [picture, settings] = await Promise.all(['.pictures', '.settings'].map((part) => lab(page).locator(part).boundingBox()));
  expect(settings!.x).toBeGreaterThanOrEqual(picture!.x + picture!.width);
});

for (const demo of ['security', 'leaks']) {
  test(`in ${demo}, at 390 px, the picture comes first, then the clock, the verdict, the settings, the tabs`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    const figure = await alone(page, demo);
    const tops = await Promise.all(['.pictures', '.transport', '.verdict', '.settings', '[role="tablist"]', '.tab-panel']
      .map(async (part) => (await figure.locator(part).first().boundingBox())!.y));
    expect(tops).toEqual(tops.toSorted((a, b) => a - b));
    expect(new Set(tops).size).toBe(tops.length);
  });

  test(`in ${demo}, tabs are one stop of Tab, and arrows, Home and End choose among them`, async ({ page }) => {
    const figure = await alone(page, demo);
    const tabs = figure.getByRole('tab');
    const panel = figure.getByRole('tabpanel');
    const chosen = async (at: number) => {
      await expect(tabs.nth(at)).toBeFocused();
      expect(await tabs.evaluateAll((tabs) => tabs.map((tab) => tab.ariaSelected))).toEqual([0, 1, 2].map((i) => String(i === at)));
      await expect(panel).toHaveCount(1);
      await expect(panel).toHaveAccessibleName((await tabs.nth(at).textContent())!);
    };
    await tabs.first().focus();
    await chosen(0);
    for (const [key, at] of [['ArrowRight', 1], ['ArrowRight', 2], ['ArrowRight', 0], ['ArrowLeft', 2], ['Home', 0], ['End', 2]] as const) {
      await page.keyboard.press(key);
      await chosen(at);
    }
    // On into the panel, and back to the tab that is chosen. The clock has not heard of it.
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement!.closest('[role="tablist"]'))).toBeNull();
    await page.keyboard.press('Shift+Tab');
    await chosen(2);
    await expect(page).not.toHaveURL(/#/);
  });
}

test('the seed and the run are told beside the link, and not elsewhere', async ({ page }) => {
  const figure = await alone(page, 'security');
  const seed = figure.getByRole('spinbutton', { name: 'Seed' });
  await expect(seed).toBeHidden();
  await expect(figure.locator('.run')).toBeHidden();
  await openSeed(figure);
  await expect(figure.locator('.run')).toHaveText(/^[\da-f]{16}$/);
  const before = await figure.locator('.run').textContent();
  await seed.fill('8');
  await expect(figure.locator('.run')).not.toHaveText(before!);
});

test('without scripts all panels are in sight, and no tabs', async ({ browser, baseURL }) => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(`${baseURL}embed/security.html`);
  await expect(page.getByRole('tab')).toHaveCount(0);
  for (const part of ['.wires', '.turns', '.data-table']) await expect(page.locator(`figure ${part}`)).toBeVisible();
  await page.close();
});

// A lab's own page has a style of its own, without what it is said not to need.
for (const name of ['access-matrix', 'jobs', 'leaks', 'lifecycle', 'protocols', 'purpose', 'security', 'twenty-seconds', 'workbench']) {
  test(`${name} looks on its own page as it does in the article`, async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    // Over the article its title is in the bar above; on its own page no link leads to the article's other demos.
    const looks = (figure: Locator) => figure.locator('.demo-header, .demo-body').locator('*:not(h3, a)').evaluateAll((elements) =>
      elements.map((element) => {
        const { display, position, fontSize, fontWeight, color, borderBlockStartStyle } = getComputedStyle(element);
        return [element.tagName, element.getAttribute('class'), display, position, fontSize, fontWeight, color, borderBlockStartStyle].join(' ');
      }));
    const own = await looks(await alone(page, name));
    expect(own.length).toBeGreaterThan(200);
    expect(own).toEqual(await looks(await inArticle(page, name)));
  });
}
