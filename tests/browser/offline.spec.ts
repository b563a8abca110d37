// The page as one file: opened from a disk, with no network, in a frame that may do next to nothing.

import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { FIGURES, allHasCome, expect, inArticle, openDemo, test } from './page';
import { openConsole } from './door';
import { test as hosted, type Host } from './host';
import type { Frame, Page } from '@playwright/test';

const PATH = fileURLToPath(new URL('../../dist/api-key-vs-token.html', import.meta.url));
const FILE = pathToFileURL(PATH).href;

/** Every demo of the page: brought near, and alive. */
async function allLive(page: Page | Frame) {
  const figures = await page.locator(FIGURES).all();
  expect(figures.length).toBeGreaterThan(0);
  for (const figure of figures) {
    await figure.scrollIntoViewIfNeeded();
    await expect(figure).toHaveAttribute('data-state', 'live');
    const play = figure.getByRole('button', { name: 'Play', exact: true }).first();
    if (await play.count()) {
      await play.click();
      await expect(figure.getByRole('button', { name: 'Pause', exact: true }).first()).toBeVisible();
    }
  }
}

/** Notes what the page's policy refuses. */
async function noteRefusals(page: Page) {
  await page.addInitScript(() => {
    const refused: string[] = [];
    addEventListener('securitypolicyviolation', (event) => refused.push(`${event.violatedDirective} ${event.blockedURI}`));
    Object.assign(globalThis, { refused });
  });
  return () => page.evaluate(() => (globalThis as unknown as { refused: string[] }).refused);
}

