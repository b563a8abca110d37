// The screens for a class: they fill the window, and keys turn them.

import { lookAtScreen } from '../screen';
import { test, expect, type Window } from './test';

async function openDeck(view: Window, home: string, address = '?classroom') {
  await view.open(home + address);
  await expect.poll(() => view.evaluate(() => document.documentElement.hasAttribute('data-ready'))).toBe(true);
}

const screen = (view: Window) => view.evaluate(() => document.querySelector('main')!.dataset.screen!);

/** Waits until the demo of a screen lives, and its fonts are there. */
const settled = (view: Window) => expect.poll(() => view.evaluate(() => document.fonts.status === 'loaded'
  && [...document.querySelectorAll<HTMLElement>('main figure')].every((figure) => !figure.checkVisibility() || figure.dataset.state === 'live'))).toBe(true);

for (const [width, height] of [[1280, 720], [1440, 900]] as const) {
  test(`each screen fills ${width} × ${height}: nothing is cut off, no type is too small`, async ({ view, site }) => {
    test.slow();
    await view.resize(width, height);
    await openDeck(view, site.home);
    const screens = await view.evaluate(() => Number(document.querySelector('.deck-count')!.textContent!.split('/')[1]));
    expect(screens).toBeGreaterThan(30);
    const faults: unknown[] = [];
    for (let at = 1; at <= screens; at++) {
      await settled(view);
      const { fills, cut, small } = await view.evaluate(lookAtScreen);
      if (!fills || cut.length || small.length) faults.push([at, await screen(view), fills, cut, small]);
      await view.press('PageDown');
    }
    expect(faults).toEqual([]);
  });
}

test('keys turn the screens, ask the class, make it black, and lead back to the article', async ({ view, site, expected }) => {
  // Firefox says so of what was on its way when the page was left.
  expected.push(/hashes in the integrity attribute match the content of the subresource/);
  await openDeck(view, site.home);
  const onScreen = (id: string) => expect.poll(() => screen(view)).toBe(id);
  const shown = (css: string) => view.evaluate((css) => document.querySelector(css)!.checkVisibility(), css);
  await onScreen('introduction');
  await view.press('ArrowRight');
  await onScreen('first-look');
  await view.press('Space');
  await onScreen('at-a-glance');
  await view.press('PageDown', 'ArrowLeft', 'PageUp', 'Shift+Space');
  await onScreen('introduction');
  await view.press('End');
  await onScreen('conclusion-questions');
  await view.press('1', '5', 'Enter');
  await expect.poll(() => view.evaluate(() => document.querySelector('.deck-count')!.textContent)).toMatch(/^15 /);

  await view.press('b');
  await expect.poll(() => view.evaluate(() => {
    const corners = [[1, 1], [innerWidth - 1, 1], [1, innerHeight - 1], [innerWidth - 1, innerHeight - 1]];
    return corners.map(([x, y]) => document.elementFromPoint(x!, y!)!.className);
  })).toEqual(Array(4).fill('deck-black'));
  await view.press('b');
  await expect.poll(() => shown('.deck-black')).toBe(false);
  await view.press('p', '1');
  await expect.poll(() => shown('.deck-gate')).toBe(true);
  await view.press('Escape');
  await expect.poll(() => shown('.deck-gate')).toBe(false);

  await openDeck(view, site.home, '?classroom=use-cases-token');
  await view.press('Escape');
  await expect.poll(() => view.evaluate(() => location.href)).toMatch(/\/#use-cases$/);
});

test('a demo of a screen is worked there, by mouse and by its own keys', async ({ view, site }) => {
  await openDeck(view, site.home, '?classroom=security-leak');
  await settled(view);
  const figure = 'figure[data-demo="security"]';
  const clock = () => view.evaluate(() => document.querySelector('figure[data-demo="security"] .clock')!.textContent);
  await view.drag({ role: 'slider', name: 'Moment', in: figure }, [0.2, 0.5], [0.5, 0.5]);
  await expect.poll(clock).toMatch(/^1[78]:/);
  await view.click({ role: 'button', name: 'On to the next request', in: figure });
  await view.press('Home');
  await expect.poll(clock).toBe('00:00:00');
  await view.press('ArrowRight');
  await expect.poll(clock).not.toBe('00:00:00');
  expect(await screen(view)).toBe('security-leak');
  await view.press('Escape', 'ArrowLeft');
  await expect.poll(() => screen(view)).toBe('scope');
});
