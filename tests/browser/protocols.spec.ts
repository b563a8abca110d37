// OAuth 2.0 step by step, by mouse, by keyboard, by touch, and by its link.

import { axeFindsNothing } from './axe';
import { alone, expect, inArticle, test, type Watch } from './page';
import type { Locator, Page } from '@playwright/test';

/** The demo as its reader sees it. */
class Protocols {
  constructor(readonly figure: Locator) {}

  readonly button = (name: string | RegExp) => this.figure.getByRole('button', { name });
  readonly flow = (name: string) => this.figure.getByRole('radio', { name, exact: true });
  readonly box = (name: string) => this.figure.getByRole('checkbox', { name, exact: true });
  readonly way = (name: string) => this.figure.getByRole('button', { name, exact: true });
  readonly place = () => this.figure.locator('.clock');
  readonly title = () => this.figure.locator('.panel h4 span');
  readonly steps = () => this.figure.locator('.sequence li:not([hidden])');
  readonly verdict = () => this.figure.locator('.verdict');
  readonly screen = () => this.figure.getByRole('group', { name: 'Ada’s browser' });
  readonly lines = () => this.figure.locator('.lines');
  readonly line = (name: string | RegExp) => this.figure.locator('.shown', { hasText: name }).first().getByRole('button');
  readonly tip = () => this.figure.locator('.tip').filter({ visible: true });
  readonly complaints = () => this.figure.getByRole('alert');
  readonly spoken = () => this.figure.locator('.visually-hidden[role="status"]');
}

async function open(page: Page, fragment = '', watch?: Watch, where = alone) {
  const figure = await where(page, 'protocols', fragment, watch);
  return new Protocols(figure.locator('.protocols'));
}

test('the first picture shows eight messages and the exchange of the code', async ({ page, watch }) => {
  const demo = await open(page, '', watch, inArticle);
  await expect(demo.steps()).toHaveCount(8);
  await expect(demo.place()).toHaveText('Step 6 of 8');
  await expect(demo.title()).toHaveText('The app trades the code');
  await expect(demo.line('code_verifier=')).toBeVisible();
  expect(new URL(page.url()).hash).toBe('');
});

test('there and back, all looks as it did', async ({ page }) => {
  const demo = await open(page, '', undefined, inArticle);
  const picture = () => demo.figure.evaluate((figure) => figure.innerHTML.replaceAll('<!---->', ''));
  await expect(demo.place()).toHaveText('Step 6 of 8');
  const before = await picture();
  await demo.figure.focus();
  await page.keyboard.press('ArrowRight');
  await expect(demo.place()).toHaveText('Step 7 of 8');
  await page.keyboard.press('ArrowLeft');
  await expect(demo.place()).toHaveText('Step 6 of 8');
  const spoken = /(<p [^>]*role="status"[^>]*>)[^<]*/g;
  expect((await picture()).replace(spoken, '$1')).toBe(before.replace(spoken, '$1'));
});

test('a click on a message shows it in full, with working curl', async ({ page, context, watch }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const demo = await open(page, '', watch);
  await demo.steps().nth(6).getByRole('button').click();
  await expect(demo.place()).toHaveText('Step 7 of 8');
  await expect(demo.lines().first()).toContainText('Authorization: Bearer eyJ');
  await expect(demo.lines().last()).toContainText('ord_000010');
  await expect(demo.steps().nth(6).getByRole('button')).toHaveAttribute('aria-current', 'step');
  await demo.button('Copy as curl').click();
  await expect(demo.spoken()).toHaveText('Copied.');
  const line = await page.evaluate(() => navigator.clipboard.readText());
  expect(line).toMatch(/^curl -i 'https:\/\/api\.demo\.example\/v1\/orders' \\\n {2}-H 'Authorization: Bearer eyJ[\w.-]+'$/);
  await expect(page).toHaveURL(/#protocols\?flow=code&step=7&seed=7$/);
});

test('each line says what it is for, to a pointer, to the focus and to a finger, and links its clause', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  await expect(demo.tip()).toHaveCount(0);
  await demo.line('code_verifier=').hover();
  await expect(demo.tip()).toHaveCount(1);
  await expect(demo.tip()).toContainText('The secret behind the challenge');
  await expect(demo.tip().getByRole('link')).toHaveAttribute('href', 'https://www.rfc-editor.org/rfc/rfc7636.html#section-4.6');
  // What has the focus wins over what the pointer is on, and its link is next in the order of Tab.
  await demo.line('redirect_uri=').click();
  await demo.line('grant_type=').hover();
  await expect(demo.tip()).toHaveCount(1);
  await expect(demo.tip()).toContainText('letter by letter');
  await page.keyboard.press('Tab');
  await expect(demo.tip().getByRole('link')).toBeFocused();
  expect(await demo.line('redirect_uri=').evaluate((line) => document.getElementById(line.getAttribute('aria-describedby')!)!.textContent)).toContain('letter by letter');
});

