// For every eye, hand and screen.

import { axeFindsNothing, axeFindsNothingAt } from './axe';
import { contrast, type Part } from './colours';
import { FIGURES, alone, come, expect, openDemo, openSeed, pressTab, test, watched, type Demo } from './page';
import type { Locator, Page } from '@playwright/test';

const DEMOS = ['twenty-seconds', 'purpose', 'security', 'leaks', 'access-matrix', 'jobs', 'lifecycle', 'protocols', 'workbench'];

const SCENES = ['opening', 'leak', 'lifetime', 'scope', 'read-a-token', 'change-a-letter', 'thousand-leaks'];

/** A demo's figure once it is alive. */
const alive = come;

/** The page with all its demos alive. */
async function openAll(page: Page) {
  await page.goto('');
  for (const demo of DEMOS) await alive(page, demo);
}

const WIDTHS = [320, 390, 768, 1440];

test('axe finds nothing in the article, all its demos alive, light and dark at every width', async ({ page }) => {
  test.slow();
  await openAll(page);
  await axeFindsNothingAt(page, WIDTHS);
});

test('axe finds nothing in the article, its demos still, light and dark at every width', async ({ page, watch }) => {
  test.slow();
  watch.expects(/Failed to load resource/);
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto('');
  await expect(page.locator('.demo-notice').last()).toContainText('did not load');
  await axeFindsNothingAt(page, WIDTHS);
});

const open = (page: Page, fragment = '') => openDemo(page, fragment, undefined, alone);
axeFindsNothing('security', {
  'half-way': (page) => open(page, '#security?ttl=7d&t=1d06:00:00&seed=7'),
  complaining: (page) => open(page, '#security?ttl=never&colour=red'),
  unfolded: async (page) => {
    const demo = await open(page);
    for (const summary of await demo.figure.locator('summary').all()) await summary.click();
    await demo.button('Shortcuts').click();
    await demo.button('Both the same').click();
    await demo.play().click();
  },
}, WIDTHS);

test('nothing sticks out from 280 to 1440 px', async ({ page }) => {
  const demo = await openDemo(page);
  for (const summary of await demo.figure.locator('summary').all()) await summary.click();
  await demo.button('Shortcuts').click();
  for (const [width, tab] of [280, 320, 390, 768, 1440].flatMap((width) => ['Wire', 'Log', 'Table'].map((tab) => [width, tab] as const))) {
    await page.setViewportSize({ width, height: 800 });
    await pressTab(demo.figure, tab);
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), `the page at ${width} px`).toBeLessThanOrEqual(width);
    const out = await demo.figure.evaluate((figure) => {
      const edge = figure.getBoundingClientRect();
      return [...figure.querySelectorAll('button, input, select, summary, p, h3, h4, .credential, .clock')]
        .filter((element) => !element.closest('.scroll, [hidden], .visually-hidden, pre') && element.getClientRects().length)
        .filter((element) => {
          const { left, right } = element.getBoundingClientRect();
          return left < edge.left - 1 || right > edge.right + 1;
        })
        .map((element) => element.outerHTML.slice(0, 120));
    });
    expect.soft(out, `${tab} at ${width} px`).toEqual([]);
  }
});

test('what is touched is large enough', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  const demo = await openDemo(page);
  const small = await demo.figure.evaluate((figure) =>
    [...figure.querySelectorAll('button, select, summary, input[type="range"], label:has(input)')]
      .filter((element) => element.getClientRects().length)
      .map((element) => ({ box: element.getBoundingClientRect(), main: Boolean(element.closest('.transport')), name: element.outerHTML.slice(0, 80) }))
      .filter(({ box, main }) => box.height < (main ? 44 : 24) || box.width < (main ? 44 : 24))
      .map(({ name }) => name));
  expect(small).toEqual([]);
});

test('in the reader’s own colours the words still stand out', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  const demo = await open(page);
  const ground = await demo.figure.evaluate((figure) => getComputedStyle(figure.querySelector('.security')!).backgroundColor);
  for (const part of [demo.clock(), demo.fate('key'), demo.verdict().locator('p'), demo.play()]) {
    expect(await part.evaluate((element) => getComputedStyle(element).color)).not.toBe(ground);
  }
});

