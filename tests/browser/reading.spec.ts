// What the page's markup says to those who do not see its style: tables stay tables, notes are no landmarks, and a
// number that a demo asks for says what it is.

import { allHasCome, alone, expect, inArticle, openDemo, openSeed, test } from './page';
import type { Page } from '@playwright/test';

/** How often each role stands in an element, as the browser's own accessibility tree has it. */
async function roles(page: Page, selector: string, names: string[]) {
  const session = await page.context().newCDPSession(page);
  const { result } = await session.send('Runtime.evaluate', { expression: `document.querySelector(${JSON.stringify(selector)})` });
  const counts: Record<string, number> = {};
  for (const role of names) {
    const { nodes } = await session.send('Accessibility.queryAXTree', { objectId: result.objectId, role });
    counts[role] = nodes.filter(({ ignored }) => !ignored).length;
  }
  return counts;
}

for (const width of [1440, 390]) {
  test(`tables are tables to a screen reader, however they are laid out: ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto('');
    // Narrow, the style takes the cells out of their columns.
    const display = page.locator('#introduction .prose-table td').last().evaluate((cell) => getComputedStyle(cell).display);
    expect(await display).toBe(width < 500 ? 'block' : 'table-cell');
    expect(await roles(page, '#introduction .prose-table table', ['table', 'row', 'columnheader', 'rowheader', 'cell']))
      .toEqual({ table: 1, row: 6, columnheader: 2, rowheader: 5, cell: 11 });
    expect(await page.locator('table[role="table"], tr[role], td[role], th[role]').count()).toBe(0);

    const matrix = page.locator('figure[data-demo="access-matrix"]');
    await matrix.scrollIntoViewIfNeeded();
    await expect(matrix).toHaveAttribute('data-state', 'live');
    expect(await roles(page, '.matrix', ['grid', 'row', 'columnheader', 'rowheader', 'gridcell']))
      .toEqual({ grid: 1, row: 15, columnheader: 9, rowheader: 13, gridcell: 79 });
  });
}

test('a note in the text is a note, and the glossary the one landmark beside it', async ({ page }) => {
  await page.goto('');
  await expect(page.getByRole('complementary')).toHaveCount(1);
  await expect(page.getByRole('complementary', { name: 'Glossary' })).toBeVisible();
  await expect(page.getByRole('note')).toHaveCount(15);
  for (const note of await page.getByRole('note').all()) await expect(note).toContainText(/^\s*Precisely:/);
});

test('a note stands beside the text where there is room, and is folded to its first sentence elsewhere', async ({ page }) => {
  await page.setViewportSize({ width: 1200, height: 900 });
  await page.goto('');
  const note = page.locator('#security .precisely').first();
  const [more, text] = [note.getByText('With AWS'), page.locator('#security > p').nth(1)];
  await expect(more).toBeVisible();
  const [beside, read] = [(await note.boundingBox())!, (await text.boundingBox())!];
  expect(beside.x).toBeGreaterThan(read.x + read.width);
  expect(Math.abs(beside.y - read.y)).toBeLessThan(40);

  await page.setViewportSize({ width: 1199, height: 900 });
  await expect(more).toBeHidden();
  await note.getByText('some keys are no bearer secrets').click();
  await expect(more).toBeVisible();
  const folded = page.locator('#purpose .precisely details').first();
  await expect(folded).not.toHaveAttribute('open');
  await folded.locator('summary').press('Enter');
  await expect(folded).toHaveAttribute('open');
});

for (const [width, where, open] of [[1440, 'the article', inArticle], [390, 'the article', inArticle], [390, 'its own page', alone]] as const) {
  test(`the seed says what it is, where it stands and in the list of shortcuts: ${where}, ${width} px`, async ({ page, watch }) => {
    await page.setViewportSize({ width, height: 900 });
    const figure = await open(page, 'jobs', '', watch);
    await allHasCome(page, watch);
    const said = 'Everything random in this demo comes from this number. The same number gives the same run again.';
    const field = figure.getByRole('spinbutton', { name: 'Seed' });
    await expect(field).toHaveAccessibleDescription(said);
    const note = figure.getByRole('tooltip');
    await expect(note).toBeHidden();
    await field.focus();
    await expect(note).toHaveText(said);
    await expect(note).toBeVisible();
    const { x, width: wide } = (await note.boundingBox())!;
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + wide).toBeLessThanOrEqual(width);
    await page.keyboard.press('Escape');
    await expect(note).toBeHidden();

    await figure.getByRole('button', { name: 'Shortcuts' }).click();
    await expect(figure.locator('.key-help dl')).toContainText(`Seed${said}`);
  });
}

test('where the seed is folded away, what it is stands beside it', async ({ page }) => {
  const demo = await openDemo(page);
  const said = demo.figure.getByText('Everything random in this demo comes from this number.');
  await expect(said.first()).toBeHidden();
  await openSeed(demo.figure);
  await expect(said.first()).toBeVisible();
});
