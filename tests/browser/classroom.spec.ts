// The page for a class: the deck, its keys, the notes beside it, the link to what it shows.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { axeFaults, axeFindsNothingAt } from './axe';
import { allHasCome, expect, test, watched, type Watch } from './page';
import { decodedCode } from './qr';
import { lookAtScreen } from './screen';
import type { Locator, Page } from '@playwright/test';

/** The deck's screens in their order, as their Markdown describes them. */
const CLASSROOM = fileURLToPath(new URL('../../site/classroom/', import.meta.url));
const SCREENS = readdirSync(CLASSROOM).filter((name) => /^\d.*\.md$/.test(name)).sort()
  .flatMap((name) => readFileSync(CLASSROOM + name, 'utf8').split('\n## ').slice(1))
  .map((text) => ({ id: /\{#(.*)\}/.exec(text)![1]!, text }));
/** The number of a screen in the whole deck. */
const placeOf = (id: string) => SCREENS.findIndex((screen) => screen.id === id) + 1;

/** Opens the deck, at a screen if there is one, and waits until it stands. */
async function openDeck(page: Page, address = '?classroom') {
  await page.goto(address);
  await expect(page.locator('html')).toHaveAttribute('data-ready', '');
}

const screen = (page: Page) => page.locator('main').getAttribute('data-screen');
const onScreen = (page: Page, id: string) => expect(page.locator('main')).toHaveAttribute('data-screen', id);
const count = async (page: Page) => Number((await page.locator('.deck-count').textContent())!.split('/')[1]);
const notice = (page: Page) => page.locator('.deck-notice');
const figure = (page: Page, demo: string) => page.locator(`figure[data-demo="${demo}"]`);
/** The hands that the gate has counted for each answer. */
const hands = (page: Page) => page.locator('.deck-hands').evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value));

/** The page at an address that other devices could know, and not this machine alone. */
async function elsewhere(page: Page, watch: Watch, baseURL: string) {
  const home = 'https://class.example/';
  watch.expects(new RegExp(home));
  await page.route(`${home}**`, async (route) => {
    const response = await route.fetch({ url: route.request().url().replace(home, baseURL) });
    await route.fulfill({ response });
  });
  return home;
}

/** Waits until the demo of a screen lives, and its fonts and pictures stand. */
async function settled(page: Page) {
  await page.waitForFunction(() => {
    const figures = [...document.querySelectorAll('main figure')].filter((figure) => figure.checkVisibility());
    return figures.every((figure) => (figure as HTMLElement).dataset.state === 'live') && document.fonts.status === 'loaded';
  });
}

for (const [width, height] of [[1280, 720], [1920, 1080]] as const) {
  test(`each screen fills ${width} × ${height}: nothing is cut off, no type is too small`, async ({ page }) => {
    test.slow();
    await page.setViewportSize({ width, height });
    await openDeck(page);
    const screens = await count(page);
    expect(screens).toBeGreaterThan(30);
    const faults: unknown[] = [];
    for (let at = 1; at <= screens; at++) {
      await settled(page);
      const { fills, cut, small } = await page.evaluate(lookAtScreen);
      if (!fills || cut.length || small.length) faults.push([at, await screen(page), fills, cut, small]);
      await page.keyboard.press('PageDown');
    }
    expect(faults).toEqual([]);
  });
}

test('every demo of the article is in the deck', async ({ page }) => {
  await openDeck(page);
  const demos = await page.locator('main figure:not([data-lab])').evaluateAll((figures) => figures.map((figure) => (figure as HTMLElement).dataset.demo!));
  const shown = new Set<string>();
  for (let left = await count(page); left > 0; left--) {
    const visible = page.locator('main figure:visible');
    if (await visible.count()) shown.add((await visible.getAttribute('data-demo'))!);
    await page.keyboard.press('PageDown');
  }
  expect(demos.filter((demo) => !shown.has(demo))).toEqual([]);
});

test('arrows, Page Up and Down, Space, Home, End and numbers turn the screens', async ({ page }) => {
  await openDeck(page);
  await onScreen(page, 'introduction');
  await page.keyboard.press('ArrowRight');
  await onScreen(page, 'first-look');
  await page.keyboard.press('Space');
  await onScreen(page, 'at-a-glance');
  await page.keyboard.press('PageDown');
  await onScreen(page, 'api');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('PageUp');
  await page.keyboard.press('Shift+Space');
  await onScreen(page, 'introduction');
  await page.keyboard.press('PageUp');
  await onScreen(page, 'introduction');
  await page.keyboard.press('End');
  await onScreen(page, 'conclusion-questions');
  await page.keyboard.press('PageDown');
  await onScreen(page, 'conclusion-questions');
  await page.keyboard.press('Home');
  await onScreen(page, 'introduction');
  await page.keyboard.press('1');
  await page.keyboard.press('4');
  await expect(notice(page)).toHaveText('To screen 14 …');
  await page.keyboard.press('Enter');
  await expect(page.locator('.deck-count')).toContainText('14 /');
  await page.keyboard.press('9');
  await page.keyboard.press('9');
  await page.keyboard.press('Enter');
  await expect(notice(page)).toContainText('There are');
  await expect(page.locator('.deck-count')).toContainText('14 /');
});

test('a number goes by itself after a moment', async ({ page }) => {
  await page.clock.install();
  await openDeck(page);
  await page.keyboard.press('3');
  await page.clock.runFor(2000);
  await onScreen(page, 'at-a-glance');
});

test('a demo that has the focus keeps its keys; Esc gives them back, a clicker needs no Esc', async ({ page }) => {
  await openDeck(page, '?classroom=security-leak');
  await settled(page);
  const demo = figure(page, 'security');
  const clock = demo.locator('.clock');
  await demo.locator('.scrubber').focus();
  await expect(page.locator('html')).toHaveAttribute('data-demo-keys', '');
  await page.keyboard.press('Home');
  await expect(clock).toHaveText('00:00:00');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(clock).not.toHaveText('00:00:00');
  await onScreen(page, 'security-leak');
  await page.keyboard.press('Space');
  await expect(demo.locator('.play')).toHaveText('Pause');
  await page.keyboard.press('7');
  await onScreen(page, 'security-leak');

  await page.keyboard.press('Escape');
  await expect(page.locator('html')).not.toHaveAttribute('data-demo-keys', '');
  await onScreen(page, 'security-leak');
  await page.keyboard.press('ArrowLeft');
  await onScreen(page, 'scope');

  await page.keyboard.press('ArrowRight');
  await demo.locator('.scrubber').focus();
  await page.keyboard.press('PageDown');
  await onScreen(page, 'security-settings');
  // A demo that is off the screen stands still.
  await page.keyboard.press('Home');
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(demo.locator('.play')).toHaveText('Play');
});

test('a field keeps its letters', async ({ page }) => {
  await openDeck(page, '?classroom=purpose-checks');
  await settled(page);
  await figure(page, 'purpose').locator('select').focus();
  for (const key of ['b', 'n', 'p', 'l', '2']) await page.keyboard.press(key);
  await onScreen(page, 'purpose-checks');
  await expect(page.locator('.deck-black')).toBeHidden();
  await expect(page.locator('.deck-gate')).toBeHidden();
});

test('B and a clicker’s full stop make the screen black, any key brings it back and does no more', async ({ page }) => {
  await openDeck(page);
  const curtain = page.locator('.deck-black');
  for (const key of ['b', '.']) {
    await page.keyboard.press(key);
    await expect(curtain).toBeVisible();
    expect(await curtain.evaluate((element) => {
      const { width, height } = element.getBoundingClientRect();
      return [width >= innerWidth, height >= innerHeight, getComputedStyle(element).backgroundColor];
    })).toEqual([true, true, 'rgb(0, 0, 0)']);
    await page.keyboard.press('PageDown');
    await expect(curtain).toBeHidden();
    await onScreen(page, 'introduction');
  }
  await page.keyboard.press('b');
  await curtain.click();
  await expect(curtain).toBeHidden();
});

test('the gate covers the demo, counts hands by keys, and gives the demo the guess of most', async ({ page }) => {
  await openDeck(page, '?classroom=security-settings');
  await settled(page);
  await expect(page.locator('.deck-asked')).toContainText('Who would lose more?');
  await page.keyboard.press('p');
  const gate = page.locator('.deck-gate');
  await expect(gate).toContainText('Who would lose more?');
  const covered = await page.evaluate(() => {
    const { left, top, width, height } = document.querySelector('figure[data-demo="security"] .transport')!.getBoundingClientRect();
    return Boolean(document.elementFromPoint(left + width / 2, top + height / 2)?.closest('.deck-gate'));
  });
  expect(covered).toBe(true);

  for (const key of ['2', '2', '2', '1', '2', 'Backspace', '3', 'Shift+Digit2']) await page.keyboard.press(key);
  expect(await hands(page)).toEqual(['1', '2', '1']);
  await gate.getByRole('button', { name: 'The token’s owner' }).click();
  expect(await hands(page)).toEqual(['1', '3', '1']);
  await page.keyboard.press('PageDown'); // the clicker lifts the gate
  await expect(gate).toBeHidden();
  await onScreen(page, 'security-settings');
  const demo = figure(page, 'security');
  await expect(demo.locator('[name="guess"][aria-pressed="true"]')).toHaveText('The token’s owner');
  await expect(demo.locator('.play')).toHaveText('Pause');
  await expect(notice(page)).toHaveText(/^You said: The key’s owner 1 · The token’s owner 3 · Both the same 1\. /);

  await demo.locator('.scrubber').fill('1000');
  await expect(notice(page)).toContainText('You were right.');
  await page.keyboard.press('Escape');
  await page.keyboard.press('p');
  await expect(gate.locator('.deck-verdict')).toContainText('this API never asks');
  expect(await hands(page)).toEqual(['1', '3', '1']);
  await page.keyboard.press('0');
  expect(await hands(page)).toEqual(['0', '0', '0']);
  await page.keyboard.press('Escape');
  await expect(gate).toBeHidden();
  await onScreen(page, 'security-settings');
});

test('a whole count is typed: a letter chooses the answer, Enter leaves it', async ({ page }) => {
  await openDeck(page, '?classroom=security-speed');
  for (const key of ['p', 'c', '1', '7', 'a', '4', 'Enter', '2']) await page.keyboard.press(key);
  expect(await hands(page)).toEqual(['4', '1', '17']);
  await page.keyboard.press('Backspace');
  expect(await hands(page)).toEqual(['4', '0', '17']);
  await page.keyboard.press('Backspace');
  expect(await hands(page)).toEqual(['0', '0', '17']);
  await page.getByLabel('Hands for: Hardly any').fill('12345');
  await page.keyboard.press('Escape');
  await expect(page.locator('.deck-gate')).toBeVisible();
  expect(await hands(page)).toEqual(['999', '0', '17']);
  // A clicker goes on even from a field.
  await page.getByLabel('Hands for: Hardly any').fill('3');
  await page.keyboard.press('PageDown');
  await expect(page.locator('.deck-gate')).toBeHidden();
  await expect(notice(page)).toHaveText(/^You said: Hardly any 3 · About a quarter 0 · About three quarters 17\. Most were right\. 74% /);
});

test('a tie is said to be one, and nobody to be right', async ({ page }) => {
  await openDeck(page, '?classroom=first-look');
  await settled(page);
  for (const key of ['p', '1', '2', '2', '1', 'Enter']) await page.keyboard.press(key);
  await expect(notice(page)).toHaveText(/^You said: The key 2 · The token 2 · Both at once 0\. A tie: The key and The token, 2 each\. /);
  await expect(notice(page)).not.toContainText('right');
  // The notes give the answer all the same.
  await expect(notice(page)).toContainText('end was written into it');

  await openDeck(page, '?classroom=security-speed');
  for (const key of ['p', '1', '3', 'Enter']) await page.keyboard.press(key);
  await expect(notice(page)).toHaveText(/A tie: Hardly any and About three quarters, 1 each\. 74% /);
});

test('where no hand is raised, a demo that was played already says why', async ({ page }) => {
  await openDeck(page, '?classroom=jobs-verdict');
  await settled(page);
  for (const key of ['p', 'Enter']) await page.keyboard.press(key);
  await expect(notice(page)).toHaveText(/^Nothing on a public page stays secret/);
});

const VERDICT = /^You said: .+\. (You were right|Not so|Right|Not quite|Most were right|Most were wrong|A good pick|That will do|The other one serves this job better)\./;

test('every screen that asks answers, once its run is over', async ({ page }) => {
  test.slow();
  await openDeck(page);
  const asking: string[] = [];
  for (let left = await count(page); left > 0; left--) {
    if (await page.locator('.deck-asked').isVisible()) {
      const id = (await screen(page))!;
      asking.push(id);
      await settled(page);
      for (const key of ['p', '1', 'Enter']) await page.keyboard.press(key);
      // A run that takes its time is brought to its end.
      await page.locator('main figure:not([data-off] *)').evaluateAll((figures) => {
        const scrubber = figures.find((figure) => figure.checkVisibility())?.querySelector<HTMLInputElement>('.scrubber');
        if (!scrubber) return;
        scrubber.value = scrubber.max;
        scrubber.dispatchEvent(new Event('input', { bubbles: true }));
      });
      await expect(notice(page), id).toHaveText(VERDICT);
    }
    await page.keyboard.press('PageDown');
  }
  expect(asking.length).toBeGreaterThan(12);
  expect(asking).toEqual(expect.arrayContaining(['security-speed', 'jobs-choice', 'lifecycle-machine', 'protocols-token']));
});

test('counts are kept from screen to screen, and over a reload', async ({ page }) => {
  await openDeck(page, '?classroom=security-speed');
  for (const key of ['p', '3', '3', '1', 'Enter']) await page.keyboard.press(key);
  const said = /^You said: Hardly any 1 · About a quarter 0 · About three quarters 2\. Most were right\./;
  await expect(notice(page)).toHaveText(said);
  await page.keyboard.press('PageDown');
  await expect(notice(page)).toHaveText('');
  await page.keyboard.press('PageUp');
  await expect(notice(page)).toHaveText(said);
  await page.reload();
  await onScreen(page, 'security-speed');
  await expect(notice(page)).toHaveText(said);
  await page.keyboard.press('p');
  expect(await hands(page)).toEqual(['1', '0', '2']);
  await page.keyboard.press('0');
  await page.reload();
  await onScreen(page, 'security-speed');
  await expect(notice(page)).toHaveText('');
});

test('where storage is denied, or holds nonsense, hands are counted all the same', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'sessionStorage', { get: () => { throw new DOMException('denied', 'SecurityError'); } });
  });
  await openDeck(page, '?classroom=security-speed');
  for (const key of ['p', '3', 'Enter', 'PageDown', 'PageUp']) await page.keyboard.press(key);
  await expect(notice(page)).toContainText('About three quarters 1. Most were right.');
});