test('Tab reaches every control once, in order', async ({ page }) => {
  const demo: Demo = await openDemo(page);
  await openSeed(demo.figure);
  await pressTab(demo.figure, 'Log');
  await demo.button('Share this moment').focus();
  const reached: string[] = [];
  for (let i = 0; i < 60; i++) {
    const inside = await page.evaluate(() => document.activeElement!.closest('figure') !== null);
    if (!inside) break;
    reached.push(await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      // Radio buttons are called after their demo, too.
      return element.getAttribute('name')?.replace(/^security-/, '') ?? element.textContent!.trim();
    }));
    await page.keyboard.press('Tab');
  }
  for (const name of ['seed', 'share', 'toggle', 'back', 'forward', 'reset', 'scrub', 'pace', 'go', 'leak', 'noticed', 'ttl', 'speed', 'hole', 'check', 'as-bad', 'tab', 'go', 'log', 'save', 'guess', 'help']) {
    expect(reached, name).toContain(name);
  }
  expect(reached.filter((name) => name === 'tab'), 'one stop for all tabs').toEqual(['tab']);
});

// What a reader with the keyboard sees

test('the section that has the focus is in sight in its strip, from 320 to 600 px', async ({ page }) => {
  test.slow();
  await openDemo(page);
  const links = page.locator('.contents a');
  const count = await links.count();
  for (const width of [320, 390, 600]) {
    await page.setViewportSize({ width, height: 700 });
    const out = () => page.evaluate(() => {
      const [strip, link] = [document.querySelector('.contents')!, document.activeElement!].map((element) => element.getBoundingClientRect());
      // At its right end the strip fades.
      return document.activeElement!.matches('.contents a') && (link!.left < strip!.left || link!.right > strip!.right - 24);
    });
    await links.first().focus();
    for (let i = 1; i < count; i++) {
      await page.keyboard.press('Tab');
      await expect(links.nth(i)).toBeFocused();
      await expect.poll(out, `link ${i}, forwards, at ${width} px`).toBe(false);
    }
    for (let i = count - 2; i >= 0; i--) {
      await page.keyboard.press('Shift+Tab');
      await expect(links.nth(i)).toBeFocused();
      await expect.poll(out, `link ${i}, backwards, at ${width} px`).toBe(false);
    }
  }
});

for (const [width, height] of [[320, 568], [390, 700]] as const) {
  test(`nothing that stays covers the box of the matrix that has the focus, at ${width} px`, async ({ page }) => {
    test.slow();
    await page.setViewportSize({ width, height });
    await page.goto('');
    const figure = await alive(page, 'access-matrix');
    // Scrolled to somewhere, what is reached by Tab may lie below anything.
    await figure.locator('.matrix-switches input').first().focus();
    const covered = () => page.evaluate(() => {
      const focused = document.activeElement!;
      const box = (focused.closest('.chip') ?? focused).getBoundingClientRect();
      // Its corners are round.
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const points = [[box.left + 3, y], [box.right - 3, y], [x, box.top + 3], [x, box.bottom - 3]];
      return points.filter(([x, y]) => !(focused.closest('.chip') ?? focused).contains(document.elementFromPoint(x!, y!)));
    });
    const seen: string[] = [];
    const go = async (key: string, times: number) => {
      for (let i = 0; i < times; i++) {
        await page.keyboard.press(key);
        if ((await covered()).length) seen.push(`${key} ${i}: ${await page.evaluate(() => document.activeElement!.outerHTML.slice(0, 90))}`);
      }
    };
    await go('Tab', 9);
    await expect(figure.locator('.matrix button:focus')).toHaveCount(1);
    await go('Home', 1);
    await go('ArrowUp', 12);
    await go('ArrowDown', 12);
    await go('ArrowRight', 5);
    await go('ArrowUp', 12);
    await go('Shift+Tab', 9);
    expect(seen).toEqual([]);
  });
}

