// Real OAuth clients, as they come from npm, in the page, against its provider.
//
// The page's policy lets in no script but its own. A developer pastes a library into the console, which no
// policy stops; what the browser runs for us before the page's own scripts is the same, and leaves the policy
// in force, where Playwright's `bypassCSP` would take it away.

import { build } from 'esbuild';
import { openSharedDoor, test as base } from './door';
import { expect } from './page';
import type * as Shop from './shop';

declare global {
  // shop.ts, bundled with its libraries.
  var shop: typeof Shop;
}

const AUTH = 'https://auth.demo.example';
const API = 'https://api.demo.example';
const BILLING = 'https://billing.demo.example';

const test = base.extend<object, object>({
  shared: [async ({ shared }, use) => {
    const { outputFiles } = await build({
      entryPoints: [new URL('shop.ts', import.meta.url).pathname],
      bundle: true, format: 'iife', globalName: 'shop', target: 'es2022', write: false, logLevel: 'warning',
    });
    // `var shop` at the top of a script is a global variable only outside a function.
    await shared.addInitScript({ content: outputFiles[0]!.text.replace('var shop =', 'globalThis.shop =') });
    await use(shared);
  }, { scope: 'worker' }],
});

test.beforeEach(({ page, watch }) => openSharedDoor(page, watch));

