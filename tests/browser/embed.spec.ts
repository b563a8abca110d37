// One demo in somebody else's page.

import { readFileSync } from 'node:fs';
import type { Frame, Page } from '@playwright/test';
import { getDocumentProxy } from 'unpdf';
import { axeFaults, axeFindsNothingAt } from './axe';
import { Demo, allHasCome, pressTab } from './page';
import { demoNames, expect, test, type Host } from './host';

/** The page's version, as Cargo.toml has it. */
const VERSION = /^version = "(.*)"/m.exec(readFileSync(new URL('../../Cargo.toml', import.meta.url), 'utf8'))![1]!;

const security = (frame: Frame) => new Demo(frame.locator('figure[data-demo="security"]'));
/** Waits until the element has learnt that it is in sight: its own observer is older than this one. */
const seen = (page: Page) => page.waitForFunction(() => customElements.get('api-key-vs-token')).then(() =>
  page.locator('api-key-vs-token').first().evaluate((element) => new Promise<void>((resolve) => {
    new IntersectionObserver((entries) => { if (entries.at(-1)!.isIntersecting) resolve(); }).observe(element);
  })));

const contentHeight = (frame: Frame) => frame.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));

test.describe('a demo alone', () => {
  for (const controls of ['full', 'min']) {
    test(`each stands alone and fits from 280 px on: controls=${controls}`, async ({ page }) => {
      test.slow();
      for (const name of await demoNames(page)) {
        await page.goto(`./?demo=${name}&controls=${controls}`);
        await expect(page.locator('figure[data-demo]')).toHaveCount(1);
        await expect(page.locator(`figure[data-demo="${name}"]`)).toHaveAttribute('data-state', 'live');
        await expect(page.locator('nav, .page, body > header, body > footer, .theme-button, .mode-notice')).toHaveCount(0);
        await expect(page.locator('a[href^="#"]:visible'), `${name}: links to what is not there`).toHaveCount(0);
        const set = page.locator(':is(.controls, .demo-tools, .predict, [name="share"]):visible');
        if (controls === 'min') await expect(set).toHaveCount(0);
        else await expect(set.first()).toBeVisible();
        for (const width of [280, 390, 700, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          expect(wide, `${name} at ${width} px`).toBeLessThanOrEqual(width);
        }
      }
    });
  }

  test('its settings come in the query, by the names of its links, and bad ones are answered', async ({ page }) => {
    await page.goto('./?demo=security&ttl=4h&theme=dork&noticed=soon&t=03:00:00&colour=red');
    const demo = new Demo(page.locator('figure[data-demo]'));
    await expect(demo.clock()).toHaveText('03:00:00');
    await expect(demo.slider('Token lives')).toHaveAttribute('aria-valuetext', /^4\sh$/);
    await expect(demo.complaints()).toContainText('noticed=soon');
    await expect(demo.complaints()).toContainText('colour');
    await expect(page.locator('.mode-notice')).toContainText('theme=dork makes no sense: theme is auto, light, or dark');
    await expect(page).toHaveURL(/\?demo=security&theme=dork#security\?ttl=4h&/);
    await page.reload();
    await expect(demo.clock()).toHaveText('03:00:00');
  });

  test('what a blog hangs on every link is no setting, and nothing is said of it', async ({ page }) => {
    await page.goto('embed/lifetime.html?ttl=4h&ref=blog.example&utm_source=letter&utm_medium=mail');
    const figure = page.locator('figure[data-state="live"]');
    await expect(figure.getByRole('slider')).toHaveAttribute('aria-valuetext', /^4\sh/);
    await expect(figure.locator('.complaints')).toBeHidden();
  });

  test('where there is none of that name, it says which there are', async ({ page }) => {
    for (const query of ['?demo=', '?demo', '?demo=SECURITY', '?demo=<img src=x onerror=alert(1)>', `?demo=${'x'.repeat(5000)}`]) {
      await page.goto(`./${query}&theme=dark`);
      await expect(page.locator('.alone figure')).toHaveCount(0);
      await expect(page.locator('.mode-notice p')).toContainText(/no demo called|no name/);
      await expect(page.locator('.mode-notice a')).toHaveCount((await demoNames(page)).length);
    }
    await page.getByRole('link', { name: 'The same leak, twice' }).click();
    await expect(page.locator('figure[data-demo="security"]')).toHaveAttribute('data-state', 'live');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  });

  test('a hundred kilobytes of parameters leave the first picture, and no error', async ({ page }) => {
    await page.goto(`./?demo=security&${'x=1&'.repeat(7000)}`);
    const demo = new Demo(page.locator('figure[data-demo]'));
    await expect(demo.clock()).toHaveText('09:51:12');
    await expect(demo.complaints()).toContainText('longer than any link');
  });

  test('controls=min shows what plays, and nothing to set', async ({ page }) => {
    await page.goto('./?demo=security&controls=min');
    const demo = new Demo(page.locator('figure[data-demo]'));
    await expect(demo.figure).toHaveAttribute('data-state', 'live');
    await expect(demo.figure.locator(':is(.controls, .demo-tools, .predict):visible')).toHaveCount(0);
    await demo.play().click();
    await expect(demo.play()).toHaveText('Pause');
    await pressTab(demo.figure, 'Table');
    await expect(demo.figure.locator('.data-table')).toBeVisible();
  });

  for (const [name, what, settings] of [
    ['protocols', 'one flow to step through', 'select, [type="range"]:not(.scrubber), [type="radio"], .breaks button'],
    ['lifecycle', 'a history to move through', '.lifecycle-lessons select, .lifecycle-events select, button[name="add"], button[name="move"], button[name="remove"]'],
    ['workbench', 'a token to read and to change', '[name="mint"], [type="range"]:not(.scrubber), [type="checkbox"]'],
  ] as const) {
    test(`controls=min leaves of ${name} ${what}, and nothing to set`, async ({ page }) => {
      await page.goto(`./?demo=${name}`);
      const figure = page.locator('figure[data-demo]');
      await expect(figure).toHaveAttribute('data-state', 'live');
      const set = figure.locator(`:is(.demo-tools, .controls, .predict, ${settings}):visible`);
      await expect(set.first()).toBeVisible();
      await page.goto(`./?demo=${name}&controls=min`);
      await expect(figure).toHaveAttribute('data-state', 'live');
      await expect(set).toHaveCount(0);
      const clock = figure.locator('.clock').first();
      const before = await clock.textContent();
      await figure.locator('.transport .play').click();
      await expect(clock).not.toHaveText(before!);
    });
  }

  test('controls=min leaves of the thousand leaks a plot to run again, and nothing to set', async ({ page }) => {
    await page.goto('./?demo=leaks&controls=min');
    const figure = page.locator('figure[data-demo]');
    await expect(figure).toHaveAttribute('data-state', 'live');
    await expect(figure.locator(':is(.demo-tools, .controls, .predict, [type="radio"], [type="range"]):visible')).toHaveCount(0);
    await figure.getByRole('button', { name: 'Run again' }).click();
    await expect(figure.locator('.visually-hidden[role="status"]')).toContainText(/^[\d\s]+ leaks\./);
  });

  test('dir=rtl turns the layout and leaves words and time as they are', async ({ page }) => {
    await page.setViewportSize({ width: 700, height: 800 });
    await page.goto('./?demo=security&dir=rtl');
    const demo = new Demo(page.locator('figure[data-demo]'));
    await expect(demo.figure).toHaveAttribute('data-state', 'live');
    const left = async (selector: string) => (await demo.figure.locator(selector).first().boundingBox())!.x;
    expect(await left('.demo-tools')).toBeLessThan(await left('.demo-header h3'));
    expect(await left('.play')).toBeLessThan(await left('[name="reset"]'));
    expect(await demo.figure.locator('.look-for').evaluate((p) => getComputedStyle(p).unicodeBidi)).toBe('plaintext');
    await page.goto('./?demo=security&lang=ar&dir=up');
    await expect(page.locator('.mode-notice')).toHaveCount(2);
    await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
  });

  for (const query of ['demo=security&controls=min', 'demo=security&dir=rtl', 'demo=none']) {
    test(`axe finds nothing, light and dark: ${query}`, async ({ page }) => {
      await page.goto(`./?${query}`);
      await expect(page.locator('figure[data-state="live"], .mode-notice').first()).toBeVisible();
      await axeFindsNothingAt(page, [600]);
    });
  }
});

test.describe('in any parent', () => {
  test('a plain frame in a page of the same origin', async ({ page, host }) => {
    await page.route('**/blog.html', (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html><body>${host.frame('demo=security')}` }));
    await page.goto('./blog.html');
    const frame = page.frames()[1]!;
    await expect(frame.locator('.alone figure')).toHaveAttribute('data-state', 'live');
    await expect.poll(() => host.heard('ready')).toHaveLength(1);
    expect((await host.heard('ready'))[0]!.data).toEqual({ source: 'api-key-vs-token', type: 'ready', demo: 'security', title: 'The same leak, twice' });
    expect((await host.heard('height')).at(-1)!.data.height).toBe(await contentHeight(frame));
  });

  test('the element in a page of another site: as high as what is in it, also when that grows and shrinks', async ({ page, host }) => {
    await host.open(host.element('demo="security"'));
    const frame = await host.live();
    const height = () => page.locator('api-key-vs-token').evaluate((element) => element.getBoundingClientRect().height);
    await expect.poll(async () => await height() - await contentHeight(frame)).toBe(0);
    const before = await height();
    const demo = security(frame);
    await demo.button('Shortcuts').click();
    await expect.poll(height).toBeGreaterThan(before);
    await demo.button('Shortcuts').click();
    await expect.poll(height).toBe(before);
    await page.setViewportSize({ width: 280, height: 800 });
    await expect.poll(async () => await height() - await contentHeight(frame)).toBe(0);
    expect(await height()).toBeGreaterThan(before);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(280);
    // Nothing is left to scroll inside.
    expect(await frame.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBeLessThanOrEqual(0);
  });

  test('under a strict policy', async ({ page, host }) => {
    const { origin } = new URL(host.home);
    await host.open(host.element('demo="security"') + host.frame('demo=jobs', 'title="Jobs" width="600" height="900"'), {
      'Content-Security-Policy': `default-src 'none'; script-src ${origin}; frame-src ${origin}`,
    });
    await expect.poll(() => host.frames().length).toBe(2);
    for (const frame of host.frames()) await expect(frame.locator('.alone figure')).toHaveAttribute('data-state', 'live');
    const box = await page.locator('api-key-vs-token').boundingBox();
    expect(box!.height).toBeGreaterThan(1000);
  });

  test('where a policy refuses the frame, what stands inside the element is shown', async ({ page, host, watch }) => {
    watch.expects(/Content Security Policy/, /Framing/);
    await page.clock.install();
    await host.open(host.element('demo="security"', '<a href="#x">Instead</a>') + '<api-key-vs-token demo="jobs"></api-key-vs-token>', {
      'Content-Security-Policy': `frame-src 'none'`,
    });
    await page.waitForFunction(() => customElements.get('api-key-vs-token') && document.readyState === 'complete');
    await expect(page.getByText('Instead')).toBeHidden();
    await expect.poll(async () => {
      await page.clock.runFor(5000);
      return page.locator('api-key-vs-token[data-failed]').count();
    }).toBe(2);
    for (const element of await page.locator('api-key-vs-token').all()) {
      await expect(element.getByRole('status')).toHaveText(/^The demo could not be shown here: .* refused it\.$/);
      // At the top of the space that was the frame's.
      expect((await element.getByRole('status').boundingBox())!.y - (await element.boundingBox())!.y).toBeLessThan(30);
    }
    await expect(page.getByText('Instead')).toBeVisible();
    const { href } = new URL('embed/jobs.html', host.home);
    await expect(page.getByRole('link', { name: 'It opens on a page of its own' })).toHaveAttribute('href', `${href}?theme=light`);
  });

  for (const [what, attributes] of [['refused', ''], ['refused, with space held for it', 'style="--demo-narrow: 2400px"']] as const) {
    test(`where the frame is ${what}, its reader sees a sentence within five seconds`, async ({ page, host, watch }) => {
      watch.expects(/Content Security Policy/, /Framing/);
      await page.clock.install();
      await host.open(host.element(`demo="security" ${attributes}`), { 'Content-Security-Policy': `frame-src 'none'` });
      await seen(page);
      await page.clock.runFor(5000);
      await expect(page.getByRole('status')).toBeInViewport();
      await expect(page.getByRole('link', { name: 'It opens on a page of its own' })).toBeInViewport();
    });
  }

  test('where the host does not answer, its reader sees a sentence within five seconds, until it does', async ({ page, host }) => {
    let answer = () => {};
    const asked = new Promise<void>((resolve) => {
      void page.route(/security\.html|\?demo=security/, (route) => {
        answer = () => void route.continue();
        resolve();
      });
    });
    await page.clock.install();
    host.pages['/hangs'] = { html: `<!doctype html><title>A blog</title>${host.element('demo="security"')}` };
    // The page around is not loaded either, as long as its frame is not.
    await page.goto(`${host.origin}/hangs`, { waitUntil: 'commit' });
    await asked;
    await seen(page);
    await page.clock.runFor(5000);
    const element = page.locator('api-key-vs-token');
    await expect(element.getByRole('status')).toHaveText('The demo has not come yet: its host has not answered.');
    await expect(element.getByRole('link')).toBeInViewport();
    await page.clock.resume();
    answer();
    await host.live();
    await expect(element.getByRole('link')).toBeHidden();
    await expect(element).not.toHaveAttribute('data-late');
  });

  test('of a frame that nobody has come near, nothing is said, however long that is', async ({ page, host }) => {
    await page.clock.install();
    await host.open(`<p id="first">First</p>${host.element('demo="security"')}`, {}, '<style>#first { block-size: 30000px }</style>');
    await page.waitForFunction(() => customElements.get('api-key-vs-token') && document.readyState === 'complete');
    await page.locator('api-key-vs-token').evaluate((element: HTMLElement) => element.addEventListener('error', () => { element.title = 'It failed'; }));
    await page.clock.runFor(60_000);
    await expect(page.locator('api-key-vs-token:is([data-failed], [data-late], [title])')).toHaveCount(0);
    await page.clock.resume();
    await page.locator('api-key-vs-token').scrollIntoViewIfNeeded();
    await host.live();
    await expect(page.locator('api-key-vs-token:is([data-failed], [data-late], [title])')).toHaveCount(0);
  });

  test('in a page that is an about:srcdoc, sandboxed and not', async ({ page, host }) => {
    const inner = (html: string) => html.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    const frames = ['', 'sandbox="allow-scripts"'].map((sandbox) =>
      `<iframe ${sandbox} title="inner" width="560" height="900" srcdoc="${inner(`<!doctype html>${host.element('demo="security" ttl="4h"')}`)}"></iframe>`);
    await host.open(frames.join(''));
    await expect.poll(() => host.frames().length).toBe(2);
    for (const frame of host.frames()) {
      expect(frame.parentFrame()!.url()).toBe('about:srcdoc');
      const demo = security(frame);
      await expect(demo.slider('Token lives')).toHaveAttribute('aria-valuetext', /^4\sh$/);
      const height = () => frame.parentFrame()!.locator('api-key-vs-token').evaluate((element) => element.getBoundingClientRect().height);
      await expect.poll(async () => await height() - await contentHeight(frame)).toBe(0);
    }
  });

  test('in sandbox="allow-scripts", with a null origin, from a host that lets anyone have its files', async ({ page, host }) => {
    // Both are in sight: just after a scroll, Chromium may give the post a click on a frame of another process.
    await page.setViewportSize({ width: 1000, height: 2600 });
    await host.open(host.element('demo="security" sandbox ttl="4h"')
      + host.frame('demo=security&ttl=12h', 'sandbox="allow-scripts" title="plain" width="700" height="900"'));
    for (const [selector, lives] of [['api-key-vs-token iframe', /^4\sh$/], ['iframe[title="plain"]', /^12\sh$/]] as const) {
      const frame = (await (await page.locator(selector).elementHandle())!.contentFrame())!;
      const demo = security(frame);
      await expect(demo.figure).toHaveAttribute('data-state', 'live');
      expect(await frame.evaluate(() => origin)).toBe('null');
      await expect(demo.slider('Token lives')).toHaveAttribute('aria-valuetext', lives);
      await demo.button('On to the next request').click();
      await expect(demo.clock()).not.toHaveText('09:51:12');
      expect(await frame.evaluate(() => [...document.fonts].some(({ status }) => status === 'loaded'))).toBe(true);
    }
    expect((await host.heard('ready')).map(({ origin }) => origin)).toEqual(['null', 'null']);
  });

  test('the word of a fragment that was there before the demo may come late, and undoes nothing', async ({ page }) => {
    await page.goto('embed/security.html#security?ttl=4h');
    const demo = new Demo(page.locator('figure[data-demo]'));
    await expect(demo.slider('Token lives')).toHaveAttribute('aria-valuetext', /^4\sh$/);
    await demo.button('On to the next request').click();
    await expect(demo.clock()).not.toHaveText('09:51:12');
    const moment = await demo.clock().textContent();
    const late = () => page.evaluate(() => {
      const [oldURL] = location.href.split('#');
      dispatchEvent(new HashChangeEvent('hashchange', { oldURL, newURL: `${oldURL}#security?ttl=4h` }));
    });
    await late();
    await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
    await expect(demo.clock()).toHaveText(moment!);
    // The same again is a reader who brings it.
    await late();
    await expect(demo.clock()).toHaveText('09:51:12');
  });

  test('in a sandbox, from a host that lets nobody, the element shows a link', async ({ page, host, watch }) => {
    watch.expects(/blocked by CORS/, /ERR_FAILED/, /integrity/, /preload/);
    await page.route(`${host.home}**`, async (route) => {
      const response = await route.fetch();
      // (Where the field is missing, Playwright puts one in.)
      await route.fulfill({ response, headers: { ...response.headers(), 'access-control-allow-origin': host.home } });
    });
    await page.clock.install();
    await host.open(host.element('demo="security" sandbox'));
    await expect.poll(async () => {
      await page.clock.runFor(5000);
      return page.locator('api-key-vs-token[data-failed]').count();
    }).toBe(1);
    await expect(page.getByRole('link', { name: 'It opens on a page of its own' })).toBeVisible();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  test('out of sight it tells its height with the word that it runs, and nothing grows as its reader comes', async ({ page, host }) => {
    await host.open(`<p id="first">First</p>${host.element('demo="security" loading="eager" ttl="4h"')}`, {}, '<style>#first { block-size: 5000px }</style>');
    // Nothing hurries there.
    await expect.poll(() => host.heard('ready'), { timeout: 20_000 }).toHaveLength(1);
    const frame = await host.live();
    const types = (await host.heard()).map(({ data }) => data.type);
    expect(types.slice(0, types.indexOf('ready'))).toEqual(['loading', 'height']);
    await frame.evaluate(() => document.fonts.ready.then(() => true));
    const element = page.locator('api-key-vs-token');
    const before = await element.evaluate((element) => element.getBoundingClientRect().height);
    expect(before).toBe(await contentHeight(frame));
    await element.scrollIntoViewIfNeeded();
    await expect(element).toBeInViewport();
    const height = () => element.evaluate((element) => element.getBoundingClientRect().height);
    expect(await height()).toBe(before);
    // A setting changed there tells that what came before it has been told. (Another verdict may have another line.)
    await element.evaluate((element) => element.setAttribute('t', '03:00:00'));
    await expect(security(frame).clock()).toHaveText('03:00:00');
    await expect.poll(async () => await height() - await contentHeight(frame)).toBe(0);
  });

  test('where the history may not be rewritten, the settings still arrive', async ({ page, host }) => {
    await page.addInitScript(() => {
      if (parent === window) return;
      History.prototype.replaceState = () => { throw new DOMException('no', 'SecurityError'); };
    });
    await host.open(host.frame('demo=security&ttl=4h', 'title="demo" width="700" height="900"'));
    const demo = security(await host.live());
    await expect(demo.slider('Token lives')).toHaveAttribute('aria-valuetext', /^4\sh$/);
    await demo.button('On to the next request').click();
    await expect(demo.clock()).not.toHaveText('09:51:12');
    expect(await page.evaluate(() => history.length)).toBe(2);
  });

  for (const [how, script] of [
    ['a module', (home: string) => `<script type="module" src="${home}embed.js"></script>`],
    ['an import', (home: string) => `<script type="module">import '${home}embed.js';</script>`],
    ['two scripts', (home: string) => `<script src="${home}embed.js"></script><script src="${home}embed.js"></script>`],
    ['a script put in later', (home: string) => `<script>document.head.append(Object.assign(document.createElement('script'), { src: '${home}embed.js' }))</script>`],
  ] as const) {
    test(`taken as ${how}`, async ({ host, page, watch }) => {
      // A module is fetched with the page's origin, which the host must allow.
      await host.open(`<api-key-vs-token demo="jobs" class="x" data-x="1" aria-label="x" onclick="0"></api-key-vs-token>${script(host.home)}`);
      const frame = await host.live();
      await expect(frame.getByRole('alert')).toHaveCount(0);
      await allHasCome(page, watch);
    });
  }

  test('the example in docs/embed.md for sites that do it themselves', async ({ page, host }) => {
    const docs = readFileSync(new URL('../../docs/embed.md', import.meta.url), 'utf8');
    const example = docs.match(/```html\n(<iframe[^`]*<script>[^`]*)```/)![1]!;
    await host.open(example.replaceAll('https://demos.example/', host.home));
    const frame = await host.live();
    // As the page's own style for frames would have it no higher than 150 px.
    await page.addStyleTag({ content: 'iframe { height: auto }' });
    const height = () => page.locator('iframe').evaluate((element) => element.getBoundingClientRect().height);
    await expect.poll(async () => await height() - await contentHeight(frame)).toBe(0);
    const lines = docs.match(/```html\n(<style>[^`]*)```/)![1]!;
    await host.open(lines.replaceAll('https://demos.example/', host.home));
    const scene = await host.live();
    expect(scene.url()).toMatch(/\/embed\/leak\.html\?.*#leak\?ttl=4h/);
    // Its picture was for who has no frame.
    await expect(page.getByRole('img', { name: 'Both are stolen' })).toBeHidden();
    await scene.getByRole('button', { name: 'Play' }).click();
    await expect(scene.getByText('4:00 token ends')).toBeVisible({ timeout: 20_000 });
  });
});

test.describe('many on a page', () => {
  test('ten do not confuse each other', async ({ page, host }) => {
    test.slow();
    const names = await demoNames(page);
    const elements = Array.from({ length: 10 }, (_, i) => `<api-key-vs-token demo="${names[i % names.length]}" seed="${i + 1}" loading="eager"></api-key-vs-token>`);
    await host.open(`<script src="${host.home}embed.js" async></script>${elements.join('')}`);
    const all = page.locator('api-key-vs-token');
    await expect.poll(() => host.frames().length).toBe(10);
    for (let i = 0; i < 10; i++) {
      await all.nth(i).scrollIntoViewIfNeeded();
      const frame = await (await all.nth(i).locator('iframe').elementHandle())!.contentFrame();
      await expect(frame!.locator('.alone figure')).toHaveAttribute('data-state', 'live');
      await expect(frame!.locator('html')).toHaveAttribute('data-demo', names[i % names.length]!);
      const height = () => all.nth(i).evaluate((element) => Math.round(element.getBoundingClientRect().height));
      await expect.poll(async () => await height() - await contentHeight(frame!)).toBe(0);
    }
    // One is told something, and the others are not.
    await all.nth(3).evaluate((element) => element.setAttribute('theme', 'dark'));
    const themes = () => Promise.all(host.frames().map((frame) => frame.evaluate(() => document.documentElement.dataset.theme)));
    await expect.poll(async () => (await themes()).filter((theme) => theme === 'dark').length).toBe(1);
  });

  test('one may be paused and another plays on', async ({ page, host }) => {
    await host.open(host.element('demo="security" class="a"') + host.element('demo="security" class="b"'));
    // Side by side, so that both are in sight.
    await page.addStyleTag({ content: 'main { display: grid; grid-template-columns: 1fr 1fr } script, h1, h2 { display: none }' });
    const demo = async (name: string) => security((await (await page.locator(`.${name} iframe`).elementHandle())!.contentFrame())!);
    const [a, b] = [await demo('a'), await demo('b')];
    await a.play().click();
    await b.play().click();
    await page.locator('.a').evaluate((element) => (element as HTMLElement & { pause(): void }).pause());
    await expect(a.play()).toHaveText('Play');
    await expect(b.play()).toHaveText('Pause');
    await page.locator('.a').evaluate((element) => (element as HTMLElement & { resume(): void }).resume());
    await expect(a.play()).toHaveText('Pause');
    // What the reader stopped, only the reader starts.
    await a.play().click();
    await page.locator('.a').evaluate((element) => (element as HTMLElement & { resume(): void }).resume());
    await host.say({ target: 'api-key-vs-token', type: 'theme', theme: 'dark' });
    await expect(a.figure.page().frameLocator('.a iframe').locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(a.play()).toHaveText('Play');
  });

  test('out of sight it stands still', async ({ page, host }) => {
    await host.open(`${host.element('demo="security"')}<p id="far">Far below</p>`);
    await page.addStyleTag({ content: '#far { margin-top: 5000px }' });
    const demo = security(await host.live());
    await demo.play().click();
    await expect(demo.play()).toHaveText('Pause');
    await page.locator('#far').scrollIntoViewIfNeeded();
    await expect(demo.play()).toHaveText('Play');
  });

  test('a frame far below is not loaded before its reader comes near', async ({ page, host }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await host.open(`<p id="first">First</p>${host.element('demo="security"')}`, {}, '<style>#first { block-size: 30000px }</style>');
    await page.waitForFunction(() => customElements.get('api-key-vs-token') && document.readyState === 'complete');
    expect(asked.filter((url) => url.includes('security'))).toEqual([]);
    await page.locator('api-key-vs-token').scrollIntoViewIfNeeded();
    await host.live();
  });
});

test.describe('messages', () => {
  const JUNK = [
    null, undefined, 0, 'pause', '', [], {}, { target: 'api-key-vs-token' }, { target: 'api-key-vs-token', type: 'explode' },
    { target: 'api-key-vs-token', type: 'theme', theme: 'mauve' }, { target: 'api-key-vs-token', type: 'theme', theme: { toString: 1 } },
    { target: 'api-key-vs-token', type: 'constructor' }, { target: ['api-key-vs-token'], type: 'pause' }, { type: 'pause' },
    { source: 'api-key-vs-token', type: 'height', height: 5 }, new Array(1000).fill('x'),
  ];

  test('what makes no sense is ignored, and a flood too', async ({ page, host }) => {
    await host.open(host.element('demo="security"'));
    const demo = security(await host.live());
    await demo.play().click();
    for (const junk of JUNK) await host.say(junk);
    await expect(demo.play()).toHaveText('Pause');
    await host.say({ target: 'api-key-vs-token', type: 'pause' }, 10_000);
    await host.say({ target: 'api-key-vs-token', type: 'theme', theme: 'dark' }, 10_000);
    await host.say({ target: 'api-key-vs-token', type: 'nonsense' }, 10_000);
    await expect(demo.play()).toHaveText('Play');
    await demo.button('On to the next request').click();
    await expect(host.frames()[0]!.locator('html')).toHaveAttribute('data-theme', 'dark');
  });

  test('the element hears its own frame, and nobody who speaks like it', async ({ page, host }) => {
    await host.open(host.element('demo="security"') + '<iframe title="other" srcdoc="&lt;p&gt;Other"></iframe>');
    await host.live();
    const element = page.locator('api-key-vs-token');
    const height = () => element.evaluate((element) => Math.round(element.getBoundingClientRect().height));
    await expect.poll(height).toBeGreaterThan(1000);
    const before = await height();
    const lie = { source: 'api-key-vs-token', type: 'height', demo: 'security', height: 1 };
    await page.evaluate((lie) => postMessage(lie, '*'), lie);
    const other = page.frames().find((frame) => frame.url() === 'about:srcdoc')!;
    await other.evaluate((lie) => parent.postMessage(lie, '*'), lie);
    // Messages arrive in order: once the last is there, the others were.
    await expect.poll(async () => (await host.heard('height')).filter(({ data }) => data.height === 1).length).toBe(2);
    expect(await height()).toBe(before);
  });

  test('a frame that lies about its height makes no page endless or broken', async ({ page, host }) => {
    await host.open(host.element('demo="security"'));
    const frame = await host.live();
    const height = () => page.locator('api-key-vs-token').evaluate((element) => Math.round(element.getBoundingClientRect().height));
    await expect.poll(height).toBeGreaterThan(1000);
    const before = await height();
    for (const lie of [-1, NaN, '1px; color: red', null, {}, undefined]) {
      await frame.evaluate((height) => parent.postMessage({ source: 'api-key-vs-token', type: 'height', demo: 'security', height }, '*'), lie);
    }
    await frame.evaluate(() => parent.postMessage({ source: 'api-key-vs-token', type: 'other', demo: 'security' }, '*'));
    await expect.poll(() => host.heard('other')).toHaveLength(1);
    expect(await height()).toBe(before);
    // The demo, given so much room, tells its true height again at once: so each height counts that the element had.
    const heights = await page.locator('api-key-vs-token').evaluateHandle((element) => {
      const heights: number[] = [];
      new ResizeObserver(([{ contentRect }]) => heights.push(Math.round(contentRect.height))).observe(element);
      return heights;
    });
    await frame.evaluate(() => parent.postMessage({ source: 'api-key-vs-token', type: 'height', demo: 'security', height: 1e9 }, '*'));
    await expect.poll(async () => Math.max(...await heights.jsonValue())).toBe(20_000);
  });

  test('the frame hears its parent, and no frame beside it', async ({ page, host }) => {
    await host.open(host.element('demo="security"') + '<iframe title="other" srcdoc="&lt;p&gt;Other"></iframe>');
    const frame = await host.live();
    const other = page.frames().find((frame) => frame.url() === 'about:srcdoc')!;
    await other.evaluate(() => {
      for (let i = 0; i < parent.frames.length; i++) parent.frames[i]!.postMessage({ target: 'api-key-vs-token', type: 'theme', theme: 'dark' }, '*');
      const { shadowRoot } = parent.document.querySelector('api-key-vs-token')!;
      shadowRoot!.querySelector('iframe')!.contentWindow!.postMessage({ target: 'api-key-vs-token', type: 'theme', theme: 'dark' }, '*');
    });
    await expect.poll(() => frame.evaluate(() => (window as unknown as { heard: { data: { theme?: string } }[] }).heard.some(({ data }) => data.theme === 'dark'))).toBe(true);
    await expect(frame.locator('html')).toHaveAttribute('data-theme', 'light');
  });

  test('errors are told: no such demo, no program, no script that would start it', async ({ page, host, watch }) => {
    watch.expects(/Failed to load resource/, /integrity/, /digest/);
    await host.open(host.element('demo="nothing"'));
    await expect.poll(() => host.heard('error')).toHaveLength(1);
    expect((await host.heard('error'))[0]!.data).toMatchObject({ demo: 'nothing', reason: 'unknown-demo' });
    await page.route('**/*.wasm', (route) => route.fulfill({ status: 404, body: '' }));
    await host.open(host.element('demo="security"'));
    await expect.poll(() => host.heard('error')).toHaveLength(1);
    expect((await host.heard('error'))[0]!.data).toMatchObject({ demo: 'security', reason: 'not-loaded' });
    await expect(host.frames()[0]!.locator('.alone figure')).toContainText('less was lost with the token');
    await page.route('**/boot-*.js', (route) => route.abort());
    await host.open(host.element('demo="security"'));
    await expect.poll(() => host.heard('error')).toHaveLength(1);
    expect((await host.heard('error'))[0]!.data).toMatchObject({ demo: 'security', reason: 'not-loaded' });
    // A scene has one script, and who speaks for it is in it.
    await page.route('**/scene-*.js', (route) => route.abort());
    await host.open(host.element('demo="leak"'));
    await expect.poll(() => host.heard('error')).toHaveLength(1);
    expect((await host.heard('error'))[0]!.data).toMatchObject({ demo: 'leak', reason: 'not-loaded' });
  });
});

test.describe('attributes', () => {
  const theme = (frame: Frame) => frame.locator('html').evaluate((html) => (html as HTMLElement).dataset.theme);

  test('the theme is that of the text around, and changes with it, or is the attribute’s', async ({ page, host }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await host.open(host.element('demo="security"'), {}, '<style>.dark { background: #111; color: #eee; transition: color 0.2s }</style>');
    const frame = await host.live();
    expect(await theme(frame)).toBe('light');
    const mark = () => frame.evaluate(() => Object.assign(window, { same: true }));
    await mark();
    await page.evaluate(() => document.body.classList.add('dark'));
    await expect.poll(() => theme(frame)).toBe('dark');
    await page.locator('api-key-vs-token').evaluate((element) => element.setAttribute('theme', 'light'));
    await expect.poll(() => theme(frame)).toBe('light');
    await page.locator('api-key-vs-token').evaluate((element) => element.removeAttribute('theme'));
    await expect.poll(() => theme(frame)).toBe('dark');
    // All that without loading anew.
    expect(await frame.evaluate(() => 'same' in window)).toBe(true);
  });

  test('a page that knows only the reader’s own light or dark is followed too', async ({ page, host }) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await host.open(host.element('demo="security"'), {}, '<style>:root { color-scheme: light dark }</style>');
    const frame = await host.live();
    expect(await theme(frame)).toBe('dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(() => theme(frame)).toBe('light');
  });

  test('settings and demo change live, and the page’s history does not grow', async ({ page, host }) => {
    await host.open(host.element('demo="security" ttl="4h"'));
    const frame = await host.live();
    const demo = security(frame);
    const length = await page.evaluate(() => history.length);
    await frame.evaluate(() => Object.assign(window, { same: true }));
    const element = page.locator('api-key-vs-token');
    await element.evaluate((element) => { element.setAttribute('ttl', '12h'); element.setAttribute('t', '03:00:00'); });
    await expect(demo.slider('Token lives')).toHaveAttribute('aria-valuetext', /^12\sh$/);
    await expect(demo.clock()).toHaveText('03:00:00');
    expect(await frame.evaluate(() => 'same' in window)).toBe(true);
    await demo.button('On to the next request').click();
    await element.evaluate((element) => { element.removeAttribute('ttl'); element.removeAttribute('t'); });
    await expect(demo.slider('Token lives')).toHaveAttribute('aria-valuetext', /^1\sh$/);
    await expect(demo.clock()).toHaveText('09:51:12');
    await element.evaluate((element) => element.setAttribute('demo', 'jobs'));
    await expect(frame.locator('figure[data-demo="jobs"]')).toHaveAttribute('data-state', 'live');
    await element.evaluate((element) => element.setAttribute('controls', 'min'));
    await expect(frame.locator('html')).toHaveAttribute('data-controls', 'min');
    expect(await page.evaluate(() => history.length)).toBe(length);
  });

  test('a src that is no address on the web is not loaded', async ({ page, host }) => {
    await host.open(host.element('demo="security"', '<span>The demo is not here</span>'));
    await host.live();
    const element = page.locator('api-key-vs-token');
    await element.evaluate((element) => element.addEventListener('error', ({ detail }: CustomEventInit) => { element.dataset.said = detail.message; }));
    for (const src of ['javascript:parent.hacked=1//', 'JavaScript:parent.hacked=1//', ' java\nscript:parent.hacked=1//', 'data:text/html,<script>parent.hacked=1</script>', 'blob:https://demos.example/1', 'about:blank', 'http://[']) {
      await element.evaluate((element, src) => { delete element.dataset.said; element.setAttribute('src', src); }, src);
      await expect(page.getByText('The demo is not here'), src).toBeVisible();
      await expect(element, src).toHaveAttribute('data-said', /the src of <api-key-vs-token> is no address on the web/);
      expect(await page.evaluate(() => 'hacked' in window), src).toBe(false);
      // It comes back with an address that is one.
      await element.evaluate((element, src) => element.setAttribute('src', src), host.home);
      await expect(page.getByText('The demo is not here'), src).toBeHidden();
      await expect(page.frameLocator('api-key-vs-token iframe').locator('.alone figure'), src).toHaveAttribute('data-state', 'live');
    }
  });

  test('an attribute that is no setting stays out of the frame’s address', async ({ page, host }) => {
    const strange = 'onmouseover="void 0" onfoo="1" style="color: #222" srcdoc="x" v-if="x" data-x="1" aria-label="x" colour="red"';
    await host.open(host.element(`demo="security" ttl="4h" noticed="soon" ${strange}`));
    const frame = await host.live();
    expect([...new URL(frame.url()).searchParams.keys()]).toEqual(['theme']);
    const complaints = frame.getByRole('alert');
    await expect(complaints).toContainText('noticed');
    await expect(complaints).not.toContainText(/onmouseover|onfoo|srcdoc|v-if|colour/);
    await expect(security(frame).slider('Token lives')).toHaveAttribute('aria-valuetext', /^4\sh$/);
  });

  test('without a demo’s name it shows what stands inside, and its demo once it has one', async ({ page, host }) => {
    await host.open(host.element('', '<span>No demo</span>'));
    await expect(page.getByText('No demo')).toBeVisible();
    expect(host.frames()).toEqual([]);
    for (const name of ['jobs', 'purpose', 'security']) {
      await page.locator('api-key-vs-token').evaluate((element, name) => element.setAttribute('demo', name), name);
    }
    await expect(security(await host.live()).clock()).toHaveText('09:51:12');
    await expect(page.getByText('No demo')).toBeHidden();
  });

  test('it tells what a page may count: ready, played, finished', async ({ page, host }) => {
    await page.clock.install();
    await host.open(host.element('demo="leak"'));
    const frame = await host.live();
    await page.evaluate(() => {
      const told: unknown[] = [];
      Object.assign(window, { told });
      for (const name of ['played', 'finished']) {
        document.querySelector('api-key-vs-token')!.addEventListener(name, (event) => told.push([name, (event as CustomEvent<{ demo: string }>).detail.demo]));
      }
    });
    const told = () => page.evaluate(() => (window as unknown as { told: unknown[] }).told);
    await frame.getByRole('button', { name: 'Play' }).click();
    await expect.poll(told).toEqual([['played', 'leak']]);
    await page.clock.runFor(10_000);
    await expect(frame.getByRole('button', { name: 'Again' })).toBeVisible();
    await expect.poll(told).toEqual([['played', 'leak'], ['finished', 'leak']]);
  });

  for (const path of ['latest', VERSION]) {
    test(`its script may be taken from ${path}/`, async ({ host }) => {
      await host.open(`<script src="${host.home}${path}/embed.js" async></script><api-key-vs-token demo="leak"></api-key-vs-token>`);
      const frame = await host.live();
      expect(frame.url()).toMatch(new RegExp(`^${host.home}embed/leak\\.html`));
    });
  }

  test('it can be taken out and put in again', async ({ page, host }) => {
    await host.open(host.element('demo="security"'));
    const first = await host.live();
    await page.evaluate(() => {
      const element = document.querySelector('api-key-vs-token')!;
      element.remove();
      document.querySelector('main')!.prepend(element);
    });
    await expect.poll(() => first.isDetached()).toBe(true);
    const frame = await host.live();
    await expect.poll(() => page.locator('api-key-vs-token').evaluate((element) => element.getBoundingClientRect().height)).toBe(await contentHeight(frame));
  });

  test('a screen reader hears a title, and axe finds nothing', async ({ page, host }) => {
    await host.open(host.element('demo="security"') + host.element('demo="jobs" title="Which would you pick?"'));
    const title = (i: number) => page.locator('api-key-vs-token iframe').nth(i);
    await page.locator('api-key-vs-token').nth(1).scrollIntoViewIfNeeded();
    await expect(title(0)).toHaveAttribute('title', 'The same leak, twice');
    await expect(title(1)).toHaveAttribute('title', 'Which would you pick?');
    expect(await axeFaults(page, { frames: true })).toEqual([]);
  });
});

test.describe('manners', () => {
  test('the focus comes in, works, and leaves; keys outside are the page’s own', async ({ page, host }) => {
    await host.open(`<button id="before">Before</button>${host.element('demo="security" controls="min"')}<button id="after">After</button>`);
    const frame = await host.live();
    const demo = security(frame);
    await page.locator('#before').focus();
    for (const key of ['End', 'ArrowRight', 'r', '?']) await page.keyboard.press(key);
    await expect(demo.clock()).toHaveText('09:51:12');
    await expect(demo.figure.getByText('reset everything')).toBeHidden();
    // End took the post to its end, in many frames; Home leads up again, once that is over.
    await expect(async () => {
      await page.keyboard.press('Home');
      expect(await page.evaluate(() => scrollY)).toBe(0);
    }).toPass();
    await expect(demo.clock()).toHaveText('09:51:12');

    await page.keyboard.press('Tab');
    await expect(demo.play()).toBeFocused();
    // What has the focus is brought into sight. End is the demo's then, and moves nothing else.
    await expect(demo.play()).toBeInViewport();
    const place = await page.evaluate(() => scrollY);
    await page.keyboard.press('End');
    await expect(demo.clock()).toHaveText('day 2, 12:00:00');
    expect(await page.evaluate(() => scrollY)).toBe(place);
    await page.keyboard.press('r');
    await expect(demo.clock()).toHaveText('09:51:12');

    // Between post and frame the focus is nowhere for a moment.
    const focused = () => page.evaluate(() => document.activeElement!.id || document.activeElement!.localName);
    for (let i = 0; i < 60 && await focused() === 'api-key-vs-token'; i++) await page.keyboard.press('Tab');
    await expect.poll(focused).toBe('after');
    await page.keyboard.press('Shift+Tab');
    await expect.poll(focused).toBe('api-key-vs-token');
    for (let i = 0; i < 60 && await focused() === 'api-key-vs-token'; i++) await page.keyboard.press('Shift+Tab');
    await expect.poll(focused).toBe('before');
  });

  test('it takes no focus and scrolls nothing', async ({ page, host }) => {
    const frames = host.element('demo="security" t="03:00:00"') + host.frame('demo=jobs&job=batch', 'title="jobs" width="600" height="1500"');
    await host.open(`<p class="tall">Tall</p><input aria-label="here">${frames}<p class="tall">Tall</p>`, {}, '<style>.tall { block-size: 500px }</style>');
    await page.getByLabel('here').focus();
    const place = await page.evaluate(() => scrollY);
    await expect.poll(() => host.frames().length).toBe(2);
    for (const frame of host.frames()) await expect(frame.locator('.alone figure')).toHaveAttribute('data-state', 'live');
    await page.locator('api-key-vs-token').evaluate((element) => element.setAttribute('t', '04:00:00'));
    const security = new Demo(page.frameLocator('api-key-vs-token iframe').locator('.alone figure'));
    await expect(security.clock()).toHaveText('04:00:00');
    await expect(page.getByLabel('here')).toBeFocused();
    expect(await page.evaluate(() => scrollY)).toBe(place);
  });

  test('no step in the page’s history, whatever is played', async ({ page, host }) => {
    await host.open(host.element('demo="security"') + host.frame('demo=security&ttl=4h', 'title="plain" width="600" height="900"'));
    await expect.poll(() => host.frames().length).toBe(2);
    const length = await page.evaluate(() => history.length);
    for (const frame of host.frames()) {
      const demo = security(frame);
      await demo.slide('Token lives', 5);
      await demo.button('On to the next request').click();
      await expect.poll(() => frame.evaluate(() => location.hash)).toContain('ttl=12h');
    }
    expect(await page.evaluate(() => history.length)).toBe(length);
  });

  test('no cookie, no storage, no permission, and once loaded no request', async ({ page, host, watch, context }) => {
    await page.addInitScript(() => {
      const touched: string[] = [];
      Object.assign(window, { touched });
      const note = (owner: object, name: string) => {
        const real = Object.getOwnPropertyDescriptor(owner, name);
        if (real?.get) Object.defineProperty(owner, name, { ...real, get() { touched.push(name); return real.get!.call(this); } });
        else if (real) Object.defineProperty(owner, name, { ...real, value(...values: unknown[]) { touched.push(name); return real.value.apply(this, values); } });
      };
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'cookieStore']) note(window, name);
      note(Document.prototype, 'cookie');
      note(Document.prototype, 'requestStorageAccess');
      for (const name of ['geolocation', 'mediaDevices', 'permissions', 'serviceWorker', 'storage']) note(Navigator.prototype, name);
      if (window.Notification) note(Notification, 'requestPermission');
    });
    await host.open(host.element('demo="security"'));
    const frame = await host.live();
    // A font that nothing is set in is never asked for.
    await frame.evaluate(() => document.fonts.ready.then(() => true));
    watch.pageIsLoaded();
    const demo = security(frame);
    await demo.play().click();
    await demo.slide('Token lives', 5);
    await host.say({ target: 'api-key-vs-token', type: 'theme', theme: 'dark' });
    await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
    for (const any of page.frames()) {
      expect(await any.evaluate(() => (window as unknown as { touched: string[] }).touched)).toEqual([]);
    }
    expect(await context.cookies()).toEqual([]);
  });

  test('a link in it opens a tab of its own', async ({ page, host, context }) => {
    await context.route('https://www.rfc-editor.org/**', (route) => route.fulfill({ body: 'RFC' }));
    await host.open(host.element('demo="security"'));
    const frame = await host.live();
    const opened = context.waitForEvent('page');
    await frame.getByRole('link', { name: /RFC/ }).first().click();
    expect((await opened).url()).toContain('rfc-editor.org');
    await expect(security(frame).clock()).toHaveText('09:51:12');
  });
});

/** A post: text, a column of it as wide as most, and in it what a blogger has pasted. */
const POST = '<meta name="viewport" content="width=device-width, initial-scale=1">'
  + '<style>body { margin: 0; font: 18px/1.6 serif } main { max-inline-size: 44rem; margin: auto; padding: 1rem }</style>';

/** What the builder offers for this demo, once it has measured it. */
async function fromBuilder(page: Page, what: 'snippet' | 'iframe', fragment: string) {
  await page.goto('about:blank');
  await page.goto(`./builder.html#${fragment}`);
  const output = page.locator(`#${what}`);
  // It loads a demo, listens to it and measures it.
  await expect(output).toHaveValue(what === 'iframe' ? /--demo-paper:\d/ : /--demo-narrow:\d/, { timeout: 30_000 });
  await page.frameLocator('api-key-vs-token iframe').locator('body').evaluate(() => document.fonts.ready.then(() => true));
  for (const setting of fragment.split(/[?&]/).slice(1)) await expect(output).toHaveValue(new RegExp(setting.replace('=', '="?')));
  return output.inputValue();
}

test.describe('the space for a demo', () => {
  // (The last one's first picture is of another flow, and higher.)
  for (const fragment of ['security?ttl=4h', 'twenty-seconds', 'workbench', 'protocols?flow=device']) {
    for (const width of [1200, 390]) {
      test(`is held before the script runs, and nothing moves on a slow line: ${fragment}, ${width} px`, async ({ page, host }) => {
        test.slow();
        const snippet = await fromBuilder(page, 'snippet', fragment);
        await page.setViewportSize({ width, height: 800 });
        await page.addInitScript(() => {
          const shifts: number[] = [];
          Object.assign(window, { shifts });
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
          }).observe({ type: 'layout-shift', buffered: true });
        });
        const line = await page.context().newCDPSession(page);
        await line.send('Network.enable');
        await line.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 });
        // The post is painted before the script comes, then before the frame does, and the still picture before the program.
        const below = page.locator('#below');
        const tops: number[] = [];
        await page.route('**/embed.js', async (route) => {
          await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0 && document.querySelector('#below'));
          tops.push((await below.boundingBox())!.y);
          await route.continue();
        });
        await page.route('**/embed/*.html*', async (route) => {
          tops.push((await below.boundingBox())!.y);
          await route.continue();
        });
        await page.route('**/*.wasm', async (route) => {
          await expect.poll(() => host.heard('height')).not.toHaveLength(0);
          await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
          tops.push((await below.boundingBox())!.y);
          await route.continue();
        });
        await host.open(`<p>Text above.</p>${snippet}<p id="below">Text below.</p>`, {}, POST);
        const frame = await host.live();
        await frame.evaluate(() => document.fonts.ready.then(() => true));
        await expect.poll(() => host.heard('ready')).toHaveLength(1);
        const height = () => page.locator('api-key-vs-token').evaluate((element) => element.getBoundingClientRect().height);
        await expect.poll(async () => await height() - await contentHeight(frame)).toBe(0);
        tops.push((await below.boundingBox())!.y);
        expect(tops.length).toBeGreaterThanOrEqual(5); // Script, frame, both files of the program, the end.
        // Text far below the window counts for nothing in the sum, but its reader would see it move.
        for (const top of tops) expect(Math.abs(top - tops.at(-1)!), `the text below stood at ${tops.join(', ')}`).toBeLessThanOrEqual(16);
        const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
        expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThanOrEqual(0.02);
      });
    }
  }

  test('without a script is held for a plain frame, at each width and on paper', async ({ page, host }) => {
    const html = await fromBuilder(page, 'iframe', 'security?ttl=4h');
    await host.open(html, {}, `${POST}<style>iframe { height: auto; max-width: 100% } main { max-inline-size: 70rem }</style>`);
    const frame = await host.live();
    await frame.evaluate(() => document.fonts.ready.then(() => true));
    for (const width of [390, 736, 992]) {
      await page.setViewportSize({ width, height: 800 });
      const left = async () => (await page.locator('iframe').boundingBox())!.height - await contentHeight(frame);
      await expect.poll(left, `at ${width} px`).toBeGreaterThanOrEqual(0);
      expect(await left(), `at ${width} px`).toBeLessThanOrEqual(16);
      // Nothing of the line beneath it, as below an image in a text.
      expect((await page.locator('.api-key-vs-token').boundingBox())!.height).toBe((await page.locator('iframe').boundingBox())!.height);
    }
    expect((await getDocumentProxy(new Uint8Array(await page.pdf({ format: 'A4' })))).numPages).toBe(1);
  });

  test('is not held where no script runs, or where the script does not come, the link stands at its top', async ({ page, host, watch, browser }) => {
    watch.expects(/Failed to load resource/, /ERR_FAILED/);
    const snippet = await fromBuilder(page, 'snippet', 'security');
    await page.route('**/embed.js', (route) => route.abort());
    await host.open(`<p>Text above.</p>${snippet}<p>Text below.</p>`, {}, POST);
    const element = page.locator('api-key-vs-token');
    const link = page.getByRole('link', { name: 'The same leak, twice' });
    expect((await element.boundingBox())!.height).toBeGreaterThan(1000);
    expect((await link.boundingBox())!.y - (await element.boundingBox())!.y).toBeLessThan(30);
    const bare = await browser.newPage({ javaScriptEnabled: false });
    await bare.goto(host.origin);
    expect((await bare.locator('api-key-vs-token').boundingBox())!.height).toBeLessThan(100);
    await bare.close();
  });
});

test.describe('what it is from', () => {
  for (const [how, html] of [
    ['the element', (host: Host) => host.element('demo="security" ttl="4h"')],
    ['a plain frame', (host: Host) => '<iframe title="plain" width="700" height="2700" src="' + host.home + 'embed/security.html?ttl=4h"></iframe>'],
    ['a plain frame of the article’s page', (host: Host) => host.frame('demo=security&ttl=4h', 'title="plain" width="700" height="2700"')],
  ] as const) {
    test(`is said once, with its licence, and leads to the article and to the full view: ${how}`, async ({ page, host, context, watch }) => {
      await host.open(html(host));
      const frame = await host.live();
      await expect(frame.getByText('From “API key or API token?”')).toHaveCount(1);
      await expect(frame.locator('.origin')).toContainText('Code and text: MIT or Apache-2.0.');
      await allHasCome(page, watch);
      // Within the height that is told.
      const { y, height } = (await frame.locator('.origin').boundingBox())!;
      const top = (await page.locator('iframe').boundingBox())!.y;
      expect(y + height - top).toBeLessThanOrEqual(await contentHeight(frame));
      for (const [name, address] of [['Read it in the article', /\/(?!embed)[^/]*#security(-demo|\?ttl=4h)/], ['Full view', /(\/embed\/security\.html|\/\?demo=security)#security\?ttl=4h/]] as const) {
        const link = frame.getByRole('link', { name });
        await expect(link).toHaveAttribute('rel', 'noopener');
        const opening = context.waitForEvent('page');
        await link.click();
        const opened = await opening;
        await expect(opened).toHaveURL(address);
        const demo = new Demo(opened.locator('figure[data-demo="security"]'));
        await expect(demo.figure).toHaveAttribute('data-state', 'live');
        await expect(demo.figure).toBeInViewport();
        await expect(demo.slider('Token lives')).toHaveAttribute('aria-valuetext', /^4\sh$/);
        // There it is whole already.
        if (name === 'Full view') await expect(opened.getByRole('link', { name })).toBeHidden();
        else await expect(opened.locator('.origin')).toHaveCount(0);
        await opened.close();
      }
    });
  }

  test('is said neither in the article nor in the deck', async ({ page }) => {
    for (const address of ['', '?classroom']) {
      await page.goto(`./${address}`);
      await expect(page.locator('figure[data-state="live"]').first()).toBeAttached();
      await expect(page.locator('.origin')).toHaveCount(0);
    }
  });

  test('fits from 280 px on, and axe finds nothing, light and dark', async ({ page }) => {
    await page.goto('./embed/twenty-seconds.html');
    await expect(page.locator('figure')).toHaveAttribute('data-state', 'live');
    // As in a frame, where its second link stands too.
    await page.locator('html').evaluate((html) => html.toggleAttribute('data-framed', true));
    await expect(page.getByRole('link', { name: 'Full view' })).toBeVisible();
    for (const width of [280, 390, 700]) {
      await axeFindsNothingAt(page, [width], {}, 800);
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), `the page at ${width} px`).toBeLessThanOrEqual(width);
    }
  });
});

test.describe('a page for one demo', () => {
  test('runs it, by the parameters of any frame', async ({ page }) => {
    for (const name of await demoNames(page)) {
      await page.goto(`./embed/${name}.html?theme=dark&seed=9`);
      await expect(page.locator('figure[data-demo]')).toHaveCount(1);
      await expect(page.locator(`figure[data-demo="${name}"]`)).toHaveAttribute('data-state', 'live');
      await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
      await expect(page.locator('.mode-notice')).toHaveCount(0);
      await expect(page).toHaveURL(new RegExp(`/embed/${name}\\.html\\?theme=dark#${name}\\?.*\\bseed=9`));
    }
  });

  test('without scripts shows that demo’s picture and nothing of the article, and leads to the rest', async ({ page, host, browser }) => {
    const names = await demoNames(page);
    const html = await fromBuilder(page, 'iframe', 'security');
    const bare = await browser.newPage({ javaScriptEnabled: false });
    // On the demos' own site: in a frame of another one, Playwright leaves scripts on.
    await bare.route('**/blog.html', (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html>${POST}${html}` }));
    await bare.goto(`${host.home}blog.html`);
    const frame = bare.frameLocator('iframe');
    await expect(frame.locator('figure')).toHaveCount(1);
    await expect(frame.getByText('less was lost with the token')).toBeVisible();
    await expect(frame.locator('.demo-notice')).toContainText('needs JavaScript and WebAssembly');
    await expect(frame.locator('.demo-notice')).toBeVisible();
    await expect(frame.getByRole('heading', { name: /Purpose|Use cases|Lifecycle/ })).toHaveCount(0);
    await expect(frame.getByRole('link', { name: 'Full view' })).toBeVisible();
    const article = await frame.getByRole('link', { name: 'Read it in the article' }).evaluate((link) => (link as HTMLAnchorElement).href);
    await bare.goto(article);
    await expect(bare.locator('#security')).toBeInViewport();
    for (const name of names) {
      await bare.goto(`${host.home}embed/${name}.html`);
      await expect(bare.locator('figure:visible')).toHaveCount(1);
      const wide = await bare.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide, name).toBeLessThanOrEqual(0);
    }
    await bare.close();
  });

  for (const name of ['security', 'workbench', 'protocols']) {
    test(`a post with it is printed on one sheet, its picture whole: ${name}`, async ({ page, host }) => {
      await host.open(`<p>Text above.</p>${host.element(`demo="${name}"`)}<p>Text below.</p>`, {}, POST);
      const frame = await host.live();
      await frame.evaluate(() => document.fonts.ready.then(() => true));
      await expect.poll(async () => (await host.heard('height')).some(({ data }) => data.paper), { timeout: 15_000 }).toBe(true);
      const pdf = await getDocumentProxy(new Uint8Array(await page.pdf({ format: 'A4' })));
      expect(pdf.numPages).toBe(1);
      const { items } = await (await pdf.getPage(1)).getTextContent();
      const text = items.map((item) => ('str' in item ? item.str : '')).join('');
      // From its first words to the last, and no control.
      for (const words of [await frame.locator('.demo h3').textContent(), 'MIT or Apache-2.0', 'Text below.']) expect(text).toContain(words);
      expect(text).not.toMatch(/Play|Predict|Show as a table/);
    });
  }

  test('a post whose demo has not come is printed with a link in its place', async ({ page, host }) => {
    await host.open(`<p id="first">Text above.</p>${host.element('demo="security"', '<a href="https://demos.example/">The demo’s page</a>')}`, {}, `${POST}<style>#first { margin-block-end: 30000px } @media print { #first { margin: 0 } }</style>`);
    await page.waitForFunction(() => customElements.get('api-key-vs-token') && document.readyState === 'complete');
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('link', { name: 'The demo’s page' })).toBeVisible();
    expect((await page.locator('api-key-vs-token').boundingBox())!.height).toBeLessThan(100);
  });
});