test('a kept count that makes no sense is none', async ({ page }) => {
  await page.goto('?classroom=security-speed');
  for (const nonsense of ['{', '{"introduction":null}', '{"security-speed":{"hands":["x",1,2]}}']) {
    await page.evaluate((text) => sessionStorage.setItem('hands', text), nonsense);
    await page.reload();
    await onScreen(page, 'security-speed');
    for (const key of ['p', '3']) await page.keyboard.press(key);
    expect(await hands(page), nonsense).toEqual(['0', '0', '1']);
  }
});

test('where the notes ask, the gate asks that; where nobody does, it counts for the teacher', async ({ page }) => {
  await openDeck(page, '?classroom=security-speed');
  await page.keyboard.press('p');
  await expect(page.locator('.deck-gate')).toContainText('still worked after a month?');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Home');
  await page.keyboard.press('p');
  await expect(page.locator('.deck-gate')).toContainText('Hands up');
});

test('? lists the keys, and the papers', async ({ page }) => {
  await openDeck(page);
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Shortcuts' });
  await expect(help).toContainText('predict: ask, and count hands');
  await expect(help.getByRole('link', { name: /Lesson plans/ })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await onScreen(page, 'introduction');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await onScreen(page, 'introduction');
});

test('the link and its QR code lead to the state of the demo, set just now', async ({ page, watch, baseURL }) => {
  const home = await elsewhere(page, watch, baseURL!);
  await openDeck(page, `${home}?classroom=security-settings`);
  await settled(page);
  const demo = figure(page, 'security');
  await demo.locator('.scrubber').fill('600');
  await demo.getByRole('slider', { name: 'Token lives' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('l');
  const told = await demo.locator('.verdict p').textContent();
  const share = page.getByRole('dialog', { name: 'Link to this state' });
  const address = (await share.locator('.deck-link').textContent())!;
  expect(address).toMatch(/^https:\/\/class\.example\/\?demo=security&ttl=[^&]+&t=/);
  expect(await decodedCode(page.locator('.deck-code'))).toBe(address);

  await page.goto('about:blank');
  await page.goto(address);
  await expect(demo).toHaveAttribute('data-state', 'live');
  await expect(demo.locator('.verdict p')).toHaveText(told!);
  await expect(page.locator('figure[data-demo]')).toHaveCount(1);
});

test('the link of a demo that runs leads to what is on the screen, and the run goes on afterwards', async ({ page, watch, baseURL }) => {
  const home = await elsewhere(page, watch, baseURL!);
  await openDeck(page, `${home}?classroom=security-leak#security?ttl=4h&noticed=3d&t=00:00:00&seed=9`);
  await settled(page);
  const demo = figure(page, 'security');
  const clock = demo.locator('.clock');
  await demo.locator('.play').click();
  await expect(clock).not.toHaveText(/^00:/);
  await page.keyboard.press('l');
  const share = page.getByRole('dialog', { name: 'Link to this state' });
  await expect(demo.locator('.play')).toHaveText('Play');
  const [moment, told] = [await clock.textContent(), await demo.locator('.verdict p').textContent()];
  const address = (await share.locator('.deck-link').textContent())!;
  expect(address).toMatch(/\?demo=security&noticed=3d&ttl=4h&t=.*&seed=9$/);
  await page.keyboard.press('Escape');
  await expect(demo.locator('.play')).toHaveText('Pause');
  await expect(clock).not.toHaveText(moment!);

  await page.goto('about:blank');
  await page.goto(address);
  await expect(clock).toHaveText(moment!);
  await expect(demo.locator('.verdict p')).toHaveText(told!);
});

test('from a screen of text the link leads to its section of the article', async ({ page, watch, baseURL }) => {
  const home = await elsewhere(page, watch, baseURL!);
  await openDeck(page, `${home}?classroom=45&screen=purpose-key`);
  await page.keyboard.press('l');
  await expect(page.locator('.deck-link')).toHaveText(`${home}#purpose`);
  expect(await decodedCode(page.locator('.deck-code'))).toBe(`${home}#purpose`);
});

test('an address of this computer alone has no code, and a sentence says what to do', async ({ page, baseURL }) => {
  await openDeck(page, '?classroom=security-leak#security?ttl=4h&t=03:00:00&seed=9');
  await settled(page);
  await page.keyboard.press('l');
  const share = page.getByRole('dialog', { name: 'Link to this state' });
  await expect(share).toContainText(`${new URL(baseURL!).hostname} is this computer’s own name for itself`);
  await expect(share).toContainText('a server that the class can reach');
  await expect(share.locator('.deck-link')).toHaveText('?demo=security&ttl=4h&t=03:00:00&seed=9');
  await expect(share.locator('svg')).toHaveCount(0);
  expect(await axeFaults(page, { within: '.deck-share' })).toEqual([]);
});

test('the state of a demo comes back with its screen, whatever came between', async ({ page }) => {
  await openDeck(page, '?classroom=security-settings#security?ttl=4h&t=03:00:00&seed=9');
  await settled(page);
  await expect(figure(page, 'security').locator('.clock')).toHaveText('03:00:00');
  await page.keyboard.press('Home');
  await expect(page).toHaveURL(/\?classroom=introduction$/);
  await page.keyboard.press('PageDown');
  await settled(page);
  await figure(page, 'opening').getByRole('button', { name: 'New pair' }).click();
  await expect(page).toHaveURL(/classroom=first-look#opening\?/);
  await page.keyboard.press('Escape');
  for (let at = await screen(page); at !== 'security-leak'; at = await screen(page)) await page.keyboard.press('PageDown');
  await expect(page).toHaveURL(/classroom=security-leak#security\?ttl=4h&t=03:00:00&seed=9$/);
  await page.reload();
  await onScreen(page, 'security-leak');
  await settled(page);
  await expect(figure(page, 'security').locator('.clock')).toHaveText('03:00:00');
});

test('a demo that comes to rest after its screen has gone leaves the address to the screen', async ({ page }) => {
  await openDeck(page, '?classroom=security-leak');
  await settled(page);
  await page.evaluate(() => new Promise((written) => {
    addEventListener('moment', written, { once: true });
    const scrubber = document.querySelector<HTMLInputElement>('figure[data-demo="security"] .scrubber')!;
    scrubber.value = scrubber.max;
    scrubber.dispatchEvent(new Event('input', { bubbles: true }));
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true }));
  }));
  await onScreen(page, 'introduction');
  await expect(page).toHaveURL(/\?classroom=introduction$/);
  const moment = await figure(page, 'security').locator('.clock').textContent();
  for (let at = await screen(page); at !== 'security-leak'; at = await screen(page)) await page.keyboard.press('PageDown');
  await expect(page).toHaveURL(/classroom=security-leak#security\?/);
  await page.reload();
  await onScreen(page, 'security-leak');
  await settled(page);
  await expect(figure(page, 'security').locator('.clock')).toHaveText(moment!);
});

test('Esc leaves to the article at the same place, and an address of the article leads to its screen', async ({ page }) => {
  await openDeck(page, '?classroom=use-cases-token');
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/#use-cases$/);
  await expect(page.locator('#use-cases h2')).toBeInViewport();
  await openDeck(page, '?classroom#use-cases');
  await onScreen(page, 'use-cases');
  await openDeck(page, '?classroom#jobs-demo');
  await onScreen(page, 'jobs-choice');
  await openDeck(page, '?classroom#security?t=03:00:00&seed=7');
  await onScreen(page, 'security-leak');
});

test('a screen that is not there is named', async ({ page }) => {
  await openDeck(page, '?classroom=%3Cimg%20src=x%3E');
  await onScreen(page, 'introduction');
  await expect(notice(page)).toContainText('There is no screen called <img src=x>');
  await expect(page.locator('img')).toHaveCount(0);
  for (const name of ['30', 'constructor', '__proto__']) {
    await openDeck(page, `?classroom=${name}`);
    await onScreen(page, 'introduction');
    await expect(notice(page)).toHaveText(`There is no screen called ${name}, and no plan: those are 20 and 45. This is the whole deck, from the first screen.`);
    expect(await count(page)).toBeGreaterThan(30);
  }
});

const PLANS = {
  20: ['introduction', 'credential', 'first-look', 'purpose-checks', 'security-leak', 'differences-table'],
  45: ['introduction', 'at-a-glance', 'credential', 'first-look', 'purpose-key', 'purpose-token', 'purpose-checks', 'purpose-usage',
    'security-bearer', 'security-leak', 'security-settings', 'jobs-choice', 'jobs-month', 'jobs-verdict', 'protocols-token',
    'differences-table', 'conclusion-questions'],
};

for (const [minutes, ids] of Object.entries(PLANS)) {
  test(`the plan for ${minutes} minutes is a route: its screens in its order, and no others`, async ({ page }) => {
    await openDeck(page, `?classroom=${minutes}`);
    await expect(page.locator('.deck-route')).toContainText(`Plan for ${minutes} minutes`);
    for (const [i, id] of ids.entries()) {
      await onScreen(page, id);
      await expect(page.locator('.deck-count')).toHaveText(`${i + 1} / ${ids.length}`);
      await expect(page).toHaveURL(new RegExp(`\\?classroom=${minutes}&screen=${id}(#|$)`));
      await page.keyboard.press('PageDown');
    }
    await onScreen(page, ids.at(-1)!);
    await page.keyboard.press('Home');
    await onScreen(page, ids[0]);
    await page.keyboard.press('End');
    await onScreen(page, ids.at(-1)!);
    await page.keyboard.press('4');
    await page.keyboard.press('Enter');
    await onScreen(page, ids[3]);
    await page.reload();
    await onScreen(page, ids[3]);
    await expect(page.locator('.deck-count')).toHaveText(`4 / ${ids.length}`);
    // Each part of the plan has its mark at the top.
    const marks = page.locator('.deck-progress button');
    await marks.last().click();
    await expect(page.locator('.deck-progress li:last-child')).toHaveAttribute('aria-current', 'step');
  });
}

test('a plan is left for the whole deck at the same screen, without a load', async ({ page }) => {
  await openDeck(page, '?classroom=20&screen=security-leak');
  await settled(page);
  await page.evaluate(() => { document.documentElement.dataset.mark = 'same page'; });
  await page.getByRole('link', { name: 'show all screens' }).click();
  await onScreen(page, 'security-leak');
  await expect(page.locator('.deck-count')).toHaveText(`${placeOf('security-leak')} / ${SCREENS.length}`);
  await expect(page.locator('.deck-route')).toBeHidden();
  await expect(page).toHaveURL(/\?classroom=security-leak(#|$)/);
  await expect(page.locator('html')).toHaveAttribute('data-mark', 'same page');
  await page.keyboard.press('PageDown');
  await onScreen(page, 'security-settings');
  await expect(page.locator('.deck-progress button')).toHaveCount(8);
});

test('a screen that a plan has not is named, and so is a link out of it', async ({ page }) => {
  await openDeck(page, '?classroom=20&screen=leaks');
  await onScreen(page, 'introduction');
  await expect(notice(page)).toHaveText('In this plan there is no screen called leaks. This is the plan, from the first screen.');
  await page.evaluate(() => { location.hash = '#use-cases'; });
  await expect(notice(page)).toContainText('That screen is not in this plan.');
  await onScreen(page, 'introduction');
  await page.evaluate(() => { location.hash = '#differences'; });
  await onScreen(page, 'differences-table');
});

test('the lesson plans name each screen by its number on the route, and link to it', async ({ page }) => {
  await page.goto('?classroom=lesson');
  const named = await page.locator('.paper-screens li').evaluateAll((items) => items.map((item) => {
    const link = item.querySelector('a')!;
    return { number: (item as HTMLLIElement).value, words: link.textContent!, query: link.search };
  }));
  expect(named.map(({ number, query }) => [number, query])).toEqual(Object.entries(PLANS)
    .flatMap(([minutes, ids]) => ids.map((id, i) => [i + 1, `?classroom=${minutes}&screen=${id}`])));
  expect(named.filter(({ words }) => words.length < 5)).toEqual([]);
  // No bare id is left, in the plans or in the advice below them.
  const ids = await page.locator('.paper-notes h3 code').allTextContents();
  const codes = await page.locator('main.paper > section > :not(.paper-notes) code').allTextContents();
  expect(codes.filter((code) => ids.includes(code))).toEqual([]);
  await expect(page.locator('main.paper')).toContainText(`add screen ${placeOf('security-settings')}, Make the token as bad as the key:`);
  await expect(page.getByRole('link', { name: 'Make the token as bad as the key' }).first()).toHaveAttribute('href', '?classroom=security-settings');
  await page.getByRole('link', { name: 'Open the deck with the screens of this plan only' }).first().click();
  await onScreen(page, 'introduction');
  await expect(page.locator('.deck-count')).toHaveText('1 / 6');
});

test('a finger turns the screen by wiping, and works a slider without turning it', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ hasTouch: true, viewport: { width: 1280, height: 720 }, baseURL });
  const page = await context.newPage();
  await openDeck(page, '?classroom=security-bearer');
  const client = await context.newCDPSession(page);
  const wipe = async (from: [number, number], to: [number, number]) => {
    const at = ([x, y]: [number, number]) => [{ x, y }];
    await client.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(from) });
    for (const part of [0.3, 0.6, 1]) {
      const point: [number, number] = [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
      await client.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(point) });
    }
    await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  };
  // A tap first: one that comes while a wipe still glides only stops it.
  await page.getByRole('button', { name: 'Back', exact: true }).tap();
  await onScreen(page, 'security');
  await page.getByRole('button', { name: 'On', exact: true }).tap();
  await onScreen(page, 'security-bearer');
  await wipe([900, 400], [300, 420]);
  await onScreen(page, 'leak');
  await settled(page);
  const box = (await figure(page, 'leak').getByRole('slider').boundingBox())!;
  await wipe([box.x + 20, box.y + box.height / 2], [box.x + box.width - 20, box.y + box.height / 2]);
  await onScreen(page, 'leak');
  await wipe([640, 300], [650, 600]);
  await onScreen(page, 'leak');
  await wipe([300, 200], [900, 210]);
  await onScreen(page, 'security-bearer');
  await context.close();
});

