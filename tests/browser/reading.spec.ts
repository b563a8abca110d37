// What the page says to those who do not see its style, and of what it asks for: a number that a demo has a field for
// says what it is.

import { allHasCome, expect, openDemo, test } from './page';

for (const width of [1440, 390]) {
  test(`the seed says what it is, where it stands and in the list of shortcuts: ${width} px`, async ({ page, watch }) => {
    await page.setViewportSize({ width, height: 900 });
    const demo = await openDemo(page, '', watch);
    await allHasCome(page, watch);
    const said = 'Everything random in this demo comes from this number. The same number gives the same run again.';
    const field = demo.figure.getByRole('spinbutton', { name: 'Seed' });
    await expect(field).toHaveAccessibleDescription(said);
    const note = demo.figure.getByRole('tooltip');
    await expect(note).toBeHidden();
    await field.focus();
    await expect(note).toHaveText(said);
    await expect(note).toBeVisible();
    const { x, width: wide } = (await note.boundingBox())!;
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + wide).toBeLessThanOrEqual(width);
    await page.keyboard.press('Escape');
    await expect(note).toBeHidden();

    await demo.button('Shortcuts').click();
    await expect(demo.figure.locator('.key-help dl')).toContainText(`Seed${said}`);
  });
}
