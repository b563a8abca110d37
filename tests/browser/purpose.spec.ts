// The purpose demo, played as its readers play it.

import { axeFindsNothing } from './axe';
import { alone, expect, inArticle, test, type Watch } from './page';
import type { Locator, Page } from '@playwright/test';

/** The purpose demo as its reader sees it. */
class Purpose {
  constructor(readonly figure: Locator) {}

  readonly button = (name: string | RegExp) => this.figure.getByRole('button', { name });
  readonly send = () => this.figure.getByRole('button', { name: 'Send', exact: true });
  readonly radio = (name: string) => this.figure.getByRole('radio', { name, exact: true });
  readonly path = () => this.figure.getByRole('combobox', { name: 'Path' });
  readonly station = (number: number) => this.figure.locator('.station').nth(number);
  readonly verdict = () => this.figure.locator('.verdict');
  readonly meter = (name: string) => this.figure.locator('.meters li', { hasText: name });
  readonly lines = () => this.figure.locator('.log li:not([hidden])');
  readonly wire = () => this.figure.locator('.answer .wire');
  readonly clock = () => this.figure.locator('.clock');
  readonly complaints = () => this.figure.getByRole('alert');
  readonly spoken = () => this.figure.locator('.visually-hidden[role="status"]');

  /** Sends what is composed and waits until the answer is there. */
  async sendAndArrive(many = false) {
    await (many ? this.button('Send 100 times') : this.send()).click();
    await this.figure.focus();
    await this.figure.page().keyboard.press('End');
    await expect(this.figure.locator('.stations')).not.toHaveClass(/moving/);
  }

  /** The stations' states, from the endpoint to the answer. */
  async states() {
    return this.figure.locator('.station').evaluateAll((stations) => stations.map(({ className }) => className.replace('station ', '')));
  }

  /** All that a reader can see of the moment. */
  async picture() {
    return this.figure.evaluate((figure) => {
      const html = (selector: string) => [...figure.querySelectorAll(selector)].map((element) => element.innerHTML.replaceAll('<!---->', ''));
      return {
        clock: figure.querySelector('.clock')!.textContent,
        stations: [...figure.querySelectorAll('.station')].map((station) => station.className + station.textContent),
        verdict: html('.verdict'),
        meters: html('.meters'),
        log: html('.log'),
        wire: html('.answer .wire-message, .answer h4'),
        composed: html('.composed'),
        chosen: [...figure.querySelectorAll(':checked')].map((input) => (input as HTMLInputElement).value),
        path: figure.querySelector<HTMLSelectElement>('.composer select')!.value,
      };
    });
  }
}

async function open(page: Page, fragment = '', watch?: Watch, where = alone) {
  const figure = await where(page, 'purpose', fragment, watch);
  return new Purpose(figure.locator('.purpose'));
}

const PASSED = Array(6).fill('passed');

test('the first picture teaches before anything is touched', async ({ page, watch }) => {
  const demo = await open(page, '', watch, inArticle);
  expect(await demo.states()).toEqual(PASSED);
  await expect(demo.station(3)).toContainText('sub says user:bo: Bo');
  await expect(demo.lines()).toHaveCount(3);
  await expect(demo.lines().nth(0)).toContainText('401');
  await expect(demo.lines().nth(1)).toContainText('200 Ada');
  await expect(demo.lines().nth(2)).toContainText('200 Bo');
  expect(new URL(page.url()).hash).toBe('');
});

