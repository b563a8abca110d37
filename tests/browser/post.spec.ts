// A scene in somebody's post leaves the post where it is: while the scene comes over a slow line, and while it plays.

import { readFileSync } from 'node:fs';
import { snippets, WIDTHS } from '../../public/snippets.js';
import { expect, test, type Host } from './host';
import type { Frame, Page } from '@playwright/test';

const list = JSON.parse(readFileSync(new URL('../../public/pictures/pictures.json', import.meta.url), 'utf8')) as Record<string, { heights: number[] }>;
const SCENES = Object.keys(list);

/** A window and the column of text in it. It is so high that all scenes are in sight at once: what is out of sight
 *  counts for no shift, and stands still. */
const WINDOWS = [{ width: 1200, column: 704, height: 6000 }, { width: 390, column: 358, height: 7200 }];

const heightIn = (demo: string, column: number) => list[demo]!.heights[WIDTHS.findIndex(([, , typical]) => typical === column)]!;

/** What a blogger pastes, as the link builder writes it. */
const pasted = (host: Host, demo: string) => snippets({
  page: new URL(host.home), demo, title: demo, scenes: SCENES, choices: [], settings: [],
  heights: Object.fromEntries(WIDTHS.map(([name, , typical]) => [name, heightIn(demo, typical)])),
});

/** By what a scene is in the post. Where nothing holds its space before its script has come, it stands below the first
 *  screen, as in most posts: its reader is not there yet. */
const WAYS: Record<string, { isBelow: boolean, html: (host: Host, demo: string, column: number) => string }> = {
  'the element, with its space held': { isBelow: false, html: (host, demo) => pasted(host, demo).snippet },
  'a plain frame, with its space held': { isBelow: false, html: (host, demo) => pasted(host, demo).iframe },
  'the element with its height alone': { isBelow: true, html: (host, demo, column) => host.element(`demo="${demo}" height="${heightIn(demo, column)}"`) },
  'the bare element': { isBelow: true, html: (host, demo) => host.element(`demo="${demo}"`) },
};

/** Notes how far the post moves, and each height that what holds a scene takes on, from the first on. */
async function watchPost(page: Page) {
  await page.addInitScript(() => {
    const moved: number[] = [];
    const heights: Record<string, number[]> = {};
    Object.assign(window, { moved, heights });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) moved.push((entry as PerformanceEntry & { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
    const observer = new ResizeObserver((entries) => {
      for (const { target, contentRect } of entries) {
        const seen = heights[(target as HTMLElement).closest<HTMLElement>('[data-scene]')!.dataset.scene!] ??= [];
        if (seen.at(-1) !== contentRect.height) seen.push(contentRect.height);
      }
    });
    // Before its script has come, an element without a style is a piece of the text and has no height of its own.
    const look = () => {
      for (const one of document.querySelectorAll('api-key-vs-token, iframe')) if (getComputedStyle(one).display === 'block') observer.observe(one);
    };
    addEventListener('DOMContentLoaded', look);
    customElements.whenDefined('api-key-vs-token').then(look);
  });
  return () => page.evaluate(() => {
    const { moved, heights } = window as unknown as { moved: number[], heights: Record<string, number[]> };
    return { moved: moved.reduce((sum, value) => sum + value, 0), heights };
  });
}

/** Has everything come as late as it can: the script when the post has been painted, a scene's fonts and program when it is
 *  let go. */
async function slowly(page: Page) {
  const painted = () => page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0 && document.readyState !== 'loading');
  await page.route('**/embed.js', (route) => painted().then(() => route.continue()));
  let letGo!: () => void;
  const gone = new Promise<void>((resolve) => { letGo = resolve; });
  await page.route(/\.(woff2|wasm)$/, (route) => gone.then(() => route.continue()));
  return letGo;
}

async function played(frame: Frame) {
  // The verdict is spoken when the scene has come to rest.
  await expect(frame.locator('.scene-said')).toHaveClass(/tells/, { timeout: 30_000 });
  await expect(frame.locator('.visually-hidden[role="status"]')).not.toHaveText('', { timeout: 30_000 });
}

for (const { width, column, height } of WINDOWS) {
  for (const [way, { isBelow, html }] of Object.entries(WAYS)) {
    test(`${way}: nothing in the post moves, and the scene stays as high as it was, at ${width} px`, async ({ page, host }) => {
      test.slow();
      await page.setViewportSize({ width, height });
      const seen = await watchPost(page);
      const letGo = await slowly(page);
      const style = `<meta name="viewport" content="width=device-width"><style>body { margin: 0; font: 18px/1.6 serif } main { inline-size: ${column}px; margin: auto } .above { min-block-size: 110vh }</style>`;
      const words = (scene: string) => `<p>Words about ${scene}.</p>`;
      const scenes = SCENES.map((demo) => `${words(demo)}<div data-scene="${demo}">${html(host, demo, column)}</div>`).join('');
      await host.open(`<div class="${isBelow ? 'above' : ''}">${words('it all')}</div>${scenes}${words('the end')}`, {}, style, 'commit');
      if (isBelow) {
        await page.evaluate(() => customElements.whenDefined('api-key-vs-token').then(() => true));
        await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      }
      const said = async (type: string) => new Set((await host.heard(type)).map(({ data }) => data.demo)).size;
      // The pictures are there, in a font of the machine's.
      await expect.poll(() => said('height'), { timeout: 20_000 }).toBe(SCENES.length);
      letGo();
      await expect.poll(() => said('ready'), { timeout: 20_000 }).toBe(SCENES.length);
      for (const frame of host.frames()) await frame.evaluate(() => document.fonts.ready.then(() => true));
      // One after the other: each click may scroll the post, and another would miss its button.
      for (const frame of host.frames()) await frame.locator('.scene-acts .button.primary').click();
      await Promise.all(host.frames().map(played));
      // Nothing of it is cut off at its end.
      for (const frame of host.frames()) {
        const { demo, high } = await frame.evaluate(() => ({ demo: document.documentElement.dataset.demo!, high: Math.ceil(document.body.getBoundingClientRect().height) }));
        expect.soft(high, demo).toBe(heightIn(demo, column));
      }
      const { moved, heights } = await seen();
      expect.soft(moved, 'layout shift').toBe(0);
      expect(heights).toEqual(Object.fromEntries(SCENES.map((demo) => [demo, [heightIn(demo, column)]])));
    });
  }
}
