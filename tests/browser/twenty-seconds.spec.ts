// The first demo: a key and a token side by side, worked as its readers work it.

import { axeFindsNothing } from './axe';
import { alone, expect, inArticle, test, type Watch } from './page';
import type { Locator, Page } from '@playwright/test';

class Pair {
  constructor(readonly figure: Locator) {}

  readonly button = (name: string) => this.figure.getByRole('button', { name, exact: true });
  readonly card = (kind: 'key' | 'token') => this.figure.locator(`.card.${kind}`);
  readonly badge = (kind: 'key' | 'token') => this.card(kind).locator('.badge');
  readonly doors = (kind: 'key' | 'token') => this.card(kind).locator('.doors b');
  readonly sentence = () => this.figure.locator('.happened');
  readonly spoken = () => this.figure.locator('.visually-hidden[role="status"]');
  readonly wire = (kind: 'key' | 'token') => this.figure.locator(`.wire.${kind}`);
  readonly complaints = () => this.figure.getByRole('alert');

  /** All that a reader can see of the moment. */
  async picture() {
    return this.figure.evaluate((figure) =>
      ['.card', '.happened', '.acts', '.wire', 'tbody'].map((part) =>
        [...figure.querySelectorAll(part)].map((element) => `${element.className} ${element.innerHTML.replaceAll('<!---->', '')}`)));
  }
}

const openPair = async (page: Page, fragment = '', watch?: Watch, where = alone) =>
  new Pair(await where(page, 'twenty-seconds', fragment, watch));

const OPEN = ['200', '200', '200', '200', '200', '403'];
const ONE = ['200', '403', '403', '403', '403', '403'];
const NONE = ['401', '401', '401', '401', '401', '401'];

test('the first picture tells the two apart before anything is touched', async ({ page, watch }) => {
  const pair = await openPair(page, '', watch, inArticle);
  await expect(pair.badge('key')).toHaveText('works');
  await expect(pair.badge('token')).toHaveText(/^expired 1\sh ago$/);
  await expect(pair.doors('key')).toHaveText(OPEN);
  await expect(pair.doors('token')).toHaveText(NONE);
  await expect(pair.sentence()).toContainText(/still opens 5\sof\s6 endpoints/);
  await expect(pair.sentence()).toContainText(/401\sinvalid_token/);
  await expect(pair.figure.locator('.button.primary')).toHaveText('Send a request');
  expect(new URL(page.url()).hash).toBe('');
});

test('at a desk all of it is there before scrolling', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const pair = await openPair(page);
  for (const part of [pair.card('key'), pair.card('token'), pair.button('New pair'), pair.sentence()]) {
    await expect(part).toBeInViewport({ ratio: 1 });
  }
  const jumps = new Set<number>();
  for (const name of ['New pair', 'Send a request', 'Wait an hour', 'Send a request', 'Leak both', 'Wait an hour', 'The key']) {
    await pair.button(name).click();
    jumps.add(await pair.figure.locator('.demo-footer').evaluate((footer) => Math.round(footer.getBoundingClientRect().top)));
  }
  jumps.delete([...jumps].at(-1)!); // The answer to the guess takes a line of its own.
  expect(jumps.size, 'nothing moves').toBe(1);
});

test('on a phone the buttons and the sentence stay under the thumb, whatever is read', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const pair = await openPair(page, '', undefined, inArticle);
  for (const card of ['key', 'token'] as const) {
    await pair.card(card).scrollIntoViewIfNeeded();
    await expect(pair.button('Leak both')).toBeInViewport({ ratio: 1 });
    await expect(pair.sentence()).toBeInViewport({ ratio: 1 });
  }
});

