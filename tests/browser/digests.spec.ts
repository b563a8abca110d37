// The same settings and seed give the same run, here and on the host (tests/demos/digests.rs reads the same file).

import { readFileSync } from 'node:fs';
import { alone, expect, test } from './page';

const lines = readFileSync(new URL('../digests.txt', import.meta.url), 'utf8').split('\n').filter((line) => /^#\w/.test(line));
const demos = new Set(lines.map((line) => line.slice(1).split('?')[0]!));

for (const demo of demos) {
  test(`the browser’s runs are the host’s: ${demo}`, async ({ page }) => {
    test.slow();
    const figure = await alone(page, demo);
    for (const [fragment, digest] of lines.filter((line) => line.startsWith(`#${demo}?`)).map((line) => line.split(' '))) {
      await page.evaluate((fragment) => { location.hash = fragment; }, fragment!);
      await expect.soft(figure.locator('.run'), fragment).toHaveText(digest!, { timeout: 60_000 });
    }
  });
}

test('the host’s runs are there to compare', () => {
  expect(demos.size).toBe(3);
  expect(lines.length).toBeGreaterThanOrEqual(19);
});
