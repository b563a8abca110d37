// The article, the worksheet and the lesson plan on paper: Chromium prints them, and the sheets are read.

import { getDocumentProxy } from 'unpdf';
import { expect, hold, inArticle, test } from './page';
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
  return (await printed(page, format)).map(({ text }) => text);
}

/** Each sheet: its text, squeezed, and how far down it goes, as a part of the sheet. */
async function printed(page: Page, format: (typeof FORMATS)[number]) {
  const pdf = await getDocumentProxy(new Uint8Array(await page.pdf({ format })));
  const found: { text: string; down: number }[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const sheet = await pdf.getPage(number);
    const { items } = await sheet.getTextContent();
    const pieces = items.filter((item) => 'str' in item).filter(({ str }) => str.trim());
    const lowest = Math.min(...pieces.map(({ transform }) => transform[5] as number));
    found.push({ text: squeezed(pieces.map(({ str }) => str).join('')), down: 1 - lowest / sheet.getViewport({ scale: 1 }).height });
  }
  return found;
}

/** Without spaces and hyphens: where a line ends, one may have come or gone. */
const squeezed = (text: string) => text.replace(/[\s\u00ad-]+/g, '');

for (const format of FORMATS) {
  for (const [name, address] of Object.entries(PAPERS)) {
    test(`${name} on ${format}: each part of a figure in one piece, no empty sheet`, async ({ page }) => {
      await openPaper(page, address);
      // Every piece of text in each part of each figure that is printed.
      await page.emulateMedia({ media: 'print' });
      const figures = await page.locator('figure[data-demo]:visible').evaluateAll(async (found) => {
        // A scene that came alive in the meantime asks, and is printed with its answer.
        dispatchEvent(new Event('beforeprint'));
        await new Promise(requestAnimationFrame);
        return found.map((figure) => {
          const parts = [...figure.querySelectorAll('.demo-body > div > :not(.month, .scene), .month > *, .scene > *')].map((part) => {
            const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
            const words: string[] = [];
            while (walker.nextNode()) {
              const holder = walker.currentNode.parentElement!;
              if (holder.checkVisibility({ visibilityProperty: true }) && !holder.closest('.visually-hidden, .credential')) words.push(walker.currentNode.textContent!);
            }
            return { name: part.className, words };
          });
          return { name: (figure as HTMLElement).dataset.demo, parts };
        });
      });
      if (name !== 'lesson') expect(figures.length).toBeGreaterThan(0);
      await page.emulateMedia({ media: null });
      const printed = await sheets(page, format);
      for (const figure of figures) {
        const sheetsOf: number[][] = [];
        for (const part of figure.parts) {
          const words = part.words.map(squeezed).filter((text) => text.length > 8);
          if (words.length === 0) continue;
          const whole = printed.flatMap((sheet, i) => (words.every((text) => sheet.includes(text)) ? [i] : []));
          expect(whole.length, `${figure.name}, ${part.name} stands whole on one sheet`).toBeGreaterThan(0);
          sheetsOf.push(whole);
        }
        // The title lies above the first of the picture, and all on two sheets at most.
        expect(sheetsOf[0].some((sheet) => sheetsOf[1].includes(sheet)), `${figure.name} begins with its picture`).toBe(true);
        const [first, last] = [Math.min(...sheetsOf[0]), Math.max(...sheetsOf.map((sheets) => Math.min(...sheets)))];
        expect(last - first, `${figure.name} lies on two sheets at most`).toBeLessThanOrEqual(1);
      }
      expect(printed.filter((sheet) => sheet.length < 20)).toEqual([]);
    });
  }
}

test('a scene that is alive is printed with its answer, and asks again after that', async ({ page }) => {
  const withoutScripts = await page.context().browser()!.newContext({ javaScriptEnabled: false });
  const still = await withoutScripts.newPage();
  await still.goto(new URL('embed/leak.html', test.info().project.use.baseURL).href);
  const answer = await still.locator('.scene-said').innerText();
  await withoutScripts.close();
  const scene = await inArticle(page, 'leak');
  const said = scene.locator('.scene-said');
  const question = await said.innerText();
  expect(question).not.toBe(answer);
  const text = (await sheets(page, 'A4')).join('');
  expect(text).toContain(squeezed(answer));
  expect(text).not.toContain(squeezed(question));
  await expect(said).toHaveText(question);
  // Nobody has touched it: the address is the reader's, and nobody hears of it.
  expect(new URL(page.url()).hash).toBe('');
  await expect(scene.locator('.visually-hidden[role="status"]')).toHaveText('');
});

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

