// What fails takes nothing else along.

import { expect, openDemo, test } from './page';

const still = (page: import('@playwright/test').Page) => page.locator('figure[data-demo="security"]');

test('without scripts the text is whole and the figure stands still', async ({ browser, baseURL }) => {
  const page = await browser.newPage({ javaScriptEnabled: false, baseURL });
  await page.goto('');
  for (const title of ['Purpose', 'Security', 'Use cases', 'Lifecycle', 'Authentication protocols', 'Conclusion']) {
    await expect(page.getByRole('heading', { name: title, exact: false }).first()).toBeVisible();
  }
  await expect(still(page)).toContainText('less was lost with the token');
  await expect(still(page)).toContainText('401 Unauthorized');
  for (const figure of await page.locator('figure[data-demo]').all()) {
    await expect(figure.locator('.demo-notice')).toContainText('needs JavaScript and WebAssembly');
    await expect(figure.locator('.demo-notice')).toBeVisible();
    // A picture with something in it, whose controls are off, as they would do nothing.
    expect((await figure.locator('.demo-body').boundingBox())!.height).toBeGreaterThan(100);
    expect(await figure.locator('button, input, select, textarea').evaluateAll((all) => all.filter((control) => !control.matches(':disabled')))).toEqual([]);
  }
  await page.getByRole('link', { name: 'Lifecycle' }).first().click();
  await expect(page).toHaveURL(/#lifecycle$/);
  await expect(page.locator('.theme-button')).toBeHidden();
  await page.close();
});

for (const [name, answer] of [
  ['is missing', { status: 404, body: '' }],
  ['has been changed on the way', { status: 200, contentType: 'application/wasm', body: 'not what was built' }],
] as const) {
  test(`where the program ${name}, the picture stays and a sentence says so`, async ({ page, watch }) => {
    watch.expects(/Failed to load resource/, /integrity/, /digest/);
    await page.route('**/*.wasm', (route) => route.fulfill(answer));
    await page.goto('');
    await expect(still(page)).toHaveAttribute('data-state', 'still');
    await expect(still(page).locator('.demo-notice[role="status"]')).toContainText('did not load');
    await expect(still(page)).toContainText('less was lost with the token');
    await page.getByRole('link', { name: 'Lifecycle' }).first().click();
    await expect(page).toHaveURL(/#lifecycle$/);
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
  const demo = await openDemo(page);
  // The next time the program looks at the clock, it meets what a panic leads to.
  await page.evaluate(() => {
    Performance.prototype.now = () => { throw new WebAssembly.RuntimeError('unreachable'); };
  });
  await demo.play().click();
  await expect(demo.figure).toHaveAttribute('data-state', 'failed');
  await expect(demo.figure.getByText('This demo stopped working')).toBeVisible();
  await expect(demo.figure).toContainText('less was lost with the token');
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