test('the same request is Ada’s, Bo’s, and for the key a question', async ({ page, watch }) => {
  const demo = await open(page, '', watch, inArticle);
  await demo.radio('the app’s key').check();
  await demo.sendAndArrive();
  expect(await demo.states()).toEqual(['passed', 'passed', 'passed', 'stopped', 'missed', 'missed']);
  await expect(demo.verdict()).toContainText('was stopped at check 4, identify the user');
  await expect(demo.verdict().getByRole('link')).toHaveAttribute('href', /rfc9110\.html#section-15\.5\.4$/);
  await expect(demo.wire()).toContainText('403 Forbidden');
  await demo.radio('Ada’s token').check();
  await demo.sendAndArrive();
  expect(await demo.states()).toEqual(PASSED);
  await expect(demo.verdict()).toContainText('The answer: Ada.');
});

test('every credential is tried, and each is told where it stops', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  for (const [name, status, sentence] of [
    ['no credential', 401, 'The request carried no credential.'],
    ['a restricted key', 403, 'identify the user'],
    ['a miscopied key', 401, 'not the shape of a key'],
    ['a server’s own', 403, 'its scope lacks profile'],
    ['for another API', 401, 'meant for another API'],
    ['expired', 401, 'The token expired at 08:00:00.'],
    ['cut short', 401, 'has 3 parts joined by dots; this has 2'],
  ] as const) {
    await demo.radio(name).check();
    await demo.sendAndArrive();
    await expect(demo.verdict().locator('.ratio'), name).toHaveText(String(status));
    await expect(demo.verdict(), name).toContainText(sentence);
    await expect(demo.figure.locator('.station.stopped'), name).toHaveCount(1);
  }
});

test('a method that a path does not take stops at the first check', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  await demo.path().selectOption('/v1/orders');
  await demo.radio('DELETE').check();
  await demo.sendAndArrive();
  expect(await demo.states()).toEqual(['stopped', ...Array(5).fill('missed')]);
  await expect(demo.verdict()).toContainText('was stopped at check 1, find the endpoint');
  await expect(demo.verdict()).toContainText('This path takes GET, HEAD, POST only.');
  await demo.wire().getByText('Whole message').click();
  await expect(demo.wire().getByRole('region')).toContainText('Allow: GET, HEAD, POST');
});

test('spent, the key meets 429 with Retry-After; after a minute it passes', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  await demo.radio('the app’s key').check();
  await demo.path().selectOption('/v1/orders');
  await demo.sendAndArrive(true);
  await expect(demo.meter('The app’s key')).toContainText('100 of 100 used');
  await expect(demo.meter('The app’s key')).toContainText(/back to 0 in 60\ss/);
  await expect(demo.station(2)).toContainText('RateLimit: "key";r=0;t=60');
  await demo.sendAndArrive();
  await expect(demo.verdict().locator('.ratio')).toHaveText('429');
  await expect(demo.station(2)).toContainText('Retry-After: 60');
  await demo.wire().getByText('Whole message').click();
  await expect(demo.wire().getByRole('region')).toContainText('Retry-After: 60');
  await demo.button(/Wait 15/).click();
  await expect(demo.clock()).toHaveText('09:00:15');
  await expect(demo.verdict()).toContainText(/Still full: the app’s key, for 45\ss more/);
  await demo.button('Wait a minute').click();
  await expect(demo.meter('The app’s key')).toContainText(/\D0 of 100 used/);
  await demo.sendAndArrive();
  await expect(demo.verdict().locator('.ratio')).toHaveText('200');
});

test('Ada’s requests fill the meter that Bo’s are counted on', async ({ page, watch }) => {
  const demo = await open(page, '#purpose?with=ada&method=GET&to=/v1/me&did=ada:GET:/v1/me:200&seed=7', watch);
  await demo.sendAndArrive(true);
  await expect(demo.meter('The app, in all')).toContainText('300 of 300 used');
  await demo.radio('Bo’s token').check();
  await demo.sendAndArrive();
  await expect(demo.verdict()).toContainText('was stopped at check 3, count its usage');
  await expect(demo.meter('The server, in all')).toContainText(/\D0 of 300 used/);
});