for (const [what, address, copies, least] of [
  ['the worksheet', PAPERS.worksheet, '.paper figure', 11],
  ['the notes', '?classroom=notes', '.notes-preview figure', 3],
] as const) {
  test(`figures in ${what} are pictures, and stay so when the program has come`, async ({ page }) => {
    // Of the two scripts, either may come first.
    const letGo = await hold(page, '**/boot-*.js');
    await page.goto(address, { waitUntil: 'commit' });
    await expect(page.locator('html')).toHaveAttribute('data-ready', '');
    letGo();
    // The table of attacks is in a part that comes after all that figures need.
    expect(await page.evaluate(async () => (await demo.attacks()).length)).toBeGreaterThan(200);
    const controls = page.locator(copies).locator('button, input');
    expect(await controls.count()).toBeGreaterThanOrEqual(least);
    for (const control of await controls.all()) await expect(control).toBeDisabled();
  });
}

test('the worksheet leaves room to write, and its answers are a sheet of their own', async ({ page }) => {
  await openPaper(page, PAPERS.worksheet);
  for (const format of FORMATS) {
    // For the pupils, two sheets on both sides.
    const pupils = await sheets(page, format);
    expect(pupils.length).toBe(4);
    expect(pupils.join('')).not.toContain('Answers1');
    expect(pupils[0]).toContain(squeezed('1. Two questions'));
    // Each question on the picture lies beside it.
    const picture = pupils.filter((sheet) => sheet.includes(squeezed('less was lost with the token')));
    expect(picture.length).toBe(1);
    for (const words of ['a) At what time did the token stop', 'b) How many records has the thief copied by 9:51', 'c) Name two properties', 'd) Suppose the token lived for a week']) {
      expect(picture[0]).toContain(squeezed(words));
    }
    // With the box ticked, the teacher's sheet too.
    const box = page.getByRole('checkbox', { name: 'Print the answers too' });
    await box.check();
    const teachers = await sheets(page, format);
    await box.uncheck();
    expect(teachers.slice(0, 4)).toEqual(pupils);
    expect(teachers.length).toBe(5);
    expect(teachers[4]).toMatch(/^Answers1\.Authentication/);
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

for (const format of FORMATS) {
  test(`on ${format}, headings and introductions stay with what they lead to`, async ({ page }) => {
    for (const address of Object.values(PAPERS)) {
      await openPaper(page, address);
      if (address.includes('worksheet')) await page.getByRole('checkbox', { name: 'Print the answers too' }).check();
      const heads = await page.locator('main').first().evaluate((main) => [...main.querySelectorAll('h1, h2, h3, h4, h5, legend, dt, thead')]
        .filter((head) => head.checkVisibility()).map((head) => head.textContent!));
      const ends = (await sheets(page, format)).map((text) => text.slice(-60));
      const parted = ends.filter((end) => end.endsWith(':') || heads.map(squeezed).some((head) => head.length > 4 && end.endsWith(head.slice(-60))));
      expect(parted, address).toEqual([]);
    }
  });

  test(`on ${format}, few sheets of the article are half empty`, async ({ page }) => {
    await openPaper(page, '');
    const all = await printed(page, format);
    const short = all.slice(0, -1).filter(({ down }) => down < 0.5);
    // The text decides where a tall picture comes to lie: now and then one leaves room before it.
    expect(short.length, short.map(({ text, down }) => `${down.toFixed(2)}: ${text.slice(0, 40)}`).join('\n')).toBeLessThanOrEqual(1);
    expect(all.length).toBeLessThanOrEqual(20);
  });
}

test('the deck prints as a handout: all text, all pictures, and afterwards it is the deck again', async ({ page }) => {
  await openPaper(page, '?classroom=20&screen=security-leak');
  const main = page.locator('main');
  await expect(main).toHaveAttribute('data-screen', 'security-leak');
  const text = (await sheets(page, 'A4')).join('');
  for (const words of ['What an API is', 'Four questions help', 'less was lost with the token', 'Copy as curl']) {
    expect(text.includes(squeezed(words)), words).toBe(words !== 'Copy as curl');
  }
  for (const chrome of ['show all screens', 'Plan for 20 minutes']) expect(text).not.toContain(squeezed(chrome));
  await expect(page.locator('html')).toHaveAttribute('data-view', 'deck');
  await expect(main).toHaveAttribute('data-screen', 'security-leak');
  await expect(main).toHaveAttribute('data-kind', 'demo');
  await expect(page.locator('main figure').filter({ visible: true })).toHaveCount(1);
  await expect(page.locator('main .controls').filter({ visible: true })).toHaveCount(0);
  await expect(page.locator('.deck-count')).toHaveText('5 / 6');
});

test('without scripts the article still prints whole', async ({ browser, baseURL }) => {
  const page = await browser.newPage({ javaScriptEnabled: false, baseURL });
  await page.goto('');
  const text = (await sheets(page, 'A4')).join('');
  for (const words of ['API key or API token?', 'Four questions help', 'nobody had to notice']) {
    expect(text).toContain(squeezed(words));
  }
  await page.close();
});