test('the notes of each screen are whole in a window of 960 × 720 and of 1440 × 900', async ({ page }) => {
  test.slow();
  await page.goto('?classroom=notes');
  await page.evaluate(() => document.fonts.ready);
  const title = page.locator('.notes h1');
  const screens = Number((await title.textContent())!.match(/\/ (\d+)/)![1]);
  expect(screens).toBeGreaterThan(30);
  for (let at = 1; at <= screens; at++) {
    await expect(title).toContainText(`${at} /`);
    for (const [width, height] of [[960, 720], [1440, 900]] as const) {
      await page.setViewportSize({ width, height });
      // The window hears of its size with a frame, and of none that has come and gone between two frames.
      await page.evaluate(() => new Promise(requestAnimationFrame));
      await expect.poll(() => page.evaluate(cutOffNotes, at === screens), `screen ${at} at ${width} px`).toEqual([]);
    }
    await page.keyboard.press('PageDown');
  }
  // Of what is scrolled to, a bar says that it is there.
  expect(await page.locator('.notes > main').evaluate((main) => getComputedStyle(main).overflowY)).toBe('auto');
});

/** What of the notes window is out of its window or of its pane, lies under something else, or is empty. */
function cutOffNotes(isLast: boolean) {
  const faults: string[] = [];
  const pane = document.querySelector('.notes > main')!;
  const aside = document.querySelector('.notes > aside')!;
  const [notes, next] = [pane.getBoundingClientRect(), aside.getBoundingClientRect()];
  if (notes.width < 0.55 * innerWidth || notes.left > 0) faults.push(`the notes have ${notes.width} of ${innerWidth} px, from ${notes.left}`);
  if (notes.right > next.left + 1) faults.push('the notes and the next screen overlap');
  if (next.bottom > innerHeight + 1 || next.right > innerWidth + 1) faults.push('the next screen sticks out');
  if (aside.scrollHeight > aside.clientHeight + 1 || aside.scrollWidth > aside.clientWidth + 1) faults.push('the next screen is cut off');
  if (pane.scrollHeight > pane.clientHeight + 1 || pane.scrollWidth > pane.clientWidth + 1) faults.push('the notes have to be scrolled');
  const said = [...pane.querySelectorAll('.notes-body strong')].map((name) => name.textContent);
  for (const name of ['Goal:', 'Ask:', 'Often wrong:', 'Minutes:']) if (!said.includes(name)) faults.push(`${name} is missing`);
  if (!isLast && !document.querySelector('.notes-preview')!.textContent!.trim()) faults.push('the next screen is empty');
  const walker = document.createTreeWalker(document.querySelector('.notes')!, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const holder = walker.currentNode.parentElement!;
    if (!walker.currentNode.textContent!.trim() || holder.closest('.notes-preview, .visually-hidden') || !holder.checkVisibility()) continue;
    range.selectNodeContents(walker.currentNode);
    for (const box of range.getClientRects()) {
      const words = walker.currentNode.textContent!.trim().slice(0, 30);
      const seen = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
      if (!seen || !(holder.contains(seen) || seen.contains(holder))) faults.push(`out of sight: ${words}`);
    }
  }
  return faults;
}

