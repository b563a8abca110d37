// The time machine, played as its readers play it.

import { axeFindsNothing } from './axe';
import { readFileSync } from 'node:fs';
import { alone, expect, inArticle, test, watched, type Watch } from './page';
import type { Locator, Page } from '@playwright/test';

const FIRST = '#lifecycle?events=refresh-stolen@4h,key-rotated@6h&t=06:12:00&seed=7';

const open = async (page: Page, fragment = '', watch?: Watch, where = alone) => new TimeMachine(await where(page, 'lifecycle', fragment, watch));

class TimeMachine {
  constructor(readonly figure: Locator) {}

  readonly button = (name: string | RegExp) => this.figure.getByRole('button', { name });
  readonly slider = (name: string) => this.figure.getByRole('slider', { name });
  readonly choice = (name: string) => this.figure.getByRole('combobox', { name, exact: true });
  readonly radio = (name: string) => this.figure.getByRole('radio', { name, exact: true });
  readonly clock = () => this.figure.locator('.clock');
  readonly verdict = () => this.figure.locator('.lifecycle-verdict');
  readonly lines = () => this.figure.locator('.lifecycle-log li:not([hidden])');
  readonly events = () => this.figure.locator('.lifecycle-events li:not([hidden])');
  readonly lit = (of: 'key' | 'token') => this.figure.locator(`.lifecycle-states .${of} li[aria-current="true"]`);
  readonly wire = (of: 'key' | 'token') => this.figure.locator(`.wire.${of}`);
  readonly cells = (row: string) => this.figure.locator('.lifecycle-cards tr', { hasText: row }).first().locator('td');
  readonly run = () => this.figure.locator('.run');

  /** All that a reader can see of the moment. */
  async picture() {
    return this.figure.evaluate((figure) => {
      const parts = '.clock, .lifecycle-bands, .lifecycle-verdict, .lifecycle-log ol, .lifecycle-states, .lifecycle-nodes, .lifecycle-cards, .wire-message, .lifecycle-events ol, .run, .predict-verdict';
      const fields = [...figure.querySelectorAll('input, select:not([name="what"])')].map((field) => {
        const { value, checked } = field as HTMLInputElement;
        return `${value} ${checked}`;
      });
      return [[...figure.querySelectorAll(parts)].map((part) => part.innerHTML.replaceAll('<!---->', '')), fields];
    });
  }
}

test('the first picture teaches before anything is touched', async ({ page, watch }) => {
  const demo = await open(page, '', watch, inArticle);
  await expect(demo.clock()).toHaveText('06:12:00');
  await expect(demo.verdict()).toContainText('a used refresh token came back');
  await expect(demo.lit('key')).toHaveText('replaced, in its overlap');
  await expect(demo.lit('token')).toHaveText('expired');
  await expect(demo.figure.locator('.lifecycle-log [aria-current="true"]')).toContainText('The key is rotated');
  await expect(demo.wire('token')).toContainText('400 Bad Request');
  await expect(demo.choice('Show')).toHaveValue('0');
  expect(new URL(page.url()).hash).toBe('');
});

test('time runs both ways, and a moment looks the same by any path', async ({ page, watch }) => {
  const demo = await open(page, '', watch, inArticle);
  const scrub = (to: number) => demo.slider('Moment').fill(String(to));
  await scrub(420);
  const here = await demo.picture();
  await scrub(990);
  await scrub(3);
  for (let i = 0; i < 4; i++) await demo.button('On to the next request').click();
  for (let i = 0; i < 2; i++) await demo.button('Back to the request before').click();
  await scrub(420);
  expect(await demo.picture()).toEqual(here);

  const verdicts = await watched(demo.verdict());
  await demo.button('Reset').click();
  await demo.button('Play').click();
  await expect.poll(verdicts).toContainEqual(expect.stringContaining('no refresh yet'));
  await demo.button('Pause').click();
});

