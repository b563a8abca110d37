// The leak demo, played as its readers play it.

import { alone, expect, inArticle, openDemo, openSeed, pressTab, test, watched, type Watch } from './page';
import type { Page } from '@playwright/test';

const open = (page: Page, fragment = '', watch?: Watch) => openDemo(page, fragment, watch, alone);

test('the first picture teaches before anything is touched', async ({ page, watch }) => {
  const demo = await openDemo(page, '', watch);
  await expect(demo.clock()).toHaveText('09:51:12');
  await expect(demo.verdict()).toContainText('less was lost with the token');
  await expect(demo.fate('key')).toHaveText('works for the thief');
  await expect(demo.fate('token')).toContainText('dead for');
  await expect(demo.wire('key')).toContainText('200 OK');
  await expect(demo.wire('token')).toContainText('401 Unauthorized');
  await expect(demo.wire('token')).toContainText('error="invalid_token"');
  expect(new URL(page.url()).hash).toBe('');
});

test('play runs from the start, pause holds, and the end stops it', async ({ page, watch }) => {
  const demo = await openDemo(page, '', watch);
  const verdicts = await watched(demo.verdict());
  await demo.play().click();
  await expect.poll(verdicts).toContainEqual(expect.stringContaining('Nothing has leaked'));
  await expect(demo.play()).toHaveText('Pause');
  await expect(demo.fate('key')).toHaveText('works for the thief');
  await demo.play().click();
  await expect(demo.play()).toHaveText('Play');
  const held = await demo.picture();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  expect(await demo.picture()).toEqual(held);

  await demo.slider('Moment').fill('990');
  await demo.play().click();
  await expect(demo.clock()).toHaveText('day 2, 12:00:00');
  await expect(demo.play()).toHaveText('Play');
});

test('a step forward and a step back lead to the same picture, to the letter', async ({ page, watch }) => {
  const demo = await open(page, '#security?t=00:40:00&seed=7', watch);
  await demo.button('On to the next request').click();
  const here = await demo.picture();
  for (let i = 0; i < 5; i++) await demo.button('On to the next request').click();
  expect(await demo.picture()).not.toEqual(here);
  for (let i = 0; i < 5; i++) await demo.button('Back to the request before').click();
  expect(await demo.picture()).toEqual(here);
});

test('the scrubber goes both ways, and a moment looks the same by any path', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  const scrub = (to: number) => demo.slider('Moment').fill(String(to));
  await scrub(300);
  const here = await demo.picture();
  await scrub(900);
  await scrub(20);
  await scrub(300);
  expect(await demo.picture()).toEqual(here);
});

test('a turning point leads to its moment', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  await pressTab(demo.figure, 'Log');
  await demo.button(/The owner notices/).click();
  await expect(demo.clock()).toHaveText('day 2, 00:34:00');
  await expect(demo.fate('key')).toHaveText('dead from now on');
  await demo.button(/Leaked: pushed/).click();
  await expect(demo.clock()).toHaveText('00:34:00');
  await expect(demo.fate('key')).toHaveText('leaked, not found yet');
});

test('the keyboard alone plays it, and R brings everything back where the focus was', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  const first = await demo.picture();
  await demo.button('On to the next request').focus();
  await page.keyboard.press('Home');
  await expect(demo.clock()).toHaveText('00:00:00');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(demo.clock()).toHaveText('00:34:00');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(demo.clock()).toHaveText('00:35:00');
  await page.keyboard.press('ArrowRight');
  await expect(demo.clock()).not.toHaveText('00:35:00');
  await page.keyboard.press('ArrowLeft');
  await expect(demo.clock()).toHaveText('00:35:00');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(demo.clock()).toHaveText('00:34:00');
  await page.keyboard.press('End');
  await expect(demo.clock()).toHaveText('day 2, 12:00:00');

  await demo.slider('Token lives').focus();
  await page.keyboard.press('ArrowRight');
  await expect(demo.slider('Token lives')).toHaveAttribute('aria-valuetext', /^4\sh$/);
  await expect(demo.clock()).toHaveText('day 2, 12:00:00');
  await page.keyboard.press('Space');
  await expect(demo.play()).toHaveText('Pause');
  await page.keyboard.press('Space');
  await page.keyboard.press('r');
  await expect(demo.slider('Token lives')).toBeFocused();
  expect(await demo.picture()).toEqual(first);
});

