// Figures before their program is there, and where it never comes: what can be read, found and reached.

import { axeFaults, axeFindsNothingAt } from './axe';
import { FIGURES, Demo, expect, hold, openDemo, test } from './page';
import type { Locator, Page } from '@playwright/test';

const CONTROLS = 'button, input, select, textarea';
const figures = (page: Page) => page.locator(FIGURES);
const security = (page: Page) => page.locator('figure[data-demo="security"]');

async function allLive(page: Page) {
  await expect(figures(page).first()).toBeAttached();
  // Those far off come with pauses, which pass at once here.
  const others = page.locator(`${FIGURES}:not([data-state="live"])`);
  await expect.poll(async () => {
    await page.clock.runFor(2_000);
    return others.count();
  }, { intervals: [50] }).toBe(0);
}

/** How many of its controls a reader could use. */
const usable = (figure: Locator) => figure.locator(CONTROLS).evaluateAll((all) => all.filter((control) => !control.matches(':disabled')).length);

/** What assistive technology is told of, by its role. */
async function told(page: Page, role: string) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  return nodes.filter((node) => !node.ignored && node.role?.value === role);
}

/** Tab, pressed where the reader is before the element, goes to something in it. */
async function tabLeadsInto(page: Page, element: Locator) {
  await element.evaluate((element) => {
    const before = document.createElement('a');
    before.href = '#';
    element.before(before);
    before.focus({ preventScroll: true });
  });
  await page.keyboard.press('Tab');
  await expect.poll(() => element.evaluate((element) => element.contains(document.activeElement))).toBe(true);
}

/** The page's animations stand at their start, so that what is shown for some seconds is there however slow this machine
    is. */
async function freeze(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Animation.enable');
  await session.send('Animation.setPlaybackRate', { playbackRate: 0 });
}

/** A page whose program does not come, for one reason or another. */
type Without = (page: Page) => Promise<void>;
const WITHOUT_PROGRAM: Record<string, { javaScriptEnabled: boolean; open: Without }> = {
  'with scripts off': { javaScriptEnabled: false, open: async (page) => { await page.goto(''); } },
  'with the program blocked': {
    javaScriptEnabled: true,
    open: async (page) => {
      await page.route('**/*.wasm', (route) => route.abort());
      await page.goto('');
      await expect(figures(page).last()).toHaveAttribute('data-state', 'still');
    },
  },
  'with every script blocked': {
    javaScriptEnabled: true,
    open: async (page) => {
      await page.route('**/*.js', (route) => route.abort());
      await page.goto('');
    },
  },
};

for (const [how, { javaScriptEnabled, open }] of Object.entries(WITHOUT_PROGRAM)) {
  test.describe(how, () => {
    test.use({ javaScriptEnabled });
    test.beforeEach(({ watch }) => watch.expects(/Failed to load resource|ERR_FAILED/));

    for (const width of [320, 1440]) {
      test(`a still is read, found and passed through at ${width} px`, async ({ page }) => {
        await page.setViewportSize({ width, height: 800 });
        await open(page);
        // Every heading that stands in the page is in the accessibility tree, but for what is far off and would be laid
        // out only when it comes near.
        const headings = await page.locator(':is(h1, h2, h3, h4, h5, h6)')
          .evaluateAll((all) => all.filter((heading) => heading.checkVisibility({ contentVisibilityAuto: true })).length);
        expect(headings).toBeGreaterThan(45);
        expect((await told(page, 'heading')).length).toBeGreaterThanOrEqual(headings);
        // A word from the middle of each figure can be found. (`find` is what the browser's own search is, for scripts.)
        const lost = await page.evaluate(() => [...document.querySelectorAll('figure[data-demo] h3')]
          .map((heading) => heading.textContent!)
          .filter((words) => !(window as unknown as { find: (words: string, ...more: boolean[]) => boolean }).find(words, false, false, true)));
        expect(lost).toEqual([]);
        // Tab skips no section.
        for (const section of await page.locator('main > section').all()) await tabLeadsInto(page, section);
      });
    }

    test('its controls are off, and a sentence at its top says why', async ({ page }) => {
      await open(page);
      await expect(figures(page).last().locator('.demo-notice')).toContainText(/This is a still picture|did not load/);
      const wrong = await figures(page).evaluateAll((all, controls) => all.flatMap((figure) => {
        const notice = figure.querySelector('.demo-notice')!;
        return [
          figure.querySelectorAll(controls).length < 3 && 'no controls',
          [...figure.querySelectorAll(controls)].some((control) => !control.matches(':disabled')) && 'works',
          !notice.checkVisibility() && 'says nothing',
          !notice.textContent!.includes('default settings') && 'says something else',
          notice.getBoundingClientRect().top - figure.getBoundingClientRect().top > 4 && 'says it somewhere below',
        ].filter(Boolean).map((fault) => `${(figure as HTMLElement).dataset.demo}: ${fault}`);
      }), CONTROLS);
      expect(wrong).toEqual([]);
    });
  });
}