test('the keyboard alone: the clock, an event added, moved, removed, and everything brought back', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  const first = await demo.picture();
  await demo.button('On to the next request').focus();
  await page.keyboard.press('Home');
  await expect(demo.clock()).toHaveText('00:00:00');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(demo.clock()).toHaveText('00:59:00');
  await page.keyboard.press('ArrowRight');
  await expect(demo.clock()).not.toHaveText('00:59:00');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(demo.clock()).toHaveText('00:59:00');

  const run = await demo.run().textContent();
  await demo.choice('What shall happen').focus();
  await page.keyboard.type('Key rev');
  await expect(demo.choice('What shall happen')).toHaveValue('key-revoked');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(demo.events()).toHaveCount(3);
  await expect(demo.events().first()).toContainText('Key revoked');
  await expect(demo.run()).not.toHaveText(run!);
  await expect(demo.lit('key')).toHaveText('revoked');

  await page.keyboard.press('End');
  await demo.button('Move to the clock: Key revoked').focus();
  await page.keyboard.press('Enter');
  await expect(demo.events().last()).toContainText('12:00:00');
  await demo.button('Remove: Key revoked').focus();
  await page.keyboard.press('Enter');
  await expect(demo.events()).toHaveCount(2);
  await expect(demo.run()).toHaveText(run!);

  await demo.slider('Access token lives').focus();
  await page.keyboard.press('ArrowRight');
  await expect(demo.run()).not.toHaveText(run!);
  await page.keyboard.press('r');
  await expect(demo.slider('Access token lives')).toBeFocused();
  expect(await demo.picture()).toEqual(first);
});

test('the pointer on the picture moves the clock, and an event lands there', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  const picture = demo.figure.locator('.lifecycle-time svg').first();
  await picture.scrollIntoViewIfNeeded();
  const box = (await picture.boundingBox())!;
  const at = (share: number) => [box.x + box.width * share, box.y + box.height * 0.3] as const;
  await page.mouse.move(...at(0.25));
  await page.mouse.down();
  await expect(demo.clock()).toHaveText(/^(02:5|03:0)/);
  await page.mouse.move(...at(0.5), { steps: 8 });
  await expect(demo.clock()).toHaveText(/^(05:5|06:0)/);
  await page.mouse.move(...at(0.75), { steps: 8 });
  await page.mouse.up();
  await expect(demo.clock()).toHaveText(/^(08:5|09:0)/);
  await demo.choice('What shall happen').selectOption('refresh-revoked');
  await demo.button(/Let it happen at/).click();
  await expect(demo.events().last()).toContainText('Refresh token revoked');
  await expect(demo.events().last()).toContainText((await demo.clock().textContent())!);
});

test('a hand that rests, and one that lets go, have put right what is out of sight, too', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  const demo = await open(page, FIRST, undefined, inArticle);
  const scrubber = demo.figure.locator('.scrubber');
  await scrubber.evaluate((slider) => slider.scrollIntoView({ block: 'center' }));
  const out = demo.figure.locator('.lifecycle-cards');
  await expect(out).not.toBeInViewport();
  const before = await demo.picture();
  const { x, y, width, height } = (await scrubber.boundingBox())!;
  const middle = y + height / 2;
  await page.mouse.move(x + width * 0.6, middle);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.9, middle, { steps: 8 });
  await expect(page).not.toHaveURL(/t=06:12:00/);
  const atRest = await demo.picture();
  expect(atRest).not.toEqual(before);
  // What a key changes is shown whole: nothing but the help is new.
  const help = demo.figure.getByRole('button', { name: 'Shortcuts' });
  await page.keyboard.press('?');
  await expect(help).toHaveAttribute('aria-expanded', 'true');
  expect(await demo.picture()).toEqual(atRest);

  await page.mouse.move(x + width * 0.3, middle, { steps: 8 });
  await page.mouse.up();
  const letGo = await demo.picture();
  expect(letGo).not.toEqual(atRest);
  await page.keyboard.press('?');
  await expect(help).toHaveAttribute('aria-expanded', 'false');
  expect(await demo.picture()).toEqual(letGo);
  await expect(out).not.toBeInViewport();
});

