// The token workbench, used as its readers use it.

import { axeFindsNothing } from './axe';
import { alone, expect, inArticle, pressTab, test, type Watch } from './page';
import type { Locator, Page } from '@playwright/test';

/** The workbench as its reader sees it. */
class Bench {
  constructor(readonly figure: Locator) {}

  readonly tab = (name: 'Read' | 'Change' | 'Forge') => pressTab(this.figure, name);
  readonly shown = () => this.figure.getByRole('tab', { selected: true });
  readonly button = (name: string | RegExp) => this.figure.getByRole('button', { name });
  readonly token = () => this.figure.getByRole('textbox', { name: /^Paste a token/ });
  readonly header = () => this.figure.getByRole('textbox', { name: 'Header, as JSON' });
  readonly payload = () => this.figure.getByRole('textbox', { name: 'Payload, as JSON' });
  readonly secret = () => this.figure.getByRole('textbox', { name: 'Sign with this secret' });
  readonly part = (name: string) => this.figure.getByRole('button', { name, exact: true });
  readonly line = (claim: string) => this.figure.locator('.claims li:not([hidden])')
    .filter({ has: this.figure.page().locator('code', { hasText: new RegExp(`^${claim}$`) }) });
  readonly what = () => this.figure.locator('.what');
  readonly verdict = () => this.figure.locator('.verdict');
  readonly stopped = () => this.figure.locator('.checks .stopped');
  readonly wire = () => this.figure.locator('.wire.bench');
  readonly clock = () => this.figure.locator('.clock');
  readonly complaints = () => this.figure.getByRole('alert');
  readonly spoken = () => this.figure.locator('.visually-hidden[role="status"]');

  /** All that a reader can see of the moment. */
  async picture() {
    return this.figure.evaluate((figure) => {
      const html = (selector: string) => [...figure.querySelectorAll(selector)].map((element) => element.innerHTML.replaceAll('<!---->', ''));
      return {
        parts: html('.parts'),
        fields: [...figure.querySelectorAll<HTMLInputElement>('textarea, input')].map(({ value, checked }) => `${value} ${checked}`),
        claims: html('.claims'),
        checks: [...figure.querySelectorAll('.checks li')].map((line) => line.className + line.textContent),
        verdict: html('.verdict, .what, .compare'),
        wires: html('.wire-message'),
        tour: [...figure.querySelectorAll('.tour button')].map((button) => button.outerHTML),
        clock: html('.clock'),
      };
    });
  }
}

async function open(page: Page, fragment = '', watch?: Watch, where = alone) {
  const figure = await where(page, 'workbench', fragment, watch);
  return new Bench(figure.locator('.workbench'));
}

const RS256 = 'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2lkcC5leGFtcGxlIiwic3ViIjoiMSJ9.c2lnbmF0dXJl';

test('the first picture is a good token, taken apart', async ({ page, watch }) => {
  const demo = await open(page, '', watch, inArticle);
  await expect(demo.verdict()).toContainText('passed every check');
  await expect(demo.figure.locator('.checks .passed')).toHaveCount(17);
  await expect(demo.line('exp')).toContainText('2 March 2026, 01:10:00 UTC: in 50 min');
  await expect(demo.line('sub')).toContainText('Ada');
  expect(new URL(page.url()).hash).toBe('');
});

test('one letter changed turns the signature red, and signing again mends it', async ({ page, watch }) => {
  const demo = await open(page, '', watch, inArticle);
  await demo.tab('Change');
  await demo.payload().fill((await demo.payload().inputValue()).replace('user:ada', 'user:bo'));
  await expect(demo.stopped()).toContainText('token-signature');
  await expect(demo.verdict()).toContainText('The signature does not match');
  await expect(demo.verdict().getByRole('link')).toHaveAttribute('href', /rfc7515\.html#section-5\.2$/);
  await expect(demo.wire()).toContainText('401 Unauthorized');
  await expect(demo.figure.locator('mark')).not.toHaveCount(0);
  await demo.button('with the right secret').click();
  await expect(demo.verdict()).toContainText('passed every check');
  await demo.button('with a wrong one').click();
  await expect(demo.secret()).toHaveValue('secret');
  await expect(demo.stopped()).toContainText('token-signature');
  await demo.button('not at all').click();
  await expect(demo.header()).toHaveValue(/"alg": "none"/);
  await expect(demo.stopped()).toContainText('token-algorithm');
});

test('a long paste in any script stays whole and holds nothing up', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  for (const text of ['\u{fffd}'.repeat(100_000), 'é'.repeat(100_000)]) {
    await demo.token().fill(text);
    await expect(demo.what()).toContainText('100\u{202f}000 characters. The API looks at');
    // What is laid out is short; the field has it all.
    expect((await demo.wire().locator('.sent').innerText()).length).toBeLessThan(100);
    expect(await demo.token().inputValue()).toBe(text);
  }
  await demo.button('Mint it').click();
  await demo.button('Back to your text').click();
  expect((await demo.token().inputValue()).length).toBe(100_000);
});