test('axe finds nothing where every script is blocked, light and dark, narrow and wide', async ({ page, watch }) => {
  test.slow();
  watch.expects(/ERR_FAILED/);
  await page.route('**/*.js', (route) => route.abort());
  await page.goto('');
  await expect(figures(page).last().locator('.demo-notice')).toBeVisible();
  await axeFindsNothingAt(page, [390, 1440]);
});

test('axe finds nothing in the stills while the program is on its way', async ({ page }) => {
  test.slow();
  // (On a narrow screen one list scrolls by itself, and for these seconds the buttons that scroll it are off.)
  await page.setViewportSize({ width: 900, height: 900 });
  await freeze(page);
  await hold(page, '**/*.wasm');
  await page.goto('');
  await expect(figures(page).first().getByText('Loading…')).toBeVisible();
  expect(await axeFaults(page)).toEqual([]);
});

test('at 320 px Tab skips no demo, and none is missing from the accessibility tree', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  await page.goto('');
  await expect(figures(page).first()).toHaveAttribute('data-state', 'live');
  for (const figure of await figures(page).all()) {
    // The picture of a scene has nothing that could be opened: it is passed by until it has come alive, near the screen.
    if (await figure.locator('.scene').count()) {
      await figure.scrollIntoViewIfNeeded();
      await expect(figure).toHaveAttribute('data-state', 'live');
    }
    await tabLeadsInto(page, figure);
  }
  const buttons = await told(page, 'button');
  const off = buttons.filter(({ properties }) => properties?.some(({ name, value }) => name === 'disabled' && value.value));
  expect(off.length).toBeLessThan(buttons.length / 4);
});

for (const name of ['purpose', 'protocols']) test(`a reader who is in ${name} as it comes alive keeps focus, selection and place`, async ({ page }) => {
  test.slow();
  const figure = page.locator(`figure[data-demo="${name}"]`);
  await page.addInitScript(() => {
    const moved: unknown[] = [];
    new PerformanceObserver((list) => moved.push(...list.getEntries())).observe({ type: 'layout-shift', buffered: true });
    const largest: unknown[] = [];
    new PerformanceObserver((list) => largest.push(...list.getEntries())).observe({ type: 'largest-contentful-paint', buffered: true });
    Object.assign(globalThis, { moved, largest });
  });
  const letGo = await hold(page, '**/*.wasm');
  await page.clock.install();
  await page.goto('');
  await figure.locator('summary').first().focus();
  await page.keyboard.press('Enter');
  await page.evaluate(() => document.fonts.ready);
  const there = () => page.evaluate(() => {
    const { moved, largest } = globalThis as unknown as { moved: { value: number }[]; largest: unknown[] };
    return {
      focus: document.activeElement!.outerHTML.replaceAll('<!---->', ''),
      open: document.activeElement!.closest('details')?.open,
      selected: getSelection()!.toString(),
      scrollY,
      top: document.activeElement!.getBoundingClientRect().top,
      moved: moved.reduce((sum, { value }) => sum + value, 0),
      largest: largest.length,
    };
  });
  await figure.locator('.look-for').evaluate((words) => getSelection()!.selectAllChildren(words));
  const before = await there();
  expect(before.open).toBe(true);
  expect(before.selected.length).toBeGreaterThan(20);
  letGo();
  await allLive(page);
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted))));
  expect(await there()).toEqual(before);
  await page.keyboard.press('Enter');
  expect((await there()).open).toBe(false);
});

