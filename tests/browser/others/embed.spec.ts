// A demo in a page of another site: by a plain frame, and by the element.

import { test, expect, hosting, type View } from './test';

const page = (body: string) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A blog</title>
<script>heard = []; addEventListener('message', ({ data }) => heard.push(data));</script></head><body><main><h1>A blog</h1>${body}</main></body></html>`;

const alive = (frame: View) => expect.poll(() => frame.evaluate(() => document.querySelector<HTMLElement>('figure[data-demo]')?.dataset.state)).toBe('live');
const clock = (frame: View) => frame.evaluate(() => document.querySelector('.clock')!.textContent);
const heard = (view: View, type: string) => view.evaluate((type) => (globalThis as any).heard.filter((message: any) => message.type === type), type);

test('by a plain frame', async ({ view, site }) => {
  const host = await hosting(page(`<iframe src="${site.home}?demo=security&amp;ttl=4h&amp;t=03:00:00&amp;seed=9" width="800" height="700" title="A demo"></iframe>`));
  await view.open(host.address);
  const frame = await view.frame({ css: 'iframe' });
  await alive(frame);
  expect(await clock(frame)).toBe('03:00:00');
  expect(await frame.evaluate(() => document.querySelectorAll('figure[data-demo]').length)).toBe(1);
  await frame.click({ role: 'button', name: 'On to the next request', in: 'figure' });
  await expect.poll(() => clock(frame)).not.toBe('03:00:00');
  await frame.drag({ role: 'slider', name: 'Moment', in: 'figure' }, [0.2, 0.5], [0.5, 0.5]);
  await expect.poll(() => clock(frame)).toMatch(/^1[78]:/);
  await expect.poll(async () => (await heard(view, 'ready')).length).toBe(1);
  await host.close();
});

test('by the element: as high as what is in it, and it follows its attributes', async ({ view, site }) => {
  const host = await hosting(page(`<script src="${site.home}embed.js" async></script><api-key-vs-token demo="security" ttl="4h"></api-key-vs-token>`));
  await view.open(host.address);
  const frame = await view.frame({ css: 'api-key-vs-token', shadow: 'iframe' });
  await alive(frame);
  const height = () => view.evaluate(() => document.querySelector('api-key-vs-token')!.getBoundingClientRect().height);
  const missing = async () => await frame.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height)) - await height();
  await expect.poll(missing).toBe(0);
  const wide = await height();
  await view.resize(480, 800);
  await expect.poll(height).toBeGreaterThan(wide);
  await expect.poll(missing).toBe(0);
  expect(await frame.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);

  const lives = () => frame.evaluate(() => [...document.querySelectorAll('[type="range"]')].map((slider) => slider.getAttribute('aria-valuetext')));
  expect(await lives()).toContainEqual(expect.stringMatching(/^4\sh$/));
  await view.evaluate(() => document.querySelector('api-key-vs-token')!.setAttribute('ttl', '12h'));
  await expect.poll(lives).toContainEqual(expect.stringMatching(/^12\sh$/));
  await view.evaluate(() => document.querySelector('api-key-vs-token')!.setAttribute('demo', 'jobs'));
  await expect.poll(() => frame.evaluate(() => document.querySelector<HTMLElement>('figure[data-state="live"]')?.dataset.demo)).toBe('jobs');
  await host.close();
});
