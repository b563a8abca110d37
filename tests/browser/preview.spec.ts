// What pages say of themselves to those who show a link to them, and the pictures that go with it.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { WIDTHS } from '../../public/snippets.js';
import { expect, test } from './page';

const PICTURES = new URL('../../public/pictures/', import.meta.url);
const list = JSON.parse(readFileSync(new URL('pictures.json', PICTURES), 'utf8')) as Record<string, { shows: string, heights: number[] }>;
const COLUMNS = WIDTHS.map(([, , typical]) => typical);
const ANEW = '`cargo xtask pictures` takes the pictures anew';

const words = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

test('every scene has its picture, of what it shows, and its heights', async ({ page, browser, baseURL }) => {
  const bare = await browser.newPage({ javaScriptEnabled: false });
  await bare.goto(`${baseURL}embed/leak.html`);
  for (const [name, { shows, heights }] of Object.entries(list)) {
    await bare.goto(`${baseURL}embed/${name}.html`);
    expect(words(await bare.locator('.scene-said').innerText()), ANEW).toBe(words(shows));
    const picture = await page.request.get(`embed/${name}.png`);
    expect((await picture.body()).equals(readFileSync(new URL(`${name}.png`, PICTURES)))).toBe(true);
    // Width and height, in a PNG's first chunk.
    expect([16, 20].map((at) => readFileSync(fileURLToPath(new URL(`${name}.png`, PICTURES))).readUInt32BE(at))).toEqual([1200, 630]);
    await page.route('**/post', (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>A post</title><iframe src="embed/${name}.html"></iframe>` }));
    await page.goto('post');
    await expect(page.frameLocator('iframe').locator('figure')).toHaveAttribute('data-state', 'live');
    const measured = await page.locator('iframe').evaluate(async (frame: HTMLIFrameElement, columns) => {
      await frame.contentDocument!.fonts.ready;
      return columns.map((width) => {
        frame.style.inlineSize = `${width}px`;
        return Math.ceil(frame.contentDocument!.body.getBoundingClientRect().height);
      });
    }, COLUMNS);
    expect(measured, `${name}: ${ANEW}`).toEqual(heights);
    await page.unroute('**/post');
  }
  await bare.close();
});

test('a page says what it is, and nothing that would need its address', async ({ page }) => {
  for (const [file, title] of [['', /^API key or API token\?/], ['embed/leak.html', /^Both are stolen/], ['embed/security.html', /^The same leak, twice$/]] as const) {
    await page.goto(file);
    const content = (selector: string) => page.locator(selector).getAttribute('content');
    expect(await content('meta[property="og:title"]')).toMatch(title);
    const description = (await content('meta[name="description"]'))!;
    expect(description.length).toBeGreaterThan(20);
    expect(await content('meta[property="og:description"]')).toBe(description);
    await expect(page.locator('meta[name="description"]')).toHaveCount(1);
    const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent())!) as Record<string, unknown>;
    expect([data['@type'], data.description]).toEqual(['LearningResource', description]);
    await expect(page.locator('link[rel="canonical"], link[type="application/json+oembed"], meta[property="og:image"]')).toHaveCount(0);
  }
});