/** What the notes tell the teacher to do on a screen, in the order of the sentence: a key, a control of the demo, a value. */
interface Instructions { id: string; acts: { kind: 'key' | 'control' | 'value'; words: string }[] }

/** As the Markdown marks them behind "Do:". */
function instructions(): Instructions[] {
  return SCREENS.flatMap(({ id, text }) => {
    const told = /^- \*\*Do:\*\* (.*)$/m.exec(text)?.[1] ?? '';
    const acts = [...told.matchAll(/<kbd>(.*?)<\/kbd>|\*(.*?)\*|`(.*?)`/g)].map(([, key, control, value]) => (
      key ? { kind: 'key' as const, words: key } : control ? { kind: 'control' as const, words: control } : { kind: 'value' as const, words: value }));
    return acts.length ? [{ id, acts }] : [];
  });
}

test('keys in the notes are marked as keys, so that the next tests press them', async ({ page }) => {
  await page.goto('?classroom=lesson');
  const bare = await page.locator('.paper-notes').evaluateAll((blocks) => blocks.flatMap((block) => {
    const copy = block.cloneNode(true) as Element;
    for (const mark of copy.querySelectorAll('kbd, h3')) mark.remove();
    return copy.textContent!.match(/\b(Home|Esc|Enter|Space|Page (Up|Down)|[Aa]rrow keys?|P (first|asks)|(then|[Nn]ow|with) P)\b/g) ?? [];
  }));
  expect(bare).toEqual([]);
  // What is to be done stands behind "Do:", and nowhere else.
  const strewn = await page.locator('.paper-notes li').evaluateAll((items) => items
    .filter((item) => item.querySelector('kbd') && item.querySelector('strong')?.textContent !== 'Do:').map((item) => item.textContent));
  expect(strewn).toEqual([]);
});

