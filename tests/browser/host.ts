// Other people's pages: a host of another site, which serves whatever a test puts there.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame, Page } from '@playwright/test';
import { expect, test as base } from './page';

type Pages = Record<string, { html: string; headers?: Record<string, string> }>;

/** What a window heard by `postMessage`, in order. */
export interface Message { data: Record<string, unknown>; origin: string }

export class Host {
  readonly pages: Pages = {};

  constructor(readonly page: Page, readonly origin: string, readonly home: string) {}

  /** The element's script, and the element. */
  element(attributes: string, inside = '') {
    return `<script src="${this.home}embed.js" async></script><api-key-vs-token ${attributes}>${inside}</api-key-vs-token>`;
  }

  /** A plain frame. */
  frame(query: string, attributes = '') {
    return `<iframe src="${this.home}?${query.replaceAll('&', '&amp;')}" ${attributes}></iframe>`;
  }

  /** Serves a page with this body and opens it, and waits for all that is in it, or only for the page. */
  async open(body: string, headers: Record<string, string> = {}, head = '', waitUntil: 'load' | 'commit' = 'load') {
    this.pages['/'] = {
      html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A blog</title>${head}</head><body><main><h1>A blog</h1><h2>A post</h2>${body}</main></body></html>`,
      headers,
    };
    await this.page.goto(this.origin, { waitUntil });
  }

  /** The frames that hold demos, in the order of the document. */
  frames(): Frame[] {
    return this.page.frames().filter((frame) => frame.url().startsWith(this.home));
  }

  /** The only such frame, once its demo is alive. */
  async live(): Promise<Frame> {
    await expect.poll(() => this.frames().length).toBe(1);
    const frame = this.frames()[0]!;
    await expect(frame.locator('.alone figure')).toHaveAttribute('data-state', 'live');
    return frame;
  }

  /** What the page has heard from its frames. */
  heard(type?: string): Promise<Message[]> {
    return this.page.evaluate((type) => (window as unknown as { heard: Message[] }).heard
      .filter(({ data }) => data.source === 'api-key-vs-token' && (!type || data.type === type)), type);
  }

  /** Says something to every frame of the page, as the page itself. */
  async say(message: unknown, times = 1) {
    await this.page.evaluate(([message, times]) => {
      const frames = [...document.querySelectorAll('iframe'), ...[...document.querySelectorAll('api-key-vs-token')]
        .map((element) => element.shadowRoot!.querySelector('iframe')!)];
      for (let i = 0; i < times; i++) for (const frame of frames) frame.contentWindow!.postMessage(message, '*');
    }, [message, times] as const);
  }
}

export const test = base.extend<{ host: Host }>({
  host: async ({ page, baseURL, watch }, use) => {
    let pages: Pages = {};
    const server = createServer(({ url }, response) => {
      const found = pages[url!.split('?')[0]!];
      if (!found) return response.writeHead(404).end();
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...found.headers }).end(found.html);
    });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    // By another name than the demos' host, so that it is another site, and not only another port.
    const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    watch.expects(/request to another origin: http:\/\/localhost:/, /favicon/, /Failed to load resource.*404/);
    await page.addInitScript(() => {
      const heard: unknown[] = [];
      Object.assign(window, { heard });
      addEventListener('message', ({ data, origin }) => heard.push({ data, origin }));
    });
    const host = new Host(page, origin, baseURL!);
    pages = host.pages;
    await use(host);
    await page.goto('about:blank');
    server.closeAllConnections();
    server.close();
  },
});

export { expect };

/** The names of all demos, as the page has them. */
export async function demoNames(page: Page): Promise<string[]> {
  const html = await (await page.request.get('')).text();
  const names = [...html.matchAll(/<figure[^>]* data-demo="([^"]+)"/g)].map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(4);
  return names;
}
