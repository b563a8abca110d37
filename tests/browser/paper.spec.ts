// The article, the worksheet and the lesson plan on paper: Chromium prints them, and the sheets are read.

import { getDocumentProxy } from 'unpdf';
import { expect, test } from './page';
import type { Page } from '@playwright/test';

const PAPERS = { article: '', worksheet: '?classroom=worksheet', lesson: '?classroom=lesson' } as const;
const FORMATS = ['A4', 'Letter'] as const;

/** Opens one of the papers and waits until it stands, still pictures and all. */
async function openPaper(page: Page, address: string) {
  await page.goto(address);
  if (address) await expect(page.locator('html')).toHaveAttribute('data-ready', '');
  await page.evaluate(() => document.fonts.ready);
}

/** The text of each sheet, squeezed. */
async function sheets(page: Page, format: (typeof FORMATS)[number]) {
  const pdf = await getDocumentProxy(new Uint8Array(await page.pdf({ format })));
  const texts: string[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    texts.push(squeezed(items.map((item) => ('str' in item ? item.str : '')).join('')));
  }
  return texts;
}

/** Without spaces and hyphens: where a line ends, one may have come or gone. */
const squeezed = (text: string) => text.replace(/[\s\u00ad-]+/g, '');

for (const format of FORMATS) {
  for (const [name, address] of Object.entries(PAPERS)) {
    test(`${name} on ${format}: each figure in one piece, no empty sheet`, async ({ page }) => {
      await openPaper(page, address);
      // Every piece of text in each figure that is printed.
      await page.emulateMedia({ media: 'print' });
      const figures = await page.locator('figure[data-demo]:visible').evaluateAll((found) => found.map((figure) => {
        const walker = document.createTreeWalker(figure, NodeFilter.SHOW_TEXT);
        const words: string[] = [];
        while (walker.nextNode()) {
          const holder = walker.currentNode.parentElement!;
          if (holder.checkVisibility() && !holder.closest('.visually-hidden')) words.push(walker.currentNode.textContent!);
        }
        return { name: (figure as HTMLElement).dataset.demo, words };
      }));
      if (name !== 'lesson') expect(figures.length).toBeGreaterThan(0);
      await page.emulateMedia({ media: null });
      const printed = await sheets(page, format);
      for (const figure of figures) {
        const words = figure.words.map(squeezed).filter((text) => text.length > 8);
        const whole = printed.filter((sheet) => words.every((text) => sheet.includes(text)));
        expect(whole.length, `${figure.name} stands whole on one sheet`).toBeGreaterThan(0);
      }
      expect(printed.filter((sheet) => sheet.length < 20)).toEqual([]);
    });
  }
}

test('the article’s references stand in print with their addresses, and nothing that is worked', async ({ page }) => {
  await openPaper(page, '');
  const links = await page.locator('main > section a[href^="http"]').evaluateAll((found) => found
    .filter((link) => !link.closest('figure')).map((link) => link.getAttribute('href')!));
  expect(links.length).toBeGreaterThan(30);
  const text = (await sheets(page, 'A4')).join('');
  expect(links.filter((link) => !text.includes(squeezed(link)))).toEqual([]);
  for (const words of ['Whole message', 'Copy as curl', 'Theme:', 'Skip to the text', 'Show as a table']) {
    expect(text).not.toContain(squeezed(words));
  }
});

test('the questions are printed, with room to write', async ({ page }) => {
  await openPaper(page, '');
  await page.emulateMedia({ media: 'print' });
  const questions = page.locator('.predict');
  await expect(questions.first()).toBeVisible();
  for (const question of await questions.all()) {
    const room = await question.evaluate((element) => element.getBoundingClientRect().bottom
      - element.querySelector('.predict-guesses')!.getBoundingClientRect().bottom);
    expect(room).toBeGreaterThan(50);
  }
});

test('a reader of the dark page gets white paper', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  for (const address of Object.values(PAPERS)) {
    await openPaper(page, address);
    await page.evaluate(() => { document.documentElement.dataset.theme = 'dark'; });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const dark = await page.evaluate(() => {
      const light = (colour: string) => {
        const [r, g, b, alpha = 1] = colour.match(/[\d.]+/g)!.map(Number);
        return alpha === 0 || (r + g + b) / 3 > 200;
      };
      return [document.documentElement, ...document.querySelectorAll('main:not([hidden]) *')]
        .filter((element) => (element as Element).checkVisibility())
        .filter((element) => !light(getComputedStyle(element).backgroundColor))
        .map((element) => (element as Element).outerHTML.slice(0, 80));
    });
    expect(dark, address).toEqual([]);
    await page.emulateMedia({ media: null, colorScheme: 'dark' });
  }
});

test('the worksheet leaves room to write, and its answers are a sheet of their own', async ({ page }) => {
  await openPaper(page, PAPERS.worksheet);
  for (const format of FORMATS) {
    const printed = await sheets(page, format);
    // Two sheets, both sides, and the teacher's.
    expect(printed.length).toBe(5);
    expect(printed.findIndex((sheet) => sheet.includes('Answers'))).toBe(4);
    expect(printed[4]).toMatch(/^Answers1\.Authentication/);
  }
  await page.emulateMedia({ media: 'print' });
  const lines = await page.locator('.writing-room i').evaluateAll((found) => found.map((line) => line.getBoundingClientRect().height));
  expect(lines.length).toBeGreaterThan(15);
  expect(Math.min(...lines)).toBeGreaterThan(30); // 8 mm
});

test('the lesson plan is followed by the notes to every screen, each linked', async ({ page }) => {
  await openPaper(page, PAPERS.lesson);
  const notes = page.locator('.paper-notes');
  const links = await notes.locator('h3 a').evaluateAll((found) => found.map((link) => new URL((link as HTMLAnchorElement).href).search));
  expect(links.length).toBeGreaterThan(30);
  await page.goto(links[3]);
  await expect(page.locator('main[data-screen]')).toHaveAttribute('data-screen', links[3].split('=')[1]);
});

test('without scripts the article still prints whole', async ({ browser, baseURL }) => {
  const page = await browser.newPage({ javaScriptEnabled: false, baseURL });
  await page.goto('');
  const text = (await sheets(page, 'A4')).join('');
  for (const words of ['API key or API token?', 'Four questions help', 'less was lost with the token']) {
    expect(text).toContain(squeezed(words));
  }
  await page.close();
});