test('while a hand drags, what is out of sight waits, and what is in sight does not', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  const demo = await open(page, FIRST, undefined, inArticle);
  await demo.figure.locator('.scrubber').evaluate((slider) => slider.scrollIntoView({ block: 'center' }));
  await expect(demo.figure.locator('.lifecycle-cards')).not.toBeInViewport();
  const changes = await demo.figure.evaluate(async (figure) => {
    const [clock, out] = ['.clock', '.lifecycle-cards'].map((part) => {
      const seen = { changes: 0 };
      new MutationObserver((records) => { seen.changes += records.length; }).observe(figure.querySelector(part)!, { subtree: true, characterData: true, childList: true });
      return seen;
    });
    const slider = figure.querySelector<HTMLInputElement>('.scrubber')!;
    const frame = () => new Promise(requestAnimationFrame);
    for (const to of [300, 400, 500, 600, 700]) {
      slider.value = String(to);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      await frame();
    }
    const dragged = { clock: clock!.changes, out: out!.changes };
    slider.dispatchEvent(new Event('change', { bubbles: true }));
    await frame();
    await frame();
    return { ...dragged, outAtRest: out!.changes };
  });
  expect(changes).toEqual({ clock: 5, out: 0, outAtRest: expect.any(Number) });
  expect(changes.outAtRest).toBeGreaterThan(0);
});

test('each lesson is one click away and says what to watch', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  const seen: Record<string, string> = {
    1: 'The server ended the whole family',
    3: 'without overlap',
    4: 'times more',
    5: 'refused from that moment on',
    6: 'used refresh token came back',
    7: 'The app is at its',
    9: 'The token endpoint is down',
    10: '5 min behind',
    12: 'its sign-in had expired',
  };
  for (let lesson = 0; lesson < 13; lesson++) {
    await demo.choice('Show').selectOption(String(lesson));
    await expect(demo.choice('Show')).toHaveValue(String(lesson));
    await expect(demo.figure.locator('.lifecycle-lessons .hint')).not.toBeEmpty();
    if (seen[lesson]) await expect(demo.verdict()).toContainText(seen[lesson]!.replaceAll(' min', '\u00a0min'));
  }
  await demo.slider('Key overlap').fill('0');
  await expect(demo.choice('Show')).toHaveValue('');
});

test('every setting changes the run, and its address takes it back', async ({ page, watch }) => {
  test.slow();
  // All that can go wrong does, so that each setting has something to decide.
  const demo = await open(page, '#lifecycle?events=refresh-stolen@1h,key-rotated@2h,two-tabs@5h,access-revoked@8h,app-closed@9h,app-opened@11h&t=03:00:00&seed=7', watch);
  const run = (await demo.run().textContent())!;
  const changes: [string, () => Promise<unknown>][] = [
    ['access', () => demo.slider('Access token lives').fill('1')],
    ['early', () => demo.slider('App refreshes').fill('0')],
    ['family', () => demo.slider('Refresh tokens end after').fill('0')],
    ['idle', () => demo.slider('… or without use after').fill('1')],
    ['grace', () => demo.slider('Grace for a used one').fill('2')],
    ['sign in', () => demo.slider('Ada signs in again after').fill('0')],
    ['overlap', () => demo.slider('Key overlap').fill('0')],
    ['deploy', () => demo.slider('New key reaches the app after').fill('5')],
    ['leeway and clock', () => demo.slider('The API’s clock is').fill('0')],
    ['kind', () => demo.radio('is looked up (opaque)').check()],
    ['first', () => demo.radio('the thief').check()],
    ['length', () => demo.choice('History').selectOption('1')],
    ['seed', () => demo.figure.getByRole('spinbutton', { name: 'Seed' }).fill('8')],
  ];
  for (const [name, change] of changes) {
    await change();
    await expect(demo.run(), name).not.toHaveText(run);
    await page.evaluate(() => { location.hash = ''; });
    await page.evaluate(() => { location.hash = '#lifecycle?events=refresh-stolen@1h,key-rotated@2h,two-tabs@5h,access-revoked@8h,app-closed@9h,app-opened@11h&t=03:00:00&seed=7'; });
    await expect(demo.run(), name).toHaveText(run);
  }
});