test.describe('oauth4webapi', () => {
  test('discovers the authorization server', async ({ page }) => {
    expect(await page.evaluate(() => shop.server())).toMatchObject({
      issuer: AUTH,
      authorization_endpoint: `${AUTH}/authorize`,
      token_endpoint: `${AUTH}/token`,
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    });
  });

  test('discovers the API, and by it the authorization server', async ({ page }) => {
    expect(await page.evaluate(() => shop.resource())).toMatchObject({ resource: API, authorization_servers: [AUTH] });
  });

  test('signs a user in with a code and PKCE, and reads as that user', async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const tokens = await shop.signIn('shop-app', 'orders:read profile');
      const [me, orders] = [await shop.api(tokens.access_token, '/v1/me'), await shop.api(tokens.access_token, '/v1/orders')];
      return { tokens, me: await me.json(), orders: orders.status, requests: demo.log().length };
    });
    expect(seen.tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'orders:read profile', refresh_token: expect.any(String) });
    expect(seen.me).toMatchObject({ sub: 'user:ada' });
    expect(seen.orders).toBe(200);
    // Discovery, page, consent, token, and two of the API: nothing that the log would not know of.
    expect(seen.requests).toBe(6);
  });

  for (const prove of ['basic', 'post'] as const) {
    test(`signs a user in for a client with a secret, by client_secret_${prove}`, async ({ page }) => {
      const tokens = await page.evaluate((prove) => shop.signIn('shop-server', 'orders:read', { user: 'bo' }, prove), prove);
      expect(tokens.scope).toBe('orders:read');
    });
  }

  test('takes what the user grants, though it is less than was asked for', async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const { access_token, scope } = await shop.signIn('shop-app', 'orders:read profile', { scopes: ['profile'] });
      return { scope, orders: await shop.outcome(shop.api(access_token, '/v1/orders')) };
    });
    expect(seen.scope).toBe('profile');
    expect(seen.orders).toMatchObject({ status: 403, challenges: [{ scheme: 'bearer', parameters: { error: 'insufficient_scope', scope: 'orders:read' } }] });
  });

  test('refreshes, and each refresh token works once', async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const first = await shop.signIn('shop-app', 'orders:read profile');
      demo.advance(3600);
      const expired = await shop.outcome(shop.api(first.access_token, '/v1/orders'));
      const second = await shop.refresh(first.refresh_token!);
      const third = await shop.refresh(second.refresh_token!);
      return {
        expired, scope: third.scope, orders: (await shop.api(third.access_token, '/v1/orders')).status,
        tokens: new Set([first, second, third].flatMap((tokens) => [tokens.access_token, tokens.refresh_token])).size,
      };
    });
    expect(seen.expired).toMatchObject({ status: 401, challenges: [{ parameters: { error: 'invalid_token' } }] });
    expect(seen).toMatchObject({ scope: 'orders:read profile', orders: 200, tokens: 6 });
  });

  test('an old refresh token used again ends the whole family', async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const stolen = await shop.signIn('shop-app', 'orders:read profile');
      const other = await shop.signIn('shop-app', 'orders:read profile');
      const newest = await shop.refresh(stolen.refresh_token!);
      return {
        again: await shop.outcome(shop.refresh(stolen.refresh_token!)),
        newest: await shop.outcome(shop.refresh(newest.refresh_token!)),
        // The sign-in beside it has its own family.
        other: (await shop.refresh(other.refresh_token!)).scope,
      };
    });
    expect(seen).toMatchObject({ again: { error: 'invalid_grant', status: 400 }, newest: { error: 'invalid_grant', status: 400 }, other: 'orders:read profile' });
  });

  for (const prove of ['basic', 'post'] as const) {
    test(`gets a token for itself by client_secret_${prove}`, async ({ page }) => {
      const seen = await page.evaluate(async (prove) => {
        const tokens = await shop.clientCredentials(prove, 'orders:read');
        return { tokens, orders: (await shop.api(tokens.access_token, '/v1/orders')).status, me: await shop.outcome(shop.api(tokens.access_token, '/v1/me')) };
      }, prove);
      expect(seen.tokens).toMatchObject({ token_type: 'bearer', scope: 'orders:read' });
      expect(seen.tokens).not.toHaveProperty('refresh_token');
      expect(seen.orders).toBe(200);
      expect(seen.me).toMatchObject({ status: 403 });
    });
  }

  test('is told what is wrong with its client credentials', async ({ page }) => {
    const seen = await page.evaluate(async () => ({
      unproved: await shop.outcome(shop.clientCredentials('none')),
      public: await shop.outcome(shop.clientCredentials('none', undefined, 'shop-app')),
      scope: await shop.outcome(shop.clientCredentials('post', 'profile')),
      unknown: await shop.outcome(shop.clientCredentials('post', 'orders:steal')),
    }));
    expect(seen).toMatchObject({
      unproved: { error: 'invalid_client', status: 401 },
      public: { error: 'unauthorized_client', status: 400 },
      scope: { error: 'invalid_scope', status: 400 },
      unknown: { error: 'invalid_scope', status: 400 },
    });
  });

  test('a wrong secret is invalid_client, with a challenge only for Basic', async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const as = await shop.server();
      const client = { client_id: 'shop-server' };
      const options = { [shop.oauth.customFetch]: demo.fetch };
      const ask = async (proof: any) => shop.outcome(
        shop.oauth.clientCredentialsGrantRequest(as, client, proof, {}, options)
          .then((response) => shop.oauth.processClientCredentialsResponse(as, client, response)));
      return { basic: await ask(shop.oauth.ClientSecretBasic('wrong')), post: await ask(shop.oauth.ClientSecretPost('wrong')) };
    });
    expect(seen.basic).toMatchObject({ status: 401, challenges: [{ scheme: 'basic', parameters: { error: 'invalid_client' } }] });
    expect(seen.post).toMatchObject({ status: 401, error: 'invalid_client' });
  });

  test('a television signs in: pending, too fast, approved, a token', async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const begun = await shop.beginDevice('orders:read profile');
      const poll = () => shop.outcome(shop.pollDevice(begun.device_code));
      const steps = [await poll()];
      steps.push(await poll()); // Not five seconds later, but at once.
      demo.advance(begun.interval!);
      steps.push(await poll()); // Five seconds are too few since then.
      demo.advance(begun.interval! + 10);
      steps.push(await poll());
      const page = demo.approve(begun.verification_uri_complete);
      demo.advance(begun.interval! + 10);
      const { value: tokens } = (await poll()) as { value: any };
      const me = await (await shop.api(tokens.access_token, '/v1/me')).json();
      demo.advance(begun.interval! + 10);
      return { begun, steps, page, tokens, me, again: await poll() };
    });
    expect(seen.begun).toMatchObject({
      user_code: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/), verification_uri: `${AUTH}/device`, interval: 5, expires_in: 900,
    });
    expect(seen.page).toBe(seen.begun.verification_uri_complete);
    expect(seen.steps.map((step) => 'error' in step && step.error)).toEqual(['authorization_pending', 'slow_down', 'slow_down', 'authorization_pending']);
    expect(seen.tokens).toMatchObject({ scope: 'orders:read profile', refresh_token: expect.any(String) });
    expect(seen.me).toMatchObject({ sub: 'user:ada' });
    expect(seen.again).toMatchObject({ error: 'invalid_grant' });
  });

  test('a television whose user says no, or nothing, is told', async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const denied = await shop.beginDevice('profile');
      demo.deny(denied.verification_uri_complete);
      const no = await shop.outcome(shop.pollDevice(denied.device_code));
      const ignored = await shop.beginDevice('profile');
      demo.advance(ignored.expires_in);
      return { no, late: await shop.outcome(shop.pollDevice(ignored.device_code)) };
    });
    expect(seen).toMatchObject({ no: { error: 'access_denied' }, late: { error: 'expired_token' } });
  });

  test('an API asks about a token, and another API learns nothing', async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const { access_token } = await shop.signIn('shop-app', 'orders:read profile');
      const mine = await shop.introspect(access_token);
      const theirs = await shop.introspect(access_token, 'billing-api');
      const made = await shop.introspect('no such token');
      demo.advance(3600);
      return { mine, theirs, made, late: await shop.introspect(access_token), now: Math.floor(demo.now() / 1000) };
    });
    expect(seen.mine).toMatchObject({ active: true, scope: 'orders:read profile', client_id: 'shop-app', sub: 'user:ada', iss: AUTH, aud: API, exp: seen.now });
    for (const answer of [seen.theirs, seen.made, seen.late]) expect(answer).toEqual({ active: false });
  });

  test('a revoked refresh token takes the access token along', async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const tokens = await shop.signIn('shop-app', 'orders:read');
      const before = await shop.introspect(tokens.access_token);
      await shop.revoke(tokens.refresh_token!);
      await shop.revoke('no such token');
      return { before: before.active, after: await shop.introspect(tokens.access_token), refresh: await shop.outcome(shop.refresh(tokens.refresh_token!)) };
    });
    expect(seen).toMatchObject({ before: true, after: { active: false }, refresh: { error: 'invalid_grant' } });
  });

  test('the API’s refusals reach the app as challenges', async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const { access_token } = await shop.signIn('shop-app', 'products:read');
      return {
        scope: await shop.outcome(shop.api(access_token, '/v1/orders', 'POST', '{"sku":"mug","quantity":1}')),
        token: await shop.outcome(shop.api(`${access_token}x`, '/v1/products')),
      };
    });
    const metadata = `${API}/.well-known/oauth-protected-resource`;
    expect(seen.scope).toMatchObject({ status: 403, challenges: [{ parameters: { error: 'insufficient_scope', scope: 'orders:write' } }] });
    expect(seen.token).toMatchObject({ status: 401, challenges: [{ parameters: { error: 'invalid_token', resource_metadata: metadata } }] });
  });
});

