// `demo` in the console: a provider that answers as fetch would, and sends nothing.

import { readFileSync } from 'node:fs';
import { openConsole, openDoor, openSharedDoor, test as shared } from './door';
import { expect, test } from './page';
import type { Page } from '@playwright/test';

const API = 'https://api.demo.example';
const AUTH = 'https://auth.demo.example';

/** The error that an expression ends in, thrown or rejected, as `Name: message`; or what it gave instead. */
const faultOf = (page: Page, code: string): Promise<string> =>
  page.evaluate(`(async () => (${code}))().then((value) => 'no fault, but ' + JSON.stringify(value), String)`);

const logLength = (page: Page) => page.evaluate(() => demo.log().length);

test.describe('before the program has come', () => {
  test('what answers at once says so, and what can wait does', async ({ page }) => {
    let release = () => {};
    const held = new Promise<void>((resolve) => { release = resolve; });
    await page.route('**/*.wasm', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto('', { waitUntil: 'commit' });
    await page.waitForFunction(() => 'demo' in globalThis);
    for (const call of ['now()', 'advance(1)', 'reset()', 'credentials()', 'log()', `approve("${AUTH}/authorize")`, `deny("${AUTH}/authorize")`]) {
      expect(await faultOf(page, `demo.${call}`), call).toMatch(/^Error: .*still loading: `await demo\.ready` first/);
    }
    expect(await faultOf(page, 'demo.fetch("https://elsewhere.example/")')).toMatch(/^TypeError/);

    const early = page.evaluate(async (url) => (await demo.fetch(url)).status, `${API}/v1/nothing`);
    const aborted = await page.evaluate(async (url) => {
      const controller = new AbortController();
      const answer = demo.fetch(url, { signal: controller.signal });
      controller.abort();
      return answer.catch((error: DOMException) => error.name);
    }, `${API}/v1/orders`);
    expect(aborted).toBe('AbortError');

    release();
    expect(await early).toBe(404);
    expect(await page.evaluate(() => demo.ready)).toBeUndefined();
    expect(await logLength(page)).toBe(1);
  });

  test('where it never comes, whoever asks is told, and the console is not', async ({ page, watch }) => {
    watch.expects(/Failed to load resource/);
    await page.route('**/*.wasm', (route) => route.abort());
    await page.goto('');
    await expect(page.locator('.demo-notice[role="status"]').first()).toContainText('did not load');
    for (const code of ['demo.ready', `demo.fetch("${API}/v1/orders")`, 'demo.now()', 'demo.credentials()']) {
      expect(await faultOf(page, code), code).toMatch(/^Error: The provider did not load/);
    }
  });
});

shared.describe('demo.fetch', () => {
  shared.beforeEach(({ page, watch }) => openSharedDoor(page, watch));

  shared('gives a genuine Response', async ({ page }) => {
    const seen = await page.evaluate(async (api) => {
      const response = await demo.fetch(`${api}/v1/orders?page=2#part`, { headers: { 'X-API-Key': demo.credentials().keys.live } });
      const copy = response.clone();
      return {
        genuine: response instanceof Response && response.body instanceof ReadableStream,
        url: response.url, status: response.status, ok: response.ok, words: response.statusText, redirected: response.redirected,
        type: response.headers.get('content-type'), limit: response.headers.get('ratelimit'),
        same: JSON.stringify(await response.json()) === JSON.stringify(JSON.parse(await copy.text())),
      };
    }, API);
    expect(seen).toEqual({
      genuine: true, url: `${API}/v1/orders?page=2`, status: 200, ok: true, words: 'OK', redirected: false,
      type: 'application/json', limit: expect.stringContaining('"key";r=99'), same: true,
    });
  });

  shared('takes a URL, or a Request with more to it', async ({ page }) => {
    const statuses = await page.evaluate(async (api) => {
      const headers = { 'X-API-Key': demo.credentials().keys.live };
      const request = new Request(`${api}/v1/orders`, { headers });
      return Promise.all([
        demo.fetch(new URL(`${api}/v1/orders`), { headers }),
        demo.fetch(request),
        demo.fetch(request, { method: 'DELETE' }),
        demo.fetch(`${api}/v1/orders`, { headers: new Headers(headers), method: 'get' }),
        demo.fetch(`${api}/v1/orders`, { headers: Object.entries(headers), redirect: 'follow', mode: 'cors', credentials: 'include' }),
      ].map(async (answer) => (await answer).status));
    }, API);
    expect(statuses).toEqual([200, 200, 405, 200, 200]);
  });

  shared('gives a redirect back, with its Location, and follows none', async ({ page }) => {
    const seen = await page.evaluate(async (auth) => {
      const { client_id, redirect_uris: [redirect_uri] } = demo.credentials().clients['shop-app'];
      const query = new URLSearchParams({ client_id, redirect_uri, response_type: 'token', state: 'a b' });
      const response = await demo.fetch(`${auth}/authorize?${query}`);
      const to = new URL(response.headers.get('Location'));
      return { status: response.status, body: response.body, to: to.origin + to.pathname, state: to.searchParams.get('state'), error: to.searchParams.get('error') };
    }, AUTH);
    expect(seen).toEqual({ status: 303, body: null, to: 'https://shop.example/callback', state: 'a b', error: 'unsupported_response_type' });
    expect(await logLength(page)).toBe(1);
  });

  shared('gives an answer without a body where there is none', async ({ page }) => {
    const seen = await page.evaluate(async (api) => {
      const headers = { 'X-API-Key': demo.credentials().keys.live };
      const head = await demo.fetch(`${api}/v1/orders`, { method: 'HEAD', headers });
      return [head.status, head.body, await head.text()];
    }, API);
    expect(seen).toEqual([200, null, '']);
  });

  for (const [name, address] of [
    ['another host', 'https://example.com/'],
    ['a host that only ends alike', 'https://evil-api.demo.example/v1/orders'],
    ['a host inside ours', 'https://api.demo.example.evil.example/'],
    ['the API that nobody runs', 'https://billing.demo.example/v1/orders'],
    ['another port', 'https://api.demo.example:8443/v1/orders'],
    ['no encryption', 'http://api.demo.example/v1/orders'],
    ['another scheme', 'ftp://api.demo.example/'],
    ['data', 'data:text/plain,hello'],
    ['a path', '/v1/orders'],
    ['a host without a scheme', 'api.demo.example/v1/orders'],
    ['nothing', ''],
    ['no address at all', 'https://'],
  ] as const) {
    shared(`sends nothing to ${name}, and says where it goes`, async ({ page }) => {
      const fault = await faultOf(page, `demo.fetch(${JSON.stringify(address)})`);
      expect(fault).toMatch(/^TypeError: demo\.fetch /);
      expect(fault).toContain('Only https://auth.demo.example and https://api.demo.example are here; nothing was sent.');
      expect(await logLength(page)).toBe(0);
    });
  }

  for (const [name, code, words] of [
    ['a Request to the page’s own origin', 'demo.fetch(new Request("."))', /Only https:\/\/auth/],
    ['no argument', 'demo.fetch()', /Only https:\/\/auth/],
    ['an object', 'demo.fetch({ url: "https://api.demo.example/" })', /Only https:\/\/auth/],
    ['options that are none', `demo.fetch("${API}/v1/orders", "POST")`, /./],
    ['a user and a password in the address', 'demo.fetch("https://ada:secret@api.demo.example/v1/orders")', /credentials/],
    ['a method that nobody knows', `demo.fetch("${API}/v1/orders", { method: "BREW" })`, /"BREW" is no method here: GET, HEAD, POST/],
    ['a method in small letters that fetch does not raise', `demo.fetch("${API}/v1/orders", { method: "patch" })`, /"patch" is no method here/],
    ['a method that browsers forbid', `demo.fetch("${API}/v1/orders", { method: "TRACE" })`, /TRACE/],
    ['a method with a space', `demo.fetch("${API}/v1/orders", { method: "G ET" })`, /./],
    ['a GET with a body', `demo.fetch("${API}/v1/orders", { body: "x" })`, /body/],
    ['a header with a line break', `demo.fetch("${API}/v1/orders", { headers: { "X-API-Key": "a\\nb: c" } })`, /./],
    ['a header that is no bytes', `demo.fetch("${API}/v1/orders", { headers: { "X-API-Key": "ключ" } })`, /./],
    ['a Request whose body is spent', `(async () => { const r = new Request("${AUTH}/token", { method: "POST", body: "a=b" }); await r.text(); await demo.fetch(r); })()`, /./],
    ['a body whose stream fails', `demo.fetch("${AUTH}/token", { method: "POST", duplex: "half", body: new ReadableStream({ start: (c) => c.error(new Error("spilt")) }) })`, /./],
  ] as const) {
    shared(`refuses ${name} as fetch would, and sends nothing`, async ({ page }) => {
      const fault = await faultOf(page, code);
      expect(fault).toMatch(/^TypeError/);
      expect(fault).toMatch(words);
      expect(await logLength(page)).toBe(0);
    });
  }

  shared('a signal that has aborted, or aborts on the way, stops it', async ({ page }) => {
    const seen = await page.evaluate(async (url) => {
      const name = (answer: Promise<Response>) => answer.then((response) => response.status, (error) => error.name ?? error);
      const early = new AbortController();
      early.abort();
      const late = new AbortController();
      const stopped = name(demo.fetch(url, { signal: late.signal }));
      late.abort();
      const own = new AbortController();
      const told = name(demo.fetch(url, { signal: own.signal }));
      own.abort('changed my mind');
      const inside = new AbortController();
      const request = name(demo.fetch(new Request(url, { signal: inside.signal })));
      inside.abort();
      const slow = new AbortController();
      const stream = new ReadableStream({ pull: () => new Promise(() => { /* It never comes. */ }) });
      const waiting = name(demo.fetch(url, { method: 'POST', body: stream, duplex: 'half', signal: slow.signal }));
      setTimeout(() => slow.abort());
      const idle = new AbortController();
      const answered = await name(demo.fetch(url, { signal: idle.signal }));
      idle.abort();
      const timeout = AbortSignal.abort(new DOMException('', 'TimeoutError'));
      return [await name(demo.fetch(url, { signal: early.signal })), await stopped, await told, await request, await waiting,
        await name(demo.fetch(url, { signal: timeout })), answered];
    }, `${API}/v1/nothing`);
    expect(seen).toEqual(['AbortError', 'AbortError', 'changed my mind', 'AbortError', 'AbortError', 'TimeoutError', 404]);
    expect(await logLength(page)).toBe(1);
  });

  shared('an aborted request tells its stream that nobody reads on', async ({ page }) => {
    const seen = await page.evaluate(async (url) => {
      const told: unknown[] = [];
      // The first piece comes, the second never.
      const stream = () => new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode('a')),
        pull: () => new Promise(() => { /* It never comes. */ }),
        cancel: (reason) => { told.push(reason); },
      });
      const send = (signal: AbortSignal) =>
        demo.fetch(url, { method: 'POST', duplex: 'half', body: stream(), signal }).catch((error: unknown) => error);
      const rejected = [await send(AbortSignal.abort('before'))];
      const atOnce = new AbortController();
      const soon = send(atOnce.signal);
      atOnce.abort('at once');
      rejected.push(await soon);
      const late = new AbortController();
      const reading = send(late.signal);
      setTimeout(() => late.abort('while it was read'));
      rejected.push(await reading);
      return { told, rejected };
    }, `${API}/v1/orders`);
    expect(seen.rejected).toEqual(['before', 'at once', 'while it was read']);
    expect(seen.told).toEqual(seen.rejected);
    expect(await logLength(page)).toBe(0);
  });

  shared('a signal that outlives its requests keeps nothing of them', async ({ page }) => {
    const session = await page.context().newCDPSession(page);
    const listeners = async () => {
      await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Memory.getDOMCounters')).jsEventListeners;
    };
    const send = (times: number) => page.evaluate(async ({ url, times }) => {
      const { signal } = ((globalThis as any).longLived ??= new AbortController()) as AbortController;
      for (let i = 0; i < times; i += 1) {
        await demo.fetch(url, { signal });
        await demo.fetch(url, { method: 'POST', body: 'x', signal });
      }
    }, { url: `${API}/v1/nothing`, times });
    await send(5);
    const before = await listeners();
    await send(300);
    expect(await listeners()).toBeLessThan(before + 20);
  });

  shared('takes any body that fetch takes', async ({ page }) => {
    const seen = await page.evaluate(async (auth) => {
      const { client_id, client_secret } = demo.credentials().clients['shop-server'];
      const form = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret });
      const type = 'application/x-www-form-urlencoded';
      const typed = { 'Content-Type': type };
      const bytes = new TextEncoder().encode(String(form));
      const files = new FormData();
      for (const [name, value] of form) files.set(name, value);
      const ask = async (init: RequestInit) => {
        const response = await demo.fetch(`${auth}/token`, { method: 'POST', ...init });
        const { token_type, error } = await response.json();
        return `${response.status} ${token_type ?? error}`;
      };
      return {
        parameters: await ask({ body: form }),
        text: await ask({ body: String(form), headers: typed }),
        bytes: await ask({ body: bytes, headers: typed }),
        buffer: await ask({ body: bytes.buffer, headers: typed }),
        blob: await ask({ body: new Blob([bytes], { type }) }),
        stream: await ask({ body: new Blob([bytes]).stream(), headers: typed, duplex: 'half' } as RequestInit),
        // What is not a form is no form, whoever wrote it.
        'text without a type': await ask({ body: String(form) }),
        files: await ask({ body: files }),
        'no text at all': await ask({ body: new Uint8Array([0xff, 0xfe, 0]), headers: typed }),
        nothing: await ask({}),
        'a megabyte': await ask({ body: `x=${'y'.repeat(1_000_000)}`, headers: typed }),
      };
    }, AUTH);
    const token = '200 Bearer';
    const refused = '400 invalid_request';
    expect(seen).toEqual({
      parameters: token, text: token, bytes: token, buffer: token, blob: token, stream: token,
      'text without a type': refused, files: refused, 'no text at all': '401 invalid_client', nothing: refused, 'a megabyte': expect.stringMatching(/^4\d\d /),
    });
  });

  shared('headers that a browser keeps to itself are not sent', async ({ page }) => {
    // A real page could not set a cookie for the provider either: the consent page is out of a script's reach.
    const status = await page.evaluate(async (auth) => (await demo.fetch(`${auth}/consent`, {
      method: 'POST', headers: { Cookie: '__Host-consent=forged' }, body: new URLSearchParams({ ticket: 'forged', user: 'ada', decision: 'approve' }),
    })).status, AUTH);
    expect(status).toBe(403);
  });

  shared('a fault inside the provider is the door’s own: the demos live, and a reset mends it', async ({ page, watch }) => {
    await page.locator('figure[data-demo="security"]').scrollIntoViewIfNeeded();
    await expect(page.locator('figure[data-demo="security"]')).toHaveAttribute('data-state', 'live');
    // The next text that is not plain ASCII meets what a panic leads to, on its way into the module.
    watch.expects(/^uncaught: The provider stopped at a fault/);
    const fault = await page.evaluate(async (url) => {
      const encode = TextEncoder.prototype.encodeInto;
      TextEncoder.prototype.encodeInto = () => { throw new WebAssembly.RuntimeError('unreachable'); };
      const ask = () => demo.fetch(url, { method: 'POST', body: 'é' });
      ask(); // Nobody catches this one, as in a console.
      const told = await ask().catch(String);
      TextEncoder.prototype.encodeInto = encode;
      return told;
    }, `${API}/v1/orders`);
    expect(fault).toBe('Error: The provider stopped at a fault of its own: demo.reset() makes a new one.');
    await expect(page.locator('figure[data-demo="security"]')).toHaveAttribute('data-state', 'live');
    await page.evaluate(() => demo.reset());
    expect(await page.evaluate(async (url) => (await demo.fetch(url)).status, `${API}/v1/orders`)).toBe(401);
  });
});

