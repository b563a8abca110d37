// The link builder and the gallery.

import { axeFindsNothingAt } from './axe';
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
  readonly snippet = () => this.output('For a page: three lines');
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
  await expect.poll(builder.link).toMatch(/\?demo=security&noticed=.+&ttl=12h&t=[\d:]+&seed=7$/);

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
  expect(snippet.split('\n')).toHaveLength(3);

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

test('the space that a snippet holds is that of the demo as it is set, at each width', async ({ page }) => {
  const builder = new Builder(page);
  await builder.open('#protocols');
  const heights = (text: string) => [...text.matchAll(/--demo-(\w+):(\d+)px/g)].map(([, name, height]) => [name, Number(height)]);
  /** As a reader would find it in a column of that width, in a frame of its own. */
  async function found(address: string) {
    const other = await page.context().newPage();
    await other.route('**/around.html', (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html><iframe src="${address}" style="border: 0; height: 3000px"></iframe>` }));
    await other.goto(new URL('around.html', page.url()).href);
    const frame = other.frameLocator('iframe');
    await expect(frame.locator('figure')).toHaveAttribute('data-state', 'live');
    await frame.locator('body').evaluate(() => document.fonts.ready.then(() => true));
    const all: [string, number][] = [];
    for (const [name, width] of [['narrow', 358], ['wide', 704], ['whole', 960]] as const) {
      await other.locator('iframe').evaluate((frame, width) => { frame.style.width = `${width}px`; }, width);
      all.push([name, await frame.locator('body').evaluate((body) => Math.ceil(body.getBoundingClientRect().height))]);
    }
    await other.close();
    return all;
  }
  const address = async () => (await builder.frame()).match(/src="([^"]+)"/)![1]!.replaceAll('&amp;', '&');

  await expect.poll(async () => heights(await builder.snippet())).toEqual(await found(await address()));
  const before = heights(await builder.snippet());
  // Another flow, whose picture is of another height.
  await builder.demo.figure.getByRole('radio', { name: 'device flow' }).check();
  await expect.poll(address).toContain('flow=');
  await expect.poll(async () => heights(await builder.snippet())).toEqual(await found(await address()));
  expect(heights(await builder.snippet())).not.toEqual(before);
  expect(heights(await builder.frame()).filter(([name]) => name !== 'paper')).toEqual(heights(await builder.snippet()));
  // Measured at all widths, the preview stands in its own.
  const { width } = (await page.locator('api-key-vs-token').boundingBox())!;
  await expect.poll(() => page.locator('api-key-vs-token iframe').evaluate((frame) => frame.getBoundingClientRect().width)).toBe(width);
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
  const names = await page.locator('api-key-vs-token').evaluateAll((all) => all.map((element) => element.getAttribute('demo')!));
  // Those of the article, and scenes that it is not told in yet.
  expect(names).toEqual(expect.arrayContaining(await demoNames(page)));
  for (const name of names) {
    const element = page.locator(`api-key-vs-token[demo="${name}"]`);
    await element.scrollIntoViewIfNeeded();
    const body = page.frameLocator(`api-key-vs-token[demo="${name}"] iframe`).locator('body');
    // A dozen programs start here in one thread, all at about the same time since their pages are small.
    await expect(body.locator('figure:visible')).toHaveAttribute('data-state', 'live', { timeout: 20_000 });
    await expect.poll(async () =>
      await element.evaluate((element) => Math.round(element.getBoundingClientRect().height))
      - await body.evaluate((body) => Math.ceil(body.getBoundingClientRect().height))).toBe(0);
  }
  await page.getByRole('link', { name: 'Set it up and copy it' }).nth(2).click();
  await expect(page).toHaveURL(new RegExp(`builder.html#${names[2]}`));
});

test.describe('a link to the builder that somebody made to do harm', () => {
  // What would run, leave the attribute it stands in, or change what the frame may do.
  const NAMES = [
    'onmouseover', 'onload', 'ONCLICK', 'onfocusin', 'style', 'sandbox', 'src', 'SRC', 'srcdoc', 'demo', 'height', 'loading', 'is',
    'slot', 'class', 'id', 'constructor', '__proto__', 'a"b', "a'b", 'a%20b', 'a[b]', 'a>b', 'a/b', '%22onload', 'x=1%20onload', '',
  ];
  const VALUES = [
    'javascript:parent.hacked=1//', 'hacked', '%22%20onmouseover=%22hacked=1', "'%20onmouseover='hacked=1",
    '%3E%3Cscript%3Ehacked=1%3C/script%3E', '%22%3E%3Cimg%20src=x%20onerror=hacked=1%3E', '1h%22hacked', '%00hacked', '//hacked.example/',
  ];

  /** Brings the builder to the fragment, as a link does, and gives what it then offers to be copied. */
  async function offered(page: Page, fragment: string) {
    const builder = new Builder(page);
    if (page.url().includes('builder.html')) await page.evaluate((fragment) => { location.hash = fragment; }, fragment);
    else await builder.open(fragment);
    // Its own address is what the demo made of it.
    await expect.poll(() => page.evaluate(() => location.hash)).not.toContain('hacked');
    await expect(page.locator('.outputs')).not.toHaveAttribute('inert');
    return { snippet: await builder.snippet(), frame: await builder.frame(), link: await builder.link() };
  }

  /** The attributes of the only element of that name in the HTML, beside which nothing but `others` stands. */
  const attributesIn = (page: Page, html: string, name: string, others: string[]) => page.evaluate(([html, name, others]) => {
    const { body, head } = new DOMParser().parseFromString(html, 'text/html');
    const elements = [...head.children, ...body.querySelectorAll('*')];
    const found = elements.filter(({ localName }) => localName === name);
    if (found.length !== 1) throw new Error(`${found.length} × ${name} in ${html}`);
    const strange = elements.filter(({ localName }) => localName !== name && !others.includes(localName));
    if (strange.length > 0) throw new Error(`${strange[0]!.localName} in ${html}`);
    return Object.fromEntries([...found[0]!.attributes].map(({ name, value }) => [name, value]));
  }, [html, name, others] as const);

  /** That nothing but what a reader of the demo could have set is offered. Reads it on a page without a policy. */
  async function expectHarmless(blank: Page, { snippet, frame, link }: Awaited<ReturnType<typeof offered>>, settings: string[], home: string) {
    for (const text of [snippet, frame, link]) expect(text).not.toMatch(/hacked|javascript|onmouseover/i);
    const element = await attributesIn(blank, snippet, 'api-key-vs-token', ['script', 'style', 'a']);
    const own = ['demo', 'height', 'theme', 'controls', 'style', 'class'];
    expect(Object.keys(element).filter((name) => !own.includes(name) && !settings.includes(name))).toEqual([]);
    const { src } = await attributesIn(blank, frame, 'iframe', ['style', 'div']);
    const names = [...new URL(src!).searchParams.keys()];
    expect(new Set(names).size, names.join()).toBe(names.length);
    expect(names.filter((name) => !own.includes(name) && !settings.includes(name))).toEqual([]);
    expect(src!.startsWith(home), src).toBe(true);
  }

  const settingsOf = async (page: Page, name: string) =>
    (await page.locator(`select[name="demo"] option[value="${name}"]`).getAttribute('data-fields'))!.split(' ');

  test('puts no name into a snippet that is no setting, and says what it left out', async ({ page, context, baseURL }) => {
    const pairs = VALUES.flatMap((value) => NAMES.map((name) => `${name}=${value}`));
    const out = await offered(page, `#security?${pairs.join('&')}&ttl=4h`);
    expect(out.snippet).toContain('ttl="4h"');
    expect(out.snippet).toContain('demo="security"');
    await expect(page.getByRole('status').filter({ hasText: 'Left out of the address: onmouseover, onload' })).toBeVisible();
    await expectHarmless(await context.newPage(), out, await settingsOf(page, 'security'), baseURL!);
  });

  test('puts no value into a snippet that its setting cannot hold', async ({ page, context, baseURL }) => {
    test.slow();
    const blank = await context.newPage();
    // A page behind another gets no frames, and without them the leaks are not computed.
    await page.bringToFront();
    await page.goto('./builder.html');
    for (const name of await demoNames(page)) {
      const settings = await settingsOf(page, name);
      for (const value of VALUES.slice(0, 6)) {
        const out = await offered(page, `#${name}?${settings.map((name) => `${name}=${value}`).join('&')}`);
        expect(out.snippet).toContain(`demo="${name}"`);
        await expectHarmless(blank, out, settings, baseURL!);
      }
    }
  });

  for (const payload of ['src=javascript:parent.hacked=1//', 'onmouseover=hacked=1&onload=hacked=1&style=position:fixed;inset:0', 'x%22onmouseover=hacked=1//']) {
    test(`leaves nothing that runs where the snippet is pasted: ${payload}`, async ({ page, host }) => {
      const { snippet, frame } = await offered(page, `#security?${payload}`);
      await host.open(snippet + frame);
      await expect.poll(() => host.frames().length).toBe(2);
      for (const demo of host.frames()) await expect(demo.locator('.alone figure')).toHaveAttribute('data-state', 'live');
      await page.locator('api-key-vs-token').hover({ position: { x: 5, y: 5 } });
      for (const frame of page.frames()) expect(await frame.evaluate(() => 'hacked' in window)).toBe(false);
    });
  }
});

for (const file of ['builder.html#security?ttl=4h', 'gallery.html']) {
  test(`axe finds nothing and nothing sticks out, narrow and wide: ${file}`, async ({ page }) => {
    await page.goto(`./${file}`);
    await expect(page.frameLocator('api-key-vs-token >> nth=0 >> iframe').locator('figure:visible')).toHaveAttribute('data-state', 'live');
    for (const width of [320, 1440]) {
      // What stands in the frames is looked at where it is at home.
      await axeFindsNothingAt(page, [width], { except: 'api-key-vs-token' });
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), `the page at ${width} px`).toBeLessThanOrEqual(width);
    }
  });
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