test.describe('a client that is lied to stops, and asks for no token', () => {
  /** Signs in with a redirect that has been tampered with. */
  const back = (change: string) => async ({ page }: { page: import('@playwright/test').Page }) => {
    const run = (change: string) => page.evaluate(async (change) => {
      const as = await shop.server();
      const begun = await shop.beginSignIn(as, 'shop-app', 'profile');
      const url = new URL(demo.approve(begun.url));
      const [name, value] = change.split('=');
      if (name && value) url.searchParams.set(name, value);
      else if (name) url.searchParams.delete(name);
      const { value: tokens, fault } = await shop.outcome(shop.endSignIn(as, 'shop-app', begun, url.href)) as any;
      return { tokens, fault, asked: demo.log().some(({ url }: { url: string }) => url.includes('/token')) };
    }, change);
    const { fault, asked } = await run(change);
    expect({ fault, asked }).toEqual({ fault: expect.stringContaining(change.split('=')[0]!), asked: false });
    // The same, left as it came, is good.
    expect(await run('')).toMatchObject({ tokens: { scope: 'profile' }, asked: true });
  };

  test('attack 41: state is another', back('state=another'));
  test('attack 41: state is missing', back('state'));
  test('attack 42: iss is another server', back('iss=https://evil.example'));
  test('attack 42: iss is ours with a slash', back('iss=https://auth.demo.example/'));
  test('attack 42: iss is missing', back('iss'));

  test('attack 43: the user says no', async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const as = await shop.server();
      const begun = await shop.beginSignIn(as, 'shop-app', 'profile');
      const end = await shop.outcome(shop.endSignIn(as, 'shop-app', begun, demo.deny(begun.url)));
      return { end, asked: demo.log().some(({ url }: { url: string }) => url.includes('/token')) };
    });
    expect(seen).toMatchObject({ end: { error: 'access_denied' }, asked: false });
  });

  test('attack 43: a client that then tries on its own account may not', async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const as = await shop.server();
      const begun = await shop.beginSignIn(as, 'shop-app', 'profile');
      demo.deny(begun.url);
      return shop.outcome(shop.clientCredentials('none', 'profile', 'shop-app'));
    });
    expect(seen).toMatchObject({ error: 'unauthorized_client', status: 400 });
  });

  test('attack 54: a stolen code is nothing without its verifier', async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const as = await shop.server();
      const begun = await shop.beginSignIn(as, 'shop-app', 'profile');
      const thief = await shop.beginSignIn(as, 'shop-app', 'profile');
      const back = demo.approve(begun.url);
      return shop.outcome(shop.endSignIn(as, 'shop-app', { ...begun, verifier: thief.verifier }, back));
    });
    expect(seen).toMatchObject({ error: 'invalid_grant', status: 400 });
  });
});

