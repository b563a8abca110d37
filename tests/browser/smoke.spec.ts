import { expect, test } from '@playwright/test';

test('the page loads, its demos start, and the console stays silent', async ({ page }) => {
  const messages: string[] = [];
  page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => messages.push(`uncaught: ${error}`));

  await page.goto('');
  await expect(page).toHaveTitle(/API key or API token/);

  for (const figure of await page.locator('figure[data-demo]').all()) {
    await figure.scrollIntoViewIfNeeded();
    await expect(figure).toHaveAttribute('data-state', 'live');
  }
  expect(messages).toEqual([]);
});