test('the notes have instructions to follow', () => {
  const acts = instructions().flatMap(({ acts }) => acts);
  expect(instructions().length).toBeGreaterThan(9);
  expect(acts.filter(({ kind }) => kind === 'key').length).toBeGreaterThan(15);
  expect(acts.filter(({ kind }) => kind === 'control').length).toBeGreaterThan(12);
});

for (const { id, acts } of instructions()) {
  test(`what the notes to ${id} tell to do works as it is written`, async ({ page }) => {
    test.slow();
    await openDeck(page, `?classroom=${id}`);
    await settled(page);
    for (const [i, { kind, words }] of acts.entries()) {
      if (kind === 'key') await pressed(page, words);
      else if (kind === 'control') await used(page, words);
      else if (acts[i - 1]?.kind !== 'value') await entered(page, words, acts[i + 1]?.kind === 'value' ? acts[i + 1].words : null);
    }
    await onScreen(page, id);
    // And what the notes promise has come about.
    const promised = PROMISED[id];
    if (promised) await expect(shown(page).locator(promised[0]).first()).toContainText(promised[1]);
  });
}

/** Where a note says what is seen after it was followed: a part of the demo, and its words. */
const PROMISED: Record<string, [string, RegExp]> = {
  'first-look': ['.scene-said', /revoked/],
  'purpose-usage': ['.verdict', /200/],
  'security-leak': ['.clock', /^\d\d:\d\d:(?!00)|^\d\d:(?!00)/],
  'token-checks': ['.scene-said', /invalid_token/],
  'lifecycle-machine': ['.play', /Pause/],
};

