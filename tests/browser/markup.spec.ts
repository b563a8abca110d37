// The markup of every page, read by the Nu HTML checker: each file as it is served, and each page as a browser has it
// once its scripts have run. Errors alone count. `cargo xtask test` says where Java is, which the checker needs.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FIGURES, expect, test } from './page';
import type { Page } from '@playwright/test';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const DIST = here('../../dist');
const CHECKER = here('node_modules/vnu-jar/build/dist/vnu.jar');

interface Message { type: string; url?: string; lastLine?: number; message: string; extract?: string }

/** What the checker takes for an error in any of these files, each kind once a file. One process: Java takes longest to start. */
function errorsIn(files: string[]): string[] {
  // It knows no container queries yet, nor other CSS of the last years. What it says of styles is not about markup.
  const options = ['--format', 'json', '--errors-only', '--filterpattern', 'CSS: .*', '--no-langdetect', '--stdout', '--exit-zero-always'];
  const output = execFileSync(process.env.JAVA!, ['-jar', CHECKER, ...options, ...files], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const { messages } = JSON.parse(output) as { messages: Message[] };
  const first = new Map<string, string>();
  for (const { url, message, lastLine, extract } of messages) {
    const what = `${basename(url ?? '')}: ${message}`;
    if (!first.has(what)) first.set(what, `${what} Line ${lastLine}: ${extract?.replace(/\s+/g, ' ')}`);
  }
  return [...first.values()];
}

/** Every demo of the page, brought near and alive. */
async function allLive(page: Page) {
  for (const figure of await page.locator(FIGURES).all()) {
    await figure.scrollIntoViewIfNeeded();
    await expect(figure).toHaveAttribute('data-state', 'live');
  }
}

const deckIsReady = (page: Page) => expect(page.locator('html')).toHaveAttribute('data-ready', '');

/** The pages that scripts make, and when each of them is done. */
const MADE: Record<string, (page: Page) => Promise<unknown>> = {
  '': allLive,
  '?classroom': deckIsReady,
  '?classroom=security-leak': async (page) => {
    await deckIsReady(page);
    await expect(page.locator('figure[data-demo="security"]')).toHaveAttribute('data-state', 'live');
  },
  '?classroom=use-cases-matrix': async (page) => {
    await deckIsReady(page);
    await expect(page.locator('figure[data-demo="access-matrix"]')).toHaveAttribute('data-state', 'live');
  },
  '?classroom=notes': (page) => expect(page.locator('.notes h1')).not.toBeEmpty(),
  '?classroom=lesson': (page) => expect(page.getByRole('heading', { level: 1 })).toContainText('Lesson plans'),
  '?classroom=worksheet': (page) => expect(page.locator('.paper .lane-strip').first()).toBeVisible(),
  'builder.html': (page) => expect(page.locator('textarea#snippet')).toHaveValue(/<api-key-vs-token/),
  'gallery.html': (page) => expect(page.frameLocator('iframe').first().locator('figure[data-state="live"]')).toBeAttached(),
};

test('the Nu checker finds no error in any page', async ({ page }, info) => {
  test.setTimeout(240_000); // Two dozen pages, and Java.
  const folder = info.outputPath('pages');
  mkdirSync(folder, { recursive: true });
  const files = readdirSync(DIST).filter((name) => name.endsWith('.html')).map((name) => join(DIST, name));
  expect(files.map((file) => basename(file)).sort())
    .toEqual(['api-key-vs-token.html', 'builder.html', 'gallery.html', 'index.html']);

  const made = { ...MADE };
  await page.goto('');
  for (const demo of await page.locator('figure[data-demo]').evaluateAll((figures) => figures.map((figure) => (figure as HTMLElement).dataset.demo!))) {
    made[`?demo=${demo}`] = allLive;
  }
  const alone = readdirSync(join(DIST, 'embed')).filter((name) => name.endsWith('.html'));
  expect(Object.keys(made).length).toBe(Object.keys(MADE).length + alone.length);
  made['api-key-vs-token.html'] = allLive;
  for (const [i, [address, done]] of Object.entries(made).entries()) {
    await page.goto(address);
    await done(page);
    const html = await page.evaluate(() => `<!doctype html>\n${document.documentElement.outerHTML}`);
    const file = join(folder, `${i}-${address.replace(/.*\//, '').replace(/\W+/g, '-')}.html`);
    writeFileSync(file, html);
    files.push(file);
  }
  expect(errorsIn(files)).toEqual([]);
});

test('a fault in the markup would be found', async ({}, info) => {
  const file = info.outputPath('faulty.html');
  mkdirSync(info.outputDir, { recursive: true });
  writeFileSync(file, '<!doctype html><html lang="en"><title>Faulty</title><select value="1"><option>One</select></dd>');
  expect(errorsIn([file])).toEqual([expect.stringContaining('Attribute “value” not allowed'), expect.stringContaining('No “dd” element in scope')]);
});
