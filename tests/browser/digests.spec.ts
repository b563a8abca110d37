// The same settings and seed give the same run, here and on the host (tests/digests.rs reads the same file).

import { readFileSync } from 'node:fs';
import { expect, openDemo, test } from './page';

const lines = readFileSync(new URL('../digests.txt', import.meta.url), 'utf8').split('\n');
for (const [fragment, digest] of lines.filter((line) => line.startsWith('#security')).map((line) => line.split(' '))) {
  test(`the browser’s run is the host’s: ${fragment}`, async ({ page }) => {
    const demo = await openDemo(page, fragment);
    await expect(demo.figure.locator('.run')).toHaveText(digest!);
  });
}

for (const [fragment, digest] of lines.filter((line) => line.startsWith('#lifecycle')).map((line) => line.split(' '))) {
  test(`the browser’s history is the host’s: ${fragment}`, async ({ page }) => {
    await page.goto(`./${fragment}`);
    const figure = page.locator('figure[data-demo="lifecycle"]');
    await figure.scrollIntoViewIfNeeded();
    await expect(figure.locator('.run')).toHaveText(digest!);
  });
}

for (const [fragment, digest] of lines.filter((line) => line.startsWith('#leaks')).map((line) => line.split(' '))) {
  test(`the browser’s leaks are the host’s: ${fragment}`, async ({ page }) => {
    await page.goto(`./${fragment}`);
    const figure = page.locator('figure[data-demo="leaks"]');
    await figure.scrollIntoViewIfNeeded();
    await expect(figure.locator('.run')).toHaveText(digest!, { timeout: 60_000 });
  });
}