test.describe('opened by a double click, with no network', () => {
  test.use({ baseURL: FILE, offline: true });

  test('every demo mounts and plays, nothing is asked for, and its policy refuses nothing', async ({ page, watch }) => {
    const refused = await noteRefusals(page);
    await page.goto('');
    await allHasCome(page, watch);
    await allLive(page);
    expect(await refused()).toEqual([]);
    const policy = (await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content'))!;
    expect(policy).toMatch(/script-src ('sha384-[\w+/]+=*' )+'wasm-unsafe-eval';/);
    expect(policy).toMatch(/style-src ('sha384-[\w+/]+=*' ?)+;/);
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|'self'/);
  });

  test('it looks as the page does: its own fonts, its pictures', async ({ page }) => {
    await page.goto('');
    expect(await page.evaluate(async () => {
      await Promise.all([...document.fonts].filter((font) => !font.family.includes('stand-in')).map((font) => font.load()));
      return document.fonts.check('700 20px "Atkinson Hyperlegible Next"') && document.fonts.check('20px "Atkinson Hyperlegible Mono"');
    })).toBe(true);
    await expect(page.locator('figure[data-demo="leak"]')).toContainText('Ada’s shop');
    expect(await page.evaluate(() => document.styleSheets.length)).toBe(1);
  });

  test('an address leads to its moment, and the moment to its address', async ({ page }) => {
    const demo = await openDemo(page, '#security?ttl=4h&t=03:00:00&seed=9');
    await expect(demo.clock()).toHaveText('03:00:00');
    await expect(demo.figure).toBeInViewport();
    await demo.slide('Token lives', 5);
    await expect(page).toHaveURL(/api-key-vs-token\.html#security\?ttl=12h&t=.+&seed=9$/);
    await page.reload();
    await expect(demo.figure).toHaveAttribute('data-state', 'live');
    await expect(demo.slider('Token lives')).toHaveAttribute('aria-valuetext', /^12\sh$/);
  });

  test('an address that makes no sense does no harm', async ({ page }) => {
    for (const fragment of ['#%zz', '#security?ttl=%ff%fe', '#<img src=x>', '#']) {
      const demo = await openDemo(page, fragment);
      await expect(demo.clock()).toHaveText('09:51:12');
      await page.goto('about:blank');
    }
  });

  test('a place in the text is found although the pictures come after it', async ({ page }) => {
    await page.goto('#lifecycle');
    await expect(page.locator('#lifecycle h2')).toBeInViewport();
    await expect(page.locator('.contents [aria-current]')).toContainText('Lifecycle');
  });

  test('the console has its provider', async ({ page, watch }) => {
    watch.expects(/uncaught: Mine/);
    await page.goto('');
    const line = await openConsole(page);
    await line('await demo.ready');
    expect(await line(`(await demo.fetch('https://api.demo.example/v1/orders', { headers: { 'X-API-Key': demo.credentials().keys.live } })).status`)).toBe(200);
    // Only what comes through the module is the module's fault.
    await line(`void Promise.reject(new Error('Mine.'))`).catch(() => {});
    expect(await page.locator('figure[data-state="failed"]').count()).toBe(0);
  });

  test('the theme is remembered here too', async ({ page }) => {
    await page.goto('');
    await page.locator('.theme-button').click();
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  });

  test('one demo alone, as in a frame', async ({ page }) => {
    await page.goto('?demo=security&ttl=4h&t=03:00:00&seed=9&theme=dark');
    const figures = page.locator(FIGURES);
    await expect(figures).toHaveCount(1);
    await expect(figures).toHaveAttribute('data-state', 'live');
    await expect(figures.locator('.clock')).toHaveText('03:00:00');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(page.getByRole('navigation')).toBeHidden();
  });

  test('screens for a class, the keys that turn them, and the notes in their window', async ({ page, context }) => {
    await page.goto('?classroom');
    await expect(page.locator('html')).toHaveAttribute('data-ready', '');
    const first = (await page.locator('main').getAttribute('data-screen'))!;
    const [notes] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('n')]);
    await expect(notes.locator('.notes h1')).toContainText('1 /');
    await page.keyboard.press('PageDown');
    await expect(page.locator('main')).not.toHaveAttribute('data-screen', first);
    await expect(notes.locator('.notes h1')).toContainText('2 /');
  });

  test('no link leads to a file that is not there, and the licences are inside', async ({ page }) => {
    await page.goto('');
    const beside = await page.locator('a[href]').evaluateAll((links) =>
      links.map((link) => link.getAttribute('href')!).filter((href) => !/^(#|\?|https:)/.test(href))); // A query leads to this file itself.
    expect(beside).toEqual([]);
    await page.getByText('Licences of the fonts and libraries inside').click();
    for (const text of ['Permission is hereby granted', 'SIL OPEN FONT LICENSE', 'leptos', 'fflate']) {
      await expect(page.locator('footer pre')).toContainText(text);
    }
    await expect(page.getByRole('link', { name: /Download/ })).toHaveCount(0);
  });
});

test('without scripts the one file is read as a plain text that says what is missing', async ({ browser }) => {
  const page = await browser.newPage({ javaScriptEnabled: false, offline: true });
  await page.goto(FILE);
  await expect(page.getByRole('heading', { name: 'Lifecycle' }).first()).toBeVisible();
  await expect(page.locator('.demo-notice').first()).toContainText('It unpacks where JavaScript may run');
  await expect(page.locator('.demo-notice').first()).toBeVisible();
  expect(await page.locator('body').evaluate((body) => body.getBoundingClientRect().width)).toBeLessThan(800);
  await page.close();
});

test.describe('in a frame without an origin', () => {
  /** A page of somebody's, with the file in a frame that may run scripts and nothing else. */
  async function frame(host: Host, attribute: 'src' | 'srcdoc', value: string): Promise<Frame> {
    await host.open('<p>A frame:</p>');
    await host.page.evaluate(([attribute, value]) => {
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', 'allow-scripts');
      frame.setAttribute(attribute, value);
      frame.width = '900';
      frame.height = '700';
      document.querySelector('main')!.append(frame);
    }, [attribute, value] as const);
    await expect(host.page.frameLocator('iframe').locator('figure[data-demo]').first()).toBeAttached();
    return host.page.frames()[1]!;
  }

  async function works(inside: Frame) {
    expect(await inside.evaluate(() => origin)).toBe('null');
    expect(await inside.evaluate(() => { try { return localStorage.length; } catch (error) { return (error as Error).name; } })).toBe('SecurityError');
    test.slow();
    await allLive(inside);
    await inside.locator('.theme-button').click();
    await expect(inside.locator('html')).toHaveAttribute('data-theme', 'light');
    await inside.getByRole('link', { name: 'Lifecycle' }).first().click();
    await expect(inside.locator('#lifecycle h2')).toBeInViewport();
    await expect(inside.locator('.contents [aria-current]')).toContainText('Lifecycle');
    expect(await inside.evaluate(() => document.querySelectorAll('figure[data-state="live"]').length)).toBeGreaterThan(0);
  }

  hosted('from where it lies', async ({ host }) => {
    await works(await frame(host, 'src', `${host.home}api-key-vs-token.html`));
  });

  hosted('from a string', async ({ host }) => {
    const inside = await frame(host, 'srcdoc', readFileSync(PATH, 'utf8'));
    await works(inside);
    expect(inside.url()).toMatch(/^about:srcdoc/);
  });

  hosted('by embed.js, which hears from it', async ({ host }) => {
    await host.open(host.element(`demo="security" sandbox src="${host.home}api-key-vs-token.html" ttl="4h"`));
    const frame = await host.live();
    expect(await frame.evaluate(() => origin)).toBe('null');
    await expect(frame.getByRole('slider', { name: 'Token lives' })).toHaveAttribute('aria-valuetext', /^4\sh$/);
    await expect.poll(async () => (await host.heard('ready')).length).toBe(1);
    expect((await host.heard('height')).length).toBeGreaterThan(0);
  });

  hosted('one demo alone', async ({ host }) => {
    const inside = await frame(host, 'src', `${host.home}api-key-vs-token.html?demo=security&ttl=4h&t=03:00:00&seed=9`);
    await expect(inside.locator('figure[data-demo]')).toHaveAttribute('data-state', 'live');
    await expect(inside.locator('.clock')).toHaveText('03:00:00');
  });
});

test('a button on the page downloads it', async ({ page, watch }) => {
  // The program begins to come after the page: only once a figure is alive is there nothing left to ask for.
  await inArticle(page, 'opening', '', watch);
  const button = page.getByRole('link', { name: 'Download this page as one file' });
  watch.expects(/api-key-vs-token\.html/);
  const coming = page.waitForEvent('download');
  await button.click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe('api-key-vs-token.html');
  expect(readFileSync(await download.path()).equals(readFileSync(PATH))).toBe(true);
  expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(44);
});
