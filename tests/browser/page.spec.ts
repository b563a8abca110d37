// The page around the demos.

import { expect, inArticle, openDemo, test } from './page';

test('the policy allows no inline script or style, and nothing breaks it', async ({ page }) => {
  await page.addInitScript(() => {
    const broken: string[] = [];
    addEventListener('securitypolicyviolation', (event) => broken.push(event.violatedDirective));
    Object.assign(window, { broken });
  });
  const demo = await openDemo(page);
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'/);
  await demo.play().click();
  await demo.slider('Moment').fill('700');
  expect(await page.evaluate(() => (window as unknown as { broken: string[] }).broken)).toEqual([]);
});

test('what is loaded is checked against its hash', async ({ page }) => {
  await page.goto('');
  const unchecked = await page.evaluate(() => {
    const places = [document, ...[...document.querySelectorAll('template')].map(({ content }) => content)];
    return places.flatMap((place) => [...place.querySelectorAll('script[src], link[rel="stylesheet"], [data-wasm]')])
      .filter((element) => !/^sha384-/.test((element as HTMLScriptElement).integrity || (element as HTMLElement).dataset.integrity || ''))
      .map((element) => element.outerHTML);
  });
  expect(unchecked).toEqual([]);
});

test('once loaded, the page asks the network for nothing', async ({ page, watch }) => {
  const scene = await inArticle(page, 'leak', '', watch);
  await scene.getByRole('button', { name: 'Table' }).click();
  await page.keyboard.press('Escape');
  await page.locator('.theme-button').click();
  for (const link of await page.locator('.contents a').all()) await link.click();
  await scene.getByRole('link', { name: 'Open the lab' }).click();
  const lab = page.getByRole('dialog').getByRole('figure');
  await lab.getByRole('button', { name: 'Make the token as bad as the key' }).click();
  await lab.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(lab.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
});

test('the theme is chosen by hand, remembered, and there before the first paint', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('');
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  const button = page.locator('.theme-button');
  await button.click();
  await button.click();
  await expect(button).toContainText('dark');
  expect(await ground()).not.toBe(light);
  const dark = await ground();
  await page.reload({ waitUntil: 'commit' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  // Nothing is painted before the style has come.
  await page.waitForFunction(() => getComputedStyle(document.documentElement).getPropertyValue('--paper') !== '');
  expect(await ground()).toBe(dark);
  await button.click();
  await expect(page.locator('html')).not.toHaveAttribute('data-theme');
});

test('the list of sections says where the reader is', async ({ page }) => {
  await page.goto('');
  await expect(page.locator('.contents [aria-current]')).toContainText('Introduction');
  await page.getByRole('link', { name: 'Lifecycle' }).first().click();
  await expect(page.locator('.contents [aria-current]')).toContainText('Lifecycle');
});

test('the first Tab offers to skip to the text', async ({ page }) => {
  await page.goto('');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the text' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
});

test('on paper there are no controls', async ({ page }) => {
  await openDemo(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator(':is(.transport, .controls, .composer):visible')).toHaveCount(0);
  await expect(page.locator('.security .verdict p')).toBeVisible();
  await expect(page.locator('.security .lane.key')).toBeVisible();
});