test('the request travels from check to check, and then the answer is there', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  const stations = await demo.figure.locator('.stations').evaluateHandle((list) => {
    const notes: number[] = [];
    new MutationObserver(() => notes.push(list.querySelectorAll('.passed').length))
      .observe(list, { attributes: true, subtree: true });
    return notes;
  });
  await demo.radio('Ada’s token').check();
  await demo.send().click();
  await expect(demo.figure.locator('.stations')).toHaveClass(/moving/);
  await expect(demo.figure.locator('.station.passed')).toHaveCount(6, { timeout: 10_000 });
  await expect(demo.wire()).toContainText('200 OK');
  const seen = [...new Set(await stations.jsonValue())];
  expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
});

test('with reduced motion it steps, and nothing moves in between', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const demo = await open(page);
  await demo.send().click();
  await expect(demo.figure.locator('.station.passed')).toHaveCount(2);
  expect(await demo.figure.evaluate((figure) => figure.getAnimations({ subtree: true }).length)).toBe(0);
  await expect(demo.figure.locator('.station.passed')).toHaveCount(6, { timeout: 10_000 });
});

test('the keyboard alone plays it, and R brings everything back where the focus was', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  const first = await demo.picture();
  await demo.radio('Bo’s token').focus();
  await page.keyboard.press('ArrowUp');
  await expect(demo.radio('Ada’s token')).toBeChecked();
  await demo.send().focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Home');
  expect(await demo.states()).toEqual(['passed', ...Array(5).fill('idle')]);
  for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowRight');
  expect((await demo.states()).slice(0, 4)).toEqual(['passed', 'passed', 'passed', 'idle']);
  await page.keyboard.press('ArrowLeft');
  expect((await demo.states()).slice(0, 3)).toEqual(['passed', 'passed', 'idle']);
  await page.keyboard.press('End');
  expect(await demo.states()).toEqual(PASSED);
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(demo.lines().nth(0).getByRole('button')).toHaveAttribute('aria-current', 'true');
  expect((await demo.states()).slice(0, 2)).toEqual(['passed', 'stopped']);
  await page.keyboard.press('Shift+ArrowRight');
  await expect(demo.verdict()).toContainText('Ada’s token');

  await demo.figure.focus();
  await page.keyboard.press('Space');
  await expect(demo.figure.locator('.stations')).toHaveClass(/moving/);
  await page.keyboard.press('?');
  await expect(demo.figure.getByText('one check back or on')).toBeVisible();
  await page.keyboard.press('?');
  await demo.button('Wait a minute').focus();
  await page.keyboard.press('r');
  await expect(demo.button('Wait a minute')).toBeFocused();
  expect(await demo.picture()).toEqual(first);
});