test('in the time machine the focus stays on what was chosen, wherever its list goes', async ({ page }) => {
  test.slow();
  await page.goto('');
  const figure = await alive(page, 'lifecycle');
  const focused = () => page.evaluate(() => document.activeElement!.textContent);
  for (const name of ['r5', 'r3', 'r8']) {
    const node = figure.locator('.lifecycle-nodes button').filter({ has: page.locator('b', { hasText: new RegExp(`^${name}$`) }) });
    await node.focus();
    await page.keyboard.press('Enter');
    await expect(node).toHaveAttribute('aria-pressed', 'true');
    await expect(node).toBeFocused();
  }
  const lines = figure.locator('.lifecycle-log li:not([hidden]) button');
  for (const from of ['last', 'first', 'last'] as const) {
    const line = lines[from]();
    const text = await line.textContent();
    await line.focus();
    await page.keyboard.press('Enter');
    await expect(figure.locator('.lifecycle-log [aria-current="true"]')).toBeVisible();
    expect(await focused()).toBe(text);
  }
  // An event that is moved past another one has another place, and keeps the focus.
  await page.keyboard.press('End');
  await figure.getByRole('button', { name: 'Move to the clock: Refresh token stolen' }).focus();
  await page.keyboard.press('Enter');
  await expect(figure.locator('.lifecycle-events li:not([hidden])').last()).toContainText('Refresh token stolen');
  await expect(figure.getByRole('button', { name: 'Move to the clock: Refresh token stolen' })).toBeFocused();
});

test('what opens or is marked beside the focus closes on Escape', async ({ page }) => {
  await page.goto('');
  const protocols = await alive(page, 'protocols');
  await protocols.getByRole('button', { name: 'grant_type', exact: true }).focus();
  await expect(protocols.locator('.tip').filter({ visible: true })).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(protocols.locator('.tip').filter({ visible: true })).toHaveCount(0);
  await expect(protocols.getByRole('button', { name: 'grant_type', exact: true })).toBeFocused();

  const bench = await alive(page, 'workbench');
  const pane = bench.locator('.meaning.tied-payload');
  const ground = () => pane.evaluate((element) => getComputedStyle(element).backgroundColor);
  const plain = await ground();
  const part = bench.getByRole('button', { name: 'Payload', exact: true });
  await part.focus();
  expect(await ground()).not.toBe(plain);
  await page.keyboard.press('Escape');
  expect(await ground()).toBe(plain);
  await expect(part).toBeFocused();
});

test('a part of the token is a button that leads to its field', async ({ page }) => {
  const bench = await alone(page, 'workbench');
  for (const [name, field] of [['Header', 'Header, as JSON'], ['Payload', 'Payload, as JSON'], ['Signature', 'Sign with this secret']] as const) {
    for (const press of ['Enter', 'Space', 'click']) {
      const part = bench.getByRole('button', { name, exact: true });
      if (press === 'click') await part.locator('..').locator('span').first().click();
      else {
        await part.focus();
        await page.keyboard.press(press);
      }
      await expect(bench.getByRole('textbox', { name: field })).toBeFocused();
    }
  }
  await expect(bench.locator('.clock')).toHaveText('00:20:00');
});

// Contrast

const CHOSEN = '#security?t=05:00:00';
/** What must be seen, of which demo: text at 4.5 to 1, what else tells something at 3. `>` in a ground is a drawing's. */
const STANDS_OUT: [number, string, string, Part, string?][] = [
  [4.5, 'security', '.chart .tick', 'fill'],
  [4.5, 'security', '.chart .now text.key', 'fill'],
  [4.5, 'security', '.turns .ahead .when', 'color'],
  [4.5, 'security', '[role="tab"][aria-selected="false"]', 'color'],
  [3, 'security', '.chart .curve.key', 'stroke'],
  [3, 'security', '.chart .curve.token', 'stroke'],
  [3, 'security', '.lane-strip.key .rim', 'stroke', '.wash'],
  [3, 'security', '.lane-strip.token .rim', 'stroke', '.wash'],
  [3, 'security', '.lane-strip.key circle.answered >> nth=-1', 'fill', '.used'],
  [3, 'security', '.lane-strip.token .refused path', 'stroke', '.wash'],
  [3, 'security', '.seed input', 'border-top-color'],
  [3, 'leaks', '.chart .curve.key', 'stroke'],
  [3, 'leaks', '.chart .curve.token', 'stroke'],
  [4.5, 'leaks', '.chart text.level', 'fill'],
  [4.5, 'lifecycle', '.lifecycle-bands .in-bar text >> nth=-1', 'fill'],
  [4.5, 'lifecycle', '.lifecycle-bands .ahead .note text', 'fill'],
  [3, 'lifecycle', '.lifecycle-bands .key-bar.rim', 'stroke'],
  [3, 'lifecycle', '.lifecycle-bands .token-bar.rim >> nth=-1', 'stroke'],
  [3, 'lifecycle', '.lifecycle-bands .token-bar.other.rim', 'stroke'],
  [3, 'lifecycle', '.lifecycle-bands .late.rim', 'stroke'],
  [3, 'lifecycle', '.lifecycle-bands .key-call >> nth=-1', 'fill'],
  [3, 'lifecycle', '.lifecycle-bands .edge >> nth=-1', 'stroke'],
  [3, 'lifecycle', '.lifecycle-legend .late.rim', 'stroke'],
  [3, 'lifecycle', '.lifecycle-legend .thief-bar', 'fill'],
  [3, 'lifecycle', '#lifecycle-overlap path', 'stroke', '.key-bar'],
  [3, 'twenty-seconds', '.card.token .rail', 'stroke'],
  [3, 'twenty-seconds', '.card.token .left', 'fill'],
  [3, 'twenty-seconds', '.card.key .left', 'fill'],
  [3, 'purpose', '.meters svg', 'outline-color'],
  [3, 'purpose', '.meters .key .used', 'fill', '.room'],
  [3, 'purpose', '.meters .app .used', 'fill', '.room'],
  [4.5, 'purpose', '.log .ahead .who', 'color'],
  [4.5, 'purpose', '.log .ahead .end', 'color'],
  [3, 'jobs', '.job', 'border-top-color'],
  [3, 'jobs', '.pick.key', 'border-top-color'],
  [3, 'workbench', 'textarea', 'border-top-color'],
  [3, 'access-matrix', '.groups .key', 'border-top-color'],
];