test('? shows the keys and hides them', async ({ page }) => {
  const demo = await open(page);
  await demo.slider('Moment').focus();
  await page.keyboard.press('?');
  await expect(demo.figure.getByText('one turning point back or on')).toBeVisible();
  await page.keyboard.press('?');
  await expect(demo.figure.getByText('one turning point back or on')).toBeHidden();
});

test('shortcuts leave fields, other keys and the rest of the page alone', async ({ page }) => {
  const demo = await openDemo(page);
  const first = await demo.picture();
  await openSeed(demo.figure);
  await demo.figure.getByRole('spinbutton', { name: 'Seed' }).focus();
  for (const key of ['r', 'Home', 'End', 'ArrowLeft', '?']) await page.keyboard.press(key);
  await demo.slider('Moment').focus();
  for (const key of ['Control+r', 'Alt+ArrowRight', 'Meta+r']) {
    await page.evaluate((chord) => {
      const [modifier, key] = chord.split('+');
      const event = new KeyboardEvent('keydown', {
        key, bubbles: true, cancelable: true,
        ctrlKey: modifier === 'Control', altKey: modifier === 'Alt', metaKey: modifier === 'Meta',
      });
      document.activeElement!.dispatchEvent(event);
    }, key);
  }
  await page.locator('.contents a').first().focus();
  await page.keyboard.press('r');
  expect(await demo.picture()).toEqual(first);
});

test('every setting changes the run, and reset takes it back', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  await openSeed(demo.figure);
  const first = await demo.picture();
  const changes: [string, () => Promise<void>][] = [
    ['leak', () => demo.slide('Leaks after', 5)],
    ['noticed', () => demo.slide('Noticed after', 3)],
    ['lifetime', () => demo.slide('Token lives', 6)],
    ['speed', () => demo.slide('Thief’s speed', 6)],
    ['hole', () => demo.hole('URL in a log').check()],
    ['page source', () => demo.hole('page source').check()],
    ['scope', () => demo.box('customers:read').check()],
    ['no scope', () => demo.box('orders:read').uncheck()],
    ['refresh token', () => demo.box(/The refresh token leaks too/).check()],
    ['seed', () => demo.figure.getByRole('spinbutton', { name: 'Seed' }).fill('8')],
    ['next seed', () => demo.button('Next seed').click()],
  ];
  for (const [name, change] of changes) {
    await change();
    await expect(demo.figure.locator('.run'), name).not.toHaveText(first.run!);
    await demo.button('Reset').click();
    expect(await demo.picture(), name).toEqual(first);
  }
});

test('a refresh token that leaks keeps the thief going; one in a URL does not exist', async ({ page }) => {
  const demo = await open(page);
  await demo.box(/The refresh token leaks too/).check();
  await expect(demo.figure.locator('.turns')).toContainText('the family ends');
  await demo.hole('URL in a log').check();
  await expect(demo.box(/The refresh token leaks too/)).toBeDisabled();
  await expect(demo.figure).toContainText('a refresh token never stands in a URL');
});

test('a revoked token goes on where the API does not ask, and stops where it does', async ({ page }) => {
  const demo = await open(page, '#security?ttl=7d&t=1d06:00:00&seed=7');
  await expect(demo.fate('token')).toHaveText('revoked, and still works');
  await expect(demo.verdict()).toContainText('more was lost with the token');
  await demo.box(/The API asks on each call/).check();
  await expect(demo.fate('token')).toContainText('dead for');
});

test('made as bad as the key, the token is no better', async ({ page }) => {
  const demo = await open(page);
  await demo.button('Make the token as bad as the key').click();
  await expect(demo.verdict()).toContainText('No difference');
  await expect(demo.verdict().locator('.ratio')).toHaveText('1×');
  await expect(demo.button('Make the token as bad as the key')).toBeFocused();
});

test('a guess runs the demo and is answered by the run', async ({ page }) => {
  const demo = await open(page);
  await demo.button('The token’s owner').click();
  await expect(demo.figure.locator('.predict-verdict')).toHaveText('Running…');
  await page.keyboard.press('End');
  await expect(demo.figure.locator('.predict-verdict')).toContainText('You were right.');
  const lost = (await demo.verdict().locator('b.token').textContent())!;
  await expect(demo.figure.locator('.predict-verdict')).toContainText(lost);
});

