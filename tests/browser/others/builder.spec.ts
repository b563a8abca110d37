// The link builder: a scene is chosen, set, seen and copied.

import { test, expect } from './test';

test('a scene is chosen by its picture, set in words, shown in a post, and what is copied says so', async ({ view, site }) => {
  await view.open(`${site.home}builder.html`);
  const copied = (id: string) => view.evaluate((id) => document.querySelector<HTMLTextAreaElement>(`textarea#${id}`)!.value, id);
  await view.click({ role: 'radio', name: 'How long should a token live?' });
  await expect.poll(() => copied('link')).toBe(`${site.home}embed/lifetime.html`);
  // From the builder, which is of the same origin: WebKit's driver never answers from a frame that was going elsewhere.
  const shown = () => view.evaluate(() => {
    const preview = document.querySelector('api-key-vs-token')!.shadowRoot!.querySelector('iframe')!.contentDocument;
    const figure = preview?.querySelector<HTMLElement>('figure[data-state="live"]');
    return `${figure?.dataset.demo} ${figure?.querySelector('input[type="range"]:not(.scrubber)')?.getAttribute('aria-valuetext')}`;
  });
  await expect.poll(shown).toMatch(/^lifetime 1\sh$/);

  await view.click({ role: 'radio', name: /^4\sh$/, in: '.fields:not([hidden])' });
  await expect.poll(shown).toMatch(/^lifetime 4\sh$/);
  await expect.poll(() => copied('link')).toBe(`${site.home}embed/lifetime.html?ttl=4h`);
  // With its heights: the preview has been measured.
  await expect.poll(() => copied('snippet')).toMatch(/<api-key-vs-token demo="lifetime" ttl="4h" style="--demo-narrow:\d+px;--demo-wide:\d+px;--demo-whole:\d+px">/);
  expect(await copied('iframe')).toContain(`<iframe src="${site.home}embed/lifetime.html?ttl=4h" title="How long should a token live?"`);
  await view.click({ role: 'tab', name: 'Plain frame' });
  expect(await view.evaluate(() => [...document.querySelectorAll<HTMLElement>('.copy textarea')].filter((text) => text.checkVisibility()).map(({ id }) => id))).toEqual(['iframe']);
});
