// What is true of every scene: it is seen whole, it asks first, it plays and rests, and it is as high in each state.

import { readdirSync, readFileSync } from 'node:fs';
import { axeFindsNothingAt } from './axe';
import { alone, expect, inArticle, test } from './page';
import { DIST } from './site';
import type { Locator, Page } from '@playwright/test';

const SCENES = readdirSync(`${DIST}/embed`)
  .filter((file) => readFileSync(`${DIST}/embed/${file}`, 'utf8').includes('class="scene"'))
  .map((file) => file.replace('.html', ''));

const WIDE = { width: 1440, height: 900, most: 620 };
const PHONE = { width: 390, height: 844, most: 640 };

const big = (scene: Locator) => scene.locator('.scene-acts .button.primary');
const said = (scene: Locator) => scene.locator('.scene-said');

/** From the top of the title to the bottom of the verdict, and the height of all. */
const heights = (scene: Locator) => scene.evaluate((scene) => {
  const box = (selector: string) => scene.querySelector(selector)!.getBoundingClientRect();
  return {
    whole: Math.round(box('.scene').height),
    seen: Math.round(box('.scene-said').bottom - box('h3').top),
    words: [...scene.querySelectorAll('.scene-said')].every((said) => said.scrollHeight <= said.clientHeight),
    wide: document.documentElement.scrollWidth <= innerWidth,
  };
});

/** All that is seen of the moment, or what is seen of it there. */
const picture = (scene: Locator, where = '.scene-stage *, .scene-said, .scene-acts *') => scene.evaluate((scene, where) => {
  const body = scene.querySelector('.scene')!;
  const drawn = [...body.querySelectorAll(where)].map((element) => {
    const attributes = ['class', 'transform', 'd', 'x', 'style'].map((name) => element.getAttribute(name) ?? '');
    return `${element.tagName} ${attributes.join(' ')} ${element.children.length === 0 ? element.textContent : ''}`;
  });
  return [...drawn, ...[...body.querySelectorAll('input')].map(({ value, checked }) => `${value} ${checked}`)];
}, where);

// A scene plays for some seconds, frame by frame; here they pass at once.
test.beforeEach(({ page }) => page.clock.install());

/** Presses the big button and lets the play come to its rest. */
async function play(scene: Locator) {
  const before = await said(scene).textContent();
  await big(scene).click();
  await expect(said(scene)).not.toHaveText(before!);
  await scene.page().clock.runFor(10_000);
  await expect(said(scene)).toHaveClass(/tells/);
  // The verdict is spoken when the scene has come to rest.
  await expect(scene.locator('.visually-hidden[role="status"]')).not.toHaveText('');
}

/** A key, pressed where it moves the scene's clock. */
async function press(scene: Locator, key: string) {
  await scene.locator('.demo-body > div').focus();
  await scene.page().keyboard.press(key);
}

test('there are scenes', () => expect(SCENES).toContain('opening'));

test('at a desk the title and the whole opening are there before scrolling', async ({ page }) => {
  await page.setViewportSize(WIDE);
  const scene = await inArticle(page, 'opening');
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  for (const part of [page.locator('h1'), scene.locator('.scene')]) await expect(part).toBeInViewport({ ratio: 1 });
});

