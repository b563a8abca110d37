// Every demo, worked by mouse and by keyboard; and the address of the moment brings that moment back.

import { test, expect, type Demo } from './test';

interface Ways {
  /** The settings of the address at which it begins. */
  start?: string;
  mouse(demo: Demo): Promise<void>;
  /** What the address says then. */
  moment: RegExp;
  keys(demo: Demo): Promise<void>;
}

/** Goes to the end of a scene's play, where this is said. */
const toEnd = (says: string | RegExp, where = '.scene-said') => async (demo: Demo) => {
  await demo.focus('[name="toggle"]');
  await demo.press('End');
  await demo.says(says, where);
};

const WAYS: Record<string, Ways> = {
  opening: {
    async mouse(demo) {
      await demo.click('button', 'Leak both, let two hours pass');
      await demo.press('End');
      await demo.says('stopped only because', '.scene-said');
    },
    moment: /t=02:30:00/,
    async keys(demo) {
      await demo.focus('[name="leak"]');
      await demo.press('End');
      await demo.says('stopped only because', '.scene-said');
    },
  },
  leak: {
    async mouse(demo) {
      await demo.drag('slider', 'Moment', [0.02, 0.5], [0.6, 0.5]);
      await demo.says('still opens the shop', '.scene-said');
    },
    moment: /t=\d/,
    keys: toEnd('revoked both'),
  },
  lifetime: {
    async mouse(demo) {
      await demo.drag('slider', /^The token lives/, [0.33, 0.5], [0.98, 0.5]);
      await toEnd('lives for 7 days')(demo);
    },
    moment: /ttl=7d/,
    keys: toEnd('A token that lives'),
  },
  scope: {
    async mouse(demo) {
      await demo.drag('slider', /^The token may open/, [0.02, 0.5], [0.98, 0.5]);
      await toEnd('All six doors opened')(demo);
    },
    moment: /opens=6/,
    keys: toEnd('One door of six opened'),
  },
  'read-a-token': {
    async mouse(demo) {
      await demo.click('radio', 'payload');
      await toEnd('Ada (user:ada)', '.scene-stage')(demo);
    },
    moment: /open=payload/,
    keys: toEnd('signed, not encrypted'),
  },
  'change-a-letter': {
    async mouse(demo) {
      await demo.click('radio', 'make it last longer');
      await toEnd('401 invalid_token')(demo);
    },
    moment: /change=longer/,
    keys: toEnd('401 invalid_token'),
  },
  'thousand-leaks': {
    async mouse(demo) {
      await demo.click('radio', /^Ada, in about a day/);
      await toEnd('leaks')(demo);
    },
    moment: /who=day/,
    keys: toEnd(/974 of 1.000/),
  },
  'twenty-seconds': {
    start: 'did=nothing&seed=7',
    async mouse(demo) {
      await demo.click('button', 'Send a request');
      await demo.says('Both pass: 200 OK with the key, 200 OK with the token.');
      await demo.click('button', 'Wait an hour');
      await demo.says('expired just now');
      await demo.click('button', 'Leak both');
      await demo.says(/The thief opens 5 of 6.*The thief opens none of 6/);
    },
    moment: /did=send,wait,leak/,
    async keys(demo) {
      await demo.focus('[name="send"]');
      await demo.press('Enter');
      await demo.says('Both pass');
      await demo.press('ArrowRight');
      await demo.says('expired just now');
      await demo.press('ArrowLeft');
      await demo.says('Both pass');
      await demo.press('End');
      await demo.says('expired just now');
    },
  },
  purpose: {
    async mouse(demo) {
      await demo.click('radio', 'the app’s key');
      await demo.click('button', 'Send');
      await demo.says('was stopped at check 4, identify the user', '.verdict');
    },
    moment: /did=.*key:GET/,
    async keys(demo) {
      await demo.focus('.composer :checked[name*="cred"], .composer [type="radio"]:checked');
      await demo.press('ArrowRight', 'ArrowLeft');
      await demo.focus('[name="send"]');
      await demo.press('Enter', 'End');
      await demo.says('The answer', '.verdict');
    },
  },
  security: {
    async mouse(demo) {
      await demo.click('button', 'Play');
      await demo.click('button', 'Pause');
      await demo.click('tab', 'Log');
      await demo.click('button', /The owner notices/);
      await demo.says('day 2, 00:34:00', '.clock');
      const before = await demo.settings();
      await demo.drag('slider', /^Token lives/, [0.3, 0.5], [0.8, 0.5]);
      await expect.poll(() => demo.settings()).not.toEqual(before);
      await demo.drag('slider', 'Moment', [0.9, 0.5], [0.25, 0.5]);
      await demo.says(/^0[789]:/, '.clock');
      await demo.click('tab', 'Wire');
    },
    moment: /ttl=.*t=0[789]:/,
    async keys(demo) {
      await demo.focus('[name="forward"]');
      await demo.press('Home');
      await demo.says('00:00:00', '.clock');
      await demo.press('Shift+ArrowRight');
      await demo.says('00:34:00', '.clock');
      await demo.press('Shift+ArrowRight');
      await demo.says('00:35:00', '.clock');
      await demo.press('End');
      await demo.says('day 2, 12:00:00', '.clock');
      await demo.focus('.controls [type="range"]');
      await demo.press('Space');
      await demo.says('Pause', '.play');
      await demo.press('Space');
      await demo.says('Play', '.play');
      await demo.press('r');
      await demo.says('09:51:12', '.clock');
    },
  },
  leaks: {
    async mouse(demo) {
      await demo.says(/^1.000 leaks$/, '.clock');
      const before = await demo.text('.verdict');
      await demo.click('radio', 'a provider’s scanner');
      await expect.poll(() => demo.text('.verdict')).not.toBe(before);
      await demo.says(/^1.000 leaks$/, '.clock');
    },
    moment: /source=scanner/,
    async keys(demo) {
      await demo.says(/^1.000 leaks$/, '.clock');
      const before = await demo.text('.verdict');
      await demo.focus('[type="radio"]:checked');
      await demo.press('ArrowRight', 'ArrowRight');
      await expect.poll(() => demo.text('.verdict')).not.toBe(before);
      await demo.says(/^1.000 leaks$/, '.clock');
      await demo.press('r');
      await expect.poll(() => demo.text('.verdict')).toBe(before);
    },
  },
  workbench: {
    async mouse(demo) {
      await demo.click('tab', 'Change');
      await demo.click('button', 'with a wrong one');
      await demo.says('The signature does not match', '.verdict');
      await demo.click('button', 'with the right secret');
      await demo.says('passed every check', '.verdict');
      await demo.click('tab', 'Forge');
      await demo.click('button', /^The header says alg none/);
      await demo.says('401 token-algorithm');
    },
    moment: /tour=/,
    async keys(demo) {
      await demo.click('tab', 'Change');
      await demo.focus('.pane.tied-payload textarea');
      await demo.press('Control+Home', 'ArrowRight');
      await demo.type('"r": "R ?",');
      await demo.says('The signature does not match', '.verdict');
      await demo.click('tab', 'Read');
      await demo.says('a private name');
    },
  },
  'access-matrix': {
    async mouse(demo) {
      await demo.click('button', /^GET \/v1\/me with the app key/);
      await demo.says('This needs to know which user.', '.wire');
      await demo.click('checkbox', 'orders:read');
      await demo.says(/1 answer changed/);
      await demo.click('button', /^GET \/v1\/orders with Ada’s token/);
      await demo.says('insufficient_scope', '.wire');
    },
    moment: /scope=profile.*with=ada/,
    async keys(demo) {
      await demo.focus('.matrix-switches label:last-of-type input');
      await demo.press('Tab', 'ArrowUp', 'End', 'ArrowDown', 'Enter');
      await demo.says('POST /v1/orders with the server’s token', '.wire');
    },
  },
  jobs: {
    async mouse(demo) {
      await demo.click('radio', /Mobile app/);
      await demo.click('button', /^A key/);
      await demo.drag('slider', 'Moment', [0.2, 0.5], [0.6, 0.5], [1, 0.5]);
      await demo.says('The other one serves this job better.', '.judged');
    },
    moment: /job=mobile&pick=key&t=29d23:59:59/,
    async keys(demo) {
      await demo.focus('[type="radio"]:checked');
      await demo.press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Tab', 'Tab', 'Enter', 'End');
      await demo.says('day 30, 23:59:59', '.clock');
      await demo.press('Home');
      await demo.says('00:00:00', '.clock');
      await demo.press('r');
      await demo.says('A good pick.', '.judged');
    },
  },
  lifecycle: {
    async mouse(demo) {
      await demo.click('button', 'On to the next request');
      await demo.drag('slider', 'Moment', [0.5, 0.5], [0.75, 0.5]);
      await demo.says(/^(08|09):/, '.clock');
      await demo.dragPart('.lifecycle-time svg', [0.25, 0.3], [0.4, 0.3], [0.5, 0.3]);
      await demo.says(/^(05:5|06:0)/, '.clock');
      await demo.click('button', /^Let it happen at/);
    },
    moment: /events=[^&]*,[^&]*,[^&]*&t=0(5:5|6:0)/,
    async keys(demo) {
      await demo.focus('[name="forward"]');
      await demo.press('Home');
      await demo.says('00:00:00', '.clock');
      await demo.press('Shift+ArrowRight');
      await demo.says('00:59:00', '.clock');
      await demo.press('Shift+ArrowRight', 'Shift+ArrowLeft');
      await demo.says('00:59:00', '.clock');
      await demo.press('r');
      await demo.says('06:12:00', '.clock');
    },
  },
  protocols: {
    async mouse(demo) {
      await demo.click('button', 'The thief reads the code');
      await demo.says('Stopped at step 6 by the authorization server: check verifier-missing.', '.verdict');
      await demo.click('button', /^Switch off PKCE/);
      await demo.says('The thief reads 10 orders.', '.verdict');
    },
    moment: /break=stolen&off=pkce/,
    async keys(demo) {
      await demo.focus('[name="forward"]');
      await demo.press('End');
      await demo.says('Step 8 of 8', '.clock');
      await demo.press('ArrowLeft');
      await demo.says('Step 7 of 8', '.clock');
      await demo.press('Home');
      await demo.says('Step 1 of 8', '.clock');
    },
  },
};