test('a demo that has come alive is its still picture, word for word and mark for mark', async ({ page }) => {
  test.slow();
  // Each field's value is a property once the demo is alive, and what tells painted elements apart is of no other use.
  const pictures = () => figures(page).evaluateAll((figures) => figures.map((figure) => {
    const body = figure.querySelector('.demo-body')!.cloneNode(true) as HTMLElement;
    const marks = document.createNodeIterator(body, NodeFilter.SHOW_COMMENT);
    for (let mark = marks.nextNode(); mark; mark = marks.nextNode()) mark.parentNode!.removeChild(mark);
    body.normalize();
    const fields = figure.querySelectorAll<HTMLInputElement>('input, select, textarea');
    const lines = [...fields].map(({ name, value, checked }) => `${name}: ${value} ${checked}`);
    for (const node of [body, ...body.querySelectorAll('*')]) {
      const attributes = [...node.attributes].map(({ name, value }) => `${name}="${value}"`).sort();
      // Of a text that is empty, the host leaves a space.
      const words = [...node.childNodes].map((child) => child.nodeType === Node.TEXT_NODE ? child.textContent : '·');
      lines.push(`${node.tagName} ${attributes.join(' ')}: ${words.join('').trim()}`);
    }
    return lines;
  }));
  // Each on its own page, where labs have a picture, too. Not so a scene: its picture shows the answer, and alive it asks
  // first. scenes.spec.ts holds that it stands where its picture stood, and that nothing of the answer is seen meanwhile.
  for (const demo of ['twenty-seconds', 'purpose', 'security', 'leaks', 'workbench', 'access-matrix', 'jobs', 'lifecycle', 'protocols']) {
    const letGo = await hold(page, '**/*.wasm');
    await page.goto(`embed/${demo}.html`);
    const stills = await pictures();
    letGo();
    await allLive(page);
    expect(await pictures(), demo).toEqual(stills);
    await page.unrouteAll({ behavior: 'wait' });
  }
});

test('until the program is there a figure says that it loads, and answers a press', async ({ page }) => {
  await freeze(page);
  const letGo = await hold(page, '**/*.wasm');
  await page.goto('');
  const demo = new Demo(page.locator('figure[data-demo="leak"]'));
  await demo.figure.scrollIntoViewIfNeeded();
  const loading = demo.figure.getByText('Loading…');
  await expect(loading).toBeVisible();
  await expect(loading).toBeInViewport();
  expect(await usable(demo.figure)).toBe(0);
  await expect(demo.play()).toBeDisabled();
  // In sight, wherever in the figure the reader is.
  await demo.play().scrollIntoViewIfNeeded();
  await expect(loading).toBeInViewport();
  const ground = () => loading.evaluate((words) => getComputedStyle(words).backgroundColor);
  const before = await ground();
  const { x, y, width, height } = (await demo.play().boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  expect(await ground()).not.toBe(before);
  await page.mouse.up();
  letGo();
  await expect(demo.figure).toHaveAttribute('data-state', 'live');
  await expect(loading).toBeHidden();
  await demo.play().click();
  await expect(demo.play()).toHaveText('Pause');
});

for (const address of ['embed/security.html?ttl=12h', 'embed/security.html#security?ttl=12h']) {
  test.describe(`a link with settings, ${address}`, () => {
    const lives = (page: Page) => security(page).getByRole('slider', { name: 'Token lives' });

    test('shows no other settings first', async ({ page }) => {
      await freeze(page);
      const letGo = await hold(page, '**/*.wasm');
      await page.goto(address);
      await expect(security(page).getByText('Loading…')).toBeVisible();
      await expect(security(page)).toBeInViewport();
      await expect(security(page).getByRole('heading').first()).toBeVisible();
      for (const part of ['.seed', '.clock', '.controls', '.verdict', '.wires']) await expect(security(page).locator(part)).toBeHidden();
      const { height } = (await security(page).boundingBox())!;
      letGo();
      await expect(lives(page)).toBeVisible();
      await expect(lives(page)).toHaveAttribute('aria-valuetext', /^12\sh$/);
      expect(Math.abs((await security(page).boundingBox())!.height - height)).toBeLessThan(40);
    });

    test('shows the picture, and says whose settings it has, where the program fails', async ({ page, watch }) => {
      watch.expects(/ERR_FAILED/);
      await page.route('**/*.wasm', (route) => route.abort());
      await page.goto(address);
      await expect(security(page).locator('.demo-notice')).toContainText('default settings');
      await expect(security(page).locator('.clock')).toBeVisible();
      await expect(security(page)).toBeInViewport();
    });
  });
}

test('the program comes after the first paint, once, and behind what is seen', async ({ page }) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const priorities: string[] = [];
  session.on('Network.requestWillBeSent', ({ request }) => {
    if (/\/browser-[^/]*$/.test(request.url)) priorities.push(request.initialPriority);
  });
  await openDemo(page);
  expect(priorities.length).toBe(2);
  expect(priorities.filter((priority) => !/^(Very)?Low$/.test(priority))).toEqual([]);
  const { painted, started } = await page.evaluate(() => ({
    painted: performance.getEntriesByName('first-contentful-paint')[0]!.startTime,
    started: performance.getEntriesByType('resource').filter(({ name }) => /\/browser-[^/]*$/.test(name)).map(({ startTime }) => startTime),
  }));
  expect(started.length).toBe(2);
  expect(Math.min(...started)).toBeGreaterThan(painted);
});
