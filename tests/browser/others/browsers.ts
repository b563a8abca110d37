// Firefox and WebKit behind one interface, so that each test is written once. Playwright drives neither of the two as
// a system ships it. Firefox speaks WebDriver BiDi by itself, and Puppeteer speaks it with Firefox. WebKitGTK speaks
// classic WebDriver by its WebKitWebDriver, and selenium-webdriver speaks that.

import { build } from 'esbuild';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import puppeteer, { type ElementHandle, type Frame, type KeyInput, type Page } from 'puppeteer-core';
import { Builder, Capabilities, Key, type WebDriver, type WebElement } from 'selenium-webdriver';

/** An element as a reader knows it, by role and name, in whatever `in` selects; or else by a selector. */
export type What =
  | { role: string; name: string | RegExp; in?: string }
  | { css: string; /** In the shadow tree of that element. */ shadow?: string };

/** A place in an element: shares of its width and height. */
export type Place = readonly [number, number];

/** A window or a frame. */
export interface View {
  /** Runs a function there and gives what it gives, or promises, as JSON would carry it. */
  evaluate<A extends unknown[], T>(work: (...given: A) => T | Promise<T>, ...given: A): Promise<T>;
  /** Clicks in the middle of an element, by the mouse. */
  click(what: What): Promise<void>;
  /** Presses the mouse at the first place of an element, and lets it go at the last. */
  drag(what: What, ...places: Place[]): Promise<void>;
  frame(what: What): Promise<View>;
}

/** The browser's window. */
export interface Window extends View {
  open(address: string): Promise<void>;
  /** Presses keys, one after the other: `a`, `Enter`, `Shift+ArrowLeft`. */
  press(...keys: string[]): Promise<void>;
  type(text: string): Promise<void>;
  /** Makes the page's part of the window as large as this. */
  resize(width: number, height: number): Promise<void>;
  /** A PNG of what is in sight. */
  picture(): Promise<Buffer>;
  /** What the browser has reported since it was last asked: console messages and uncaught errors. */
  faults(): Promise<string[]>;
  close(): Promise<void>;
}

export interface Browser {
  /** Its name and version, as it says itself. */
  readonly version: string;
  /** Whether it reports errors. Where it does not, the pages have to note their own. */
  readonly reports: boolean;
  window(): Promise<Window>;
  close(): Promise<void>;
}

// Finding an element, in the page

/** Says which element is meant, as JSON; a pattern goes as its source. */
const told = (what: What) => ('role' in what && what.name instanceof RegExp
  ? { ...what, name: undefined, pattern: what.name.source, flags: what.name.flags } : what);

/** Defines `meant` in a page: the one element that is in sight and meant, or a sentence that says why there is none. */
let finder: Promise<string> | undefined;
const findingScript = () => finder ??= build({
  stdin: { contents: FIND, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
  bundle: true, format: 'iife', write: false, minify: true, target: 'es2022', logLevel: 'error',
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEBUG_PRINT_LIMIT': '0' },
}).then(({ outputFiles }) => outputFiles[0]!.text);

const FIND = `
import { queryAllByRole } from '@testing-library/dom';
const plain = (text) => text.replace(/\\s+/g, ' ').trim();
globalThis.meant = ({ role, name, pattern, flags, in: within = 'body', css, shadow }) => {
  if (css) {
    const found = document.querySelector(css);
    found?.scrollIntoView({ block: 'center', behavior: 'instant' });
    return (shadow ? found?.shadowRoot?.querySelector(shadow) : found) ?? 'There is no ' + css + '.';
  }
  const heard = [];
  const fits = pattern === undefined ? (said) => said === name : (said) => new RegExp(pattern, flags).test(said);
  const found = [...document.querySelectorAll(within)].flatMap((part) => queryAllByRole(part, role, {
    name: (said) => { heard.push(plain(said)); return fits(plain(said)); },
  })).filter((element) => element.checkVisibility());
  const asked = 'the ' + role + ' called ' + (name ?? '/' + pattern + '/') + ' in ' + within;
  if (found.length !== 1) return found.length + ' elements are ' + asked + '; there are: ' + heard.join(', ');
  const [element] = found;
  if (element.disabled || element.closest('[inert]')) return 'Disabled: ' + asked;
  // Some controls are drawn by their labels, and lie under them.
  const target = element.matches('[type="radio"], [type="checkbox"]') ? element.labels[0] ?? element : element;
  target.scrollIntoView({ block: 'center', behavior: 'instant' });
  return target;
};`;

const PATIENCE_MS = 30_000;

/** Asks until there is an answer, or says what the last refusal was. */
async function until<T>(ask: () => Promise<T | string>): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (typeof answer !== 'string') return answer;
    if (Date.now() > end) throw new Error(answer);
    await new Promise((later) => { setTimeout(later, 50); });
  }
}

// Firefox

class PuppeteerView implements View {
  constructor(protected readonly page: Page, protected readonly place: Frame) {}

