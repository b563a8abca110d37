// What the tests in Firefox and WebKit share: a window that is watched, and a demo as its reader meets it.

import { expect, test as base } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { firefox, webkit, type Browser, type Place, type View, type Window } from './browsers';

const { BASE_URL, FIREFOX_PATH, WEBKIT_PATH } = process.env;

interface Site {
  /** The address of the folder in which the page lies. */
  home: string;
  /** What its pages have noted since this was last asked. */
  faults(): string[];
}

async function listening(answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((ready) => { server.listen(0, '127.0.0.1', ready); });
  const close = () => new Promise<unknown>((closed) => {
    server.close(closed);
    server.closeAllConnections();
  });
  return { port: (server.address() as AddressInfo).port, close };
}

/** The release page with a script before all others, which notes what goes wrong: see listen.js. */
async function listeningSite() {
  const script = readFileSync(new URL('./listen.js', import.meta.url));
  const { pathname } = new URL(BASE_URL!);
  let noted: string[] = [];
  const { port, close } = await listening(async (request, response) => {
    if (request.url === `${pathname}listen.js`) {
      let said = '';
      for await (const part of request) said += part;
      if (said) noted.push(said);
      return response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script);
    }
    const answer = await fetch(new URL(request.url!, BASE_URL));
    const type = answer.headers.get('content-type') ?? '';
    const body = Buffer.from(await answer.arrayBuffer());
    const first = `<head><script src="${pathname}listen.js"></script>`;
    response.writeHead(answer.status, { 'Content-Type': type });
    response.end(type.startsWith('text/html') ? String(body).replace('<head>', first) : body);
  });
  const faults = () => noted.splice(0);
  return { home: `http://127.0.0.1:${port}${pathname}`, faults, close };
}

/** Serves somebody else's page, on another site than the demos'. */
export async function hosting(html: string) {
  const { port, close } = await listening(({ url }, response) => {
    response.writeHead(url === '/' ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8' }).end(url === '/' ? html : '');
  });
  return { address: `http://localhost:${port}/`, close };
}

export const test = base.extend<
  { view: Window; /** What this test provokes. */ expected: RegExp[]; demo: (name: string, settings?: string, page?: string) => Promise<Demo> },
  { engine: 'firefox' | 'webkit'; other: Browser; site: Site }
>({
  engine: ['firefox', { option: true, scope: 'worker' }],

  other: [async ({ engine }, use) => {
    const browser = await (engine === 'firefox' ? firefox(FIREFOX_PATH!) : webkit(WEBKIT_PATH!));
    console.log(browser.version);
    await use(browser);
    await browser.close();
  }, { scope: 'worker', timeout: 60_000 }],

  site: [async ({ other }, use) => {
    if (other.reports) return use({ home: BASE_URL!, faults: () => [] });
    const site = await listeningSite();
    await use(site);
    await site.close();
  }, { scope: 'worker' }],

  expected: async ({}, use) => use([]),

  view: async ({ other, site, expected }, use) => {
    const window = await other.window();
    await window.resize(1280, 800);
    site.faults();
    await use(window);
    const seen = [...await window.faults(), ...site.faults()];
    await window.close();
    expect(seen.filter((line) => !expected.some((pattern) => pattern.test(line))), 'what the page must not do').toEqual([]);
  },

  demo: async ({ view, site }, use) => use(async (name, settings = '', page = '') => {
    await view.open(`${site.home}${page}#${name}${settings && `?${settings}`}`);
    // A lab is opened by a moment.
    if (!settings) await view.evaluate((name) => { if (document.querySelector(`dialog:not([open]) [data-demo="${name}"]`)) location.hash = `#${name}?seed=7`; }, name);
    const demo = new Demo(view, name);
    await demo.alive();
    return demo;
  }),
});

export { expect, type View, type Window };

/** A text as it is read: each space is one, whatever it is made of. */
const plain = (text: string) => text.replace(/\s+/g, ' ').trim();

/** A demo as its reader sees it. */
export class Demo {
  private readonly in: string;

  constructor(private readonly view: Window, name: string) {
    this.in = `figure[data-demo="${name}"]`;
  }

  async alive() {
    await expect.poll(() => this.view.evaluate((figure) => {
      const element = document.querySelector<HTMLElement>(figure)!;
      element.scrollIntoView({ behavior: 'instant' });
      return element.dataset.state;
    }, this.in)).toBe('live');
  }

  click(role: string, name: string | RegExp) {
    return this.view.click({ role, name, in: this.in });
  }

  drag(role: string, name: string | RegExp, ...places: Place[]) {
    return this.view.drag({ role, name, in: this.in }, ...places);
  }

  /** The same in a part of it that has no role. */
  dragPart(part: string, ...places: Place[]) {
    return this.view.drag({ css: `${this.in} ${part}` }, ...places);
  }

  /** Gives the focus to what a selector finds in it. */
  focus(selector: string) {
    return this.view.evaluate((selector) => document.querySelector<HTMLElement>(selector)!.focus(), `${this.in} ${selector}`);
  }

  press(...keys: string[]) {
    return this.view.press(...keys);
  }

  type(text: string) {
    return this.view.type(text);
  }

  /** What is written in it, or in a part of it. */
  async text(part = ''): Promise<string> {
    return plain(await this.view.evaluate((part) => [...document.querySelectorAll<HTMLElement>(part)]
      .filter((element) => element.checkVisibility()).map((element) => element.innerText).join(' '), `${this.in} ${part}`));
  }

  says(what: string | RegExp, part = '') {
    return expect.poll(() => this.text(part))[typeof what === 'string' ? 'toContain' : 'toMatch'](what as never);
  }

  /** What its controls are set to. (The time is told by the clock: a slider rounds it.) */
  settings(): Promise<string[]> {
    return this.view.evaluate((figure) => [...document.querySelectorAll<HTMLInputElement>(`${figure} :is(input:not(.scrubber), select, textarea)`)]
      .filter((field) => field.checkVisibility()).map(({ value, checked }) => `${value} ${checked}`), this.in);
  }

  fragment(): Promise<string> {
    return this.view.evaluate(() => location.hash);
  }
}