test('what must be seen stands out, in the light and in the dark', async ({ page }) => {
  test.slow();
  await page.goto('');
  for (const demo of new Set(STANDS_OUT.map(([, demo]) => demo))) {
    const figure = await alive(page, demo);
    if (demo === 'security') {
      await figure.getByRole('slider', { name: 'Moment' }).fill('139');
      await openSeed(figure);
      await pressTab(figure, 'Log');
    }
    if (demo === 'lifecycle') await figure.getByRole('slider', { name: 'Moment' }).fill('300');
    if (demo === 'purpose') await figure.locator('.log li button').first().click();
    if (demo === 'leaks') await expect(figure.locator('.chart .curve.key')).toHaveCount(1);
  }
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const faint: string[] = [];
    for (const [least, demo, selector, part, on] of STANDS_OUT) {
      const figure = page.locator(`figure[data-demo="${demo}"]`);
      const ratio = await contrast(figure.locator(selector), part, on);
      if (!(ratio >= least)) faint.push(`${demo} ${selector} ${part}: ${ratio.toFixed(2)}, not ${least}`);
    }
    expect.soft(faint, colorScheme).toEqual([]);
    for (const selector of ['.contents .number', '.contents a', 'h2 .number']) {
      const least = selector === 'h2 .number' ? 3 : 4.5;
      expect.soft(await contrast(page.locator(selector), 'color'), `${selector}, ${colorScheme}`).toBeGreaterThanOrEqual(least);
    }
  }
});

// What is heard

/** Notes what is said from now on, each time anew. */
const heard = (figure: Locator) => watched(figure.locator('.visually-hidden[role="status"]'));

test('what is done again is said again', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  test.slow();
  await page.goto('#purpose?with=key&to=/v1/orders&did=nothing&seed=7');
  /** Presses it a few times; each time something is said. */
  const saysEachTime = async (figure: Locator, name: string, words: RegExp, arrived?: () => Promise<unknown>) => {
    const said = await heard(figure);
    for (let times = 1; times <= 3; times++) {
      const before = (await said()).length;
      await figure.getByRole('button', { name, exact: true }).first().click();
      await arrived?.();
      await expect.poll(async () => (await said()).length, `${name}, ${times}`).toBeGreaterThan(before);
    }
    for (const sentence of await said()) if (sentence) expect(sentence).toMatch(words);
  };
  const purpose = await alive(page, 'purpose');
  const arrival = async () => {
    await page.keyboard.press('End');
    await expect(purpose.locator('.verdict .ratio')).toHaveText('200');
  };
  await saysEachTime(purpose, 'Send', /^200\. .*passed all five checks\./, arrival);
  await saysEachTime(purpose, 'Copy as curl (the request to the API)', /^Copied\.\u00a0?$/);
  await saysEachTime(purpose, 'Next seed', /^Seed \d+\. \S/);

  const bench = await alive(page, 'workbench');
  await pressTab(bench, 'Forge');
  await saysEachTime(bench, 'Next step', /^Forgery \d+\.\d\. 40[13]\. Stopped at check \d+: /);
  await pressTab(bench, 'Read');
  await saysEachTime(bench, 'Ask what it stands for', /^The orders API asks the authorization server: active\.\u00a0?$/);
  await openSeed(bench);
  await saysEachTime(bench, 'Next seed', /^Seed \d+\. /);
  for (const demo of ['security', 'leaks', 'jobs', 'access-matrix', 'lifecycle', 'protocols']) {
    // A thousand leaks take a while: how far they are is said as well.
    const figure = await alive(page, demo);
    if (['security', 'leaks'].includes(demo)) await openSeed(figure);
    await saysEachTime(figure, 'Next seed', demo === 'leaks' ? /^(Seed \d+\. )?[\d\s]+(of|leaks)/ : /^Seed \d+\. \S/);
  }
});

