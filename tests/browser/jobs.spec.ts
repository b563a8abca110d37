// Six jobs, by mouse, by keyboard, and by their link.

import { axeFindsNothing } from './axe';
import { alone, expect, inArticle, test, type Watch } from './page';
import type { Locator, Page } from '@playwright/test';

class Jobs {
  constructor(readonly figure: Locator) {}

  readonly job = (name: string | RegExp) => this.figure.getByRole('radio', { name });
  readonly pick = (name: 'A key' | 'A token') => this.figure.getByRole('button', { name: new RegExp(`^${name}`) });
  readonly clock = () => this.figure.locator('.clock');
  readonly judged = () => this.figure.locator('.judged');
  readonly number = (row: string, column: 0 | 1) =>
    this.figure.locator('.tally').getByRole('row', { name: row }).getByRole('cell').nth(column);
  readonly wire = (lane: 'key' | 'token') => this.figure.locator(`.wire.${lane}`);
  readonly spoken = () => this.figure.locator('.visually-hidden[role="status"]');
}

const open = async (page: Page, fragment = '', watch?: Watch, where = alone) => new Jobs(await where(page, 'jobs', fragment, watch));

const NAMES = ['IP look-up', 'Nightly server batch', 'Mobile app', 'Partner', 'Sensor', 'CI job'];