test('no line of any step goes without a word and a link', async ({ page, watch }) => {
  const demo = await open(page, '#protocols?flow=code&step=1&seed=7', watch);
  for (let step = 1; step <= 8; step++) {
    await expect(demo.place()).toHaveText(`Step ${step} of 8`);
    const bare = await demo.figure.locator('.part').evaluateAll((parts) =>
      parts.filter((part) => !part.querySelector('.tip a[href^="https://"]') || part.querySelector('.tip')!.textContent!.length < 30).map((part) => part.textContent));
    expect(bare).toEqual([]);
    await demo.button('On to the next step').click();
  }
});

test('Ada grants less than was asked for, and the flow goes on from there', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  await expect(demo.screen()).toBeHidden();
  await demo.steps().nth(2).getByRole('button').click();
  await expect(demo.screen()).toBeVisible();
  await demo.box('profile').uncheck();
  await demo.screen().getByRole('button', { name: 'Allow' }).click();
  await expect(demo.title()).toHaveText('Ada answers');
  await expect(demo.lines().first()).not.toContainText('profile');
  // The page that had the focus is gone; the keys still work.
  await page.keyboard.press('End');
  await expect(demo.place()).toHaveText('Step 8 of 8');
  await expect(demo.figure.locator('.why')).toContainText('its scope lacks profile');
  await expect(demo.verdict()).toContainText('What she did not grant is refused: GET /v1/me 403 insufficient_scope.');
  await expect(page).toHaveURL(/grant=orders:read,products:read/);
});

test('Ada refuses, and there is nothing to steal', async ({ page, watch }) => {
  const demo = await open(page, '#protocols?flow=code&step=3&seed=7', watch);
  await demo.screen().getByRole('button', { name: 'Deny' }).click();
  await expect(demo.verdict()).toContainText('Ada said no');
  await expect(demo.steps()).toHaveCount(5);
  await expect(demo.lines().last()).toContainText('error=access_denied');
  await expect(demo.spoken()).toContainText('The user said no.');
});

test('a broken flow is stopped at its step, and what stopped it can be switched off', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  await demo.way('The thief reads the code').click();
  await expect(demo.verdict()).toContainText('Stopped at step 6 by the authorization server: check verifier-missing.');
  await expect(demo.figure.locator('.why a')).toHaveAttribute('href', /rfc7636\.html#section-4\.6$/);
  await expect(demo.figure.locator('.parties')).toContainText('Thief');
  await demo.button('Switch off PKCE').click();
  await expect(demo.verdict()).toContainText('The thief reads 10 orders.');
  await expect(demo.box('PKCE')).not.toBeChecked();
  await expect(demo.spoken()).toContainText('The thief reads 10 orders.');
  await expect(page).toHaveURL(/step=7&break=stolen&off=pkce&seed=7$/);
  await demo.button('Switch everything on again').click();
  await expect(demo.verdict()).toContainText('check verifier-missing');
});