/** What a demo says of the moment, and shows of it. */
const SHOWN = ':is(.clock, .verdict, .judged, .happened, .wire, .scene-said)';

test('every demo of the page is worked here', async ({ view, site }) => {
  await view.open(site.home);
  const there = await view.evaluate(() => [...document.querySelectorAll<HTMLElement>('figure[data-demo]')].map(({ dataset }) => dataset.demo!));
  expect(Object.keys(WAYS).sort()).toEqual(there.sort());
});

for (const [name, { start, mouse, moment, keys }] of Object.entries(WAYS)) {
  // In the article, all of them mount and play in file.spec.ts, and moments are opened in links.spec.ts.
  const page = `embed/${name}.html`;

  test(`${name}, by mouse, on its own page; and the moment's address brings it back`, async ({ demo: open, view, site }) => {
    const demo = await open(name, start, page);
    await mouse(demo);
    await expect.poll(() => demo.fragment()).toMatch(moment);
    const [fragment, shown, settings] = [await demo.fragment(), await demo.text(SHOWN), await demo.settings()];
    await view.open('about:blank');
    await view.open(site.home + page + fragment);
    await demo.alive();
    // A thousand leaks are computed a few at a time, after the demo has come alive.
    await expect.poll(() => demo.text(SHOWN)).toBe(shown);
    expect(await demo.settings()).toEqual(settings);
  });

  test(`${name}, by keyboard, on its own page`, async ({ demo: open }) => {
    await keys(await open(name, start, page));
  });
}
