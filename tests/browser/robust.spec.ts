// Lines, browsers and readers as they are.

import { FIGURES, Demo, alone, come, expect, openDemo, test } from './page';
import { DIST, serve } from './site';
import { pathToFileURL } from 'node:url';
import type { Locator, Page } from '@playwright/test';

/** The page's demos, each brought near and alive. */
async function liveFigures(page: Page): Promise<Locator[]> {
  const figures = await page.locator(FIGURES).all();
  for (const figure of figures) {
    await figure.scrollIntoViewIfNeeded();
    await expect(figure).toHaveAttribute('data-state', 'live');
  }
  return figures;
}

const nameOf = async (figure: Locator) => (await figure.getAttribute('data-demo'))!;

// As where somebody changes which demo a post shows.
test('a frame that is left before its page has come says nothing', async ({ page, watch, baseURL }) => {
  const { address, close } = await serve('/', {}, new Promise(() => { /* Never. */ }));
  watch.expects(/request to another origin: http:\/\/127\.0\.0\.1:/);
  await page.route(`${address}post.html`, (route) => route.fulfill({ contentType: 'text/html', body: '<iframe src="embed/jobs.html"></iframe>' }));
  await page.goto(`${address}post.html`, { waitUntil: 'commit' });
  const frame = page.locator('iframe');
  await expect.poll(() => frame.evaluate((frame: HTMLIFrameElement) => frame.contentDocument!.documentElement.hasAttribute('data-scripts'))).toBe(true);
  await frame.evaluate((frame: HTMLIFrameElement, src) => new Promise((loaded) => {
    frame.addEventListener('load', loaded);
    frame.src = src;
  }), `${baseURL}embed/leak.html`);
  await close();
});

test.describe('a host', () => {
  for (const path of ['/', '/a folder/für/v1.0/', `/${'deep/'.repeat(20)}`]) {
    test(`may have the page at ${path.slice(0, 24)}`, async ({ page, watch }) => {
      const { address, close } = await serve(path);
      watch.expects(/request to another origin/);
      await page.goto(`${address}#security?t=03:00:00&seed=7`);
      const demo = await openFrom(page);
      await expect(demo.locator('.clock')).toHaveText('03:00:00');
      expect(await page.evaluate((address) =>
        performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => !name.startsWith(address)), address)).toEqual([]);
      await close();
    });
  }

  test('may be none at all: from a disk the bare text says where the whole page is', async ({ page, watch }) => {
    watch.expects(/./); // The browser says what it would not load.
    await page.goto(pathToFileURL(`${DIST}/index.html`).href);
    await page.getByRole('link', { name: 'the file beside it' }).click();
    await expect(page).toHaveURL(/^file:.*\/api-key-vs-token\.html$/);
    await page.locator(FIGURES).first().scrollIntoViewIfNeeded();
    await expect(page.locator(FIGURES).first()).toHaveAttribute('data-state', 'live');
    await expect(page.locator('.lost')).toHaveCount(0);
  });

  test('may forbid to compile WASM: the pictures stay, and sentences say so', async ({ page, watch }) => {
    const { address, close } = await serve('/', { 'Content-Security-Policy': "script-src 'self'" });
    watch.expects(/request to another origin/, /WebAssembly/, /CSP|Content Security Policy/);
    await page.goto(address);
    for (const figure of await page.locator(FIGURES).all()) {
      await expect(figure).toHaveAttribute('data-state', 'still');
      await expect(figure.locator('.demo-notice[role="status"]')).toContainText('did not load');
    }
    await close();
  });

  test('may be slow: a scene’s script waits for what it is to bring to life', async ({ page, watch }) => {
    let send = () => {};
    const { address, close } = await serve('/', {}, new Promise((sent) => { send = sent; }));
    watch.expects(/request to another origin/);
    const script = page.waitForResponse(/\/scene-\w+\.js$/).then((response) => response.finished());
    await page.goto(`${address}embed/leak.html`, { waitUntil: 'commit' });
    await script;
    // Without a body nothing is painted; what has come runs in its turn.
    expect(await page.evaluate(() => new Promise((turn) => setTimeout(() => turn(document.readyState))))).toBe('loading');
    send();
    await expect(page.locator('figure')).toHaveAttribute('data-state', 'live');
    await close();
  });

  const openFrom = async (page: Page) => {
    const figure = page.locator('figure[data-demo="security"]');
    await expect(figure).toHaveAttribute('data-state', 'live');
    return figure;
  };
});