test('state off alone is not enough; state and PKCE off sign Ada in as Bo', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  await demo.way('Slip Ada the thief’s own code').click();
  await expect(demo.verdict()).toContainText('by the app itself: check client-state');
  await expect(demo.figure.locator('.why')).toContainText('The app’s own check.');
  await demo.box('state').uncheck();
  await expect(demo.verdict()).toContainText('State is off, but PKCE still stops the thief');
  await demo.box('PKCE').uncheck();
  await expect(demo.verdict()).toContainText('signed in as Bo');
  await expect(demo.lines().last()).toContainText('name: Bo');
});

test('every flow has its messages and its own ways to break', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  for (const [flow, steps, ways] of [
    ['API key', 1, 3], ['client credentials', 2, 3], ['authorization code + PKCE', 8, 15], ['refresh', 3, 3], ['device flow', 6, 4],
  ] as const) {
    await demo.flow(flow).check();
    await expect(demo.steps(), flow).toHaveCount(steps);
    await expect(demo.place()).toHaveText(`Step 1 of ${steps}`);
    await expect(demo.figure.locator('.ways:not([hidden]) button'), flow).toHaveCount(ways);
  }
});

test('a guess is answered by the thief’s own attempt', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  await demo.button('Yes, whoever is first').click();
  await expect(demo.figure.locator('.predict-verdict')).toContainText('Not so. At step 6 the server asks him for the verifier');
  await expect(demo.way('The thief reads the code')).toHaveAttribute('aria-pressed', 'true');
});

test('the keyboard does all, and the focus stays', async ({ page, watch }) => {
  const demo = await open(page, '', watch, inArticle);
  await demo.figure.focus();
  for (const [key, place] of [
    ['ArrowRight', 7], ['ArrowLeft', 6], ['Home', 1], ['End', 8], ['ArrowRight', 8], ['Shift+ArrowLeft', 1],
  ] as const) {
    await page.keyboard.press(key);
    await expect(demo.place(), key).toHaveText(`Step ${place} of 8`);
  }
  // On a line of a message an arrow is a step as well; the line is gone then, and the demo keeps the focus.
  await demo.line('GET /.well-known').focus();
  await page.keyboard.press('ArrowRight');
  await expect(demo.place()).toHaveText('Step 2 of 8');
  await page.keyboard.press('ArrowRight');
  await expect(demo.place()).toHaveText('Step 3 of 8');
  await demo.way('Send the same code twice').focus();
  await page.keyboard.press('Enter');
  await expect(demo.verdict()).toContainText('check code-used');
  await page.keyboard.press('r');
  await expect(demo.place()).toHaveText('Step 6 of 8');
  await expect(demo.way('Send the same code twice')).toBeFocused();
  await expect(demo.way('Send the same code twice')).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('?');
  await expect(demo.figure.getByText('one step back or on')).toBeVisible();
});

test('Space walks from the first step, and stops', async ({ page, watch }) => {
  const demo = await open(page, '', watch);
  await demo.figure.focus();
  await page.keyboard.press('Space');
  await expect(demo.button('Pause')).toBeVisible();
  await expect(demo.place()).toHaveText('Step 2 of 8', { timeout: 30_000 });
  await page.keyboard.press('Space');
  await expect(demo.button('Play')).toBeVisible();
});