const shown = (page: Page) => page.locator('main figure').filter({ visible: true });
/** All that the demo on the screen shows. */
const picture = (page: Page) => shown(page).evaluate((demo) => {
  // What was said last is no part of it.
  const copy = demo.cloneNode(true) as Element;
  for (const said of copy.querySelectorAll('[role="status"]')) said.remove();
  return copy.innerHTML.replaceAll('<!---->', '') + [...demo.querySelectorAll('input, select, textarea')].map((field) => (field as HTMLInputElement).value).join();
});

/** Presses a key that the notes name, and waits for what it does. */
async function pressed(page: Page, key: string) {
  const names: Record<string, string> = { '→': 'ArrowRight', 'Shift →': 'Shift+ArrowRight', 'Page Up': 'PageUp', 'Page Down': 'PageDown', Esc: 'Escape' };
  const press = () => page.keyboard.press(names[key] ?? key);
  const id = (await screen(page))!;
  const gate = page.locator('.deck-gate');
  if (key === 'P') {
    await press();
    await expect(gate).toBeVisible();
  } else if (key === 'Enter') {
    // The teacher has counted hands.
    for (const hand of ['1', '2', '1']) await page.keyboard.press(hand);
    const before = await picture(page);
    await press();
    await expect(gate).toBeHidden();
    await expect(notice(page)).toHaveText(/^You said: /);
    // A demo that asks for a guess answers it.
    if (await shown(page).locator('[name="guess"], [name="pick"]').count()) await expect.poll(() => picture(page)).not.toBe(before);
  } else if (key === 'Esc') {
    await press();
    await expect(page.locator('html')).not.toHaveAttribute('data-demo-keys', '');
    await onScreen(page, id);
  } else if (key.startsWith('Page')) {
    await press();
    await expect(page.locator('main')).not.toHaveAttribute('data-screen', id);
  } else {
    const before = await picture(page);
    await press();
    await onScreen(page, id);
    await expect.poll(() => picture(page)).not.toBe(before);
    // Home is the demo's own beginning: before it there is nothing.
    if (key !== 'Home') return;
    const first = await picture(page);
    await page.keyboard.press('ArrowLeft');
    await onScreen(page, id);
    expect(await picture(page)).toBe(first);
  }
}

/** Uses a control that the notes name: it is on the screen, and something comes of it. */
async function used(page: Page, name: string) {
  // What follows a run is done when it is over: a second of the test for twenty of the class.
  const play = shown(page).locator('.play');
  if (name !== 'Pause' && (await play.count()) && (await play.textContent()) === 'Pause') await shown(page).locator('.demo-body > div').press('End');
  // And the class's twenty seconds may be over before a busy machine comes to the next step.
  const pace = shown(page).locator('.pace select');
  if (name === 'Play' && await pace.count()) await pace.selectOption('2');
  const control = await controlOf(page, name);
  const kind = await control.getAttribute('type');
  const before = await picture(page);
  // The same leaks, run again, end as they began: on the way they are counted.
  const counted = name === 'Run again' ? await watched(shown(page).locator('.clock')) : null;
  await control.click(); // Afterwards it may have another name.
  if (kind === 'radio') await expect(control).toBeChecked();
  // What is as at first already stays so, and so does a slider that stood in its middle; but the keys are the demo's.
  else if (counted) await expect.poll(async () => (await counted()).length).toBeGreaterThan(0);
  else if (name === 'Reset' || kind === 'range') await expect(page.locator('html')).toHaveAttribute('data-demo-keys', '');
  else await expect.poll(() => picture(page)).not.toBe(before);
}

/** The control of that name on the screen, or the one whose name begins so. */
async function controlOf(page: Page, name: string): Promise<Locator> {
  for (const exact of [true, false]) {
    for (const role of ['button', 'checkbox', 'radio', 'slider'] as const) {
      const control = shown(page).getByRole(role, { name: exact ? name : new RegExp(`^${name}\\b`), exact });
      if (await control.count()) return control.first();
    }
  }
  throw new Error(`*${name}* is not on the screen ${await screen(page)}`);
}