test('a browser without WebAssembly shows the pictures, and the page lives on', async ({ page }) => {
  await page.addInitScript(() => { delete (globalThis as { WebAssembly?: unknown }).WebAssembly; });
  await page.goto('');
  await expect(page.locator('.demo-notice[role="status"]').first()).toContainText('did not load');
  await page.getByRole('link', { name: 'Lifecycle' }).first().click();
  await expect(page.locator('.contents [aria-current]')).toContainText('Lifecycle');
});

test('on a slow line the text is there before the program, and nothing jumps when it comes', async ({ page }) => {
  test.slow();
  await page.addInitScript(() => {
    const moved: unknown[] = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) moved.push(entry);
    }).observe({ type: 'layout-shift', buffered: true });
    Object.assign(globalThis, { moved });
  });
  const session = await page.context().newCDPSession(page);
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 50_000 });
  // How fast a line is does not say which of two things comes first: the program is held until the text was looked at.
  let letProgramCome = () => {};
  const looked = new Promise<void>((resolve) => { letProgramCome = resolve; });
  await page.route('**/*.wasm', async (route) => {
    await looked;
    await route.continue();
  });

  await page.goto('', { waitUntil: 'commit' });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('figure[data-demo] .demo-body').first()).toBeVisible();
  // Painted, and in its own style.
  await expect.poll(() => page.evaluate(() => performance.getEntriesByName('first-contentful-paint').length), { timeout: 30_000 }).toBe(1);
  expect(await page.locator('html').evaluate((html) => getComputedStyle(html).fontFamily)).toContain('Atkinson');
  letProgramCome();

  const figure = page.locator(FIGURES).first();
  await figure.scrollIntoViewIfNeeded();
  await expect(figure).toHaveAttribute('data-state', 'live', { timeout: 60_000 });
  const moved = await page.evaluate(() =>
    (globalThis as unknown as { moved: { value: number; hadRecentInput: boolean }[] }).moved.reduce((sum, { value }) => sum + value, 0));
  expect(moved).toBeLessThan(0.01);
});