test('an address brings the state back, to the byte', async ({ page }) => {
  const demo = await open(page, '#protocols?flow=code&step=4&grant=orders:read&break=consent&off=state&seed=41');
  const picture = () => demo.figure.evaluate((figure) => ['.sequence', '.panel', '.verdict'].map((part) => figure.querySelector(part)!.innerHTML.replaceAll('<!---->', '')));
  const before = await picture();
  await demo.figure.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(/#protocols\?flow=code&step=4&grant=orders:read&break=consent&off=state&seed=41$/);
  await page.reload();
  await expect(page.locator('figure[data-demo="protocols"]')).toHaveAttribute('data-state', 'live');
  expect(await picture()).toEqual(before);
});

test('a bad field is named with what it may hold, and the others count', async ({ page }) => {
  const demo = await open(page, '#protocols?flow=<b>&step=99&grant=admin&break=force&off=tls&seed=-1&colour=red');
  for (const word of ['flow=<b>', 'client', 'step=99', 'grant=admin', 'break=force', 'off=tls', 'seed=-1', 'colour']) {
    await expect(demo.complaints()).toContainText(word);
  }
  await expect(demo.place()).toHaveText('Step 6 of 8');
  await demo.button('Understood').click();
  await expect(demo.complaints()).toBeHidden();
});

test('the table has every message, for those who cannot see the arrows', async ({ page, watch }) => {
  const demo = await open(page, '#protocols?flow=code&break=stolen&step=6&seed=7', watch);
  await demo.figure.getByText('Show as a table').click();
  const row = demo.figure.getByRole('row', { name: /^6 / });
  await expect(row).toContainText('Thief → Authorization server');
  await expect(row).toContainText('verifier-missing');
  await expect(demo.figure.getByRole('button', { name: /^6 Thief → Authorization server POST \/token 400 invalid_grant/ })).toBeVisible();
});

test('with reduced motion, in the reader’s own colours, it still walks', async ({ page, watch }) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  const demo = await open(page, '', watch);
  await demo.button('On to the next step').click();
  const current = demo.steps().nth(6).getByRole('button');
  expect(await current.evaluate((button) => getComputedStyle(button).outlineStyle)).toBe('solid');
});

const STATES: Record<string, (page: Page) => Promise<unknown>> = {
  fresh: (page) => open(page),
  asking: (page) => open(page, '#protocols?flow=code&step=3&seed=7'),
  stopped: async (page) => {
    const demo = await open(page, '#protocols?flow=code&break=mix-up&colour=red');
    await demo.button('Yes, but only once').click();
    await demo.way('Sign in at the thief’s server').click();
    await demo.line('state=').focus();
    await demo.figure.locator('summary').first().click();
    await demo.figure.locator('.key-help button').click();
  },
  taken: (page) => open(page, '#protocols?flow=code&break=redirect&off=exact&seed=7'),
  device: (page) => open(page, '#protocols?flow=device&step=2&seed=7'),
};

axeFindsNothing('protocols', STATES, [390, 1440], 'reduce');

for (const fragment of ['', '#protocols?flow=code&break=redirect&off=exact&seed=7', '#protocols?flow=device&break=phish&step=3&seed=7']) {
  test(`nothing sticks out of the protocols from 280 to 1440 px, and all of it can be touched: ${fragment}`, async ({ page }) => {
    const demo = await open(page, fragment, undefined, inArticle);
    await demo.figure.locator('.key-help button').click();
    for (const width of [280, 320, 390, 768, 1024, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), `the page at ${width} px`).toBeLessThanOrEqual(width);
      const faults = await demo.figure.evaluate((figure) => {
        const edge = figure.getBoundingClientRect();
        const shown = [...figure.querySelectorAll('button, input, summary, p, h3, h4, h5, .sequence b, .parties span')]
          .filter((element) => !element.closest('[hidden], .visually-hidden') && element.getClientRects().length);
        const out = shown.filter((element) => {
          const { left, right, width } = element.getBoundingClientRect();
          return width > 1 && (left < edge.left - 1 || right > edge.right + 1);
        });
        const small = [...figure.querySelectorAll('button, label:has(input), summary')]
          .filter((element) => element.getClientRects().length)
          .filter((element) => {
            const { width, height } = element.getBoundingClientRect();
            const least = element.closest('.transport, .screen-answer, .verdict') ? 44 : 24;
            return width < least - 0.5 || height < least - 0.5;
          });
        return [...out, ...small].map((element) => element.outerHTML.slice(0, 100));
      });
      expect.soft(faults, `at ${width} px`).toEqual([]);
    }
  });
}

test.describe('by touch', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 780 } });

  test('a tap on a line tells what it is for; the bar stays in sight', async ({ page }) => {
    const demo = await open(page, '', undefined, inArticle);
    await demo.line('code_verifier=').tap();
    await expect(demo.tip()).toContainText('The secret behind the challenge');
    await expect(demo.button('On to the next step')).toBeInViewport({ ratio: 1 });
  });
});