/** Enters a value that the notes name: a request to compose, a path to choose, or words to put in the place of others. */
async function entered(page: Page, value: string, instead: string | null) {
  const demo = shown(page);
  if (instead !== null) {
    const texts = demo.locator('textarea').filter({ visible: true });
    const held = await texts.evaluateAll((fields) => fields.map((field) => (field as HTMLTextAreaElement).value));
    const at = held.findIndex((text) => text.includes(value));
    expect(at, `${value} stands in a field of ${await screen(page)}`).toBeGreaterThanOrEqual(0);
    await texts.nth(at).fill(held[at].replace(value, instead));
    return;
  }
  const [path, method] = value.split(' ').reverse();
  // The method is not chosen on a screen: it has to be the one that is sent.
  if (method) await expect(demo.locator(`input[type="radio"][value="${method}"]`)).toBeChecked();
  const select = demo.locator('select').filter({ visible: true }).first();
  await select.selectOption({ label: path });
  await expect(select.locator('option:checked')).toHaveText(path);
}

test('the notes follow the deck, show what comes next, and turn it', async ({ page, context }) => {
  await openDeck(page);
  const [notes] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('n')]);
  const faults: string[] = [];
  notes.on('console', (message) => faults.push(message.text()));
  notes.on('pageerror', (error) => faults.push(error.message));
  await expect(notes.locator('.notes h1')).toContainText('API key or API token?');
  await expect(notes.locator('.notes-body')).toContainText('Often wrong:');
  await expect(notes.locator('.notes aside > h2')).toContainText('Which of the two ends by itself?');
  await expect(notes.locator('.notes-preview .opening-card')).toHaveCount(2);

  await page.keyboard.press('PageDown');
  await expect(notes.locator('.notes h1')).toContainText('2 /');
  await expect(notes.locator('.notes-preview')).toContainText('A leaked key works until somebody revokes it');
  await notes.keyboard.press('ArrowRight');
  await onScreen(page, 'at-a-glance');
  await notes.getByRole('button', { name: 'Back' }).click();
  await onScreen(page, 'first-look');
  await notes.keyboard.press('b');
  await expect(page.locator('.deck-black')).toBeVisible();
  await expect(notes.locator('.notes-body')).toContainText('The screen is black.');
  await notes.keyboard.press('b');
  await expect(page.locator('.deck-black')).toBeHidden();

  await page.keyboard.press('p');
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await expect(notes.locator('.notes-tally')).toContainText('You said: The key 1');

  // A deck that was loaded anew finds its notes again, without a key.
  await page.reload();
  await onScreen(page, 'first-look');
  await page.keyboard.press('PageDown');
  await expect(notes.locator('.notes h1')).toContainText('3 /');
  // A second N opens no second window.
  await page.keyboard.press('n');
  expect(context.pages().length).toBe(2);
  expect(faults).toEqual([]);
});

test('the notes’ clock runs from the first turn, for the talk and for the screen', async ({ page, context }) => {
  await context.clock.install();
  await openDeck(page);
  const [notes] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('n')]);
  const clock = notes.locator('.notes-clock');
  await expect(clock).toHaveText('0:00');
  // From here on only the test moves it.
  await context.clock.pauseAt(await page.evaluate(() => Date.now() + 60_000));
  await context.clock.runFor(30_000);
  await expect(clock).toHaveText('0:00');
  await page.keyboard.press('PageDown');
  await expect(notes.locator('.notes h1')).toContainText('2 /');
  await context.clock.runFor(65_000);
  await expect(clock).toHaveText('1:05');
  await page.keyboard.press('PageDown');
  await expect(notes.locator('.notes h1')).toContainText('3 /');
  await context.clock.runFor(61_000);
  await expect(notes.locator('.notes-here')).toHaveText('this screen 1:01 of 1:00');
  await expect(notes.locator('.notes-here')).toHaveAttribute('data-late', '');
  await notes.keyboard.press('t');
  await context.clock.runFor(20_000);
  await expect(clock).toHaveText('2:06');
  await notes.keyboard.press('t');
  await context.clock.runFor(4_000);
  await expect(clock).toHaveText('2:10');
  await notes.getByRole('button', { name: 'Set to 0:00' }).click();
  await expect(clock).toHaveText('0:00');
});

test('the notes follow a plan’s route, and the whole deck after it', async ({ page, context }) => {
  await openDeck(page, '?classroom=20&screen=first-look');
  const [notes] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('n')]);
  const title = notes.locator('.notes h1');
  await expect(title).toHaveText('3 / 6 Which of the two ends by itself?');
  await expect(notes.locator('.notes aside > h2')).toHaveText('Five checks: who stops at which?');
  await notes.keyboard.press('ArrowRight');
  await onScreen(page, 'purpose-checks');
  await expect(title).toContainText('4 / 6');
  await page.getByRole('link', { name: 'show all screens' }).click();
  await expect(title).toContainText('9 /');
  await expect(notes.locator('.notes aside > h2')).toHaveText('The meter hangs on the key');
});

test('the notes show the tally of the screen that is shown, not of one before', async ({ page, context }) => {
  await openDeck(page, '?classroom=security-speed');
  const [notes] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('n')]);
  await expect(notes.locator('.notes h1')).toContainText(`${placeOf('security-speed')} /`);
  for (const key of ['p', '3', 'Enter']) await page.keyboard.press(key);
  await expect(notes.locator('.notes-tally')).toContainText('Most were right.');
  await page.keyboard.press('PageDown');
  await expect(notes.locator('.notes h1')).toContainText(`${placeOf('security-speed') + 1} /`);
  await expect(notes.locator('.notes-tally')).toHaveCount(0);
});

test('notes without a deck say so, and turn by themselves', async ({ page }) => {
  await page.goto('?classroom=notes');
  await expect(page.locator('.notes-link')).toContainText('open them from the deck, with N');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.notes h1')).toContainText('2 /');
});

test('where no window may be opened, the deck says what to do', async ({ page }) => {
  await page.addInitScript(() => { window.open = () => null; });
  await openDeck(page);
  await page.keyboard.press('n');
  await expect(notice(page)).toContainText('The browser opened no second window');
});

test('messages that are not of the notes are ignored', async ({ page }) => {
  await openDeck(page);
  await page.evaluate(() => {
    const target = 'api-key-vs-token';
    for (const message of [null, 7, 'turn', {}, { target }, { target, type: 'turn', by: 1 }, { target, type: 'hello' }, { target, type: 'go', screen: 'conclusion' }]) {
      postMessage(message, '*');
    }
    return new Promise((done) => setTimeout(done));
  });
  await onScreen(page, 'introduction');
});