  evaluate<A extends unknown[], T>(work: (...given: A) => T | Promise<T>, ...given: A): Promise<T> {
    return this.place.evaluate(work as never, ...given) as Promise<T>;
  }

  private find(what: What): Promise<ElementHandle> {
    return until<ElementHandle>(async () => {
      if (!await this.place.evaluate(() => 'meant' in globalThis)) await this.place.evaluate(await findingScript());
      const found = await this.place.evaluateHandle((what) => (globalThis as any).meant(what), told(what));
      return found.asElement() as ElementHandle | null ?? String(await found.jsonValue());
    });
  }

  async click(what: What) {
    await (await this.find(what)).click();
  }

  async drag(what: What, ...places: Place[]) {
    const { x, y, width, height } = (await (await this.find(what)).boundingBox())!;
    const { mouse } = this.page;
    for (const [i, [across, down]] of places.entries()) {
      await mouse.move(x + width * across, y + height * down, { steps: i && 4 });
      if (i === 0) await mouse.down();
    }
    await mouse.up();
  }

  async frame(what: What): Promise<View> {
    return new PuppeteerView(this.page, (await (await this.find(what)).contentFrame())!);
  }
}

class PuppeteerWindow extends PuppeteerView implements Window {
  private reported: string[] = [];

  constructor(page: Page) {
    super(page, page.mainFrame());
    page.on('console', (message) => this.reported.push(`console ${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => this.reported.push(`uncaught: ${error instanceof Error ? error.message : String(error)}`));
  }

  async open(address: string) {
    await this.page.goto(address);
  }

  async press(...keys: string[]) {
    for (const chord of keys) {
      const held = chord.replace('Space', ' ').split('+') as KeyInput[];
      const key = held.pop()!;
      for (const modifier of held) await this.page.keyboard.down(modifier);
      await this.page.keyboard.press(key);
      for (const modifier of held.reverse()) await this.page.keyboard.up(modifier);
    }
  }

  async type(text: string) {
    await this.page.keyboard.type(text);
  }

  async resize(width: number, height: number) {
    await this.page.setViewport({ width, height });
  }

  async picture() {
    return Buffer.from(await this.page.screenshot());
  }

  async faults() {
    // What comes from the page comes in order: after this, nothing of before is still on its way.
    const end = `end of test ${Math.random()}`;
    await this.page.evaluate((end) => console.log(end), end);
    const told = () => this.reported.findIndex((line) => line.endsWith(end));
    await until(async () => (told() < 0 ? 'The console does not answer.' : told()));
    return this.reported.splice(0, told() + 1).slice(0, -1);
  }

  async close() {
    await this.page.browserContext().close();
  }
}

export async function firefox(program: string): Promise<Browser> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: program,
    headless: true,
    defaultViewport: { width: 1280, height: 800 },
    extraPrefsFirefox: {
      // Scrollbars that take their room, as on most desks.
      'widget.gtk.overlay-scrollbars.enabled': false,
      'layout.testing.overlay-scrollbars.always-visible': false,
    },
  });
  return {
    version: (await browser.version()).replace('/', ' '),
    reports: true,
    window: async () => new PuppeteerWindow(await (await browser.createBrowserContext()).newPage()),
    close: () => browser.close(),
  };
}

// WebKit

/** Where an element is in its window. Of what is enlarged by `zoom`, WebKit gives the measures before that. */
const IN_WINDOW = `
const zoom = (element) => (element ? Number(getComputedStyle(element).zoom || 1) * zoom(element.parentElement) : 1);
const scale = 'currentCSSZoom' in Element.prototype ? 1 : zoom(arguments[0]);
const { x, y, width, height } = arguments[0].getBoundingClientRect();
return [x, y, width, height].map((length) => length * scale);`;

class SeleniumView implements View {
  constructor(protected readonly driver: WebDriver, private readonly path: readonly What[] = []) {}

  /** Directs the driver, which is at one frame at a time, to this. */
  protected async enter() {
    await this.driver.switchTo().defaultContent();
    for (const what of this.path) await this.driver.switchTo().frame(await this.find(what));
  }

  protected async run<T>(work: string, ...given: unknown[]): Promise<T> {
    const script = `const done = arguments[arguments.length - 1], given = [...arguments].slice(0, -1);
      (async () => (${work})(...given))().then((value) => done([JSON.stringify(value)]), (error) => done(String(error)));`;
    const answer: [string | null] | string = await this.driver.executeAsyncScript(script, ...given);
    if (typeof answer === 'string') throw new Error(answer);
    return answer[0] === null ? undefined as T : JSON.parse(answer[0]);
  }

  async evaluate<A extends unknown[], T>(work: (...given: A) => T | Promise<T>, ...given: A): Promise<T> {
    await this.enter();
    return this.run(String(work), ...given);
  }

  protected find(what: What): Promise<WebElement> {
    return until<WebElement>(async () => {
      if (!await this.driver.executeScript('return "meant" in globalThis')) await this.driver.executeScript(await findingScript());
      return this.driver.executeScript('return meant(arguments[0])', told(what));
    });
  }

  async click(what: What) {
    await this.drag(what, [0.5, 0.5]);
  }

  async drag(what: What, ...places: Place[]) {
    await this.enter();
    const element = await this.find(what);
    const [x, y, width, height] = await this.driver.executeScript<number[]>(IN_WINDOW, element);
    // In a frame the driver counts from the window's corner; but of an element's middle it knows where it is.
    const to = ([across, down]: Place, duration: number) => (this.path.length
      ? { duration, origin: element, x: Math.round(width! * (across - 0.5)), y: Math.round(height! * (down - 0.5)) }
      : { duration, x: Math.round(x! + width! * across), y: Math.round(y! + height! * down) });
    const hand = this.driver.actions().move(to(places[0]!, 0)).press();
    for (const place of places.slice(1)) hand.move(to(place, 100));
    await hand.release().perform();
  }

  async frame(what: What): Promise<View> {
    await this.enter();
    await this.find(what);
    return new SeleniumView(this.driver, [...this.path, what]);
  }
}

const KEYS: Record<string, string> = {
  ArrowLeft: Key.ARROW_LEFT, ArrowRight: Key.ARROW_RIGHT, ArrowUp: Key.ARROW_UP, ArrowDown: Key.ARROW_DOWN,
  Home: Key.HOME, End: Key.END, PageUp: Key.PAGE_UP, PageDown: Key.PAGE_DOWN, Enter: Key.ENTER, Escape: Key.ESCAPE,
  Tab: Key.TAB, Space: Key.SPACE, Backspace: Key.BACK_SPACE, Shift: Key.SHIFT, Control: Key.CONTROL,
};

class SeleniumWindow extends SeleniumView implements Window {
  async open(address: string) {
    await this.driver.switchTo().defaultContent();
    await this.driver.get(address);
  }

  async press(...keys: string[]) {
    for (const chord of keys) {
      const held = chord.split('+').map((key) => KEYS[key] ?? key);
      const key = held.pop()!;
      const hand = this.driver.actions();
      for (const modifier of held) hand.keyDown(modifier);
      hand.sendKeys(key);
      for (const modifier of held.reverse()) hand.keyUp(modifier);
      await hand.perform();
    }
  }

  async type(text: string) {
    await this.driver.actions().sendKeys(text).perform();
  }

  async resize(width: number, height: number) {
    await this.driver.switchTo().defaultContent();
    const window = this.driver.manage().window();
    await until(async () => {
      const [inner, rect] = [await this.run<number[]>('() => [innerWidth, innerHeight]'), await window.getRect()];
      if (inner[0] === width && inner[1] === height) return true;
      // The frame around the page has its own size, which no command tells.
      await window.setRect({ x: 0, y: 0, width: rect.width + width - inner[0]!, height: rect.height + height - inner[1]! });
      return `The window is ${inner.join(' × ')}, not ${width} × ${height}.`;
    });
  }

  async picture() {
    await this.driver.switchTo().defaultContent();
    return Buffer.from(await this.driver.takeScreenshot(), 'base64');
  }

  faults() {
    return Promise.resolve([]);
  }

  close() {
    return this.open('about:blank');
  }
}

/** A program of ours that ends with this process. */
function start(program: string, args: string[], environment = process.env, out: 'ignore' | 'pipe' = 'ignore'): ChildProcess {
  const child = spawn(program, args, { env: environment, stdio: ['ignore', 'ignore', 'ignore', out] });
  process.once('exit', () => child.kill());
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** WebKitGTK's MiniBrowser on a display of its own, which nobody sees. */
export async function webkit(program: string): Promise<Browser> {
  const screen = start('Xvfb', ['-displayfd', '3', '-screen', '0', '2560x1600x24', '-nolisten', 'tcp'], process.env, 'pipe');
  const [display] = await once(screen.stdio[3]!, 'data');
  const port = await freePort();
  const service = start(program, [`--port=${port}`], {
    ...process.env, DISPLAY: `:${String(display).trim()}`, WAYLAND_DISPLAY: '', GDK_BACKEND: 'x11',
  });
  const server = `http://127.0.0.1:${port}`;
  await until(() => fetch(`${server}/status`).then(() => true, () => `${program} does not answer.`));
  const driver = await new Builder().usingServer(server).disableEnvironmentOverrides()
    .withCapabilities(new Capabilities({ browserName: 'MiniBrowser' })).build();
  const capabilities = await driver.getCapabilities();
  return {
    version: `WebKitGTK ${capabilities.getBrowserVersion()}`,
    reports: false,
    window: async () => new SeleniumWindow(driver),
    close: async () => {
      await driver.quit();
      service.kill();
      screen.kill();
    },
  };
}
