// `demo` in the console: a provider that answers as fetch would.

import { test, expect } from './test';
import '../door';

test.beforeEach(async ({ view, site }) => {
  await view.open(site.home);
  // WebKit's driver may come back before the page's modules have run.
  await expect.poll(() => view.evaluate(() => 'demo' in globalThis)).toBe(true);
  await view.evaluate(() => demo.ready);
});

test('demo.fetch gives a genuine Response, and the clock ends a token', async ({ view }) => {
  expect(await view.evaluate(async () => {
    const { client_secret } = demo.credentials().clients['shop-server'];
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'shop-server', client_secret });
    const granted = await demo.fetch('https://auth.demo.example/token', { method: 'POST', body });
    const { access_token, token_type } = await granted.json();
    const ask = () => demo.fetch('https://api.demo.example/v1/orders', { headers: { Authorization: `Bearer ${access_token}` } });
    const before = await ask();
    demo.advance(3600);
    const after = await ask();
    return [granted instanceof Response, granted.status, token_type, before.status, (await before.text()).includes('ord_'),
      after.status, after.headers.get('WWW-Authenticate').includes('invalid_token')];
  })).toEqual([true, 200, 'Bearer', 200, true, 401, true]);
});

test('the authorization code flow with PKCE, by hand', async ({ view }) => {
  expect(await view.evaluate(async () => {
    const [auth, api] = ['https://auth.demo.example', 'https://api.demo.example'];
    const { client_id, redirect_uris: [redirect_uri] } = demo.credentials().clients['shop-app'];
    const base64url = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
    const code_verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(code_verifier));
    const question = new URLSearchParams({
      response_type: 'code', client_id, redirect_uri, scope: 'orders:read profile', state: 'x',
      code_challenge: base64url(new Uint8Array(hash)), code_challenge_method: 'S256',
    });
    const answer = new URL(demo.approve(`${auth}/authorize?${question}`, { user: 'ada', scopes: ['profile'] })).searchParams;
    const form = new URLSearchParams({ grant_type: 'authorization_code', client_id, redirect_uri, code: answer.get('code')!, code_verifier });
    const tokens = await (await demo.fetch(`${auth}/token`, { method: 'POST', body: form })).json();
    const ask = async (path: string) => (await demo.fetch(api + path, { headers: { Authorization: `Bearer ${tokens.access_token}` } })).status;
    return [answer.get('state'), tokens.scope, await ask('/v1/me'), await ask('/v1/orders')];
  })).toEqual(['x', 'profile', 200, 403]);
});

test('what it refuses is an error of its own, the log tells what came, a reset makes it anew', async ({ view }) => {
  expect(await view.evaluate(async () => {
    const fault = await demo.fetch('https://elsewhere.example/').catch(String);
    await demo.fetch('https://api.demo.example/v1/orders');
    const { length, [length - 1]: last } = demo.log();
    const key = demo.credentials().keys.live;
    demo.reset({ seed: 8 });
    return [fault.slice(0, 9), length, last.status, demo.log().length, key !== demo.credentials().keys.live];
  })).toEqual(['TypeError', 1, 401, 0, true]);
});

test('an attack is launched beside its control', async ({ view }) => {
  const { attacks, told } = await view.evaluate(async () => {
    const table = await demo.attacks();
    return { attacks: table.length, told: JSON.stringify(await demo.attack(table[0].name, 0)) };
  });
  expect(attacks).toBeGreaterThan(10);
  expect(told).toContain('control');
});
