// Links to moments: opened, and followed in place.

import { test, expect } from './test';

const MOMENT = '#security?ttl=4h&t=03:00:00&seed=9';

test('a link to a moment opens there, in sight', async ({ demo: open, view }) => {
  const demo = await open('security', MOMENT.split('?')[1]);
  await demo.says('03:00:00', '.clock');
  expect(await view.evaluate(() => {
    const { top, bottom } = document.querySelector('figure[data-demo="security"]')!.getBoundingClientRect();
    return top < innerHeight && bottom > 0;
  })).toBe(true);
});

test('a link to a moment that is followed in place is taken over', async ({ demo: open, view }) => {
  const IN_PLACE = '#leak?t=03:00:00';
  const demo = await open('leak');
  await demo.says('0:00', '.scene-clock');
  await view.evaluate((moment) => {
    const link = Object.assign(document.createElement('a'), { href: moment, textContent: 'To the third hour' });
    document.querySelector('#security h2')!.after(link);
  }, IN_PLACE);
  await view.click({ role: 'link', name: 'To the third hour', in: '#security' });
  await demo.says('3:00', '.scene-clock');
  expect(await demo.fragment()).toBe(IN_PLACE);
  await view.evaluate(() => history.back());
  await expect.poll(() => demo.fragment()).not.toBe(IN_PLACE);
});

test('a link of the list of sections leads to its section', async ({ view, site }) => {
  await view.open(site.home);
  await view.click({ role: 'link', name: /Lifecycle/, in: '.contents' });
  await expect.poll(() => view.evaluate(() => Math.abs(document.querySelector('#lifecycle h2')!.getBoundingClientRect().top) < innerHeight)).toBe(true);
  await expect.poll(() => view.evaluate(() => document.querySelector('.contents [aria-current]')?.textContent)).toContain('Lifecycle');
});

test('a link that makes no sense says so, and the rest of it counts', async ({ demo: open }) => {
  const demo = await open('security', 'ttl=4h&noticed=soon&t=25:00:00');
  await demo.says(/noticed=soon.*t=25:00:00/, '[role="alert"]');
  await demo.says('09:51:12', '.clock');
});
