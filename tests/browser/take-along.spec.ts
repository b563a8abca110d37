// What a reader takes along from the leak demo, and the glossary's words where they open.

import { readFileSync } from 'node:fs';
import { axeFaults } from './axe';
import { expect, openDemo, pressTab, test } from './page';

test('the log is copied, and saved as text, JSON and HAR', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const demo = await openDemo(page);
  await pressTab(demo.figure, 'Log');
  await demo.button('Copy as text').click();
  await expect(demo.spoken()).toHaveText('Copied.');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^00:34:00 {2}Leaked: pushed to a public repository\n/);
  const save = async (name: string) => {
    const [download] = await Promise.all([page.waitForEvent('download'), demo.button(name).click()]);
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
  };
  expect(await save('Save as text')).toEqual({ name: 'leak-log.txt', text: copied });
  const json = await save('Save as JSON');
  expect([json.name, JSON.parse(json.text).turning_points.length]).toEqual(['leak-log.json', 3]);
  const har = await save('Save the wire as HAR');
  expect([har.name, JSON.parse(har.text).log.entries.length]).toEqual(['leak-wire.har', 200]);
});

test('a word opens on focus, closes on Escape, and leads to the list', async ({ page }) => {
  await page.goto('');
  const word = page.locator(':is(#use-cases, #lifecycle) .gloss:has(> a)').first();
  const [link, note] = [word.locator('a'), word.getByRole('tooltip', { includeHidden: true })];
  await expect(note).toBeHidden();
  await link.focus();
  await expect(note).toBeVisible();
  await expect(link).toHaveAccessibleDescription((await note.textContent())!);
  await page.keyboard.press('Escape');
  await expect(note).toBeHidden();
  await link.blur();
  await link.focus();
  await expect(note).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator('#glossary div:target dt')).toBeInViewport();
});

test('every note stands on the page, narrow and wide, and axe finds nothing', async ({ page }) => {
  await page.goto('');
  const words = page.locator('.gloss > a');
  expect(await words.count()).toBeGreaterThan(8);
  for (const width of [320, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await page.locator('.precisely details').evaluateAll((notes) => { for (const note of notes as HTMLDetailsElement[]) note.open = true; });
    for (const word of await words.all()) {
      await word.focus();
      const { left, right, top, below } = await word.evaluate((word) => {
        const { left, right, top } = word.nextElementSibling!.getBoundingClientRect();
        return { left, right, top, below: word.getBoundingClientRect().bottom };
      });
      expect(left, await word.textContent() ?? '').toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(width);
      // Under the word, and near enough for a pointer to get there.
      expect(Math.abs(top - below)).toBeLessThan(24);
    }
    expect(await axeFaults(page, { except: 'figure' })).toEqual([]);
  }
});
