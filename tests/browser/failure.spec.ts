// What fails takes nothing else along.

import { FIGURES, expect, inArticle, openDemo, test } from './page';
import type { Page } from '@playwright/test';

const still = (page: Page) => page.locator('figure[data-demo="leak"]');

test('without scripts the text is whole and the figure stands still', async ({ browser, baseURL }) => {
  const page = await browser.newPage({ javaScriptEnabled: false, baseURL });
  await page.goto('');
  for (const title of ['Purpose', 'Security', 'Use cases', 'Lifecycle', 'Authentication protocols', 'Conclusion']) {
    await expect(page.getByRole('heading', { name: title, exact: false }).first()).toBeVisible();
  }
  await expect(still(page)).toContainText('nobody had to notice');
  await expect(still(page)).toContainText('token expired');
  for (const figure of await page.locator(FIGURES).all()) {
    await expect(figure.locator('.demo-notice')).toContainText('needs JavaScript and WebAssembly');
    await expect(figure.locator('.demo-notice')).toBeVisible();
    // A picture with something in it.
    expect((await figure.locator('.demo-body').boundingBox())!.height).toBeGreaterThan(100);
  }
  await page.getByRole('link', { name: 'Lifecycle' }).first().click();
  await expect(page).toHaveURL(/#lifecycle$/);
  await expect(page.locator('.theme-button')).toBeHidden();
  await page.close();
});

for (const what of ['*.wasm', 'browser-*.js']) {
  for (const [name, answer] of [
    ['is missing', { status: 404, body: '' }],
    ['has been changed on the way', { status: 200, contentType: what === '*.wasm' ? 'application/wasm' : 'text/javascript', body: 'globalThis.changed = true' }],
  ] as const) {
    test(`where the program (${what}) ${name}, the picture stays and a sentence says so`, async ({ page, watch }) => {
      watch.expects(/Failed to load resource/, /integrity/, /digest/);
      await page.route(`**/${what}`, (route) => route.fulfill(answer));
      await page.goto('');
      await expect(still(page)).toHaveAttribute('data-state', 'still');
      await expect(still(page).locator('.demo-notice[role="status"]')).toContainText('did not load');
      await expect(still(page)).toContainText('nobody had to notice');
      expect(await page.evaluate(() => 'changed' in globalThis)).toBe(false);
      await page.getByRole('link', { name: 'Lifecycle' }).first().click();
      await expect(page).toHaveURL(/#lifecycle$/);
    });
  }
}

/** A sentence at the figure's top, over controls that are off. */
async function fails(page: Page, words: RegExp) {
  const sentence = still(page).getByText(words);
  await expect(still(page).locator('.demo-body')).toBeVisible();
  await expect(sentence).toBeVisible({ timeout: 5000 }); // That soon a reader has to know.
  const [{ y }, { y: top }] = [(await sentence.boundingBox())!, (await still(page).boundingBox())!];
  expect(y - top).toBeLessThan(20);
  await still(page).evaluate((figure) => figure.scrollIntoView());
  await expect(sentence).toBeInViewport({ ratio: 1 });
  await expect(still(page).getByRole('button', { name: 'Play' })).toBeDisabled();
}

const PARTS = { 'the WASM module': '**/*.wasm', 'its glue': '**/browser-*.js', 'boot.js': '**/boot-*.js', 'every script': '**/*.js' };

for (const [part, address] of Object.entries(PARTS)) {
  test(`where ${part} is blocked, a sentence at the top says so, in a page of its own and in a frame`, async ({ page, watch }) => {
    watch.expects(/ERR_FAILED/);
    await page.route(address, (route) => route.abort());
    await page.goto('?demo=leak');
    await fails(page, /did not load|has not loaded/);
    await page.goto('');
    await fails(page, /did not load|has not loaded/);
  });

  // While public/mode.js hangs, a browser shows nothing of the page.
  if (part !== 'every script') test(`where ${part} hangs, a sentence says so within five seconds; if it comes after all, the demo starts`, async ({ page }) => {
    let letGo!: () => void;
    const gone = new Promise<void>((resolve) => { letGo = resolve; });
    await page.route(address, async (route) => {
      await gone;
      await route.continue();
    });
    await page.goto('?demo=leak', { waitUntil: 'commit' });
    await fails(page, /has not loaded/);
    letGo();
    await expect(still(page)).toHaveAttribute('data-state', 'live');
    await expect(still(page).locator('.demo-notice')).toBeHidden();
    await expect(still(page).getByRole('button', { name: 'Play' })).toBeEnabled();
  });
}

test('a host that does not know WASM’s media type will do', async ({ page }) => {
  await page.route('**/*.wasm', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-type': 'application/octet-stream' } });
  });
  await openDemo(page);
});

test('a demo that traps gives way to its picture, and the page lives on', async ({ page, watch }) => {
  watch.expects(/unreachable/, /RuntimeError/, /panicked/);
  const scene = await inArticle(page, 'leak');
  // The next time the program looks at the clock, it meets what a panic leads to.
  await page.evaluate(() => {
    Performance.prototype.now = () => { throw new WebAssembly.RuntimeError('unreachable'); };
  });
  await scene.getByRole('button', { name: 'Play' }).click();
  await expect(scene).toHaveAttribute('data-state', 'failed');
  await fails(page, /This demo stopped working/);
  await expect(scene.getByRole('slider', { name: 'Moment' })).toBeDisabled();
  await expect(scene).toContainText('nobody had to notice');
  await expect(page.getByRole('heading', { name: 'Lifecycle' }).first()).toBeVisible();
});

test('with storage denied everything works but the memory of the theme', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });
  });
  const demo = await openDemo(page);
  await demo.play().click();
  await expect(demo.play()).toHaveText('Pause');
  await page.locator('.theme-button').click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});