test('a pick plays the month to its end, and the end judges it', async ({ page, watch }) => {
  await page.clock.install();
  const jobs = await open(page, '', watch, inArticle);
  await expect(jobs.judged()).toContainText('A good pick.');
  await jobs.job(/Mobile app/).check({ force: true });
  await expect(jobs.judged()).toBeHidden();
  await jobs.pick('A key').click();
  await expect(jobs.judged()).toContainText(/Day \d+ of 30/);
  await page.clock.runFor(15_000);
  await expect(jobs.clock()).toHaveText('day 30, 23:59:59');
  await expect(jobs.judged()).toContainText('The other one serves this job better.');
  await expect(jobs.number('Records that went to somebody else', 1)).toHaveText('1');
  await expect(jobs.number('Time it stood still', 0)).toHaveText(/^3\sdays$/);
  await expect(jobs.figure.locator('.went.token')).toContainText('Bo’s phone worked on');
  await expect(jobs.figure.locator('.claim a')).toHaveAttribute('href', '#use-cases');
  await expect(page).toHaveURL(/#jobs\?job=mobile&pick=key&t=29d23:59:59&seed=7$/);
});

for (const [i, name] of NAMES.entries()) {
  test(`${name}: both months, in numbers and words`, async ({ page }) => {
    const jobs = await open(page);
    await jobs.job(new RegExp(name)).check({ force: true });
    await jobs.pick(i % 2 ? 'A key' : 'A token').click();
    await jobs.figure.getByRole('slider', { name: 'Moment' }).fill('1000');
    await expect(jobs.judged()).toContainText(/^(A good pick|That will do|The other one serves this job better)\./);
    for (const sentence of await jobs.figure.locator('.went p > span:last-child').allTextContents()) {
      expect(sentence.length).toBeGreaterThan(15);
    }
    await expect(jobs.wire('key').locator('.wire-message')).toBeVisible();
    await expect(jobs.wire('token').locator('.wire-message')).toBeVisible();
    await jobs.figure.getByText('Show as a table').click();
    expect(await jobs.figure.locator('.data-table tbody tr').count()).toBe(await jobs.figure.locator('.turns li:visible').count());
  });
}

test('the keyboard does all: choose, pick, play, step, turn, reset', async ({ page }) => {
  const jobs = await open(page);
  await jobs.job(/IP look-up/).focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
  await expect(jobs.job(/Sensor/)).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(jobs.pick('A token')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(jobs.spoken()).toContainText(/Day \d+ of 30|serves it better/);
  await page.keyboard.press('End');
  await expect(jobs.clock()).toHaveText('day 30, 23:59:59');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(jobs.wire('token')).toContainText('POST /token');
  await page.keyboard.press('ArrowLeft');
  await expect(jobs.clock()).toHaveText(/^day\s\d+, 00:00:00$/);
  await page.keyboard.press('Home');
  await expect(jobs.clock()).toHaveText('00:00:00');
  await page.keyboard.press('r');
  await expect(jobs.job(/IP look-up/)).toBeChecked();
  await expect(jobs.judged()).toContainText('A good pick.');
  await expect(jobs.pick('A token')).toBeFocused();
});

test('a turning point leads to its moment and its exchange', async ({ page }) => {
  const jobs = await open(page, '#jobs?job=sensor&pick=key&t=29d23:59:59&seed=7');
  await jobs.figure.locator('.turns button', { hasText: 'the family ends' }).click();
  await expect(jobs.wire('token')).toContainText('400 Bad Request');
  await expect(jobs.wire('token')).toContainText('A used refresh token came back');
  await expect(jobs.figure.locator('.lane.token .fate')).toHaveText('stands still');
  await expect(jobs.figure.locator('.lane.key .fate')).toHaveText('works');
});

test('an address brings the moment back', async ({ page }) => {
  const jobs = await open(page, '#jobs?job=deploy&pick=token&t=12d00:00:00&seed=99');
  await expect(jobs.clock()).toHaveText('day 13, 00:00:00');
  const here = await jobs.figure.locator('.month').innerHTML();
  await page.reload();
  await expect(jobs.figure).toHaveAttribute('data-state', 'live');
  await expect(jobs.clock()).toHaveText('day 13, 00:00:00');
  expect(await jobs.figure.locator('.month').innerHTML()).toBe(here);
});

test('a bad field is named with what it may hold, and the others count', async ({ page }) => {
  const jobs = await open(page, '#jobs?job=batch&pick=both&t=soon&colour=red');
  const complaints = jobs.figure.getByRole('alert');
  for (const word of ['pick=both', 'key or token', 't=soon', 'colour']) await expect(complaints).toContainText(word);
  await expect(jobs.job(/Nightly/)).toBeChecked();
  await jobs.figure.getByRole('button', { name: 'Understood' }).click();
  await expect(complaints).toBeHidden();
});

test('a month is lived through well within a blink', async ({ page }) => {
  const jobs = await open(page);
  const slowest = await jobs.figure.evaluate(async (figure) => {
    const quickest = [];
    for (const job of figure.querySelectorAll<HTMLInputElement>('.job input')) {
      const times = [];
      for (let i = 0; i < 5; i++) {
        job.click();
        await new Promise((done) => setTimeout(done, 30));
        const start = performance.now();
        // Both months, one after the other.
        figure.querySelector<HTMLButtonElement>('.pick.key')!.click();
        times.push(performance.now() - start);
        await new Promise((done) => setTimeout(done, 30));
      }
      // What it takes by itself, without what else the machine is at.
      quickest.push(Math.min(...times));
    }
    return Math.max(...quickest);
  });
  // The longest takes about 17 ms a month. Here two tests run at once, on a machine that may have other work.
  expect(slowest).toBeLessThan(100);
});

const STATES: Record<string, (page: Page) => Promise<unknown>> = {
  fresh: (page) => open(page),
  'not picked': (page) => open(page, '#jobs?job=batch&seed=7'),
  'half-way': (page) => open(page, '#jobs?job=mobile&pick=key&t=11d00:00:00&seed=7&colour=red'),
  unfolded: async (page) => {
    const jobs = await open(page, '#jobs?job=partner&pick=token&t=29d23:59:59&seed=7');
    for (const summary of await jobs.figure.locator('summary').all()) await summary.click();
    await jobs.figure.locator('.key-help button').click();
  },
};

axeFindsNothing('jobs', STATES, [390, 1440]);

test('nothing sticks out of the jobs from 280 to 1440 px, and all of it can be touched', async ({ page }) => {
  const jobs = await open(page, '#jobs?job=mobile&pick=key&t=29d23:59:59&seed=7', undefined, inArticle);
  for (const summary of await jobs.figure.locator('summary').all()) await summary.click();
  await jobs.figure.locator('.key-help button').click();
  for (const width of [280, 320, 390, 768, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), `the page at ${width} px`).toBeLessThanOrEqual(width);
    const faults = await jobs.figure.evaluate((figure) => {
      const edge = figure.getBoundingClientRect();
      const out = [...figure.querySelectorAll('button, input, summary, p, h3, h4, td, th, dd, .clock')]
        .filter((element) => !element.closest('.scroll, [hidden], .visually-hidden, pre') && element.getClientRects().length)
        .filter((element) => {
          const { left, right } = element.getBoundingClientRect();
          return left < edge.left - 1 || right > edge.right + 1;
        });
      const small = [...figure.querySelectorAll('button, summary, input[type="range"], label:has(input)')]
        .filter((element) => element.getClientRects().length)
        .filter((element) => {
          const { width, height } = element.getBoundingClientRect();
          const least = element.matches('.transport *, .pick, .job') ? 44 : 24;
          return width < least || height < least;
        });
      return [...out, ...small].map((element) => element.outerHTML.slice(0, 100));
    });
    expect.soft(faults, `at ${width} px`).toEqual([]);
  }
});
