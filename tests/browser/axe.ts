// What axe has to say of a demo in its states.

import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './page';
import type { Page } from '@playwright/test';

/** What axe finds in the page, or in what the selector names: the rule and where it is broken. */
export async function axeFaults(page: Page, within?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (within ? axe.include(within) : axe).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(', ')}`);
}

type Reach = (page: Page) => Promise<unknown>;

/** Tests a demo with axe in each of these states, light and dark, at each of these widths. */
export function axeFindsNothing(
  demo: string,
  states: Record<string, Reach>,
  widths: number[],
  { reducedMotion = null, slow = false }: { reducedMotion?: 'reduce' | null; slow?: boolean } = {},
) {
  for (const [name, reach] of Object.entries(states)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of widths) {
        test(`axe finds nothing in ${demo}: ${name}, ${colorScheme}, ${width} px`, async ({ page }) => {
          if (slow) test.slow();
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme, reducedMotion });
          await reach(page);
          expect(await axeFaults(page, `figure[data-demo="${demo}"]`)).toEqual([]);
        });
      }
    }
  }
}
