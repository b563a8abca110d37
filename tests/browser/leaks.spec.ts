// A thousand leaks, by mouse, by keyboard, on a phone, and by its link.

import { axeFindsNothing } from './axe';
import { readFileSync } from 'node:fs';
import { alone, Demo, expect, inArticle, openSeed, pressTab, test, watched, type Watch } from './page';
import type { Locator, Page } from '@playwright/test';

class Leaks {
  constructor(readonly figure: Locator) {}

  readonly button = (name: string | RegExp) => this.figure.getByRole('button', { name });
  readonly slider = (name: string) => this.figure.getByRole('slider', { name });
  readonly source = (name: string) => this.figure.getByRole('radio', { name });
  readonly progress = () => this.figure.locator('.clock');
  readonly verdict = () => this.figure.locator('.verdict');
  readonly digest = () => this.figure.locator('.run');
  readonly marks = () => this.figure.locator('.marks td > b');
  readonly spoken = () => this.figure.locator('.visually-hidden[role="status"]');
  /** The curves, without the marks that the view leaves for itself. */
  readonly plot = () => this.figure.locator('.chart').evaluate((chart) => chart.innerHTML.replaceAll('<!---->', ''));
  /** The slider of the number of leaks at its end: long work. */
  readonly most = () => this.slider('Number of leaks').fill('6');
}

const open = async (page: Page, fragment = '', watch?: Watch, where = alone) => new Leaks(await where(page, 'leaks', fragment, watch));

/** Long work, begun: slow owners and a hundred thousand leaks. */
const LONG = '#leaks?leaks=100000&source=own&half=7d&speed=1&seed=7';