shared.describe('the clock', () => {
  shared.beforeEach(({ page, watch }) => openSharedDoor(page, watch));

  shared('stands until it is moved, and goes forward only', async ({ page }) => {
    const start = await page.evaluate(() => demo.now());
    expect(Number.isInteger(start)).toBe(true);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    expect(await page.evaluate(() => demo.now())).toBe(start);
    expect(await page.evaluate(() => demo.advance(90))).toBe(start + 90_000);
    expect(await page.evaluate(() => demo.advance(0))).toBe(start + 90_000);
    expect(await page.evaluate(() => demo.advance(0.25))).toBe(start + 90_250);
    for (const [value, kind] of [
      ['', 'TypeError'], ['"60"', 'TypeError'], ['null', 'TypeError'], ['60n', 'TypeError'],
      ['-1', 'RangeError'], ['NaN', 'RangeError'], ['Infinity', 'RangeError'], ['1e12', 'RangeError'],
    ] as const) {
      expect(await faultOf(page, `demo.advance(${value})`), value).toMatch(new RegExp(`^${kind}: demo\\.advance takes`));
    }
    expect(await page.evaluate(() => demo.now())).toBe(start + 90_250);
  });

  shared('decides when a token dies', async ({ page }) => {
    const statuses = await page.evaluate(async ({ api, auth }) => {
      const { client_id, client_secret } = demo.credentials().clients['shop-server'];
      const body = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret });
      const { access_token, expires_in } = await (await demo.fetch(`${auth}/token`, { method: 'POST', body })).json();
      const ask = async () => (await demo.fetch(`${api}/v1/orders`, { headers: { Authorization: `Bearer ${access_token}` } })).status;
      const fresh = await ask();
      demo.advance(expires_in - 1);
      const last = await ask();
      demo.advance(1);
      return [fresh, last, await ask()];
    }, { api: API, auth: AUTH });
    expect(statuses).toEqual([200, 200, 401]);
  });
});