test.describe('in translation', () => {
  /** What a browser's translator does: it wraps each text in two elements, and keeps on with what changes. */
  function translate() {
    const skipped = 'script, style, template, textarea, noscript, svg, [translate="no"], font';
    const wrap = (text: Node) => {
      if (!text.textContent!.trim() || text.parentElement?.closest(skipped)) return;
      const outer = document.createElement('font');
      const inner = document.createElement('font');
      inner.textContent = text.textContent!.replace(/\p{L}+/gu, (word) => `${word}o`);
      outer.append(inner);
      (text as ChildNode).replaceWith(outer);
    };
    const all = (root: Node) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const texts: Node[] = [];
      while (walker.nextNode()) texts.push(walker.currentNode);
      texts.forEach(wrap);
    };
    document.documentElement.lang = 'eo';
    all(document.body);
    new MutationObserver((records) => {
      for (const { addedNodes, target, type } of records) {
        if (type === 'characterData') wrap(target);
        else for (const node of addedNodes) {
          if (node.nodeType === Node.TEXT_NODE) wrap(node);
          else if (node.isConnected) all(node);
        }
      }
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
  }

  test('every demo runs on, and what it writes anew is translated too', async ({ page }) => {
    await page.goto('');
    const figures = await liveFigures(page);
    await page.evaluate(translate);
    for (const figure of figures) {
      await figure.scrollIntoViewIfNeeded();
      const before = await figure.textContent();
      // Whatever it offers first.
      await figure.evaluate((figure) => {
        const buttons = [...figure.querySelectorAll<HTMLButtonElement>('button:enabled:not([name="reset"])')];
        for (const button of buttons.slice(0, 12)) button.click();
      });
      await expect.poll(() => figure.textContent(), { message: await nameOf(figure) }).not.toBe(before);
      await expect(figure).toHaveAttribute('data-state', 'live');
    }
  });

  test('a demo that was mounted after it works as well', async ({ page }) => {
    await page.goto('');
    await page.evaluate(translate);
    for (const figure of await liveFigures(page)) {
      await expect(figure.locator('font').first()).toBeAttached();
    }
    const demo = new Demo(await come(page, 'security'));
    await demo.slider('Moment').fill('600');
    const shown = await demo.clock().textContent();
    await demo.slider('Moment').fill('700');
    await expect(demo.clock()).not.toHaveText(shown!);
    await expect(demo.verdict().locator('font').first()).toBeAttached();
  });

  /** What a demo says, in its own language: of what was translated, the words before. */
  const said = (figure: Locator) => figure.evaluate((figure) => {
    const copy = figure.cloneNode(true) as HTMLElement;
    for (const unseen of copy.querySelectorAll('[hidden], [role="status"]')) unseen.remove();
    for (const font of copy.querySelectorAll('font > font')) font.textContent = font.textContent!.replace(/(\p{L}+)o(?!\p{L})/gu, '$1');
    // Where an element ends, so does a word.
    return [...copy.querySelectorAll('p, h3, h4, li, td, th, button, text, span, legend')].map((part) => part.textContent!.replace(/\s+/g, ' ').trim());
  });

  for (const name of ['security', 'lifecycle', 'workbench', 'protocols']) {
    test(`${name} says in translation what it says without`, async ({ page, context }) => {
      const plain = await context.newPage();
      const shown = [];
      for (const one of [page, plain]) {
        const figure = await alone(one, name);
        await one.bringToFront();
        if (one === page) await one.evaluate(translate);
        // There and back, so that texts come and go.
        for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowLeft', 'ArrowRight', 'Home', 'ArrowRight', 'ArrowRight', 'End', 'ArrowLeft', 'ArrowLeft']) {
          await figure.locator('[tabindex="-1"]').first().focus();
          await one.keyboard.press(key);
        }
        await one.evaluate(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted))));
        shown.push(await said(figure));
      }
      expect(shown[0]!.length).toBeGreaterThan(20);
      expect(shown[0]).toEqual(shown[1]);
    });
  }

  test('what is the same in every language stays: credentials, messages, code', async ({ page }) => {
    await page.goto('');
    await page.evaluate(translate);
    await liveFigures(page);
    expect(await page.locator(':is(code, pre) font').evaluateAll((all) =>
      all.map((font) => font.closest('code, pre')!.outerHTML.slice(0, 120)))).toEqual([]);
  });
});

