// The link builder and the gallery.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { Demo } from './page';
import { demoNames, expect, test } from './host';

/** The builder as a blogger sees it. */
class Builder {
  readonly demo: Demo;

  constructor(readonly page: Page) {
    this.demo = new Demo(page.frameLocator('api-key-vs-token iframe').locator('.alone figure'));
  }

  readonly choose = (name: string) => this.page.getByRole('combobox', { name: 'Demo' }).selectOption(name);
  readonly fields = () => this.page.getByRole('group', { name: 'Fixed at the start' }).getByRole('checkbox');
  readonly field = (name: RegExp) => this.page.getByRole('group', { name: 'Fixed at the start' }).getByRole('checkbox', { name });
  readonly output = (name: string) => this.page.getByRole('textbox', { name }).inputValue();
  readonly snippet = () => this.output('For a page: two lines');
  readonly frame = () => this.output('For a page that takes no script');
  readonly link = () => this.output('For a class');

  async open(fragment = '') {
    await this.page.goto(`./builder.html${fragment}`);
    await expect(this.demo.figure).toHaveAttribute('data-state', 'live');
  }
}

test('what is set in the preview is fixed, and each piece of it can be left to the demo', async ({ page }) => {
  const builder = new Builder(page);
  await builder.open();
  await builder.choose('security');
  await expect(builder.demo.figure).toHaveAttribute('data-demo', 'security');
  await expect(page.getByText('Nothing yet')).toBeVisible();
  await builder.demo.slide('Token lives', 5);
  await builder.demo.slide('Noticed after', 2);
  await expect(builder.field(/^ttl=12h$/)).toBeChecked();
  await expect(builder.field(/^seed=7$/)).toBeChecked();
  await expect.poll(builder.snippet).toContain('ttl="12h"');
  expect(await builder.link()).toMatch(/\?demo=security&noticed=.+&ttl=12h&t=[\d:]+&seed=7$/);

  // Left to the demo: gone from what is copied, and from the preview.
  await builder.field(/^ttl=/).uncheck();
  await expect(builder.demo.slider('Token lives')).toHaveAttribute('aria-valuetext', /^1\sh$/);
  for (const text of [builder.snippet, builder.frame, builder.link]) expect(await text()).not.toContain('ttl');
  expect(await builder.link()).toContain('noticed=');
  await expect(builder.field(/^ttl=12h$/)).not.toBeChecked();
  await builder.field(/^seed=/).uncheck();
  await expect.poll(builder.link).not.toContain('seed');

  // Another thing set leaves that as it is; the same thing set again is fixed again.
  const before = await builder.link();
  await builder.demo.slider('Moment').fill('600');
  await expect.poll(builder.link).not.toBe(before);
  await expect(builder.field(/^ttl=12h$/)).not.toBeChecked();
  await builder.demo.slide('Token lives', 4);
  await expect(builder.field(/^ttl=4h$/)).toBeChecked();
  await expect.poll(builder.link).toContain('ttl=4h');
  expect(await builder.link()).not.toContain('seed');
});

test('what is copied shows what was set, in a page of another site, as element, frame and link', async ({ page, host, context, baseURL }) => {
  test.slow();
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(baseURL!).origin });
  const builder = new Builder(page);
  await builder.open();
  await builder.choose('security');
  await page.getByRole('radio', { name: 'dark' }).check();
  await page.getByRole('radio', { name: /no settings/ }).check();
  await expect(page.frameLocator('api-key-vs-token iframe').locator('html')).toHaveAttribute('data-controls', 'min');
  await expect(builder.demo.figure).toHaveAttribute('data-state', 'live');
  await builder.demo.slider('Moment').fill('600');
  await expect.poll(builder.link).toMatch(/t=21:36:00/);

  const copied = async (id: string) => {
    const button = page.locator(`[data-copies="${id}"]`);
    await button.click();
    await expect(button).toHaveAttribute('data-copied');
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const [snippet, frame, link] = [await copied('snippet'), await copied('iframe'), await copied('link')];
  expect(snippet.split('\n')).toHaveLength(2);

  for (const html of [snippet, frame]) {
    await host.open(html);
    const live = await host.live();
    await expect(live.locator('.clock')).toHaveText('21:36:00');
    await expect(live.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(live.locator('html')).toHaveAttribute('data-controls', 'min');
    await expect(live.locator('.mode-notice, [role="alert"]:visible')).toHaveCount(0);
  }
  await page.goto(link);
  await expect(page.locator('.clock')).toHaveText('21:36:00');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('figure[data-demo]')).toHaveCount(1);
});