test.describe('openid-client', () => {
  test('signs a user in and refreshes', async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const { openid } = shop;
      const config = await shop.configured('shop-app');
      const pkceCodeVerifier = openid.randomPKCECodeVerifier();
      const expectedState = openid.randomState();
      const url = openid.buildAuthorizationUrl(config, {
        redirect_uri: shop.redirectUri('shop-app'), scope: 'orders:read profile', state: expectedState,
        code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: 'S256',
      });
      const back = new URL(demo.approve(url));
      const tokens = await openid.authorizationCodeGrant(config, back, { pkceCodeVerifier, expectedState });
      const again = await shop.outcome(openid.authorizationCodeGrant(config, back, { pkceCodeVerifier, expectedState }));
      const more = await openid.refreshTokenGrant(config, (await shop.signIn('shop-app', 'profile')).refresh_token!);
      return { scope: tokens.scope, again, more: more.scope };
    });
    expect(seen).toMatchObject({ scope: 'orders:read profile', again: { error: 'invalid_grant' }, more: 'profile' });
  });

  for (const prove of ['basic', 'post'] as const) {
    test(`gets a token for itself by client_secret_${prove}`, async ({ page }) => {
      const seen = await page.evaluate(async (prove) => {
        const config = await shop.configured('shop-server', prove);
        const { access_token, scope } = await shop.openid.clientCredentialsGrant(config, { scope: 'orders:read' });
        const url = new URL(`${demo.credentials().api}/v1/orders`);
        const response = await shop.openid.fetchProtectedResource(config, access_token, url, 'GET');
        return { scope, status: response.status };
      }, prove);
      expect(seen).toEqual({ scope: 'orders:read', status: 200 });
    });
  }

  test('asks about a token and revokes it', async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const { refresh_token, access_token } = await shop.signIn('shop-app', 'profile');
      const api = await shop.configured('orders-api', 'basic');
      const before = await shop.openid.tokenIntrospection(api, access_token);
      await shop.openid.tokenRevocation(await shop.configured('shop-app'), refresh_token!);
      return [before.active, (await shop.openid.tokenIntrospection(api, access_token)).active];
    });
    expect(seen).toEqual([true, false]);
  });
});