test('a generation is opened, and the one before stands beside it', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  await demo.button(/^r2\b/).click();
  await expect(demo.button(/^r2\b/)).toHaveAttribute('aria-pressed', 'true');
  await demo.button(/^r5\b/).click();
  const [first, second] = [demo.cells('Traded for').nth(0), demo.cells('Traded for').nth(1)];
  await expect(first).toHaveText('r4');
  await expect(second).toContainText('r1');
  await expect(demo.cells('Refresh token is').first()).toContainText('used at 04:55:00 by the app, for r6');
  await expect(demo.lit('token')).toHaveText('expired');
  await demo.button('Later').click();
  await expect(demo.cells('Traded for').first()).toHaveText(/r8/);
});

test('the log is filtered, jumped to, copied and saved', async ({ page, watch, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const demo = await open(page, '', watch);
  watch.expects(/blob:/);
  await demo.radio('thief').check();
  await expect(demo.lines()).toHaveCount(2);
  await demo.lines().last().getByRole('button').click();
  await expect(demo.clock()).toHaveText('05:00:00');
  await demo.button('Copy the log').click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split('\n')).toHaveLength(3);
  expect(copied).toContain('04:00:00\tthief\tThe thief copies r5.');

  for (const kind of ['Text', 'JSON']) {
    const saved = page.waitForEvent('download');
    await demo.button(`Save the log as ${kind}`).click();
    const download = await saved;
    const text = readFileSync(await download.path(), 'utf8');
    if (kind === 'Text') expect(text).toBe(copied);
    else expect(JSON.parse(text)).toMatchObject([{ of: 'thief' }, { status: 400, check: 'refresh-reused', presented: 5 }]);
  }
});

test('zoomed in, the page follows the clock', async ({ page, watch }) => {
  const demo = await open(page, '#lifecycle?length=30d&events=key-rotated@10d&t=11d00:00:00&seed=7', watch);
  const ticks = () => demo.figure.locator('.lifecycle-bands .tick').allTextContents();
  const all = await ticks();
  await demo.choice('Shown').selectOption({ label: '6\u00a0h' });
  expect(await ticks()).not.toEqual(all);
  expect((await ticks())[0]).toBe('day\u00a012');
  await page.keyboard.press('Tab');
  await demo.slider('Moment').fill('0');
  expect((await ticks())[0]).toBe('00:00');
});