test('where copying is refused, the text is chosen, and it says so', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
  });
  const builder = new Builder(page);
  await builder.open('#security?ttl=4h');
  await page.getByRole('button', { name: /^Copy ?: For a class$/ }).click();
  await expect(page.getByText('did not allow copying')).toBeAttached();
  expect(await page.evaluate(() => getSelection()!.toString() || (document.activeElement as HTMLTextAreaElement).value)).toContain('ttl=4h');
});

test('its own address keeps what was set, and nothing else does', async ({ page, context }) => {
  const builder = new Builder(page);
  await builder.open('#jobs?job=batch&pick=token');
  await expect(builder.demo.figure).toHaveAttribute('data-demo', 'jobs');
  await expect(builder.field(/^job=batch$/)).toBeChecked();
  await page.reload();
  await expect(builder.field(/^pick=token$/)).toBeChecked();
  await page.goto('about:blank'); // A link that is broken comes from elsewhere.
  await builder.open('#nothing?x=<img>&&=&%zz');
  await expect(page.getByText('Nothing yet')).toBeVisible();
  expect(await context.cookies()).toEqual([]);
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
});

test('every demo can be chosen, and what each writes can be copied', async ({ page }) => {
  test.slow();
  const builder = new Builder(page);
  await builder.open();
  for (const name of await demoNames(page)) {
    await builder.choose(name);
    await expect(builder.demo.figure).toHaveAttribute('data-demo', name);
    await expect(builder.demo.figure).toHaveAttribute('data-state', 'live');
    await builder.demo.figure.locator('.demo-body > div').focus();
    await page.keyboard.press('ArrowRight');
    await expect(builder.fields().first()).toBeVisible();
    await expect.poll(builder.link).toMatch(new RegExp(`\\?demo=${name}&\\w`));
  }
});

test('the gallery shows every demo, embedded', async ({ page }) => {
  test.slow();
  await page.goto('./gallery.html');
  const names = await demoNames(page);
  await expect(page.locator('api-key-vs-token')).toHaveCount(names.length);
  for (const name of names) {
    const element = page.locator(`api-key-vs-token[demo="${name}"]`);
    await element.scrollIntoViewIfNeeded();
    const body = page.frameLocator(`api-key-vs-token[demo="${name}"] iframe`).locator('body');
    await expect(body.locator('figure:visible')).toHaveAttribute('data-state', 'live');
    await expect.poll(async () =>
      await element.evaluate((element) => Math.round(element.getBoundingClientRect().height))
      - await body.evaluate((body) => Math.ceil(body.getBoundingClientRect().height))).toBe(0);
  }
  await page.getByRole('link', { name: 'Set it up and copy it' }).nth(2).click();
  await expect(page).toHaveURL(new RegExp(`builder.html#${names[2]}`));
});

for (const file of ['builder.html#security?ttl=4h', 'gallery.html']) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [320, 1440]) {
      test(`axe finds nothing and nothing sticks out: ${file}, ${colorScheme}, ${width} px`, async ({ page }) => {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await page.goto(`./${file}`);
        await expect(page.frameLocator('api-key-vs-token >> nth=0 >> iframe').locator('figure:visible')).toHaveAttribute('data-state', 'live');
        // What stands in the frames is looked at where it is at home.
        const { violations } = await new AxeBuilder({ page }).exclude('api-key-vs-token').analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(', ')}`)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      });
    }
  }
}

test('the article leads to both', async ({ page }) => {
  await page.goto('');
  for (const [name, title] of [['link builder', /Link builder/], ['gallery', /Gallery/]] as const) {
    await page.getByRole('contentinfo').getByRole('link', { name }).click();
    await expect(page).toHaveTitle(title);
    // A page that comes back from the browser's own memory fires no load event.
    await page.goBack({ waitUntil: 'commit' });
    await expect(page).toHaveTitle(/API key/);
  }
});