test('a source is chosen, and its leaks are run, drawn and told', async ({ page, watch }) => {
  const leaks = await open(page, '', watch, inArticle);
  await expect(leaks.progress()).toHaveText(/^1\s000 leaks$/);
  const [curves, digest] = [await leaks.plot(), await leaks.digest().textContent()];
  await leaks.source('a provider’s scanner').check({ force: true });
  await expect(leaks.digest()).not.toHaveText(digest!);
  await expect(leaks.figure.locator('.hint a').first()).toHaveAttribute('href', /xebia\.com/);
  expect(await leaks.plot()).not.toBe(curves);
  await expect(leaks.spoken()).toContainText(/^1\s000 leaks\. /);
  await expect(page).toHaveURL(/#leaks\?source=scanner&seed=7$/);
});

test('the same seed gives the same plot, whenever and however often it runs', async ({ page }) => {
  const leaks = await open(page);
  const [first, digest] = [await leaks.plot(), await leaks.digest().textContent()];
  await leaks.button('Run again').click();
  await expect(leaks.digest()).toHaveText(digest!);
  await expect(leaks.progress()).toHaveText(/^1\s000 leaks$/);
  expect(await leaks.plot()).toBe(first);
  await openSeed(leaks.figure);
  await leaks.button('Next seed').click();
  await expect(leaks.digest()).not.toHaveText(digest!);
  await page.reload();
  await expect(leaks.figure).toHaveAttribute('data-state', 'live');
  await leaks.button('Reset').click();
  await expect(leaks.digest()).toHaveText(digest!);
  expect(await leaks.plot()).toBe(first);
});

test('long work shows how far it is, can be paused and gone on with, and cancelled', async ({ page }) => {
  const leaks = await open(page, LONG);
  await expect(leaks.button('Pause')).toBeVisible();
  await expect(leaks.progress()).toHaveText(/ of 100\s000$/);
  await leaks.button('Pause').click();
  await expect(leaks.progress()).toHaveText(/paused$/);
  const at = await leaks.progress().textContent();
  // What is done is drawn.
  await expect(leaks.figure.locator('.aside')).toContainText(`Of ${at!.split(' of ')[0]} leaks so far`);
  const bar = leaks.figure.getByRole('progressbar');
  expect(await bar.evaluate((bar: HTMLProgressElement) => bar.max)).toBe(100_000);
  expect(await bar.evaluate((bar: HTMLProgressElement) => bar.value)).toBe(Number(at!.split(' of ')[0]!.replace(/\D/g, '')));
  const notes = await watched(leaks.progress());
  await leaks.button('Continue').click();
  await expect(leaks.progress()).not.toHaveText(at!);
  await leaks.button('Cancel').click();
  await expect(leaks.progress()).toHaveText(/cancelled$/);
  expect((await notes()).length).toBeGreaterThan(1);
  await expect(leaks.figure.locator('.aside')).toContainText('so far');
  await expect(leaks.button('Run again')).toBeVisible();
});

test('a setting that is changed at work starts it over', async ({ page }) => {
  const leaks = await open(page, LONG);
  await expect(leaks.button('Pause')).toBeVisible();
  await leaks.slider('Number of leaks').fill('0');
  await leaks.source('owners who revoke').check({ force: true });
  await expect(leaks.progress()).toHaveText(/^1\s000 leaks$/);
  await expect(page).toHaveURL(/#leaks\?half=7d&speed=1&seed=7$/);
});

test('off screen the work waits, and goes on when it is back', async ({ page }) => {
  const leaks = await open(page, LONG);
  await expect(leaks.progress()).toHaveText(/ of 100\s000$/);
  await page.evaluate(() => { document.body.style.paddingBlockStart = '3000px'; scrollTo(0, 0); });
  await expect(leaks.figure).not.toBeInViewport();
  const frame = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await frame();
  const at = await leaks.progress().textContent();
  for (let i = 0; i < 20; i++) await frame();
  expect(await leaks.progress().textContent()).toBe(at);
  await leaks.figure.scrollIntoViewIfNeeded();
  await expect(leaks.progress()).not.toHaveText(at!);
  await leaks.button('Cancel').click();
});

test('with reduced motion the work is no slower', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const leaks = await open(page);
  const digest = await leaks.digest().textContent();
  await openSeed(leaks.figure);
  await leaks.button('Next seed').click();
  await expect(leaks.digest()).not.toHaveText(digest!);
  await expect(leaks.progress()).toHaveText(/^1\s000 leaks$/);
});

test('a marked leak opens in the lab of one leak, and comes to the same', async ({ page }) => {
  for (const fragment of ['#leaks?source=own&half=12h&seed=7', '#leaks?source=own&half=4h&ttl=7d&seed=5']) {
    const leaks = await open(page, fragment, undefined, inArticle);
    await expect(leaks.progress()).toHaveText(/^1\s000 leaks$/);
    for (const i of [0, 3]) {
      await expect(leaks.progress()).toHaveText(/^1\s000 leaks$/);
      const records = (await leaks.marks().nth(i).textContent())!.replace(/\D/g, '');
      await leaks.figure.locator('.marks td > a').nth(i).click();
      const lanes = new Demo(page.locator('figure[data-demo="security"]'));
      await expect(lanes.figure).toBeInViewport();
      const label = lanes.figure.locator(`.chart text.${i < 2 ? 'key' : 'token'}`);
      await expect.poll(async () => (await label.textContent())!.replace(/\D/g, '')).toBe(records);
      await page.keyboard.press('Escape');
      await expect(lanes.figure).toBeHidden();
    }
  }
});

test('the address stays with the leak that was opened', async ({ page }) => {
  await page.addInitScript(() => {
    const moments: string[] = [];
    addEventListener('moment', () => moments.push(location.hash.split('?')[0]));
    Object.assign(globalThis, { moments });
  });
  const moments = () => page.evaluate(() => (globalThis as unknown as { moments: string[] }).moments);
  const leaks = await open(page, '#leaks?source=own&half=12h&seed=7', undefined, inArticle);
  await expect(leaks.progress()).toHaveText(/^1\s000 leaks$/);
  await leaks.figure.locator('.marks td > a').first().click();
  await expect.poll(moments).toContain('#security');
  // What came to rest with it has written with it, two frames later at the latest.
  await page.evaluate(() => new Promise((later) => requestAnimationFrame(() => requestAnimationFrame(later))));
  expect((await moments()).at(-1)).toBe('#security');
});

test('the provider plays the marked leaks in full', async ({ page }) => {
  const leaks = await open(page);
  await leaks.button('Play the marked leaks in full').click();
  await expect(leaks.figure.locator('.proof')).toHaveText(Array(4).fill('In full: the same'), { timeout: 60_000 });
  await expect(leaks.spoken()).toContainText('requests of the thief');
});

test('the leaks can be taken along as a file', async ({ page }) => {
  const leaks = await open(page);
  await pressTab(leaks.figure, 'Table');
  const [download] = await Promise.all([page.waitForEvent('download'), leaks.button('Download as CSV').click()]);
  expect(download.suggestedFilename()).toBe('leaks.csv');
  const lines = readFileSync(await download.path(), 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(1001);
  expect(lines[0]).toBe('leak,seed,leaked_after_s,noticed_after_s,records_with_key,records_with_token');
  const numbers = lines.slice(1).map((line) => line.split(',').map(Number));
  const median = (column: number) => numbers.map((row) => row[column]!).sort((a, b) => a - b)[499];
  const shown = await leaks.marks().allTextContents();
  expect([median(4), median(5)]).toEqual([shown[0], shown[2]].map((text) => Number(text!.replace(/\D/g, ''))));
});

test('a guess is answered by the leaks it runs', async ({ page }) => {
  const leaks = await open(page);
  await leaks.button('The token’s').click();
  const verdict = leaks.figure.locator('.predict-verdict');
  await expect(verdict).toHaveText(/^Not so\. With the key, the median goes from 460\s000 to/);
  await expect(leaks.source('your own figure')).toBeChecked();
  await leaks.button('Reset').click();
  await expect(verdict).toHaveText('');
});

test('the keyboard does all', async ({ page }) => {
  const leaks = await open(page);
  const digest = await leaks.digest().textContent();
  await openSeed(leaks.figure);
  await leaks.figure.locator('.leaks').focus();
  await page.keyboard.press('ArrowRight');
  await expect(leaks.digest()).not.toHaveText(digest!);
  await expect(leaks.figure.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('8');
  await page.keyboard.press('ArrowLeft');
  await expect(leaks.digest()).toHaveText(digest!);
  await leaks.source('your own figure').focus();
  await page.keyboard.press('Space');
  await leaks.figure.locator('.leaks').focus();
  await page.keyboard.press('End');
  await expect(leaks.progress()).toHaveText(/ of 100\s000$/);
  await page.keyboard.press('Space');
  await expect(leaks.progress()).toHaveText(/paused$/);
  await leaks.button('Cancel').focus();
  await page.keyboard.press('Enter');
  await expect(leaks.progress()).toHaveText(/cancelled$/);
  await expect(leaks.button('Cancel')).toBeFocused();
  await page.keyboard.press('r');
  await expect(leaks.digest()).toHaveText(digest!);
  await expect(leaks.button('Cancel'), 'focus stays').toBeFocused();
  await page.keyboard.press('?');
  await expect(leaks.figure.getByText('run again, pause, or go on')).toBeVisible();
});

test('a bad field is named with what it may hold, and the others count', async ({ page }) => {
  const leaks = await open(page, '#leaks?leaks=5&source=<b>&half=never&ttl=15m&colour=red');
  const complaints = leaks.figure.getByRole('alert');
  for (const word of ['leaks=5', '1000 to 100000', 'source=<b>', 'scanner', 'half=never', 'colour']) await expect(complaints).toContainText(word);
  await expect(leaks.slider('Token lives')).toHaveAttribute('aria-valuetext', /^15\smin$/);
  await leaks.button('Understood').click();
  await expect(complaints).toBeHidden();
});

const STATES: Record<string, (page: Page) => Promise<unknown>> = {
  fresh: (page) => open(page),
  'at work': async (page) => {
    const leaks = await open(page, LONG);
    await leaks.button('Pause').click();
  },
  told: async (page) => {
    const leaks = await open(page, '#leaks?source=own&colour=red&hole=log');
    for (const summary of await leaks.figure.locator('summary').all()) await summary.click();
    await leaks.button('Shortcuts').click();
    await leaks.button('Both').click();
    await expect(leaks.figure.locator('.predict-verdict')).toContainText('Not so.');
  },
};

axeFindsNothing('leaks', STATES, [320, 1440]);

test('nothing sticks out from 280 to 1440 px, and labels do not touch', async ({ page }) => {
  const leaks = await open(page, '', undefined, inArticle);
  for (const summary of await leaks.figure.locator('summary').all()) await summary.click();
  await leaks.button('Shortcuts').click();
  for (const as of ['', 'Make the token as bad as the key']) {
    if (as) await leaks.button(as).click();
    await expect(leaks.progress()).toHaveText(/^1\s000 leaks$/);
    for (const width of [280, 320, 390, 768, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), `the page at ${width} px`).toBeLessThanOrEqual(width);
      const touching = await leaks.figure.evaluate((figure) => {
        const edge = figure.getBoundingClientRect();
        const texts = [...figure.querySelectorAll('.chart text')].filter((text) => !text.matches('.tick') || text.textContent !== '10');
        const boxes = texts.map((text) => ({ text: text.textContent, ...text.getBoundingClientRect().toJSON() as DOMRect }));
        const out = boxes.filter(({ left, right }) => left < edge.left || right > edge.right).map(({ text }) => `${text} sticks out`);
        for (const [i, a] of boxes.entries()) {
          for (const b of boxes.slice(i + 1)) {
            if (a.left < b.right && b.left < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom) out.push(`${a.text} on ${b.text}`);
          }
        }
        return out;
      });
      expect.soft(touching, `at ${width} px`).toEqual([]);
    }
  }
});

test('what is touched is large enough', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  const leaks = await open(page);
  const small = await leaks.figure.evaluate((figure) =>
    [...figure.querySelectorAll('button, select, summary, input[type="range"], label:has(input), .marks a')]
      .filter((element) => element.getClientRects().length)
      .map((element) => ({ box: element.getBoundingClientRect(), main: Boolean(element.closest('.transport')), name: element.outerHTML.slice(0, 80) }))
      .filter(({ box, main }) => box.height < (main ? 44 : 24) || box.width < (main ? 44 : 24))
      .map(({ name }) => name));
  expect(small).toEqual([]);
});
