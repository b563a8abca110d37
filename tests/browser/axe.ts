// What axe has to say of a page, and of a demo in its states.

import axe from 'axe-core';
import { expect, test } from './page';
import type { Page } from '@playwright/test';

/** What is looked at: all of the page, or what a selector names. A page's frames only where it says so. */
interface Look { within?: string; except?: string; rules?: readonly string[]; frames?: boolean }

/** What axe finds: the rule, and where it is broken. */
export async function axeFaults(page: Page, { within, except, rules, frames = false }: Look = {}): Promise<string[]> {
  for (const frame of frames ? page.frames() : [page.mainFrame()]) {
    if (await frame.evaluate(() => 'axe' in window)) continue;
    await frame.evaluate(`${axe.source}; axe.configure({ allowedOrigins: ['<unsafe_all_origins>'] })`);
  }
  const context = { include: [[within ?? 'html']], exclude: except ? [[except]] : [] };
  // Without what is right, which is much, and takes axe longer to describe than to find.
  const options = { resultTypes: ['violations' as const], iframes: frames, ...(rules && { runOnly: [...rules] }) };
  return page.evaluate(async ([context, options]) => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(context, options);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(', ')}`);
  }, [context, options] as const);
}

/** The rules about colours. What the others look at is the same in the light and in the dark. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** Looks at a page, as it stands, in light and dark at each of these widths. */
export async function axeFindsNothingAt(page: Page, widths: readonly number[], look: Look = {}, height = 900) {
  for (const width of widths) {
    await page.setViewportSize({ width, height });
    for (const [colorScheme, rules] of [['light', undefined], ['dark', COLOURS]] as const) {
      await page.emulateMedia({ colorScheme });
      expect.soft(await axeFaults(page, { ...look, rules }), `axe, ${colorScheme}, ${width} px`).toEqual([]);
    }
  }
}

type Reach = (page: Page) => Promise<unknown>;

/** Tests a demo with axe in each of these states, light and dark, at each of these widths. */
export function axeFindsNothing(
  demo: string, states: Record<string, Reach>, widths: readonly number[], reducedMotion: 'reduce' | null = null,
) {
  for (const [name, reach] of Object.entries(states)) {
    test(`axe finds nothing in ${demo}: ${name}, light and dark at ${widths.join(', ')} px`, async ({ page }) => {
      await page.setViewportSize({ width: widths[0]!, height: 900 });
      await page.emulateMedia({ reducedMotion });
      await reach(page);
      await axeFindsNothingAt(page, widths, { within: `figure[data-demo="${demo}"]` });
    });
  }
}