// Whether a new provider is the one that was there at first is to be seen on a new page.
test.describe('demo.reset', () => {
  test.beforeEach(({ page, watch }) => openDoor(page, watch));

  test('makes a new provider, and the same seed the same one', async ({ page }) => {
    const seen = await page.evaluate(async (api) => {
      const state = () => JSON.stringify([demo.credentials(), demo.now()]);
      const first = state();
      await demo.fetch(`${api}/v1/orders`);
      demo.advance(60);
      demo.reset();
      const again = state();
      const emptied = demo.log().length;
      demo.reset({ seed: 8 });
      const other = state();
      demo.reset({ seed: 8, start: new Date('2026-03-02T09:00:00.250Z') });
      const dated = demo.now();
      demo.reset({ start: 0 });
      const earliest = demo.now();
      demo.reset({ seed: Number.MAX_SAFE_INTEGER, start: Date.UTC(9999, 11, 31) });
      return { again: again === first, emptied, other: other === first, dated, earliest, latest: demo.now(), returns: demo.reset() };
    }, API);
    expect(seen).toEqual({
      again: true, emptied: 0, other: false, dated: Date.UTC(2026, 2, 2, 9, 0, 0, 250), earliest: 0, latest: Date.UTC(9999, 11, 31), returns: undefined,
    });
  });

  test('changes nothing where what it is given makes no sense', async ({ page }) => {
    await page.evaluate(async (api) => {
      await demo.fetch(`${api}/v1/orders`);
      demo.advance(60);
    }, API);
    const state = () => page.evaluate(() => JSON.stringify([demo.credentials(), demo.now(), demo.log()]));
    const before = await state();
    for (const [options, kind] of [
      ['7', 'TypeError'], ['null', 'TypeError'], ['"seed"', 'TypeError'],
      ['{ sead: 7 }', 'TypeError: demo.reset knows no option "sead"'],
      ['{ seed: "7" }', 'TypeError'], ['{ seed: null }', 'TypeError'], ['{ seed: 7n }', 'TypeError'],
      ['{ seed: -1 }', 'RangeError'], ['{ seed: 1.5 }', 'RangeError'], ['{ seed: NaN }', 'RangeError'], ['{ seed: 2 ** 53 }', 'RangeError'],
      ['{ start: "2026-03-02" }', 'TypeError'], ['{ start: null }', 'TypeError'],
      ['{ start: new Date("soon") }', 'RangeError'], ['{ start: -1 }', 'RangeError'], ['{ start: Infinity }', 'RangeError'],
      ['{ start: 0.5 }', 'RangeError'], ['{ start: Date.UTC(10000, 0) }', 'RangeError'], ['{ seed: 8, start: -1 }', 'RangeError'],
    ] as const) {
      expect((await faultOf(page, `demo.reset(${options})`)).startsWith(kind), options).toBe(true);
    }
    expect(await state()).toBe(before);
  });
});

