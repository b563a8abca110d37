// The link builder and the gallery.

import { readFileSync } from 'node:fs';
import MarkdownIt from 'markdown-it';
import { WIDTHS } from '../../public/snippets.js';
import { axeFindsNothingAt } from './axe';
import type { Page } from '@playwright/test';
import { Demo } from './page';
import { demoNames, expect, test } from './host';
import { decodedCode } from './qr';

const HUGO = readFileSync(new URL('../../docs/recipes/hugo/key-vs-token.html', import.meta.url), 'utf8');

/** A scene's question; the name of its card. */
const LEAK = 'Both are stolen. Which one stops by itself?';

/** The builder as a blogger sees it. */
class Builder {
  readonly demo: Demo;

  constructor(readonly page: Page) {
    this.demo = new Demo(page.frameLocator('api-key-vs-token iframe').locator('.alone figure'));
  }

  readonly choose = (name: string) => this.page.locator(`[name="demo"][value="${name}"]`).check();
  /** A setting's field in the form: what is beside its label. */
  readonly field = (label: string | RegExp) => this.page.locator('.fields:visible').getByLabel(label);
  /** A choice of a field that has them all in sight. */
  readonly choice = (field: string, words: RegExp) => this.page.getByRole('group', { name: field }).getByRole('radio', { name: words });
  readonly tab = (name: string) => this.page.getByRole('tab', { name });
  /** What its tab has to be copied; every text is there, whichever tab is open. */
  readonly output = (id: string) => this.page.locator(`textarea#${id}`).inputValue();
  readonly snippet = () => this.output('snippet');
  readonly frame = () => this.output('iframe');
  readonly link = () => this.output('link');

  async open(fragment = '') {
    await this.page.goto(`./builder.html${fragment}`);
    await expect(this.demo.figure).toHaveAttribute('data-state', 'live');
  }

  /** Waits until the preview has come to rest, and has said where it stands: only then is what is set in it its reader's. */
  async rested() {
    await expect.poll(() => this.page.locator('api-key-vs-token').evaluate((element) =>
      element.shadowRoot!.querySelector('iframe')!.contentWindow!.history.state as unknown)).toBe('moment');
  }

  /** The moment is taken over where that is asked for. */
  async beginHere() {
    await this.page.getByText('Beginning and seed').locator('visible=true').click();
    await this.field(/^Begin where the preview is now/).check();
  }
}

test('a scene is chosen by its picture, set in words, and shown in a post', async ({ page }) => {
  const builder = new Builder(page);
  await builder.open();
  await expect(builder.demo.figure).toHaveAttribute('data-demo', 'opening');
  await page.getByText('How long should a token live?').click();
  await expect(builder.demo.figure).toHaveAttribute('data-demo', 'lifetime');
  await expect(builder.choice('The token lives', /^1.h default$/)).toBeChecked();
  await expect.poll(builder.link).toMatch(/\/embed\/lifetime\.html$/);

  await builder.choice('The token lives', /^4.h$/).check();
  await expect(builder.demo.slider('The token lives')).toHaveAttribute('aria-valuetext', /^4\sh$/);
  await expect.poll(builder.snippet).toContain('<api-key-vs-token demo="lifetime" ttl="4h" style=');
  await expect.poll(builder.link).toMatch(/\/embed\/lifetime\.html\?ttl=4h$/);
  // What is as it comes goes without saying.
  await builder.choice('The token lives', /^1.h default$/).check();
  await expect(builder.demo.slider('The token lives')).toHaveAttribute('aria-valuetext', /^1\sh$/);
  expect(await builder.snippet()).not.toContain('ttl');

  // The post: as wide as it says, and as dark.
  const element = page.locator('api-key-vs-token');
  for (const [name, width] of [['a phone', 358], ['a wide page', 960], ['a column of text', 704]] as const) {
    await page.getByRole('group', { name: 'As wide as' }).getByRole('radio', { name }).check();
    expect((await element.boundingBox())!.width).toBe(width);
  }
  const theme = page.frameLocator('api-key-vs-token iframe').locator('html');
  for (const name of ['dark', 'light']) {
    await page.getByRole('group', { name: 'The post is' }).getByRole('radio', { name }).check();
    await expect(theme).toHaveAttribute('data-theme', name);
  }
  expect(await builder.snippet()).not.toContain('theme');
});

