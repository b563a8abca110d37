// Every moment has an address, and an address that makes no sense says so.

import { alone, expect, inArticle, openDemo, test } from './page';

test('a moment’s address brings it back', async ({ page }) => {
  const demo = await openDemo(page);
  await demo.slide('Token lives', 5);
  await demo.box('profile').check();
  await demo.slider('Moment').fill('600');
  await expect(page).toHaveURL(/#security\?ttl=12h&scope=orders:read,profile&t=(?!09:51:12).+&seed=7$/);
  const here = await demo.picture();
  await page.reload();
  await expect(demo.figure).toHaveAttribute('data-state', 'live');
  expect(await demo.picture()).toEqual(here);
});

for (const fragment of ['#leak', '#leak?ttl=4h']) {
  test(`a link with ${fragment} leads to that scene`, async ({ page }) => {
    await page.goto(fragment);
    await expect(page.locator('figure[data-demo="leak"]')).toHaveAttribute('data-state', 'live');
    await expect(page.locator('figure[data-demo="leak"] h3')).toBeInViewport();
  });
}

test('a link that is followed on the page is taken over', async ({ page }) => {
  const demo = await openDemo(page);
  await page.evaluate(() => { location.hash = '#security?ttl=4h&t=03:00:00&seed=9'; });
  await expect(demo.clock()).toHaveText('03:00:00');
  await expect(demo.slider('Token lives')).toHaveAttribute('aria-valuetext', /^4\sh$/);
});

test('a bad field is named with what it may hold, and the others count', async ({ page }) => {
  const demo = await openDemo(page, '#security?ttl=4h&noticed=soon&speed=61&colour=red&t=25:00:00', undefined, alone);
  for (const word of ['noticed=soon', '1m to 31d', 'speed=61', '1 to 60', 'colour', 't=25:00:00']) {
    await expect(demo.complaints()).toContainText(word);
  }
  await expect(demo.slider('Token lives')).toHaveAttribute('aria-valuetext', /^4\sh$/);
  await expect(demo.slider('Noticed after')).toHaveAttribute('aria-valuetext', /^24\sh$/);
  await expect(demo.clock()).toHaveText('09:51:12');
  await demo.button('Understood').click();
  await expect(demo.complaints()).toBeHidden();
});

for (const [name, fragment] of [
  ['broken escapes', '#security?ttl=%zz'],
  ['bytes that are no text', '#security?ttl=%ff%fe'],
  ['no fields at all', '#security?&&=&'],
  ['a name twice', '#security?ttl=1h&ttl=2h'],
  ['markup', '#security?hole=<img src=x onerror=alert(1)>'],
  ['a hundred kilobytes', `#security?ttl=${'9'.repeat(100_000)}`],
] as const) {
  test(`a link with ${name} leaves the first picture, and no error`, async ({ page }) => {
    const demo = await openDemo(page, fragment, undefined, alone);
    await expect(demo.clock()).toHaveText('09:51:12');
    await expect(demo.verdict()).toContainText('less was lost');
    await expect(demo.figure.locator('img')).toHaveCount(0);
    const box = (await demo.figure.boundingBox())!;
    expect(box.width).toBeLessThanOrEqual(page.viewportSize()!.width);
  });
}

test('anchors of the text leave the demo alone', async ({ page }) => {
  const scene = await inArticle(page, 'leak', '#leak?t=03:00:00');
  await page.evaluate(() => { location.hash = '#purpose'; });
  await expect(page.locator('.contents [aria-current]')).toContainText('Purpose');
  await expect(scene.locator('.scene-clock b')).toHaveText('3:00');
});