test('typing keeps the cursor, and no shortcut fights it', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  await demo.tab('Change');
  await demo.payload().click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('"r": "R ?",');
  await expect(demo.payload()).toHaveValue(/^\{"r": "R \?",\n/);
  expect(await demo.payload().evaluate((field: HTMLTextAreaElement) => field.selectionStart)).toBe(12);
  await expect(demo.line('r')).toContainText('a private name');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await expect(demo.clock()).toHaveText('00:20:00');
  await demo.secret().fill('r ? r');
  await demo.tab('Read');
  await demo.token().fill('R');
  await demo.token().press('r');
  await expect(demo.token()).toHaveValue(/r/);
});

test('a claim and its piece of the token are marked together, both ways, by pointer and by focus', async ({ page, watch }) => {
  await page.setViewportSize({ width: 1440, height: 1000 });
  const demo = await open(page, '', watch);
  const piece = demo.figure.locator('.parts .c1').first();
  const ground = (element: Locator) => element.evaluate((element) => getComputedStyle(element).backgroundColor);
  const plain = await ground(piece);
  await demo.line('sub').hover();
  expect(await ground(piece)).not.toBe(plain);
  await page.mouse.move(0, 0);
  expect(await ground(piece)).toBe(plain);
  await piece.hover();
  expect(await ground(demo.line('sub'))).toBe(await ground(piece));
  await page.mouse.move(0, 0);
  await demo.line('sub').getByRole('link').focus();
  expect(await ground(piece)).not.toBe(plain);
  const pane = demo.figure.locator('.meaning.tied-payload');
  const paper = await ground(pane);
  await demo.part('Payload').focus();
  expect(await ground(pane)).not.toBe(paper);
});

test('whatever is pasted gets a sentence and stays as it is', async ({ page, watch }) => {
  test.slow();
  const demo = await open(page, '', watch);
  const token = await demo.token().inputValue();
  for (const [text, sentence] of [
    ['', 'Nothing is here'],
    ['x'.repeat(65_536), /65.536 characters. The API looks at 8.192 at most/],
    ['<img src=x onerror="document.title=1">', 'HTML. It is shown as text'],
    ['ak_live_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17', 'goes into the field X-API-Key'],
    [`Cookie: a=b; session=${token}`, 'Cookies.'],
    ['eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a2V5.aXY.Y2lwaGVydGV4dA.dGFn', 'Five parts: an encrypted token'],
    [RS256, 'checked with its issuer’s public key'],
    ['Bearer x', 'The token is what follows Bearer'],
    ['https://api.example/?access_token=x', 'A URL. A token does not belong in one'],
    ['{"sub":"1"}', 'JSON, as it stands inside a token'],
    ['one\ntwo\nthree', '3 lines'],
  ] as const) {
    await demo.token().fill(text);
    await expect(demo.what()).toContainText(sentence);
    await expect(demo.token()).toHaveValue(text);
  }
  await expect(demo.figure.locator('img')).toHaveCount(0);
});

test('a token in something else is taken out, and what was pasted comes back', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  await expect(demo.button('Take the token in it')).toBeHidden();
  await demo.token().fill(`Authorization: Bearer ${RS256}`);
  await demo.button('Take the token in it').click();
  await expect(demo.token()).toHaveValue(RS256);
  await expect(demo.line('iss')).toContainText('who made it');
  await demo.tab('Forge');
  await demo.button('Next step').click();
  await demo.tab('Read');
  await expect(demo.token()).not.toHaveValue(RS256);
  await demo.button('Back to your text').click();
  await expect(demo.token()).toHaveValue(RS256);
});

test('what is pasted or typed is never in the address, nor in any request', async ({ page, watch }) => {
  const demo = await open(page, '', watch, inArticle);
  const requests: string[] = [];
  // Parts of the program may still be coming, under names that say nothing of the reader's.
  page.on('request', (request) => { if (!/-[0-9a-f]{12}\.wasm$/.test(request.url())) requests.push(request.url()); });
  const addresses = await page.evaluateHandle(() => {
    const seen: string[] = [];
    for (const name of ['replaceState', 'pushState'] as const) {
      const own = history[name].bind(history);
      history[name] = (state, unused, url) => { seen.push(String(url)); own(state, unused, url); };
    }
    return seen;
  });
  await demo.token().fill(RS256);
  await demo.tab('Change');
  await demo.payload().fill('{"sub":"my-own-secret"}');
  await demo.secret().fill('my-own-secret');
  await demo.button('On to the next turning point').click();
  await expect.poll(() => addresses.evaluate((seen) => seen.length)).toBeGreaterThan(0);
  await expect.poll(() => new URL(page.url()).hash).toContain('t=01:09:59');
  const seen = [...await addresses.jsonValue(), page.url(), ...requests].join(' ');
  for (const secret of ['eyJ', 'c2lnbmF0dXJl', 'idp', 'my-own', 'bXktb3du']) expect(seen).not.toContain(secret);
  expect(requests).toEqual([]);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([0, 0, '']);
  await expect(demo.figure).toContainText('stays in this tab');
});