test('a moment’s address brings it back, to the letter', async ({ page }) => {
  const demo = await open(page);
  await demo.radio('the app’s key').check();
  await demo.path().selectOption('/v1/keys/*/rotate');
  await expect(demo.radio('POST')).toBeChecked();
  await demo.sendAndArrive();
  await demo.button(/Wait 15/).click();
  await demo.button('Next seed').click();
  await expect(page).toHaveURL(/#purpose\?with=key&method=POST&to=\/v1\/keys\/\*\/rotate&did=.*,key:POST:\/v1\/keys\/\*\/rotate:1,wait:15s&seed=8$/);
  const here = await demo.picture();
  await page.reload();
  const again = new Purpose(page.locator('figure[data-demo="purpose"] .purpose'));
  await expect(page.locator('figure[data-demo="purpose"]')).toHaveAttribute('data-state', 'live');
  expect(await again.picture()).toEqual(here);
});

test('a line of the list leads back to its moment, and what is sent there takes the place of the rest', async ({ page }) => {
  const demo = await open(page);
  await demo.lines().nth(0).getByRole('button').click();
  await expect(demo.verdict()).toContainText('The request carried no credential.');
  await expect(demo.lines()).toHaveCount(3);
  await demo.radio('the app’s key').check();
  await demo.sendAndArrive();
  await expect(demo.lines()).toHaveCount(2);
});

test('a bad field is named with what it may hold, and the others count', async ({ page }) => {
  const demo = await open(page, '#purpose?with=thief&to=/v2&did=ada:GET:/v1/me:1000&seed=9&colour=red');
  for (const word of ['with=thief', 'restricted', 'to=/v2', 'did=', 'colour']) {
    await expect(demo.complaints()).toContainText(word);
  }
  await expect(demo.figure.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('9');
  await demo.button('Understood').click();
  await expect(demo.complaints()).toBeHidden();
});

for (const [name, fragment] of [
  ['broken escapes', '#purpose?did=%zz'],
  ['no fields at all', '#purpose?&&=&'],
  ['markup', '#purpose?with=<img src=x onerror=alert(1)>&did=<b>'],
  ['a hundred kilobytes', `#purpose?did=${'ada:GET:/v1/me:1,'.repeat(6000)}`],
] as const) {
  test(`a link with ${name} leaves the first picture, and no error`, async ({ page }) => {
    const demo = await open(page, fragment);
    await expect(demo.verdict()).toContainText('The answer: Bo.');
    await expect(demo.figure.locator('img')).toHaveCount(0);
  });
}

test('the section’s anchor leaves the demo as it is', async ({ page }) => {
  const demo = await open(page, '', undefined, inArticle);
  await demo.radio('the app’s key').check();
  await demo.sendAndArrive();
  await page.evaluate(() => { location.hash = '#purpose'; });
  await expect(demo.verdict()).toContainText('403');
});

test('a guess runs the demo and is answered by the run', async ({ page }) => {
  const demo = await open(page);
  await demo.button('The app’s name').click();
  await expect(demo.figure.locator('.predict-verdict')).toHaveText('On its way…');
  await page.keyboard.press('End');
  await expect(demo.figure.locator('.predict-verdict')).toContainText('Not so. The API answered 403.');
  await demo.button('“Which user?”').click();
  await page.keyboard.press('End');
  await expect(demo.figure.locator('.predict-verdict')).toContainText('You were right.');
});

test('whoever listens hears where it was stopped, and why', async ({ page }) => {
  const demo = await open(page);
  await expect(demo.spoken()).toHaveText('');
  await demo.radio('expired').check();
  await demo.sendAndArrive();
  await expect(demo.spoken()).toContainText('401. Ada’s expired token was stopped at check 2, identify the app. The token expired');
});

test('the table says what the list shows', async ({ page }) => {
  const demo = await open(page);
  await demo.figure.getByText('Show as a table').click();
  const rows = demo.figure.locator('.data-table tbody tr');
  await expect(rows).toHaveCount(3);
  expect(await rows.nth(0).locator('th, td').allTextContents())
    .toEqual(['1', '09:00:00', 'No credential', 'GET /v1/me', '1', 'identify the app', '401 no-credential']);
});

test('the curl line sends what was sent', async ({ page, context, watch }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const demo = await open(page, '', watch);
  await demo.radio('Ada’s token').check();
  await demo.path().selectOption('/v1/orders');
  await demo.radio('POST').check();
  await demo.sendAndArrive();
  await demo.button('Copy as curl').click();
  await expect(demo.spoken()).toHaveText('Copied.');
  const curl = await page.evaluate(() => navigator.clipboard.readText());
  expect(curl).toContain("curl -i 'https://api.demo.example/v1/orders'");
  expect(curl).toContain(`--data '{"customer":"cus_1","total":"12.00"}'`);
});

test('a request on its way pauses when it leaves the screen', async ({ page }) => {
  const demo = await open(page, '', undefined, inArticle);
  await demo.send().click();
  await page.evaluate(() => scrollTo({ top: document.body.scrollHeight, behavior: 'instant' }));
  await expect(demo.figure.locator('.stations')).not.toHaveClass(/moving/);
});

test('nothing below moves when an answer comes', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 900 });
  const demo = await open(page);
  const heights = await demo.figure.locator('.answer').evaluateHandle((answer) => {
    const notes: number[] = [answer.getBoundingClientRect().height];
    new MutationObserver(() => notes.push(answer.getBoundingClientRect().height))
      .observe(answer, { attributes: true, childList: true, subtree: true });
    return notes;
  });
  await demo.sendAndArrive();
  expect(new Set(await heights.jsonValue()).size).toBe(1);
});