test('the same guess again is answered again', async ({ page }) => {
  const matrix = await alone(page, 'access-matrix');
  await matrix.getByRole('button', { name: 'As much' }).click();
  const verdict = matrix.locator('.predict-verdict');
  await expect(verdict).toContainText('Not so.');
  const said = await watched(verdict);
  await matrix.getByRole('button', { name: 'As much' }).click();
  await expect.poll(async () => (await said()).length).toBeGreaterThan(0);
  await expect(verdict).toContainText('Not so.');
});

test('the time machine says in short what happens, when it happens', async ({ page }) => {
  await page.clock.install();
  const figure = await alone(page, 'lifecycle');
  const said = await heard(figure);
  await figure.getByRole('button', { name: 'Play', exact: true }).click();
  await page.clock.runFor(17_000);
  expect((await said()).length).toBeGreaterThan(3);
  await figure.getByRole('button', { name: 'Pause', exact: true }).click();
  const log = await figure.locator('.data-table tbody tr').allTextContents();
  for (const sentence of await said()) {
    expect(sentence.length, sentence).toBeLessThanOrEqual(170);
    expect(sentence, 'a moment, and what happened').toMatch(/^\d\d:\d\d:\d\d\. \S/);
  }
  expect((await said()).length).toBeLessThanOrEqual(log.length);
  // Nothing is said where nothing has happened: the same line is not read out twice, however slowly time runs.
  await figure.locator('[name="pace"]').selectOption('1');
  await figure.getByRole('button', { name: 'Play', exact: true }).click();
  await page.clock.runFor(17_000);
  await figure.getByRole('button', { name: 'Pause', exact: true }).click();
  const plain = (await said()).map((sentence) => sentence.trim());
  expect(new Set(plain).size).toBe(plain.length);
});

test('the workbench says its verdict, and no more', async ({ page }) => {
  const figure = await alone(page, 'workbench');
  const spoken = figure.locator('.visually-hidden[role="status"]');
  await pressTab(figure, 'Change');
  await figure.getByRole('button', { name: 'with a wrong one' }).click();
  await expect(spoken).toHaveText(/^401\. Stopped at check 8: .* The signature does not match/);
  await figure.getByRole('button', { name: 'with the right secret' }).click();
  await expect(spoken).toHaveText(/^200\. The token passed every check\./);
  await pressTab(figure, 'Read');
  await figure.getByRole('textbox', { name: /^Paste a token/ }).fill('one two');
  await expect(spoken).toHaveText(/^Words with spaces between\. A token has none\. 400\./);
});

test('no sentence begins with the sign that holds a figure’s place', async ({ page }) => {
  const purpose = await alone(page, 'purpose', '#purpose?did=nothing&seed=7');
  const said = await heard(purpose);
  await purpose.getByRole('button', { name: 'Send', exact: true }).click();
  await page.keyboard.press('End');
  await expect.poll(async () => (await said()).length).toBeGreaterThan(0);
  await purpose.getByRole('button', { name: 'Wait a minute' }).click();
  await expect(purpose.locator('.verdict .ratio')).toHaveText('–');
  await expect.poll(async () => (await said()).at(-1)).toMatch(/^1\smin went by\. Every meter has room\./);
  for (const sentence of await said()) expect(sentence).not.toMatch(/^[…–]/);
  await expect(purpose.locator('.verdict')).toMatchAriaSnapshot('- paragraph: /^1 min went by/');
  const protocols = await alone(page, 'protocols');
  for (let step = 0; step < 8; step++) {
    await protocols.getByRole('button', { name: 'On to the next step' }).click();
    await expect(protocols.locator('.visually-hidden[role="status"]')).toHaveText(/^Step \d of 8\. /);
    expect(await protocols.locator('.visually-hidden[role="status"]').textContent()).not.toMatch(/\. ?\.|[…–]\./);
  }
});