test('ten forgeries, walked by keyboard, each stopped by name', async ({ page, watch }) => {
  test.slow();
  const demo = await open(page, '', watch);
  await demo.figure.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(demo.stopped()).toContainText('token-algorithm');
  await expect(demo.figure.locator('.tour [aria-current="true"]')).toContainText('alg none');
  const seen = new Set<string>();
  for (let i = 1; i < 25; i++) {
    await page.keyboard.press('Shift+ArrowRight');
    const current = demo.figure.locator('.tour [aria-current="true"]');
    const outcome = (await current.locator('.end').textContent())!;
    await expect(demo.verdict().locator('.ratio')).toHaveText(outcome.slice(0, 3));
    seen.add(outcome);
  }
  expect(seen.size).toBeGreaterThanOrEqual(9);
  expect([...seen].filter((outcome) => outcome.startsWith('200'))).toEqual(['200 it passes']);
  await expect.poll(() => new URL(page.url()).hash).toContain('tour=10.3');
});

test('the clock is moved by keyboard, and the token ends on time', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  await demo.figure.focus();
  await page.keyboard.press('ArrowRight');
  await expect(demo.clock()).toHaveText('01:09:59');
  await expect(demo.verdict()).toContainText('passed every check');
  await page.keyboard.press('ArrowRight');
  await expect(demo.stopped()).toContainText('token-expired');
  await expect(demo.line('exp')).toContainText('this very second: over');
  await page.keyboard.press('Home');
  await expect(demo.stopped()).toContainText('token-early');
  await page.keyboard.press('?');
  await expect(demo.figure.getByText('one step of the tour back or on')).toBeVisible();
  await page.keyboard.press('r');
  await expect(demo.clock()).toHaveText('00:20:00');
});

test('the mint makes what it is set to, and its link makes it again', async ({ page }) => {
  const demo = await open(page);
  await demo.figure.getByRole('radio', { name: 'Bo' }).check();
  await demo.figure.getByRole('checkbox', { name: 'customers:read' }).check();
  await demo.figure.getByRole('radio', { name: 'the billing API' }).check();
  await demo.figure.getByRole('slider', { name: 'It lives' }).fill('4');
  await expect(demo.line('sub')).toContainText('Bo');
  await expect(demo.line('exp')).toContainText('in 23 h 50 min');
  await expect(demo.stopped()).toContainText('token-audience');
  await expect.poll(() => new URL(page.url()).hash).toBe(
    '#workbench?user=bo&scope=orders:read,customers:read,profile&ttl=24h&aud=billing&to=/v1/orders&t=00:20:00&seed=7');
  const picture = await demo.picture();
  await page.reload();
  const again = await open(page, new URL(page.url()).hash);
  await expect(again.stopped()).toContainText('token-audience');
  expect(await again.picture()).toEqual(picture);
});

test('the opaque one has nothing to read, and introspection says what it stands for', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  await demo.button('Ask what it stands for').click();
  const opaque = demo.figure.locator('.opaque');
  await expect(opaque.locator('.wire')).toContainText('POST /introspect');
  await expect(opaque.locator('.told')).toContainText('"active":true');
  await demo.tab('Change');
  await demo.figure.getByRole('checkbox', { name: 'Both tokens were revoked' }).check();
  await expect(opaque.locator('.told')).toHaveText('{"active":false}');
  await expect(opaque).toContainText('401');
  await expect(demo.verdict()).toContainText('passed every check');
  await demo.figure.getByRole('checkbox', { name: 'The API asks about each token' }).check();
  await expect(demo.stopped()).toContainText('token-revoked');
});

test('a guess is answered by the run', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  await demo.figure.getByRole('button', { name: 'The signature', exact: true }).click();
  await expect(demo.figure.locator('.predict-verdict')).toContainText('Right. The provider says token-signature');
  await expect(demo.verdict().locator('.ratio')).toHaveText('401');
});

test('a link with garbage is named in words, and the rest holds', async ({ page, watch }) => {
  const demo = await open(page, '#workbench?user=eve&ttl=5m&tour=99&token=eyJ', watch);
  for (const words of ['user takes ada or bo', 'tour takes a step', 'does not have']) await expect(demo.complaints()).toContainText(words);
  await expect(demo.line('exp')).toContainText('in 2 min 30 s');
  await demo.button('Understood').click();
  await expect(demo.complaints()).toBeHidden();
});

