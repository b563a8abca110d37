// The program comes in parts: what the page needs first, and the rest when it is wanted or when the page is idle.

import { alone, come, expect, inArticle, test } from './page';
import type { Page } from '@playwright/test';

/** The parts that a page asks for, from now on: `security` for `security-1a2b….wasm`. */
function asked(page: Page) {
  const parts: string[] = [];
  page.on('request', (request) => {
    const part = /\/([a-z-]+)-[0-9a-f]{12}\.wasm$/.exec(request.url());
    if (part) parts.push(part[1]);
  });
  return parts;
}

for (const [scene, own] of [['leak', 'leak-whole'], ['lifetime', 'lifetime-whole']]) {
  test(`a scene alone is eight files, with what scenes have in common and its own: ${scene}`, async ({ page }) => {
    const parts = asked(page);
    const files: string[] = [];
    page.on('request', (request) => { if (request.url().startsWith('http')) files.push(new URL(request.url()).pathname); });
    await page.goto(`embed/${scene}.html`);
    await expect(page.locator('figure')).toHaveAttribute('data-state', 'live');
    await page.waitForLoadState('networkidle');
    expect(parts.toSorted()).toEqual([own, 'scene']);
    expect(files.length, files.join('\n')).toBeLessThanOrEqual(8);
  });
}

test('a lab alone asks for the first part, and in one file for all that it and the console call', async ({ page }) => {
  const parts = asked(page);
  await alone(page, 'leaks');
  await page.evaluate(() => demo.ready);
  expect(parts.toSorted()).toEqual(['browser', 'leaks-lab']);
  expect(await page.evaluate(async () => (await demo.attacks()).length)).toBeGreaterThan(200);
  expect(parts.toSorted()).toEqual(['attacks', 'browser', 'leaks-lab']);
});

for (const [what, address] of [
  ['the article, once it is idle,', ''],
  ['the deck', '?classroom'],
] as const) {
  test(`${what} asks for all the rest in one file, and then for nothing`, async ({ page, context }) => {
    const parts = asked(page);
    await page.clock.install();
    await page.goto(address);
    await expect(page.locator('figure[data-state="live"]').first()).toBeAttached();
    await page.clock.runFor(2_000);
    await expect.poll(() => parts).toContain('rest');
    await page.waitForLoadState('networkidle');
    // Scenes near its top come before.
    expect(parts.toSorted()).toEqual(['browser', 'opening', 'rest', 'settings', 'thousand']);

    await context.setOffline(true);
    if (!address) {
      const lifecycle = await come(page, 'lifecycle');
      await lifecycle.getByRole('button', { name: 'Play', exact: true }).click();
      await expect(lifecycle.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
    }
    await page.clock.runFor(30_000);
    await expect(page.locator('figure[data-demo="thousand-leaks"]')).toHaveAttribute('data-state', 'live');
    expect(await page.evaluate(async () => (await demo.attacks()).length)).toBeGreaterThan(200);
    expect(parts).toHaveLength(5);
  });
}

test('where the rest does not come in one file, each part comes alone', async ({ page, watch }) => {
  watch.expects(/^console error: Failed to load resource/);
  const parts = asked(page);
  await page.route('**/rest-*.wasm', (route) => route.abort());
  await inArticle(page, 'purpose');
  await come(page, 'workbench');
  await expect.poll(() => parts).toContain('attacks');
});

for (const [why, answer] of [
  ['does not come', undefined],
  ['has been changed on the way', { contentType: 'application/wasm', body: 'changed' }],
] as const) {
  test(`where a part ${why}, its demos keep their pictures and say so, and the others play`, async ({ page, watch }) => {
    watch.expects(/^console error: Failed to (load resource|find a valid digest)/, /^console error: .*integrity/);
    await page.route(/\/(thousand|rest)-\w+\.wasm/, (route) => answer ? route.fulfill(answer) : route.abort());
    await inArticle(page, 'purpose');
    const figure = page.locator('figure[data-demo="thousand-leaks"]');
    await figure.scrollIntoViewIfNeeded();
    await expect(figure).toHaveAttribute('data-state', 'still');
    await expect(figure.locator('.demo-notice')).toHaveText(/did not load.*Reload the page/);
    await come(page, 'workbench');
  });
}

test('where the attacks do not come, the door says so', async ({ page, watch }) => {
  watch.expects(/^console error: Failed to load resource/);
  await page.route(/\/(attacks|rest)-\w+\.wasm/, (route) => route.abort());
  await inArticle(page, 'purpose');
  const said = await page.evaluate(() => demo.attacks().catch(String));
  expect(said).toBe('Error: The attacks did not load; reload the page to try again.');
});