test('in a frame without an origin the deck works, and its notes follow', async ({ page, context, baseURL }) => {
  const home = baseURL!;
  // What a host has to say for a sandboxed frame: its files may be read from anywhere.
  await context.route(`${home}**`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'access-control-allow-origin': '*' } });
  });
  await page.route('**/frame-of-a-class', (route) => route.fulfill({
    contentType: 'text/html',
    body: `<iframe sandbox="allow-scripts allow-popups" src="${home}?classroom" style="width: 1200px; height: 675px"></iframe>`,
  }));
  await page.goto(`${home}frame-of-a-class`);
  const frame = page.frameLocator('iframe');
  await expect(frame.locator('html')).toHaveAttribute('data-ready', '');
  await frame.getByRole('button', { name: 'On', exact: true }).click();
  await expect(frame.locator('main')).toHaveAttribute('data-screen', 'first-look');
  const [notes] = await Promise.all([context.waitForEvent('page'), frame.getByRole('button', { name: 'Notes' }).click()]);
  await expect(notes.locator('.notes h1')).toContainText('2 /');
  await notes.keyboard.press('ArrowRight');
  await expect(frame.locator('main')).toHaveAttribute('data-screen', 'at-a-glance');
  // Both windows may be loading their demos still.
  await context.unrouteAll({ behavior: 'ignoreErrors' });
});

test('once loaded, the deck asks the network for nothing, and stores nothing that outlives its tab', async ({ page, watch, context }) => {
  await openDeck(page);
  await allHasCome(page, watch);
  for (let left = 12; left > 0; left--) await page.keyboard.press('PageDown');
  for (const key of ['p', '1', 'Enter', 'l', 'Escape', '?', 'Escape', 'b', 'b']) await page.keyboard.press(key);
  expect(await context.cookies()).toEqual([]);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

test('a line at the top of the article, wide and narrow, leads teachers to what is made for them', async ({ page }) => {
  await page.goto('');
  const line = page.locator('.for-teachers');
  const links = line.getByRole('link');
  await expect(links).toHaveText(['slides for the class', 'lesson plans', 'worksheet', 'link builder']);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await expect(line).toBeInViewport({ ratio: 1 });
    const above = await line.evaluate((line) => line.getBoundingClientRect().top < document.querySelector('figure')!.getBoundingClientRect().top);
    expect(above, `at ${width} px`).toBe(true);
    for (const link of await links.all()) expect((await link.boundingBox())!.height, `at ${width} px`).toBeGreaterThanOrEqual(24);
  }
  await page.emulateMedia({ media: 'print' });
  await expect(line).toBeHidden();
  await page.emulateMedia({ media: null });
  const heads = ['API key or API token?', 'Lesson plans: API key or API token?', 'Worksheet: API key or API token?', 'Put a scene into your page'];
  for (const [i, head] of heads.entries()) {
    await page.goto('');
    await links.nth(i).click();
    await expect(page.locator('h1', { hasText: head }).first()).toBeVisible();
  }
  await page.goto('?classroom');
  await onScreen(page, 'introduction');
  await expect(line).toBeHidden();
  await page.goto('?demo=security');
  await expect(page.locator('figure[data-demo="security"]')).toBeVisible();
  await expect(line).toHaveCount(0);
});

test('in the one file the line for teachers names only what is in it', async ({ page }) => {
  await page.goto('api-key-vs-token.html');
  const links = page.locator('.for-teachers').getByRole('link');
  await expect(links).toHaveText(['slides for the class', 'lesson plans', 'worksheet']);
  await links.first().click();
  await onScreen(page, 'introduction');
  await expect(page).toHaveURL(/api-key-vs-token\.html\?classroom=introduction$/);
});

test('without scripts the line for teachers, and the link builder, say that they need them', async ({ browser, baseURL }) => {
  const page = await browser.newPage({ javaScriptEnabled: false, baseURL });
  await page.goto('');
  expect(await page.locator('.for-teachers').innerText()).toContain('need JavaScript');
  await page.goto('builder.html');
  const sentence = page.locator('.no-scripts');
  expect(await sentence.innerText()).toMatch(/^The link builder needs JavaScript/);
  await expect(sentence).toBeVisible();
  await expect(page.locator('.builder')).toBeHidden();
  await page.close();
});

test('readers of the article load nothing of the classroom', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto('');
  await page.waitForFunction(() => document.readyState === 'complete');
  expect(asked.filter((url) => url.includes('classroom'))).toEqual([]);
  await expect(page.locator('.deck-head')).toHaveCount(0);
});

const STATES: Record<string, (page: Page) => Promise<unknown>> = {
  title: (page) => openDeck(page),
  table: (page) => openDeck(page, '?classroom=at-a-glance'),
  demo: async (page) => { await openDeck(page, '?classroom=security-leak'); await settled(page); },
  plan: (page) => openDeck(page, '?classroom=20'),
  gate: async (page) => { await openDeck(page, '?classroom=security-speed'); await page.keyboard.press('p'); await page.keyboard.press('1'); },
  keys: async (page) => { await openDeck(page); await page.keyboard.press('?'); },
  link: async (page) => { await openDeck(page); await page.keyboard.press('l'); },
  notes: (page) => openDeck(page, '?classroom=notes'),
  lesson: (page) => openDeck(page, '?classroom=lesson'),
  worksheet: (page) => openDeck(page, '?classroom=worksheet'),
};

for (const [name, reach] of Object.entries(STATES)) {
  test(`axe finds nothing: ${name}, light and dark`, async ({ page }) => {
    await reach(page);
    // What is not on the screen is the article's, and tried there. Axe looks at what is hidden, too.
    await page.evaluate(() => document.querySelectorAll('[data-off], #main[hidden]').forEach((part) => part.remove()));
    await axeFindsNothingAt(page, [1280], {}, 720);
  });
}

test('what is worked with a finger is big enough for one', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await openDeck(page);
  const small = await page.locator('.deck-foot button, .deck-progress button').evaluateAll((buttons) => buttons
    .filter((button) => button.checkVisibility())
    .map((button) => ({ name: button.getAttribute('aria-label'), ...button.getBoundingClientRect().toJSON() }))
    .filter(({ width, height }) => Math.min(width, height) < 24));
  expect(small).toEqual([]);
});

for (const id of ['introduction', 'at-a-glance', 'security-leak', 'use-cases-matrix']) {
  test(`on small windows a screen may scroll, and nothing sticks out: ${id}`, async ({ page }) => {
    await openDeck(page, `?classroom=${id}`);
    for (const [width, height] of [[390, 844], [844, 390], [1024, 768], [320, 568]] as const) {
      await page.setViewportSize({ width, height });
      await settled(page);
      // A screen of text is fitted anew when the window has heard that it has another size.
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), `${width} × ${height}`).toBeLessThanOrEqual(width);
    }
  });
}