/** What a screen reader is told of every control. */
async function controls(page: Page) {
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send('Accessibility.getFullAXTree');
  const text = (value?: { value?: unknown }) => String(value?.value ?? '').replaceAll(/\s+/g, ' ').trim();
  return nodes.filter((node) => !node.ignored && ['button', 'slider', 'link', 'checkbox', 'radio', 'textbox', 'combobox', 'spinbutton'].includes(text(node.role)))
    .map((node) => ({
      role: text(node.role),
      name: text(node.name),
      description: text(node.description),
      value: text(node.value) || text(node.properties?.find(({ name }) => name === 'valuetext')?.value),
    }));
}

test('names are short, said once, and without the value', async ({ page }) => {
  test.slow();
  await openAll(page);
  const all = await controls(page);
  expect(all.filter(({ role }) => role === 'slider').length).toBeGreaterThan(15);
  const faults = all.flatMap(({ role, name, description, value }) => [
    ...(name ? [] : [`${role} without a name`]),
    ...(name.length <= 200 ? [] : [`${role} with a name of ${name.length} characters: ${name}`]),
    ...(description && (name.includes(description) || description.includes(name) && role === 'button' && !description.includes(' RFC')) ? [`${role} said twice: ${name} / ${description}`] : []),
    ...(role === 'slider' && value && name.includes(value) ? [`slider with its value in its name: ${name} / ${value}`] : []),
  ]);
  expect(faults).toEqual([]);
});

for (const demo of ['security', 'jobs', 'lifecycle', 'twenty-seconds', 'workbench']) {
  test(`each “Copy as curl” says which message it copies, in ${demo}`, async ({ page }) => {
    const figure = await alone(page, demo);
    const names = await figure.locator('[name^="curl-"]').evaluateAll((buttons) => buttons.map((button) => button.textContent!.trim()));
    expect(names.length).toBe(2);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^Copy as curl \(the request .*\)$/);
  });
}

test('a line of a message is text, and beside it a button with a short name', async ({ page }) => {
  const figure = await alone(page, 'protocols', '#protocols?flow=code&step=7&seed=7');
  const lines = figure.locator('.part');
  await expect(lines.filter({ hasText: 'Authorization: Bearer eyJ' })).toHaveCount(1);
  for (const button of await lines.getByRole('button').all()) {
    const name = (await button.getAttribute('aria-label'))!;
    expect(name.length).toBeGreaterThan(0);
    expect(name.length, name).toBeLessThanOrEqual(40);
    await expect(button).toHaveAccessibleDescription(/RFC|\w{3}/);
  }
  await expect(lines.filter({ hasText: 'Authorization: Bearer eyJ' })).toMatchAriaSnapshot('- text: "/Authorization: Bearer eyJ/"');
});

// Large type, and the reader's own colours

test('with letters twice as large nothing is cut off at 320 and 390 px', async ({ page }) => {
  test.slow();
  await openAll(page);
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
    document.querySelectorAll('figure details').forEach((details) => { (details as HTMLDetailsElement).open = true; });
  });
  await page.locator('figure[data-demo="jobs"] .pick').first().click();
  for (const width of [320, 390]) {
    await page.setViewportSize({ width, height: 800 });
    const faults: string[] = [];
    for (const demo of [...DEMOS, ...SCENES]) {
      const figure = await alive(page, demo);
      faults.push(...await figure.evaluate((figure, demo) => {
        const edge = figure.getBoundingClientRect();
        // What scrolls in a box of its own is not cut off; what is read out and not shown has no size. A scene shows the
        // beginning of a secret, with an ellipsis.
        const all = [...figure.querySelectorAll<HTMLElement>('*')].filter((element) =>
          (element.matches('text') || !(element instanceof SVGElement)) && element.getBoundingClientRect().width > 1
          && !element.closest('.scroll, .visually-hidden, pre, .tip, .scene :is(.credential, .holds)'));
        const out = all.filter((element) => {
          const { left, right } = element.getBoundingClientRect();
          const cuts = getComputedStyle(element).overflowX !== 'visible' && !element.matches('text, input, select, textarea, .demo-body > div');
          return left < edge.left - 1 || right > edge.right + 1 || cuts && element.scrollWidth > element.clientWidth + 1;
        });
        return out.map((element) => `${demo}: ${element.outerHTML.slice(0, 100)}`);
      }, demo));
    }
    expect.soft(faults, `at ${width} px`).toEqual([]);
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), `the page at ${width} px`).toBeLessThanOrEqual(width);
  }
});