test('the table says what the picture shows', async ({ page }) => {
  const demo = await open(page);
  await pressTab(demo.figure, 'Table');
  await demo.slider('Moment').fill('1000');
  const last = demo.figure.locator('.data-table tbody tr').last();
  const cells = await last.locator('th, td').allTextContents();
  expect(cells[0]).toBe(await demo.clock().textContent());
  await expect(demo.verdict().locator('b.key')).toContainText(cells[1]!);
  await expect(demo.verdict().locator('b.token')).toContainText(cells[3]!);
  expect(cells.filter((_, i) => i % 2 === 0).slice(1)).toEqual(['401, refused', '401, refused']);
});

test('the whole message is there on demand', async ({ page }) => {
  const demo = await open(page);
  await demo.wire('token').getByText('Whole message').click();
  const whole = demo.wire('token').getByRole('region', { name: 'Whole message, token' });
  await expect(whole).toContainText('HTTP/1.1 401 Unauthorized');
  await expect(whole).toContainText('Content-Type: application/problem+json');
  await expect(whole).toContainText('"status":401');
});

test('a setting changed while it plays does not stop it', async ({ page }) => {
  const demo = await open(page);
  await demo.play().click();
  await demo.slide('Token lives', 4);
  await expect(demo.play()).toHaveText('Pause');
  await expect(demo.fate('token')).toHaveText('works for the thief');
});

test('it pauses when it leaves the screen', async ({ page }) => {
  const figure = await inArticle(page, 'lifecycle');
  await figure.locator('.play').click();
  await expect(figure.locator('.play')).toHaveText('Pause');
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  await expect(figure.locator('.play')).toHaveText('Play');
});

test('with reduced motion time moves in steps', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const demo = await open(page);
  await demo.slider('Moment').fill('0');
  // At one minute a second and 700 ms a step, each move is 42 seconds at least.
  await demo.figure.getByRole('combobox', { name: 'Speed' }).selectOption({ index: 1 });
  const moments = await watched(demo.clock());
  await demo.play().click();
  await expect.poll(async () => (await moments()).length).toBeGreaterThan(2);
  const seconds = (await moments()).map((text) => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0));
  for (const [i, at] of seconds.entries()) expect(at - (seconds[i - 1] ?? 0)).toBeGreaterThanOrEqual(42);
});

test('whoever listens hears the verdict when the clock rests', async ({ page }) => {
  const demo = await open(page);
  await expect(demo.spoken()).toHaveText('');
  await demo.slider('Moment').fill('500');
  await expect(demo.spoken()).toContainText('less was lost with the token');
  await demo.button('Reset').click();
  await expect(demo.spoken()).toContainText('09:51:12');
});

test.describe('copying', () => {
  test('takes the link and the curl line to the clipboard', async ({ page, context, watch }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const demo = await openDemo(page, '', watch);
    await demo.slider('Moment').fill('400');
    await demo.button('Share this moment').click();
    await expect(demo.spoken()).toHaveText('Copied.');
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const here = await demo.picture();

    await demo.wire('key').getByRole('button', { name: 'Copy as curl' }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('curl -i');
    const curl = await page.evaluate(() => navigator.clipboard.readText());
    expect(curl).toMatch(/^curl -i 'https:\/\/api\.demo\.example\/v1\/(?:orders|customers|profile|reports)\?page=\d+' \\\n {2}-H 'X-API-Key: ak_live_\w{36}'$/);

    const other = await context.newPage();
    await other.goto(link);
    const there = await openDemo(other, new URL(link).hash);
    expect(await there.picture()).toEqual(here);
    await other.close();
  });

  test('refused by the browser, the text stands there to be copied by hand', async ({ page }) => {
    await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined }));
    const demo = await open(page);
    await demo.button('Share this moment').click();
    const field = demo.figure.getByLabel('Text to copy');
    await expect(field).toHaveValue(/#security\?t=09:51:12&seed=7$/);
    await expect(demo.spoken()).toContainText('did not allow copying');
    expect(await page.evaluate(() => getSelection()!.toString())).toContain('#security?t=09:51:12');
  });
});