test.describe('at 400 % of a window 1280 by 1024', () => {
  test.use({ viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 });

  test('nothing sticks out, in any demo', async ({ page }) => {
    await page.goto('');
    for (const figure of await liveFigures(page)) {
      for (const summary of await figure.locator('summary:visible').all()) await summary.click();
      const out = await figure.evaluate((figure) => {
        const edge = figure.getBoundingClientRect();
        return [...figure.querySelectorAll('button, input, select, summary, p, h3, h4, td, th, .credential, .clock')]
          .filter((element) => {
            // What scrolls sideways by itself may be wider inside.
            for (let up = element.parentElement!; up !== figure; up = up.parentElement!) {
              if (getComputedStyle(up).overflowX !== 'visible' && up.scrollWidth > up.clientWidth) return false;
            }
            return !element.closest('[hidden], .visually-hidden') && element.getClientRects().length > 0;
          })
          .filter((element) => {
            const { left, right } = element.getBoundingClientRect();
            return left < edge.left - 1 || right > edge.right + 1;
          })
          .map((element) => element.outerHTML.slice(0, 120));
      });
      expect(out, await nameOf(figure)).toEqual([]);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });

  test('what has the focus is never covered', async ({ page }) => {
    await page.goto('');
    for (const figure of await liveFigures(page)) {
      const covered = await figure.evaluate((figure) => {
        const stops = 'button:enabled, input:enabled, select:enabled, textarea, summary, a[href], [tabindex="0"]';
        return [...figure.querySelectorAll<HTMLElement>(stops)].filter((element) => {
          if (!element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })) return false;
          element.focus();
          if (document.activeElement !== element) return false;
          // What is not seen itself shows its focus around what it stands in.
          const seen = element.matches('.visually-hidden') ? element.parentElement! : element;
          const { left, width, top, bottom } = seen.getBoundingClientRect();
          // A control may be taller than the window: some of what is in sight has to be on top.
          const [from, to] = [Math.max(top, 0), Math.min(bottom, innerHeight)];
          const onTop = (x: number, y: number) => {
            const hit = document.elementFromPoint(x, y);
            return hit !== null && (seen.contains(hit) || hit.contains(element) || Boolean(hit.closest('label')?.contains(element)));
          };
          const parts = [0.1, 0.3, 0.5, 0.7, 0.9];
          return !parts.some((part) => parts.some((across) => onTop(left + width * across, from + (to - from) * part)));
        }).map((element) => element.outerHTML.slice(0, 120));
      });
      expect(covered, await nameOf(figure)).toEqual([]);
    }
  });
});

test('in the reader’s own colours, light and dark, every text stands out and every control has an edge', async ({ page }) => {
  await page.goto('');
  const figures = await liveFigures(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ forcedColors: 'active', colorScheme });
    for (const figure of figures) {
      const faults = await figure.evaluate((figure) => {
        const luminance = (colour: string) => {
          const [r, g, b] = colour.match(/[\d.]+/g)!.slice(0, 3).map((part) => {
            const c = Number(part) / 255;
            return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const contrast = (a: string, b: string) => {
          const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
          return (light + 0.05) / (dark + 0.05);
        };
        const ground = (element: Element | null): string => {
          for (; element; element = element.parentElement) {
            const { backgroundColor } = getComputedStyle(element);
            if (!/, 0\)$|transparent/.test(backgroundColor)) return backgroundColor;
          }
          return getComputedStyle(document.documentElement).backgroundColor;
        };
        const shown = (element: Element) => element.getClientRects().length > 0 && !element.closest('.visually-hidden')
          && getComputedStyle(element).visibility === 'visible';
        const faults: string[] = [];
        for (const element of figure.querySelectorAll('*')) {
          if (!shown(element)) continue;
          const style = getComputedStyle(element);
          const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim());
          const drawn = element.namespaceURI!.endsWith('svg');
          const colour = drawn ? style.fill : style.color;
          const shape = element.closest('.badge')?.querySelector('circle');
          const below = shape ? getComputedStyle(shape).fill : ground(element);
          if (own && colour !== 'none' && !(element as HTMLButtonElement).disabled && contrast(colour, below) < 3) {
            faults.push(`text ${element.outerHTML.slice(0, 100)}: ${colour} on ${below}`);
          }
          if (drawn && own && style.stroke !== 'none' && !style.paintOrder.startsWith('stroke')) {
            faults.push(`its rim eats the text ${element.outerHTML.slice(0, 100)}`);
          }
          if (element.matches('.button, select, input[type="number"], input[type="text"]') && style.borderTopWidth === '0px' && style.borderBottomWidth === '0px') {
            faults.push(`no edge: ${element.outerHTML.slice(0, 100)}`);
          }
        }
        return faults;
      });
      expect(faults, `${await nameOf(figure)}, ${colorScheme}`).toEqual([]);
    }
  }
});
