// What every test of the page shares: a page that is watched, and ways to read a demo.

import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test as base, type Locator, type Page } from '@playwright/test';

/** Collects what a page must not do, and fails the test for it unless the test expects it. */
export class Watch {
  private readonly seen: string[] = [];
  // Chromium says this, and gives no reason, of a request that was on its way when its page was left.
  private readonly expected: RegExp[] = [/^console error: Fetch API cannot load \S+\. $/];
  private readonly parts = new Set<string>();
  private loaded = false;

  constructor(readonly page: Page, private readonly home: string) {
    page.on('console', (message) => this.note(`console ${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => this.note(`uncaught: ${error.message}`));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(this.home)) this.note(`request to another origin: ${url}`);
      else if (this.loaded && !this.isNewPart(url)) this.note(`request after load: ${url}`);
    });
  }

  /** From now on the page has what it needs: any further request is a fault. */
  pageIsLoaded() {
    this.loaded = true;
  }

  /** This test provokes what matches. */
  expects(...patterns: RegExp[]) {
    this.expected.push(...patterns);
  }

  /** The next test with this page has a watch of its own. */
  end() {
    for (const event of ['console', 'pageerror', 'request'] as const) this.page.removeAllListeners(event);
  }

  /** A part of the program comes when it is wanted, or when the page is idle, and once. */
  private isNewPart(url: string) {
    const isNew = /-[0-9a-f]{12}\.wasm$/.test(url) && !this.parts.has(url);
    this.parts.add(url);
    return isNew;
  }

  private note(what: string) {
    this.seen.push(what);
  }

  faults() {
    return this.seen.filter((line) => !this.expected.some((pattern) => pattern.test(line)));
  }
}

/** Where to write which rules of the style a test has used, for tests/browser/unused-style.mjs; nowhere, if it is not set. */
const { STYLE_USED } = process.env;

export const test = base.extend<{ watch: Watch; usedStyle: void }>({
  usedStyle: [async ({ page }, use, { workerIndex }) => {
    if (!STYLE_USED) return use();
    const sheets = new Map<string, string>();
    const session = await page.context().newCDPSession(page);
    session.on('CSS.styleSheetAdded', ({ header }) => sheets.set(header.styleSheetId, header.sourceURL.split('/').pop()!));
    for (const command of ['DOM.enable', 'CSS.enable', 'CSS.startRuleUsageTracking'] as const) await session.send(command);
    await use();
    // A test may have closed its page.
    const { ruleUsage } = await session.send('CSS.stopRuleUsageTracking').catch(() => ({ ruleUsage: [] }));
    const used = ruleUsage.filter((rule) => rule.used).map((rule) => `${sheets.get(rule.styleSheetId)} ${rule.startOffset} ${rule.endOffset}\n`);
    mkdirSync(STYLE_USED, { recursive: true });
    appendFileSync(join(STYLE_USED, `${workerIndex}`), used.join(''));
  }, { auto: true }],
  watch: [async ({ page, baseURL }, use) => {
    // A file has no origin: it may ask for itself.
    const { origin, href } = new URL(baseURL!);
    const watch = new Watch(page, origin === 'null' ? href : origin);
    await use(watch);
    expect(watch.faults(), 'what the page must not do').toEqual([]);
    watch.end();
  }, { auto: true }],
});

export { expect };

/** Opens a demo, at a fragment if there is one, and waits until it is alive and near. */
export type Open = (page: Page, demo: string, fragment?: string, watch?: Watch) => Promise<Locator>;

/** In the article, where all demos are: for what a demo does among text and other demos. */
export const inArticle: Open = (page, demo, fragment = '', watch) => openFigure(page, demo, fragment, watch);

/** On its own page: the same demo, and a tenth of the article to load, lay out and look at. */
export const alone: Open = (page, demo, fragment = '', watch) => openFigure(page, demo, `embed/${demo}.html${fragment}`, watch);

async function openFigure(page: Page, demo: string, address: string, watch?: Watch): Promise<Locator> {
  await page.goto(address);
  const figure = await come(page, demo);
  if (watch) await allHasCome(page, watch);
  return figure;
}

/**
 * Goes to a demo on the page that is open, and waits until it is alive. A lab is opened in the page and not over it: what
 * else a test looks at would be behind it. labs.spec.ts opens labs as readers do.
 */
export async function come(page: Page, demo: string): Promise<Locator> {
  const figure = page.locator(`figure[data-demo="${demo}"]`);
  await page.locator('dialog:not([open])').filter({ has: figure }).evaluateAll((labs) => {
    for (const lab of labs as HTMLDialogElement[]) {
      lab.open = true;
      Object.assign(lab.style, { position: 'static', blockSize: 'auto', padding: '0', overflow: 'clip' });
    }
  });
  await figure.scrollIntoViewIfNeeded();
  await expect(figure).toHaveAttribute('data-state', 'live');
  return figure;
}

/** Presses a tab of a lab, as a reader does who looks for what is behind it. */
export const pressTab = (figure: Locator, name: string) => figure.getByRole('tab', { name, exact: true }).click();

/** Opens what a lab's seed and run are folded into. */
export const openSeed = (figure: Locator) => figure.getByText('Seed and run', { exact: true }).click();

/** The figures that stand on the page: not those of labs that are not open. */
export const FIGURES = 'figure[data-demo]:not(dialog:not([open]) *)';

/** Opens the leak demo. */
export async function openDemo(page: Page, fragment = '', watch?: Watch, open = inArticle): Promise<Demo> {
  return new Demo(await open(page, 'security', fragment, watch));
}

/** Holds back what comes by this address; gives a way to let it go. */
export async function hold(page: Page, address: string) {
  let letGo!: () => void;
  const gone = new Promise<void>((resolve) => { letGo = resolve; });
  await page.route(address, async (route) => {
    await gone;
    await route.continue();
  });
  return letGo;
}

/** Waits until the page has all that it asks for, but for parts of the program: from now on any other request is a fault. */
export async function allHasCome(page: Page, watch: Watch) {
  // A stand-in font is the machine's own, or missing.
  await page.waitForFunction(() =>
    document.readyState === 'complete' && [...document.fonts].every(({ status }) => status === 'loaded' || status === 'error'));
  watch.pageIsLoaded();
}

/** The leak demo as its reader sees it. */
export class Demo {
  constructor(readonly figure: Locator) {}

  readonly play = () => this.figure.getByRole('button', { name: /^(Play|Pause)$/ });
  readonly button = (name: string | RegExp) => this.figure.getByRole('button', { name });
  readonly slider = (name: string) => this.figure.getByRole('slider', { name });
  readonly box = (name: string | RegExp) => this.figure.getByRole('checkbox', { name });
  readonly hole = (name: string) => this.figure.getByRole('radio', { name });
  readonly clock = () => this.figure.locator('.clock');
  readonly verdict = () => this.figure.locator('.verdict');
  readonly fate = (lane: 'key' | 'token') => this.figure.locator(`.lane.${lane} .fate`);
  readonly wire = (lane: 'key' | 'token') => this.figure.locator(`.wire.${lane}`);
  readonly complaints = () => this.figure.getByRole('alert');
  readonly spoken = () => this.figure.locator('.visually-hidden[role="status"]');

  /** All that a reader can see of the moment, as text and drawing. */
  async picture() {
    return this.figure.evaluate((figure) => {
      const html = (selector: string) => [...figure.querySelectorAll(selector)].map((element) => element.innerHTML.replaceAll('<!---->', ''));
      return {
        clock: figure.querySelector('.clock')!.textContent,
        verdict: figure.querySelector('.verdict')!.textContent,
        fates: html('.fate'),
        drawings: html('.lane-strip, .chart'),
        turns: html('.turns'),
        wires: html('.wire-message, .wire h4'),
        run: figure.querySelector('.run')!.textContent,
        settings: [...figure.querySelectorAll('.controls input')].map((input) => {
          const { value, checked, disabled } = input as HTMLInputElement;
          return `${value} ${checked} ${disabled}`;
        }),
      };
    });
  }

  /** Moves a slider to its stop of that number, as a reader's hand would. */
  async slide(name: string, stop: number) {
    await this.slider(name).fill(String(stop));
  }
}

/** Notes each text that an element takes on from now on, however short; gives a way to read them. */
export async function watched(element: Locator) {
  const notes = await element.evaluateHandle((element) => {
    const notes: string[] = [];
    new MutationObserver(() => notes.push(element.textContent!))
      .observe(element, { childList: true, characterData: true, subtree: true });
    return notes;
  });
  return () => notes.jsonValue();
}