shared('demo.credentials tells all there is to try, and a copy is no door to change it', async ({ page, watch }) => {
  await openSharedDoor(page, watch);
  const credentials = await page.evaluate(() => demo.credentials());
  expect(credentials).toMatchObject({
    issuer: AUTH,
    api: API,
    users: { ada: { sub: 'user:ada', name: 'Ada' }, bo: { sub: 'user:bo', name: 'Bo' } },
    keys: {
      live: expect.stringMatching(/^ak_live_[0-9A-Za-z]{36}$/),
      restricted: expect.stringMatching(/^ak_rk_[0-9A-Za-z]{36}$/),
      test: expect.stringMatching(/^ak_test_[0-9A-Za-z]{36}$/),
      publishable: expect.stringMatching(/^ak_pub_[0-9A-Za-z]{36}$/),
    },
    clients: {
      'shop-app': { client_id: 'shop-app', token_endpoint_auth_method: 'none', redirect_uris: ['https://shop.example/callback'], grant_types: ['authorization_code', 'refresh_token'] },
      'shop-server': { client_secret: expect.any(String), grant_types: ['authorization_code', 'refresh_token', 'client_credentials'] },
      'shop-tv': { redirect_uris: ['https://tv.example/callback'], grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'] },
      'partner-app': { redirect_uris: ['https://partner.example/callback'] },
      'orders-api': { client_secret: expect.any(String), grant_types: [] },
      'billing-api': { client_secret: expect.any(String) },
    },
    scopes: expect.arrayContaining(['orders:read', 'profile', 'keys:manage']),
    signingSecret: { value: expect.stringMatching(/^[A-Za-z0-9_-]{43,}$/), note: expect.stringContaining('real provider') },
  });
  expect(credentials.clients['shop-app']).not.toHaveProperty('client_secret');
  const after = await page.evaluate(() => {
    demo.credentials().keys.live = 'mine';
    demo.log().push('mine');
    return [demo.credentials().keys.live, demo.log()];
  });
  expect(after).toEqual([credentials.keys.live, []]);
});

shared.describe('demo.approve and demo.deny', () => {
  shared.beforeEach(({ page, watch }) => openSharedDoor(page, watch));

  /** An authorization URL of the shop's app. */
  const authorization = (changes: Record<string, string> = {}) => `${AUTH}/authorize?${new URLSearchParams({
    response_type: 'code', client_id: 'shop-app', redirect_uri: 'https://shop.example/callback', scope: 'orders:read profile', state: 'xyz',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256', ...changes,
  })}`;
  const token = (page: Page, url: string) => page.evaluate(async ({ auth, url }) => {
    const body = new URLSearchParams({
      grant_type: 'authorization_code', client_id: 'shop-app', redirect_uri: 'https://shop.example/callback',
      code: new URL(url).searchParams.get('code')!, code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
    });
    return (await demo.fetch(`${auth}/token`, { method: 'POST', body })).json();
  }, { auth: AUTH, url });

  shared('yes leads to the app with a code', async ({ page }) => {
    const url = await page.evaluate((url) => demo.approve(url), authorization());
    expect(url.startsWith('https://shop.example/callback?')).toBe(true);
    const parameters = new URL(url).searchParams;
    expect(parameters.get('state')).toBe('xyz');
    expect(parameters.get('iss')).toBe(AUTH);
    expect(await token(page, url)).toMatchObject({ token_type: 'Bearer', scope: 'orders:read profile' });
  });

  shared('who says yes, and to what, is for the caller to say', async ({ page }) => {
    const fewer = await page.evaluate((url) => demo.approve(new URL(url), { user: 'bo', scopes: ['profile'] }), authorization());
    const { access_token, scope } = await token(page, fewer);
    expect(scope).toBe('profile');
    const me = await page.evaluate(async ({ api, access_token }) =>
      (await demo.fetch(`${api}/v1/me`, { headers: { Authorization: `Bearer ${access_token}` } })).json(), { api: API, access_token });
    expect(JSON.stringify(me)).toContain('Bo');
    const text = await page.evaluate((url) => demo.approve(url, { scopes: 'orders:read' }), authorization());
    expect((await token(page, text)).scope).toBe('orders:read');
  });

  shared('no, and yes to nothing, lead to the app without a code', async ({ page }) => {
    const urls = await page.evaluate((url) => [demo.deny(url), demo.approve(url, { scopes: [] })], authorization());
    for (const url of urls) {
      expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({ error: 'access_denied', state: 'xyz', iss: AUTH });
    }
  });

  shared('a request that the provider cannot grant leads to the app with the error', async ({ page }) => {
    const url = await page.evaluate((url) => demo.approve(url), authorization({ scope: 'orders:steal' }));
    expect(new URL(url).searchParams.get('error')).toBe('invalid_scope');
  });

  shared('where the provider shows a page instead, its sentence is the error', async ({ page }) => {
    const faults: Record<string, string>[] = [{ client_id: 'nobody' }, { redirect_uri: 'https://evil.example/callback' }];
    for (const changes of faults) {
      for (const call of ['approve', 'deny']) {
        const fault = await faultOf(page, `demo.${call}(${JSON.stringify(authorization(changes))})`);
        expect(fault).toMatch(/^Error: .{20,}/);
        expect(fault).not.toContain('<');
      }
    }
  });

  for (const [name, code, words] of [
    ['a broken URL', 'demo.approve("authorize?client_id=shop-app")', /^TypeError: demo\.approve needs a whole URL/],
    ['no URL', 'demo.approve()', /^TypeError: demo\.approve needs a whole URL/],
    ['another site', 'demo.deny("https://example.com/authorize")', /^TypeError: demo\.deny does not reach/],
    ['a URL without encryption', 'demo.approve("http://auth.demo.example/authorize")', /^TypeError: demo\.approve does not reach/],
    ['a page that asks nothing', `demo.approve("${AUTH}/nothing")`, /^Error: .{10,}/],
    ['the API', `demo.approve("${API}/v1/orders")`, /^Error: .{10,}/],
    ['a user that is none', `demo.approve("${AUTH}/authorize", { user: "eve" })`, /^RangeError: No user is called "eve": there are ada and bo/],
    ['a user’s subject', `demo.approve("${AUTH}/authorize", { user: "user:ada" })`, /^RangeError/],
    ['a user out of a prototype', `demo.approve("${AUTH}/authorize", { user: "toString" })`, /^RangeError/],
    ['an unknown scope', `demo.approve("${AUTH}/authorize", { scopes: ["orders:steal"] })`, /^RangeError: "orders:steal" is no scope here: orders:read/],
    ['a scope in capitals', `demo.approve("${AUTH}/authorize", { scopes: "ORDERS:READ" })`, /^RangeError/],
    ['scopes that are no list', `demo.approve("${AUTH}/authorize", { scopes: 7 })`, /^TypeError: demo\.approve takes scopes/],
    ['a list with something else in it', `demo.approve("${AUTH}/authorize", { scopes: [null] })`, /^RangeError/],
    ['options that are none', `demo.approve("${AUTH}/authorize", "bo")`, /^TypeError: demo\.approve takes its options/],
    ['an option that nobody knows', `demo.approve("${AUTH}/authorize", { scope: "profile" })`, /^TypeError: demo\.approve knows no option "scope"/],
  ] as const) {
    shared(`${name} is refused in words`, async ({ page }) => {
      expect(await faultOf(page, code)).toMatch(words);
    });
  }
});

shared('demo.log tells every answer, why, and shows no secret', async ({ page, watch }) => {
  await openSharedDoor(page, watch);
  const { log, secrets } = await page.evaluate(async ({ api, auth }) => {
    const { keys, clients } = demo.credentials();
    const { client_id, client_secret } = clients['shop-server'];
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret });
    const { access_token } = await (await demo.fetch(`${auth}/token`, { method: 'POST', body })).json();
    demo.advance(5);
    await demo.fetch(`${api}/v1/orders`, { headers: { Authorization: `Bearer ${access_token}` } });
    await demo.fetch(`${api}/v1/orders?api_key=${keys.live}`);
    await demo.fetch(`${api}/v1/orders?access_token=${access_token}`);
    await demo.fetch(`${api}/v1/geo?ip=203.0.113.7&key=${keys.publishable}`);
    await demo.fetch(`${auth}/token?client_secret=${client_secret}`, { method: 'POST' });
    await demo.fetch(`${api}/v1/leaks`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify([{ token: keys.test, type: 'api_key', url: 'https://pastes.example/1' }]) });
    const text = Object.values(clients).map((client: any) => client.client_secret).filter(Boolean);
    return { log: demo.log(), secrets: [...Object.values(keys), ...text, access_token, demo.credentials().signingSecret.value] as string[] };
  }, { api: API, auth: AUTH });
  expect(log.map(({ method, status }: { method: string; status: number }) => `${method} ${status}`)).toEqual(
    ['POST 200', 'GET 200', 'GET 401', 'GET 401', 'GET 200', expect.stringMatching(/^POST 4/), 'POST 200']);
  for (const entry of log) {
    expect(Object.keys(entry)).toEqual(['time', 'peer', 'method', 'url', 'status', 'check', 'sentence', 'leak']);
    expect(entry.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(entry.peer).toBe('203.0.113.10');
    expect(entry.url).toMatch(/^https:\/\/(auth|api)\.demo\.example\//);
    expect(entry.status < 400).toBe(entry.check === null);
    expect(entry.check === null).toBe(entry.sentence === null);
  }
  expect(Date.parse(log[1].time) - Date.parse(log[0].time)).toBe(5000);
  expect(log[2]).toMatchObject({ check: 'key-in-query', leak: expect.any(String) });
  expect(log[2].url).toContain('ak_live_');
  const whole = JSON.stringify(log);
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(20);
    expect(whole).not.toContain(secret);
  }
});