for (const name of SCENES) {
  for (const { width, height, most } of [WIDE, PHONE]) {
    test(`${name} is seen whole at ${width} px, and is as high in each state`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      const scene = await alone(page, name);
      const seen = [await heights(scene)];
      const first = await picture(scene, '.scene-stage *');
      await big(scene).click();
      // Something moves on the stage.
      await expect.poll(() => picture(scene, '.scene-stage *')).not.toEqual(first);
      seen.push(await heights(scene));
      await press(scene, 'Home');
      await play(scene);
      seen.push(await heights(scene));
      await press(scene, 'End');
      await expect(said(scene)).toHaveClass(/tells/);
      seen.push(await heights(scene));
      // And whatever is chosen.
      for (const radio of await scene.locator('.scene input[type="radio"]').all()) {
        await radio.check();
        seen.push(await heights(scene));
        await press(scene, 'End');
        await expect(said(scene)).toHaveClass(/tells/);
        seen.push(await heights(scene));
      }
      for (const slider of await scene.locator('.scene input[type="range"]:not(.scrubber)').all()) {
        for (let stop = 0; stop <= Number(await slider.getAttribute('max')); stop += 1) {
          await slider.fill(String(stop));
          await press(scene, 'End');
          await expect(said(scene)).toHaveClass(/tells/);
          seen.push(await heights(scene));
        }
      }
      for (const state of seen) expect(state).toEqual({ ...seen[0]!, words: true, wide: true });
      expect(seen[0]!.seen).toBeLessThanOrEqual(most);
      const controls = scene.locator('.scene').locator('button:visible, input:visible, select:visible, a:visible, summary:visible');
      // A group of radio buttons is one control: one stop of Tab, and one choice.
      const choices = await controls.evaluateAll((all) => new Set(all.map((one, number) => one.matches('[type="radio"]') ? one.getAttribute('name') : number)).size);
      expect(choices).toBeLessThanOrEqual(6);
      if (width < 600) {
        const low = await controls.evaluateAll((all) => all.filter((one) => one.matches('.scene-acts *') && one.getBoundingClientRect().height < 43.9).map((one) => one.outerHTML));
        expect(low.filter((html) => !html.includes('type="range"'))).toEqual([]);
      }
    });
  }

  test(`${name} asks first: while the program comes and before the act nothing gives the answer away`, async ({ page }) => {
    const answers = await page.context().browser()!.newContext({ javaScriptEnabled: false });
    const still = await answers.newPage();
    await still.goto(new URL(`embed/${name}.html`, test.info().project.use.baseURL).href);
    // Without scripts the picture shows the answer, and its words are the verdict.
    await expect(still.locator('.scene-said.tells')).toBeVisible();
    const verdict = await still.locator('.scene-said').innerText();
    const wholeStill = (await still.locator('.scene').boundingBox())!.height;
    await answers.close();

    let letGo!: () => void;
    const gone = new Promise<void>((resolve) => { letGo = resolve; });
    await page.route('**/*.wasm', async (route) => { await gone; await route.continue(); });
    const places = () => page.locator('.scene').evaluate((scene) =>
      [scene, ...scene.querySelectorAll('h3, .scene-head p, .scene-stage, .scene-acts, .scene-acts .button, .scene-said, .scene-foot')]
        .map((part) => { const { x, y, width, height } = part.getBoundingClientRect(); return [x, y, width, height].map(Math.round); }));
    await page.goto(`embed/${name}.html`);
    await page.evaluate(() => document.fonts.ready);
    await expect(page.getByText('Loading…')).toBeVisible();
    await expect(page.locator('.scene-said')).toBeHidden();
    const coming = await places();
    letGo();
    await expect(page.locator('figure')).toHaveAttribute('data-state', 'live');
    // What comes alive stands where its picture stood.
    expect(await places()).toEqual(coming);
    await expect(page.locator('.scene-said')).toBeVisible();
    await expect(page.locator('.scene-said')).not.toHaveClass(/tells/);
    expect(await page.locator('.scene').innerText()).not.toContain(verdict);
    await expect(page.locator('.scene').getByText(/expired|revoked|401|403|none since|stopped|wrong signature/)).toHaveCount(0);
    expect(Math.abs((await page.locator('.scene').boundingBox())!.height - wholeStill)).toBeLessThanOrEqual(1);
  });

  test(`${name} plays to its verdict, which is spoken once, and back leads where it came from`, async ({ page }) => {
    const scene = await alone(page, name);
    const spoken = scene.locator('.visually-hidden[role="status"]');
    const said_ = await spoken.evaluateHandle((element) => {
      const notes: string[] = [];
      new MutationObserver(() => notes.push(element.textContent!)).observe(element, { childList: true, characterData: true, subtree: true });
      return notes;
    });
    await play(scene);
    const verdict = (await said(scene).textContent())!.replaceAll(/\s/g, ' ');
    expect((await said_.jsonValue()).map((words) => words.replaceAll(/\s/g, ' '))).toEqual([verdict]);
    // Forward from the start, step by step, and back again.
    await press(scene, 'Home');
    await expect(said(scene)).not.toHaveClass(/tells/);
    const forward = [await picture(scene)];
    for (let step = 0; step < 12; step += 1) {
      await press(scene, 'ArrowRight');
      forward.push(await picture(scene));
    }
    expect(forward[11]).not.toEqual(forward[2]);
    for (let step = 11; step >= 0; step -= 1) {
      await press(scene, 'ArrowLeft');
      expect(await picture(scene)).toEqual(forward[step]);
    }
  });

  test(`${name} goes in steps with reduced motion`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const scene = await alone(page, name);
    const changes = await scene.locator('.scene-stage').evaluateHandle((stage) => {
      const notes: number[] = [];
      const observer = new MutationObserver(() => {
        // What changes in one step changes in one moment, if not in one go.
        if (performance.now() - (notes.at(-1) ?? -1000) > 100) notes.push(performance.now());
      });
      observer.observe(stage, { childList: true, characterData: true, attributes: true, subtree: true });
      return notes;
    });
    await play(scene);
    const at = await changes.jsonValue();
    expect(at.length).toBeGreaterThan(2);
    expect(at.length).toBeLessThan(12);
  });

  test(`*Embed* of ${name} leads to the builder with what is set in it, and not with its moment`, async ({ page }) => {
    const scene = await alone(page, name);
    const embed = scene.getByRole('link', { name: 'Embed' });
    await press(scene, 'End');
    await expect(embed).toHaveAttribute('href', `../builder.html#${name}`);
    // As a link sets it, and as its reader does.
    await page.goto('about:blank');
    await alone(page, name, `#${name}?t=00:00:01&seed=41`);
    const slider = scene.locator('.scene input[type="range"]:not(.scrubber)').first();
    const choice = scene.locator('.scene input[type="radio"]:not(:checked)').last();
    if (await slider.count() > 0) await slider.fill('1');
    else if (await choice.count() > 0) await choice.check();
    const least = await scene.locator('.scene input:not(.scrubber)').count() > 0 ? 1 : 0;
    await press(scene, 'End');
    const set = new RegExp(`^#${name}\\?(?<set>(\\w+=\\w+&){${least},})(t=[^&]*&)?seed=41$`);
    await expect(page).toHaveURL((url) => set.test(url.hash)); // Once it rests.
    const settings = `${set.exec(new URL(page.url()).hash)!.groups!.set}seed=41`;
    await expect(embed).toHaveAttribute('href', `../builder.html#${name}?${settings}`);

    const opened = page.context().waitForEvent('page');
    await embed.click();
    const builder = await opened;
    await expect(builder.locator('[name="demo"]:checked')).toHaveValue(name);
    await expect(builder.frameLocator('api-key-vs-token iframe').locator('figure')).toHaveAttribute('data-state', 'live');
    // The form has it, and so has what is copied, once the preview has answered.
    await expect(builder.locator('textarea#link')).toHaveValue(new RegExp(`/embed/${name}\\.html\\?${settings}$`));
    await expect(builder.locator('.fields:not([hidden]) [data-field="seed"] input')).toHaveValue('41');
    for (const [field, value] of settings.split('&').slice(0, -1).map((pair) => pair.split('='))) {
      await expect(builder.locator(`.fields:not([hidden]) [data-field="${field}"] input:checked`)).toHaveValue(value!);
    }
    await builder.close();
  });

  test(`axe finds nothing in ${name}, at its start and at its end`, async ({ page }) => {
    test.slow();
    const scene = await alone(page, name);
    await axeFindsNothingAt(page, [280, 390, 1440], { within: 'figure' });
    await press(scene, 'End');
    await expect(said(scene)).toHaveClass(/tells/);
    await axeFindsNothingAt(page, [280, 390, 1440], { within: 'figure' });
    expect((await heights(scene)).wide).toBe(true);
    await scene.getByRole('button', { name: 'Table' }).click();
    await expect(page.locator('.scene-table')).toBeVisible();
    await axeFindsNothingAt(page, [280, 1440], { within: 'figure' });
    await page.keyboard.press('Escape');
    await expect(page.locator('.scene-table')).toBeHidden();
  });
}