test('it is chosen, set, seen and copied by the keyboard alone', async ({ page, context, baseURL }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(baseURL!).origin });
  const builder = new Builder(page);
  await builder.open('#leak');
  // One stop for all scenes and labs; the arrows choose.
  await page.getByRole('radio', { name: LEAK }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'How long should a token live?' })).toBeFocused();
  await expect(builder.demo.figure).toHaveAttribute('data-demo', 'lifetime');
  await page.keyboard.press('Tab');
  await expect(builder.choice('The token lives', /default/)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect.poll(builder.link).toContain('ttl=4h');

  // One stop for all tabs, too.
  await builder.tab('Element').focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(builder.tab('Link')).toBeFocused();
  await expect(builder.tab('Link')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Copy : Link' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Copied : Link' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await builder.link());
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Home');
  await expect(page.getByRole('tabpanel')).toHaveCount(1);
  await expect(page.getByRole('textbox', { name: 'Element' })).toBeVisible();
});

test('what is set in the preview comes into the form, and each piece of it can be left to the demo', async ({ page }) => {
  const builder = new Builder(page);
  await builder.open('#security');
  await builder.demo.slide('Token lives', 5);
  await builder.demo.slide('Noticed after', 2);
  await expect(builder.field('Token lives')).toHaveValue('12h');
  await expect.poll(builder.snippet).toContain('ttl="12h"');
  await expect.poll(builder.link).toMatch(/security\.html\?noticed=30m&ttl=12h$/);

  // Left to the demo: gone from what is copied, and from the preview.
  await builder.field('Token lives').selectOption({ label: '1\u00a0h (default)' });
  await expect(builder.demo.slider('Token lives')).toHaveAttribute('aria-valuetext', /^1\sh$/);
  for (const text of [builder.snippet, builder.frame, builder.link]) expect(await text()).not.toContain('ttl');
  expect(await builder.link()).toContain('noticed=30m');
  // And where nothing else was set, too.
  await builder.field('Noticed after').selectOption('24h');
  await expect.poll(builder.link).toMatch(/security\.html$/);
  await expect(builder.demo.slider('Noticed after')).toHaveAttribute('aria-valuetext', /^24\sh$/);
  await builder.rested();
  await builder.demo.slide('Token lives', 4);
  await expect(builder.field('Token lives')).toHaveValue('4h');
  await builder.field('Token lives').selectOption('1h');
  await expect(builder.demo.slider('Token lives')).toHaveAttribute('aria-valuetext', /^1\sh$/);

  // To play is not to set: the moment is taken over where that is asked for.
  await builder.demo.slider('Moment').fill('600');
  await page.getByText('Beginning and seed').locator('visible=true').click();
  await expect(builder.field(/^Begin where the preview is now/)).not.toBeChecked();
  await expect(page.getByText('now: 21:36:00')).toBeVisible();
  expect(await builder.link()).not.toContain('t=');
  await builder.field(/^Begin where the preview is now/).check();
  await expect.poll(builder.link).toMatch(/security\.html\?t=21:36:00$/);
  await builder.field('Seed').fill('42');
  await builder.field('Seed').blur();
  await expect.poll(builder.link).toMatch(/seed=42$/);
});

test('what only a demo itself can be brought to is kept, and can be dropped', async ({ page }) => {
  const builder = new Builder(page);
  await builder.open('#twenty-seconds?did=send,wait');
  const done = builder.field(/^What was done: send, wait/);
  await expect(done).toBeChecked();
  await expect.poll(builder.link).toMatch(/\?did=send,wait$/);
  await done.uncheck();
  await expect.poll(builder.link).toMatch(/twenty-seconds\.html$/);
  // What lies between two stops of a slider has a place of its own.
  await page.goto('about:blank');
  await builder.open('#leak?ttl=90m');
  await expect(builder.choice('The token lives', /^1h30m$/)).toBeChecked();
  await expect.poll(builder.link).toMatch(/leak\.html\?ttl=1h30m$/);
  // What the demo takes for itself where it is left alone is not taken for set.
  await page.goto('about:blank');
  await builder.open('#jobs?job=batch&pick=token');
  await builder.rested();
  await builder.field('The job').selectOption({ label: 'as it comes' });
  const frame = page.frames().find((frame) => frame.url().includes('embed/jobs'))!;
  await expect.poll(() => frame.evaluate(() => location.hash)).toContain('job=widget');
  await expect(builder.field('The job')).toHaveValue('');
  await expect.poll(builder.link).toMatch(/jobs\.html\?pick=token$/);
});