test('in the reader’s own colours, what differs looks different', async ({ page }) => {
  test.slow();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ forcedColors: 'active', colorScheme });
    await page.goto('');
    const style = (element: Locator, property: string) => element.first().evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), property);

    const life = await alive(page, 'lifecycle');
    const [late, thief] = [life.locator('.lifecycle-legend .late'), life.locator('.lifecycle-legend .thief-bar')];
    expect(await style(late, 'fill')).not.toBe(await style(thief, 'fill'));
    expect(await style(late, 'fill')).toContain('hatch');
    expect(await contrast(page.locator('#hatch path'), 'stroke')).toBeGreaterThanOrEqual(3);
    expect(await contrast(thief, 'fill')).toBeGreaterThanOrEqual(3);
    for (const bar of ['.key-bar.rim', '.token-bar.rim', '.late.rim']) {
      expect(await contrast(life.locator(`.lifecycle-time ${bar}`), 'stroke'), bar).toBeGreaterThanOrEqual(3);
    }
    const security = await alive(page, 'security');
    await security.getByRole('slider', { name: 'Moment' }).fill('1000');
    const used = security.locator('.lane-strip.key .used');
    expect(await contrast(used, 'fill')).toBeGreaterThanOrEqual(1.5);
    expect(await contrast(security.locator('.lane-strip.key .rim'), 'stroke')).toBeGreaterThanOrEqual(3);
    expect(await contrast(security.locator('.lane-strip.key .answered'), 'fill', '.used')).toBeGreaterThanOrEqual(3);
    expect(await contrast(security.locator('.lane-strip.key .wash'), 'stroke')).toBeGreaterThanOrEqual(3);

    const purpose = await alive(page, 'purpose');
    expect(await contrast(purpose.locator('.meters .key .used'), 'fill', '.room')).toBeGreaterThanOrEqual(3);
    expect(await contrast(purpose.locator('.meters svg'), 'outline-color')).toBeGreaterThanOrEqual(3);
    const pair = await alive(page, 'twenty-seconds');
    for (const bar of ['.card.key .left', '.card.token .left']) expect(await contrast(pair.locator(bar), 'fill'), bar).toBeGreaterThanOrEqual(3);
    expect(await contrast(pair.locator('.card.token .rail'), 'stroke')).toBeGreaterThanOrEqual(3);

    // What is chosen is told from what is not.
    const bench = await alive(page, 'workbench');
    await pressTab(bench, 'Forge');
    await bench.getByRole('button', { name: 'Next step' }).click();
    const step = bench.locator('.tour [aria-current="true"]');
    expect(await style(step, 'outline-style')).toBe('solid');
    expect(await style(life.locator('.lifecycle-nodes [aria-pressed="true"]'), 'outline-style')).toBe('solid');
    expect(await style(life.locator('.lifecycle-log [aria-current="true"]'), 'outline-style')).toBe('solid');
  }
});

test('who asks for more contrast gets stronger lines and words', async ({ page }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const measured: Record<string, number[]> = {};
    for (const contrastAsked of ['no-preference', 'more'] as const) {
      await page.emulateMedia({ colorScheme, contrast: contrastAsked });
      await page.goto(CHOSEN);
      const figure = await alive(page, 'security');
      await openSeed(figure);
      for (const [selector, part] of [
        ['.look-for', 'color'], ['.chip', 'border-top-color'], ['.seed input', 'border-top-color'], ['.button.small', 'border-top-color'],
        ['.lane.key h4', 'color'], ['.fate.no', 'color'], ['.chart .curve.key', 'stroke'], ['.lane-strip.token .rim', 'stroke'],
      ] as const) {
        (measured[selector] ??= []).push(await contrast(figure.locator(selector), part));
      }
    }
    for (const [selector, [plain, more]] of Object.entries(measured)) {
      expect(more!, `${selector}, ${colorScheme}`).toBeGreaterThan(plain!);
      expect(more!, `${selector}, ${colorScheme}`).toBeGreaterThanOrEqual(/look-for|h4|fate/.test(selector) ? 7 : 4.5);
    }
  }
});