test('three clicks: both pass, the token dies, the thief keeps the key', async ({ page, watch }) => {
  const pair = await openPair(page, '#twenty-seconds?did=nothing&seed=7', watch, inArticle);
  await expect(pair.doors('token')).toHaveText(ONE);
  await pair.button('Send a request').click();
  await expect(pair.sentence()).toHaveText(/^Both pass: 200\sOK with the key, 200\sOK with the token\./);
  await pair.button('Wait an hour').click();
  await expect(pair.badge('token')).toHaveText('expired just now');
  await expect(pair.badge('key')).toHaveText('works');
  await expect(pair.doors('token')).toHaveText(NONE);
  await pair.button('Leak both').click();
  await expect(pair.card('key').locator('.reach')).toContainText(/The thief opens 5\sof\s6, until somebody revokes it/);
  await expect(pair.card('token').locator('.reach')).toContainText(/The thief opens none\sof\s6/);
  await expect(page).toHaveURL(/#twenty-seconds\?did=send,wait,leak&seed=7$/);
});

test('a leak while both live: one endpoint for an hour, or five for good', async ({ page, watch }) => {
  const pair = await openPair(page, '#twenty-seconds?did=nothing&seed=7', watch);
  await pair.button('Leak both').click();
  await expect(pair.sentence()).toContainText(/5\sof\s6 endpoints, until somebody revokes it/);
  await expect(pair.card('token').locator('.reach')).toContainText(/1\sof\s6, for 1\sh/);
  await pair.button('Wait an hour').click();
  await expect(pair.sentence()).toContainText('now opens none');
});

test('a new pair is another pair', async ({ page, watch }) => {
  const pair = await openPair(page, '', watch);
  const key = pair.card('key').locator('.credential');
  const before = await key.textContent();
  await pair.button('New pair').click();
  await expect(pair.badge('token')).toHaveText('works');
  expect(await key.textContent()).not.toBe(before);
  expect(await key.textContent()).toMatch(/^ak_live_\w{36}$/);
});

test('the wire has what was sent, whole, and as curl', async ({ page, context, watch }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const pair = await openPair(page, '', watch);
  await pair.figure.getByText('Show the wire').click();
  await expect(pair.wire('key')).toContainText('Nothing has been sent yet');
  await pair.button('Send a request').click();
  await expect(pair.wire('key')).toContainText('200 OK');
  await expect(pair.wire('token')).toContainText('error="invalid_token"');
  await pair.wire('token').getByText('Whole message').click();
  await expect(pair.wire('token').locator('[role="region"]')).toContainText('HTTP/1.1 401 Unauthorized');
  await pair.wire('key').getByRole('button', { name: 'Copy as curl' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^curl -i 'https:\/\/api\.demo\.example\/v1\/orders' \\\n {2}-H 'X-API-Key: ak_live_\w{36}'$/);
  await pair.button('Leak both').click();
  await expect(pair.wire('key')).toContainText('thief → API');
});

test('the keyboard alone works it, back and forward to the letter, and R brings all back', async ({ page, watch }) => {
  const pair = await openPair(page, '#twenty-seconds?did=nothing&seed=7', watch);
  const fresh = await pair.picture();
  await pair.button('Send a request').focus();
  await page.keyboard.press('Enter');
  await expect(pair.sentence()).toContainText('Both pass');
  const sent = await pair.picture();
  await page.keyboard.press('ArrowRight');
  await expect(pair.badge('token')).toHaveText('expired just now');
  await page.keyboard.press('ArrowLeft');
  expect(await pair.picture()).toEqual(sent);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Home');
  expect(await pair.picture()).toEqual(fresh);
  await page.keyboard.press('End');
  await expect(pair.badge('token')).toHaveText('expired just now');

  // On a button Space presses it; elsewhere in the demo it does what stands out.
  await pair.figure.locator('.twenty-seconds').focus();
  await page.keyboard.press('Space');
  await expect(pair.sentence()).toContainText('The same request twice');
  await pair.button('Wait an hour').focus();
  await page.keyboard.press('Space');
  await expect(pair.badge('token')).toHaveText(/expired 1\sh ago/);

  await page.keyboard.press('?');
  await expect(pair.figure.locator('.key-help dl')).toBeVisible();
  await page.keyboard.press('r');
  await expect(pair.button('Wait an hour')).toBeFocused();
  await expect(page).toHaveURL(/did=wait,wait&seed=7$/);
  await expect(pair.figure.locator('.button.primary')).toHaveText('Send a request');
});

test('a guess is answered with the numbers of the run', async ({ page, watch }) => {
  const pair = await openPair(page, '', watch);
  await pair.button('Both').click();
  await expect(pair.figure.locator('.predict-verdict')).toContainText('Not so.');
  await expect(pair.button('Both')).toBeFocused();
  await pair.button('The key').click();
  await expect(pair.figure.locator('.predict-verdict')).toContainText(/You were right\. 1\sh on, the key opens 5\sof\s6/);
  await expect(pair.badge('token')).toHaveText('expired just now');
});

test('whoever listens hears what happened', async ({ page }) => {
  const pair = await openPair(page);
  await expect(pair.spoken()).toHaveText('');
  await pair.button('Send a request').click();
  await expect(pair.spoken()).toContainText(/The token gets 401\sinvalid_token/);
});

test('the table says the same', async ({ page }) => {
  const pair = await openPair(page);
  await pair.figure.getByText('Show as a table').click();
  await expect(pair.figure.getByRole('row', { name: '/v1/customers 200, answered 401, refused' })).toBeVisible();
});

test('after a day only a new pair is left, and the focus stays', async ({ page, watch }) => {
  const pair = await openPair(page, `#twenty-seconds?did=${Array(23).fill('wait').join()}&seed=7`, watch);
  await pair.button('Wait an hour').click();
  await expect(pair.sentence()).toContainText('Take a new one');
  await expect(pair.button('Wait an hour')).toHaveAttribute('aria-disabled', 'true');
  await expect(pair.button('Wait an hour')).toBeFocused();
  await expect(pair.figure.locator('.button.primary')).toHaveText('New pair');
});

test('a moment’s address brings it back', async ({ page }) => {
  const pair = await openPair(page);
  await pair.button('New pair').click();
  await pair.button('Leak both').click();
  await expect(page).toHaveURL(/did=leak&seed=\d+$/);
  const here = await pair.picture();
  await page.reload();
  await expect(pair.figure).toHaveAttribute('data-state', 'live');
  expect(await pair.picture()).toEqual(here);
  await page.evaluate(() => { location.hash = '#twenty-seconds?did=send&seed=7'; });
  await expect(pair.sentence()).toContainText('Both pass');
});

for (const [name, fragment, named] of [
  ['an act that does not exist', '#twenty-seconds?did=send,steal&seed=8', ['did=send,steal', 'send, wait and leak']],
  ['a seed that is none', '#twenty-seconds?seed=-1', ['seed=-1', '0 to 999999']],
  ['a field that does not exist', '#twenty-seconds?colour=red', ['colour']],
  ['markup', '#twenty-seconds?did=<img src=x onerror=alert(1)>', ['did=']],
  ['a hundred kilobytes', `#twenty-seconds?did=${'wait,'.repeat(20_000)}`, ['longer than any link']],
] as const) {
  test(`a link with ${name} says so, and leaves the first picture`, async ({ page }) => {
    const pair = await openPair(page, fragment);
    for (const word of named) await expect(pair.complaints()).toContainText(word);
    await expect(pair.badge('token')).toHaveText(/expired 1\sh ago/);
    await expect(pair.figure.locator('img')).toHaveCount(0);
    await pair.button('Understood').click();
    await expect(pair.complaints()).toBeHidden();
  });
}

const STATES: Record<string, (page: Page) => Promise<unknown>> = {
  fresh: (page) => openPair(page, '#twenty-seconds?did=nothing&seed=7'),
  leaked: (page) => openPair(page, '#twenty-seconds?did=send,leak&seed=7'),
  complaining: (page) => openPair(page, '#twenty-seconds?did=steal'),
  unfolded: async (page) => {
    const pair = await openPair(page, `#twenty-seconds?did=${Array(23).fill('wait').join()},leak&seed=7`);
    for (const summary of await pair.figure.locator('summary').all()) await summary.click();
    await pair.button('? Shortcuts').click();
    await pair.button('Both').click();
  },
};

axeFindsNothing('twenty-seconds', STATES, [320, 1440], 'reduce');

test('nothing sticks out, and what is touched is large enough, from 280 to 1440 px', async ({ page }) => {
  const pair = await openPair(page, '#twenty-seconds?did=leak,wait&seed=7', undefined, inArticle);
  for (const summary of await pair.figure.locator('summary').all()) await summary.click();
  await pair.button('? Shortcuts').click();
  for (const width of [280, 320, 390, 768, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), `the page at ${width} px`).toBeLessThanOrEqual(width);
    const faults = await pair.figure.evaluate((figure) => {
      const shown = (selector: string) => [...figure.querySelectorAll(selector)]
        .filter((element) => !element.closest('[hidden], .visually-hidden, pre, .scroll') && element.getClientRects().length);
      const edges = (element: Element) => element.getBoundingClientRect();
      const out = shown('button, summary, p, h3, .credential, .doors li, .doors b, .doors span').filter((element) => {
        const within = edges(element.closest('.card, .wires, figure')!);
        return edges(element).left < within.left - 1 || edges(element).right > within.right + 1
          || element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline';
      });
      const small = shown('button, summary').filter((element) => {
        const least = element.closest('.acts, .predict-guesses') ? 44 : 24;
        return edges(element).height < least || edges(element).width < least;
      });
      return [...out, ...small].map((element) => element.outerHTML.slice(0, 120));
    });
    expect.soft(faults, `at ${width} px`).toEqual([]);
  }
});

test('in the reader’s own colours the words still stand out', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  const pair = await openPair(page);
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  for (const part of [pair.badge('key'), pair.badge('token'), pair.sentence(), pair.doors('key').first()]) {
    expect(await part.evaluate((element) => getComputedStyle(element).color)).not.toBe(ground);
  }
});

test('on paper the picture stands without its buttons', async ({ page }) => {
  const pair = await openPair(page, '', undefined, inArticle);
  await page.emulateMedia({ media: 'print' });
  await expect(pair.sentence()).toBeVisible();
  await expect(pair.card('token')).toBeVisible();
  await expect(pair.button('Send a request')).toBeHidden();
  await expect(pair.figure.locator('.demo-footer')).toBeHidden();
});