test('what is copied shows what was set, in a page of another site, as element, frame and link', async ({ page, host, context, baseURL }) => {
  test.slow();
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(baseURL!).origin });
  const builder = new Builder(page);
  await builder.open('#security');
  await page.getByRole('radio', { name: 'always dark' }).check();
  await page.getByRole('radio', { name: /without settings/ }).check();
  await expect(page.frameLocator('api-key-vs-token iframe').locator('html')).toHaveAttribute('data-controls', 'min');
  await expect(builder.demo.figure).toHaveAttribute('data-state', 'live');
  await builder.demo.slider('Moment').fill('600');
  await builder.rested();
  await builder.beginHere();
  await expect.poll(builder.link).toMatch(/t=21:36:00/);

  const copied = async (tab: string, id: string) => {
    await builder.tab(tab).click();
    const button = page.locator(`[data-copies="${id}"]`);
    await button.click();
    await expect(button).toContainText('Copied');
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const snippet = await copied('Element', 'snippet');
  const frames = [await copied('Plain frame', 'iframe'), await copied('WordPress', 'wordpress')];
  const markdown = new MarkdownIt({ html: true }).render(`Before.\n\n${await copied('Markdown', 'markdown')}\n\nAfter.`);
  const link = await copied('Link', 'link');
  expect(snippet.split('\n')).toHaveLength(3);
  // Markdown leaves it alone.
  expect(markdown).toContain(`<div>\n${snippet}\n</div>`);

  for (const html of [snippet, ...frames, markdown]) {
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

test('each way has its text', async ({ page, baseURL }) => {
  const builder = new Builder(page);
  await builder.open('#leak?ttl=4h');
  await expect.poll(builder.snippet).toContain('--demo-narrow');
  const [style] = (await builder.snippet()).split('\n');
  const room = /style="(--demo-narrow:\d+px;--demo-wide:\d+px;--demo-whole:\d+px)"/.exec(await builder.snippet())![1]!;
  const [link, picture] = [`${baseURL}embed/leak.html?ttl=4h`, `${baseURL}embed/leak.png`];
  const image = `<img src="${picture}" width="1200" height="630" alt="${LEAK}" loading="lazy" style="max-width:100%;height:auto">`;
  expect((await builder.snippet()).split('\n').slice(1)).toEqual([
    `<script src="${baseURL}embed.js" async></script>`,
    `<api-key-vs-token demo="leak" ttl="4h" style="${room}"><a href="${link}">${image}</a></api-key-vs-token>`,
  ]);
  expect(await builder.output('wordpress')).toBe(`<!-- wp:html -->\n${await builder.frame()}\n<!-- /wp:html -->`);
  expect(await builder.frame()).toContain(`<iframe src="${link}" title="${LEAK}" width="100%"`);
  expect(await builder.output('wordpress-code')).toBe('[key_vs_token scene="leak" ttl="4h"]');
  const sizes = [...room.matchAll(/--demo-(\w+):(\d+)px/g)].map(([, name, height]) => ` ${name}="${height}"`).join('');
  expect(await builder.output('hugo')).toBe(`{{< key-vs-token scene="leak" ttl="4h" alt="${LEAK}"${sizes} >}}`);
  // The recipe as it is tried with Hugo, which holds the space as the element does.
  expect(await builder.output('hugo-file')).toBe(HUGO.replace('https://demos.example/', baseURL!));
  expect(HUGO).toContain(style!);
  expect(await builder.output('markdown')).toBe(`<div>\n${await builder.snippet()}\n</div>`);
  expect(await builder.output('markdown-picture')).toBe(`[![${LEAK}](${picture})](${link})`);
  expect(await builder.link()).toBe(link);
  // What a camera reads is that link, on the screen and in the file.
  await builder.tab('QR code').click();
  expect(await decodedCode(page.locator('.code svg'))).toBe(link);
  const file = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save as SVG' }).click();
  expect((await file).suggestedFilename()).toBe('leak.svg');
  // Set anew, it is drawn anew.
  await builder.choice('The token lives', /^12.h$/).check();
  await expect.poll(() => decodedCode(page.locator('.code svg'))).toBe(link.replace('4h', '12h'));

  // A lab has no picture.
  await builder.choose('security');
  await expect.poll(() => builder.output('markdown-picture')).toBe(`[The same leak, twice](${baseURL}embed/security.html)`);
  expect(await builder.output('hugo')).toMatch(/^\{\{< key-vs-token lab="security" alt="The same leak, twice"/);
  await expect.poll(builder.snippet).toContain(`><a href="${baseURL}embed/security.html">The same leak, twice</a></api-key-vs-token>`);
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
    for (const [name, , width] of WIDTHS) {
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
  await builder.tab('Link').click();
  await page.getByRole('button', { name: /^Copy ?: Link$/ }).click();
  await expect(page.getByText('did not allow copying')).toBeAttached();
  expect(await page.evaluate(() => getSelection()!.toString() || (document.activeElement as HTMLTextAreaElement).value)).toContain('ttl=4h');
});

test('its own address keeps what was set, and nothing else does', async ({ page, context }) => {
  const builder = new Builder(page);
  await builder.open('#jobs?job=batch&pick=token');
  await expect(builder.demo.figure).toHaveAttribute('data-demo', 'jobs');
  await expect(builder.field('The job')).toHaveValue('batch');
  await page.reload();
  await expect.poll(() => page.evaluate(() => location.hash)).toMatch(/^#jobs\?job=batch&pick=token$/);
  await page.goto('about:blank'); // A link that is broken comes from elsewhere.
  await builder.open('#nothing?x=<img>&&=&%zz');
  await expect(page.getByRole('status').filter({ hasText: 'The address asks for nothing, which is not here.' })).toBeVisible();
  await expect(builder.demo.figure).toHaveAttribute('data-demo', 'opening');
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
    await expect.poll(builder.link).toMatch(new RegExp(`embed/${name}\\.html$`));
    await page.locator('.fields:visible summary').click();
    await builder.field('Seed').fill('41');
    await builder.field('Seed').blur();
    await expect(builder.demo.figure.locator('[role="alert"]:visible')).toHaveCount(0);
    await expect.poll(builder.link).toMatch(new RegExp(`embed/${name}\\.html\\?(.*&)?seed=41$`));
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
    await expect(page.locator('.copy')).not.toHaveAttribute('inert');
    const all = await page.locator('.copy textarea').evaluateAll((all) => all.map((text) => (text as HTMLTextAreaElement).value));
    return { snippet: await builder.snippet(), frame: await builder.frame(), all };
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
  async function expectHarmless(blank: Page, { snippet, frame, all }: Awaited<ReturnType<typeof offered>>, settings: string[], home: string) {
    expect(all.length).toBeGreaterThan(7);
    for (const text of all) expect(text).not.toMatch(/hacked|javascript|onmouseover/i);
    const element = await attributesIn(blank, snippet, 'api-key-vs-token', ['script', 'style', 'a', 'img']);
    const own = ['demo', 'height', 'theme', 'controls', 'style', 'class'];
    expect(Object.keys(element).filter((name) => !own.includes(name) && !settings.includes(name))).toEqual([]);
    const { src } = await attributesIn(blank, frame, 'iframe', ['style', 'div']);
    const names = [...new URL(src!).searchParams.keys()];
    expect(new Set(names).size, names.join()).toBe(names.length);
    expect(names.filter((name) => !own.includes(name) && !settings.includes(name))).toEqual([]);
    expect(src!.startsWith(home), src).toBe(true);
  }

  const settingsOf = (page: Page, name: string) =>
    page.locator(`[data-of="${name}"] [data-field]`).evaluateAll((all) => all.map((place) => (place as HTMLElement).dataset.field!));

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