// RFC 8707 §2: a client that wants a token for two APIs names both, each in a `resource` of its own.
test.describe('a token for two APIs', () => {
  test('is what openid-client asks for and gets', async ({ page }) => {
    const seen = await page.evaluate(async ({ API, BILLING }) => {
      const { openid } = shop;
      const resources = [['resource', API], ['resource', BILLING]];
      const config = await shop.configured('shop-app');
      const pkceCodeVerifier = openid.randomPKCECodeVerifier();
      const expectedState = openid.randomState();
      const url = openid.buildAuthorizationUrl(config, new URLSearchParams([
        ...Object.entries({
          redirect_uri: shop.redirectUri('shop-app'), scope: 'orders:read', state: expectedState,
          code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: 'S256',
        }), ...resources,
      ]));
      const back = new URL(demo.approve(url));
      const checks = { pkceCodeVerifier, expectedState };
      const tokens = await openid.authorizationCodeGrant(config, back, checks, new URLSearchParams(resources));
      const narrow = await openid.refreshTokenGrant(config, tokens.refresh_token!, { resource: BILLING });
      const wide = await openid.refreshTokenGrant(config, narrow.refresh_token!);
      const server = await shop.configured('shop-server', 'basic');
      const own = await openid.clientCredentialsGrant(server, new URLSearchParams([['scope', 'orders:read'], ...resources]));
      const api = await shop.configured('orders-api', 'basic');
      return {
        audiences: [tokens, narrow, wide, own].map(({ access_token }) => shop.audience(access_token)),
        asked: (await openid.tokenIntrospection(api, own.access_token)).aud,
        orders: (await shop.api(tokens.access_token, '/v1/orders')).status,
        unknown: await shop.outcome(openid.clientCredentialsGrant(server, new URLSearchParams([['resource', API], ['resource', 'https://elsewhere.example']]))),
      };
    }, { API, BILLING });
    expect(seen).toMatchObject({
      audiences: [[API, BILLING], BILLING, [API, BILLING], [API, BILLING]], asked: [API, BILLING], orders: 200,
      unknown: { error: 'invalid_target', status: 400 },
    });
  });

  test('is what @badgateway/oauth2-client asks for and gets', async ({ page }) => {
    const seen = await page.evaluate(async ({ API, BILLING }) => {
      const client = shop.badgatewayClient('shop-app');
      const codeVerifier = await shop.badgateway.generateCodeVerifier();
      const common = { redirectUri: shop.redirectUri('shop-app'), state: 'a state', codeVerifier, resource: [API, BILLING] };
      const back = demo.approve(await client.authorizationCode.getAuthorizeUri({ ...common, scope: ['orders:read', 'profile'] }));
      const tokens = await client.authorizationCode.getTokenFromCodeRedirect(back, common);
      const again = await client.refreshToken(tokens, { resource: [API] });
      const own = await shop.badgatewayClient('shop-server').clientCredentials({ scope: ['orders:read'], resource: [API, API] });
      await client.revoke(again, 'access_token');
      return {
        audiences: [tokens, again, own].map(({ accessToken }) => shop.audience(accessToken)),
        me: await (await shop.api(tokens.accessToken, '/v1/me')).json(),
        asked: await shop.badgatewayClient('orders-api').introspect(tokens),
      };
    }, { API, BILLING });
    expect(seen).toMatchObject({ audiences: [[API, BILLING], API, API], me: { sub: 'user:ada' }, asked: { active: true, aud: [API, BILLING] } });
  });
});

// A library that knows HTTP Basic alone sends the name of a client without a secret with nothing behind its colon.
test.describe('a public client named by Basic', () => {
  for (const password of ['', null]) {
    test(`arctic signs a user in, refreshes and revokes, its password ${password === null ? 'left out' : 'empty'}`, async ({ page }) => {
      const seen = await page.evaluate((password) => shop.withArctic(async (client, endpoint) => {
        const { arctic } = shop;
        const [state, verifier] = [arctic.generateState(), arctic.generateCodeVerifier()];
        const url = client.createAuthorizationURLWithPKCE(endpoint('authorize'), state, arctic.CodeChallengeMethod.S256, verifier, ['orders:read', 'profile']);
        const back = new URL(demo.approve(url)).searchParams;
        const tokens = await client.validateAuthorizationCode(endpoint('token'), back.get('code')!, verifier);
        const more = await client.refreshAccessToken(endpoint('token'), tokens.refreshToken(), ['profile']);
        const me = await (await shop.api(more.accessToken(), '/v1/me')).json();
        await client.revokeToken(endpoint('revoke'), more.refreshToken());
        const late = await shop.outcome(client.refreshAccessToken(endpoint('token'), more.refreshToken(), []));
        return { state: back.get('state') === state, scopes: [tokens.scopes(), more.scopes()], me, late };
      }, password), password);
      expect(seen).toMatchObject({
        state: true, scopes: [['orders:read', 'profile'], ['profile']], me: { sub: 'user:ada' }, late: { code: 'invalid_grant' },
      });
    });
  }

  test('client-oauth2 signs a user in and refreshes', async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const client = shop.clientOAuth2();
      const verifier = shop.oauth.generateRandomCodeVerifier();
      const query = { code_challenge: await shop.oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' };
      const back = demo.approve(client.code.getUri({ query }));
      const token = await client.code.getToken(back, { body: { code_verifier: verifier } });
      const more = await token.refresh();
      const request: { url: string; headers?: HeadersInit } = more.sign({ method: 'GET', url: `${demo.credentials().api}/v1/me` });
      const me = await (await demo.fetch(request.url, { headers: request.headers })).json();
      const again = await shop.outcome(token.refresh());
      return { kind: token.tokenType, other: token.accessToken !== more.accessToken, me, again };
    });
    expect(seen).toMatchObject({ kind: 'bearer', other: true, me: { sub: 'user:ada' }, again: { code: 'EAUTH' } });
  });
});

