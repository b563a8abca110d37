// A host may demand Trusted Types: then a page takes no HTML but what a policy lets through.

import { FIGURES, expect, test, type Watch } from './page';
import type { Page } from '@playwright/test';

const HEADER = "require-trusted-types-for 'script'; trusted-types key-vs-token key-vs-token-class";

/** From now on the host sends the header with each page. */
async function demand(page: Page) {
  await page.context().route(/\/(?:[^.]*|[^/]*\.html)(?:[?#]|$)/, async (route) => {
    if (route.request().resourceType() !== 'document') return route.continue();
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': HEADER } });
  });
}

/** That the header is in force: HTML of somebody else does not come in. */
async function takesNoOther(page: Page, watch: Watch) {
  expect(watch.faults()).toEqual([]);
  watch.expects(/TrustedHTML/);
  const refused = await page.evaluate(() => {
    try {
      document.createElement('p').innerHTML = '<b>not ours</b>';
    } catch (error) {
      return (error as Error).name;
    }
    return 'nothing';
  });
  expect(refused).toBe('TypeError');
}

test('every scene and demo of the article comes alive, and the ones of its labs', async ({ page, watch }) => {
  test.slow();
  await demand(page);
  await page.goto('');
  for (const figure of await page.locator(FIGURES).all()) {
    await figure.scrollIntoViewIfNeeded();
    await expect(figure).toHaveAttribute('data-state', 'live');
  }
  await page.evaluate(() => { location.hash = '#security?ttl=7d&t=36:00:00&seed=7'; });
  await expect(page.locator('dialog[open] figure[data-demo="security"]')).toHaveAttribute('data-state', 'live');
  await expect(page.locator('dialog[open] .verdict')).toContainText('records');
  await takesNoOther(page, watch);
});

test('so do the deck, its notes, the papers, a demo alone and the builder', async ({ page, watch, context }) => {
  await demand(page);
  await page.goto('?classroom=security-leak');
  await expect(page.locator('figure[data-demo="security"]')).toHaveAttribute('data-state', 'live');
  const [notes] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('n')]);
  await expect(notes.locator('.notes-body')).toContainText('Goal:');
  await notes.close();
  await page.goto('?classroom=worksheet');
  await expect(page.locator('main.paper h1')).toBeVisible();
  await page.goto('embed/lifecycle.html');
  await expect(page.locator('figure')).toHaveAttribute('data-state', 'live');
  await page.goto('builder.html');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await takesNoOther(page, watch);
});