test('reset keeps the focus and brings all back', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  const first = await demo.picture();
  await demo.token().fill(RS256);
  await demo.tab('Change');
  await demo.figure.getByRole('checkbox', { name: 'The API asks about each token' }).check();
  await page.keyboard.press('r');
  await expect(demo.figure.getByRole('checkbox', { name: 'The API asks about each token' })).toBeFocused();
  expect(await demo.picture()).toEqual(first);
});

test('a link opens the tab in which its moment is seen, or the one that it names', async ({ page }) => {
  for (const [fragment, tab] of [
    ['', 'Read'],
    ['#workbench?tour=2.1', 'Forge'],
    ['#workbench?revoked=on', 'Change'],
    ['#workbench?asked=on', 'Read'],
    ['#workbench?tab=change', 'Change'],
    ['#workbench?tour=2.1&tab=read', 'Read'],
  ] as const) {
    await page.goto('about:blank');
    const demo = await open(page, fragment);
    await expect(demo.shown(), fragment).toHaveText(tab);
  }
  const demo = await open(page);
  await demo.part('Payload').press('Enter');
  await expect(demo.shown()).toHaveText('Change');
  await demo.payload().fill('{}');
  await expect(page).toHaveURL(/&tab=change&/);
  await demo.button('Reset').click();
  await expect(demo.shown()).toHaveText('Change');
});

test('how a forgery ends is told once it was tried', async ({ page }) => {
  const demo = await open(page);
  await demo.tab('Forge');
  const ends = demo.figure.locator('.tour .end');
  await expect(ends.first()).toHaveText('not tried yet');
  await demo.button('Next step').click();
  await expect(ends.first()).toHaveText('401 token-algorithm');
  await demo.button('Next step').click();
  await expect(ends.filter({ hasNotText: 'not tried yet' })).toHaveCount(2);
  await demo.tab('Read');
  await expect(demo.verdict()).toContainText('Stopped');
});

test('at 1440 × 900 the token and how it fares stay in sight beside every tab', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const demo = await open(page);
  for (const tab of ['Read', 'Change', 'Forge'] as const) {
    await demo.tab(tab);
    const last = demo.figure.locator('.tab-panel:visible > :last-child');
    await last.evaluate((last) => last.scrollIntoView({ block: 'end', behavior: 'instant' }));
    for (const part of [demo.figure.locator('.parts').first(), demo.verdict()]) await expect(part, tab).toBeInViewport({ ratio: 1 });
  }
});

const STATES: Record<string, (page: Page) => Promise<unknown>> = {
  fresh: (page) => open(page),
  forged: (page) => open(page, '#workbench?tour=2.1'),
  'complaining, revoked and asked': (page) => open(page, '#workbench?user=eve&revoked=on&check=on&asked=on'),
  pasted: async (page) => {
    const demo = await open(page);
    await demo.token().fill(`Bearer ${RS256}`);
    for (const summary of await demo.figure.locator('summary:visible').all()) await summary.click();
    await demo.button('Shortcuts').click();
  },
};

axeFindsNothing('workbench', STATES, [320, 1440]);

test('nothing sticks out from 280 to 1440 px, and what is touched is large enough', async ({ page }) => {
  const demo = await open(page, '#workbench?tour=6.1&asked=on', undefined, inArticle);
  // (The seed would lie over the tabs. How it stands is looked at in access.spec.ts.)
  for (const summary of await demo.figure.locator('summary:visible:not(.seed-and-run *)').all()) await summary.click();
  await demo.button('Shortcuts').click();
  for (const [width, tab] of [280, 320, 390, 768, 1440].flatMap((width) => (['Read', 'Change', 'Forge'] as const).map((tab) => [width, tab] as const))) {
    await page.setViewportSize({ width, height: 800 });
    await demo.tab(tab);
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), `the page at ${width} px`).toBeLessThanOrEqual(width);
    const faults = await demo.figure.evaluate((figure) => {
      const edge = figure.getBoundingClientRect();
      const shown = [...figure.querySelectorAll('button, input, textarea, summary, p, h3, h4, h5, code, span, a')]
        .filter((element) => !element.closest('.scroll, [hidden], .visually-hidden, pre, svg') && element.getClientRects().length);
      const out = shown.filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        return left < edge.left - 1 || right > edge.right + 1;
      });
      const small = shown.filter((element) => element.matches('button, textarea, summary, input[type="text"], label:has(input)'))
        .filter((element) => {
          const { width, height } = element.getBoundingClientRect();
          const least = element.closest('.transport') ? 44 : 24;
          return height < least || width < least;
        });
      return [...out, ...small].map((element) => element.outerHTML.slice(0, 120));
    });
    expect.soft(faults, `${tab} at ${width} px`).toEqual([]);
  }
});