test.describe('jose', () => {
  test('finds good what the provider signed, until it expires', async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const { access_token, expires_in } = await shop.signIn('shop-app', 'orders:read profile');
      const { payload, protectedHeader } = await shop.verify(access_token);
      const elsewhere = await shop.outcome(shop.verify(access_token, 'https://billing.demo.example'));
      demo.advance(expires_in! - 1);
      const last = await shop.verify(access_token);
      demo.advance(1);
      return { payload, protectedHeader, elsewhere, last: last.payload.sub, late: await shop.outcome(shop.verify(access_token)) };
    });
    expect(seen.protectedHeader).toEqual({ alg: 'HS256', typ: 'at+jwt' });
    expect(seen.payload).toMatchObject({ iss: AUTH, aud: API, sub: 'user:ada', client_id: 'shop-app', scope: 'orders:read profile' });
    expect(seen).toMatchObject({ elsewhere: { code: 'ERR_JWT_CLAIM_VALIDATION_FAILED' }, last: 'user:ada', late: { code: 'ERR_JWT_EXPIRED' } });
  });

  test('whoever can check a shared secret’s signature can also make one: the API takes jose’s token', async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const token = await shop.mint();
      return { orders: (await shop.api(token, '/v1/orders')).status, me: await (await shop.api(token, '/v1/me')).json() };
    });
    expect(seen).toMatchObject({ orders: 200, me: { sub: 'user:ada' } });
  });

  test('what jose signs otherwise, the API does not take', async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const now = Math.floor(demo.now() / 1000);
      const { keys, clients, signingSecret } = demo.credentials();
      const bytes = (text: string) => new TextEncoder().encode(text);
      const made = {
        'a longer MAC': await shop.mint({}, { alg: 'HS512' }, new Uint8Array([...shop.signingKey(), ...shop.signingKey()])),
        'another type': await shop.mint({}, { typ: 'JWT' }),
        'the secret’s letters for its bytes': await shop.mint({}, {}, bytes(signingSecret.value)),
        'the API key as secret': await shop.mint({}, {}, bytes(keys.live)),
        'the client’s secret as secret': await shop.mint({}, {}, bytes(clients['shop-server'].client_secret)),
        'another audience': await shop.mint({ aud: 'https://billing.demo.example' }),
        'another issuer': await shop.mint({ iss: 'https://auth.demo.example/' }),
        'already expired': await shop.mint({ exp: now }),
        'not yet good': await shop.mint({ nbf: now + 1 }),
        'no signature': new shop.jose.UnsecuredJWT({ sub: 'user:ada', aud: demo.credentials().api }).setIssuer(demo.credentials().issuer).encode(),
      };
      const out: Record<string, unknown> = { good: (await shop.api(await shop.mint(), '/v1/me')).status };
      for (const [name, token] of Object.entries(made)) {
        const { status, challenges } = await shop.outcome(shop.api(token, '/v1/me')) as any;
        out[name] = `${status} ${challenges?.[0].parameters.error}`;
      }
      return out;
    });
    const { good, ...others } = seen;
    expect(good).toBe(200);
    expect(Object.keys(others)).toHaveLength(10);
    for (const [name, answer] of Object.entries(others)) expect(answer, name).toBe('401 invalid_token');
  });
});