test('an address brings every state back, events and all', async ({ page }) => {
  const demo = await open(page, FIRST);
  await demo.choice('What shall happen').selectOption('two-tabs');
  await demo.slider('Moment').fill('750');
  await demo.button(/Let it happen at/).click();
  await demo.slider('Grace for a used one').fill('2');
  await demo.radio('refused').check();
  await demo.figure.locator('.lifecycle-nodes button').first().click();
  await expect(page).toHaveURL(/#lifecycle\?grace=30s&events=refresh-stolen@4h,key-rotated@6h,two-tabs@9h&log=refused&open=\d+&.*t=09:00:00&seed=7$/);
  const here = await demo.picture();
  await page.reload();
  await expect(demo.figure).toHaveAttribute('data-state', 'live');
  expect(await demo.picture()).toEqual(here);
});

test('a bad field is named, and the others count', async ({ page }) => {
  const demo = await open(page, '#lifecycle?access=2h&events=<img src=x onerror=alert(1)>@3h&ahead=9d&colour=red&t=04:00:00');
  for (const word of ['events=', 'key-rotated@24h', 'ahead=9d', 'colour']) {
    await expect(demo.figure.getByRole('alert')).toContainText(word);
  }
  await expect(demo.figure.locator('img')).toHaveCount(0);
  await expect(demo.slider('Access token lives')).toHaveAttribute('aria-valuetext', /^2\sh$/);
  await expect(demo.clock()).toHaveText('04:00:00');
  await demo.button('Understood').click();
  await expect(demo.figure.getByRole('alert')).toBeHidden();
});

for (const [name, fragment] of [
  ['broken escapes', '#lifecycle?events=%zz'],
  ['a hundred kilobytes', `#lifecycle?events=${'9'.repeat(100_000)}`],
  ['a flood of events', `#lifecycle?events=${Array(40).fill('two-tabs@1h').join(',')}`],
] as const) {
  test(`a link with ${name} leaves the first picture, and no error`, async ({ page }) => {
    const demo = await open(page, fragment);
    await expect(demo.clock()).toHaveText('06:12:00');
    await expect(demo.events()).toHaveCount(2);
    await expect(demo.figure.getByRole('alert')).toBeVisible();
  });
}

test('a guess runs the demo and is answered by the run', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  await demo.button('Only the thief is locked out').click();
  await expect(demo.figure.locator('.predict-verdict')).toHaveText('Running…');
  await page.keyboard.press('End');
  await expect(demo.figure.locator('.predict-verdict')).toContainText('Not so.');
  await expect(demo.figure.locator('.predict-verdict')).toContainText('cannot know who sent it');
});

const STATES: Record<string, (page: Page) => Promise<unknown>> = {
  fresh: (page) => open(page),
  month: (page) => open(page, '#lifecycle?length=30d&first=thief&kind=opaque&grace=30s&events=refresh-stolen@3d,key-revoked@10d,two-tabs@20d&zoom=7d&t=3d04:00:00&seed=7'),
  complaining: (page) => open(page, '#lifecycle?access=never&colour=red'),
  unfolded: async (page) => {
    const demo = await open(page, '#lifecycle?grace=30s&events=two-tabs@3h&t=03:30:00&seed=7');
    for (const summary of await demo.figure.locator('summary').all()) await summary.click();
    await demo.button('Shortcuts').click();
    await demo.button('Only Ada').click();
  },
};

axeFindsNothing('lifecycle', STATES, [320, 1440]);

test('nothing sticks out from 280 to 1440 px, and what is touched is large enough', async ({ page }) => {
  const month = '#lifecycle?length=30d&grace=30s&events=refresh-stolen@3d,key-rotated@10d,two-tabs@20d&t=20d12:00:00&seed=7';
  const demo = await open(page, month, undefined, inArticle);
  for (const summary of await demo.figure.locator('summary').all()) await summary.click();
  await demo.button('Shortcuts').click();
  for (const width of [280, 390, 768, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), `the page at ${width} px`).toBeLessThanOrEqual(width);
    const faults = await demo.figure.evaluate((figure) => {
      const edge = figure.getBoundingClientRect();
      const shown = (selector: string) => [...figure.querySelectorAll(selector)].filter((element) => element.getClientRects().length);
      const out = shown('button, input, select, summary, p, h3, h4, .clock')
        .filter((element) => !element.closest('.scroll, .visually-hidden, pre'))
        .filter((element) => {
          const { left, right } = element.getBoundingClientRect();
          return left < edge.left - 1 || right > edge.right + 1;
        });
      const small = shown('button, select, summary, input[type="range"], label:has(input)').filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        const least = element.closest('.transport') ? 44 : 24;
        return width < least || height < least;
      });
      return [...out, ...small].map((element) => element.outerHTML.slice(0, 120));
    });
    expect.soft(faults, `at ${width} px`).toEqual([]);
  }
});