const REFUSED = '#purpose?with=typo&method=GET&to=/v1/geo&did=key:GET:/v1/geo:101,typo:GET:/v1/geo:30,wait:15s,bo:GET:/v1/orders:1&seed=7';

const STATES: Record<string, (page: Page) => Promise<unknown>> = {
  fresh: (page) => open(page),
  refused: (page) => open(page, REFUSED),
  complaining: (page) => open(page, '#purpose?with=nobody&colour=red'),
  unfolded: async (page) => {
    const demo = await open(page);
    for (const summary of await demo.figure.locator('summary').all()) await summary.click();
    await demo.button('Shortcuts').click();
    await demo.button('“Which user?”').click();
  },
};

axeFindsNothing('purpose', STATES, [320, 768, 1440]);

test('nothing sticks out from 280 to 1440 px, and what is touched is large enough', async ({ page }) => {
  const demo = await open(page, REFUSED, undefined, inArticle);
  for (const summary of await demo.figure.locator('summary').all()) await summary.click();
  await demo.button('Shortcuts').click();
  for (const width of [280, 320, 390, 768, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), `the page at ${width} px`).toBeLessThanOrEqual(width);
    const faults = await demo.figure.evaluate((figure) => {
      const edge = figure.getBoundingClientRect();
      const visible = (element: Element) => !element.closest('.scroll, [hidden], .visually-hidden') && element.getClientRects().length > 0;
      const out = [...figure.querySelectorAll('button, input, select, summary, p, h3, h4, pre, li, .end, .what, .checks, .clock')]
        .filter(visible)
        .filter((element) => {
          const { left, right } = element.getBoundingClientRect();
          return left < edge.left - 1 || right > edge.right + 1;
        });
      const small = [...figure.querySelectorAll('button, select, summary, label:has(input)')]
        .filter(visible)
        .filter((element) => {
          const { width, height } = element.getBoundingClientRect();
          const least = element.closest('.transport') ? 44 : 24;
          return width < least || height < least;
        });
      return [...out, ...small].map((element) => element.outerHTML.slice(0, 120));
    });
    expect.soft(faults, `at ${width} px`).toEqual([]);
  }
});

test('in the reader’s own colours stations and meters still tell', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  const demo = await open(page, '#purpose?with=key&method=GET&to=/v1/me&did=key:GET:/v1/me:100&seed=7');
  const ground = await demo.figure.evaluate((figure) => getComputedStyle(figure).backgroundColor);
  for (const part of [demo.station(3).locator('h4'), demo.verdict().locator('p'), demo.clock(), demo.send()]) {
    expect(await part.evaluate((element) => getComputedStyle(element).color)).not.toBe(ground);
  }
  await expect(demo.station(3).locator('.node .sign').nth(1)).toBeVisible();
  await expect(demo.station(2).locator('.node .sign').nth(0)).toBeVisible();
});

test('Tab reaches every control once, in order', async ({ page }) => {
  const demo = await open(page);
  await demo.figure.getByRole('spinbutton', { name: 'Seed' }).focus();
  const reached: string[] = [];
  for (let i = 0; i < 60; i++) {
    const name = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      return element.closest('figure') ? element.getAttribute('name') ?? '-' : '';
    });
    if (!name) break;
    reached.push(name);
    await page.keyboard.press('Tab');
  }
  expect(reached.filter((name) => name !== '-')).toEqual([
    'seed', 'next-seed', 'share', 'purpose-with', 'purpose-method', 'to', 'send', 'send', 'wait', 'wait', 'back', 'forward', 'reset',
    'look', 'look', 'look', 'curl-api', 'guess', 'guess', 'guess', 'guess', 'help',
  ]);
});