shared('demo.log shows no secret in any spelling', async ({ page, watch }) => {
  await openSharedDoor(page, watch);
  const { log, secrets } = await page.evaluate(async ({ api, auth }) => {
    const { keys, clients } = demo.credentials();
    const begun = await (await demo.fetch(`${auth}/device_authorization`, { method: 'POST', body: new URLSearchParams({ client_id: 'shop-tv' }) })).json();
    demo.approve(begun.verification_uri_complete);
    const secrets = [keys.live, clients['shop-server'].client_secret, begun.device_code, begun.user_code, 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'];
    for (const secret of secrets) {
      const escaped = [...secret].map((letter: string) => `%${letter.charCodeAt(0).toString(16)}`).join('');
      for (const spelling of [secret, escaped, escaped.replaceAll('%', '%25')]) {
        await demo.fetch(`${api}/v1/orders?next=${spelling}`);
        await demo.fetch(`${api}/v1/orders?api%5Fkey=${spelling}`);
        await demo.fetch(`${auth}/token?code_verifier=${spelling}`, { method: 'POST' });
        await demo.fetch(`${auth}/${spelling}`);
      }
    }
    return { log: demo.log(), secrets };
  }, { api: API, auth: AUTH });
  expect(log).toHaveLength(63);
  for (const { url } of log) {
    let read = url;
    for (let i = 0; i < 3; i += 1) read = decodeURIComponent(read);
    for (const secret of secrets) expect(read).not.toContain(secret.slice(0, -4));
  }
});

test('a flood of long addresses leaves the program as large as it was, and a reset gives back what it took', async ({ page, watch }) => {
  await page.addInitScript(() => {
    for (const name of ['instantiate', 'instantiateStreaming'] as const) {
      const own = WebAssembly[name] as (...values: any[]) => Promise<any>;
      (WebAssembly as any)[name] = async (...values: any[]) => {
        const made = await own.apply(WebAssembly, values);
        // The program's first part has it; the others use it.
        (globalThis as any).memory ??= (made.instance ?? made).exports.memory;
        return made;
      };
    }
  });
  await openDoor(page, watch);
  const size = () => page.evaluate(() => (globalThis as any).memory.buffer.byteLength as number);
  // 600 of 20 KB and 30 of a megabyte: 42 MB.
  const flood = () => page.evaluate(async (api) => {
    const [long, huge] = ['a+'.repeat(10_000), 'a+'.repeat(500_000)];
    for (let i = 0; i < 600; i += 1) await demo.fetch(`${api}/v1/orders?page=${i}&x=${long}`);
    for (let i = 0; i < 30; i += 1) await demo.fetch(`${api}/v1/orders?page=${i}&x=${huge}`);
    return demo.log().length;
  }, API);
  const before = await size();
  const logged = await flood();
  expect(logged).toBe(630);
  const after = await size();
  expect(after - before).toBeLessThan(24 * 2 ** 20);
  // A module's memory never shrinks: what was given back is what the second flood finds.
  await page.evaluate(() => demo.reset());
  expect(await flood()).toBe(logged);
  expect(await size()).toBe(after);
});

test('two tabs have nothing to do with each other', async ({ page, context, watch }) => {
  await openDoor(page, watch);
  const other = await context.newPage();
  await other.goto('');
  await other.evaluate(() => demo.ready);
  await page.evaluate(async (url) => {
    demo.advance(3600);
    await demo.fetch(url);
  }, `${API}/v1/orders`);
  const state = (tab: Page) => tab.evaluate(() => [demo.now(), demo.log().length]);
  const [here, there] = [await state(page), await state(other)];
  expect(here[0] - there[0]).toBe(3_600_000);
  expect([here[1], there[1]]).toEqual([1, 0]);
});

shared('demo itself cannot be bent', async ({ page, watch }) => {
  await openSharedDoor(page, watch);
  expect(await page.evaluate(() => Object.isFrozen(demo))).toBe(true);
});

test('demo.help says how, and its lines work as they stand', async ({ page, watch }) => {
  watch.expects(/^console log: demo: an API provider/);
  await openDoor(page, watch);
  const printed = page.waitForEvent('console');
  expect(await page.evaluate(() => demo.help())).toBeUndefined();
  const text = (await printed).text();
  for (const name of await page.evaluate(() => Object.keys(demo))) {
    if (name !== 'help') expect(text, name).toContain(`demo.${name}`);
  }
  expect(text).toContain('It stands still until you move it');

  const lines = text.split('Three lines to try')[1]!.split('\n').filter((line) => line.startsWith('  '));
  expect(lines).toHaveLength(3);
  const type = await openConsole(page);
  expect(await type(lines[0]!)).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
  expect(JSON.stringify(await type(lines[1]!))).toContain('"ord_');
  expect(await type(lines[2]!)).toContain('error="invalid_token"');
});

test('README’s example works as it stands', async ({ page, watch }) => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const examples = readme.split('## A provider in your tab')[1]!.split('\n## ')[0]!.match(/(?<=```js\n)[\s\S]*?(?=```)/g)!;
  expect(examples).toHaveLength(2);
  await openDoor(page, watch);
  const type = await openConsole(page);
  const lines = examples[0]!.trim().split('\n');
  expect(lines).toHaveLength(3);
  await type(lines[0]!);
  expect(JSON.stringify(await type(lines[1]!))).toContain('"ord_');
  expect(await type(lines[2]!)).toMatchObject({ method: 'GET', status: 200 });
  // Pasted as a whole; its last line is what the console shows.
  expect(await type(examples[1]!)).toMatchObject({
    scope: 'profile',
    me: { sub: 'user:ada' },
    orders: expect.stringContaining('error="insufficient_scope"'),
    later: expect.stringContaining('error="invalid_token"'),
  });
});
