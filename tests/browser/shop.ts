// A shop's app, as somebody writes it who trusts their OAuth library: the library asks, and the library decides
// whether an answer is good. It runs in the page; all that tells it from an app in the world is `demo.fetch`
// in place of fetch, and `demo.approve` in place of a user with a browser.

import * as badgateway from '@badgateway/oauth2-client';
import * as arctic from 'arctic';
import ClientOAuth2 from 'client-oauth2';
import * as jose from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';

export { arctic, badgateway, jose, oauth, openid };

const options = { [oauth.customFetch]: (url: string, init: any): Promise<Response> => demo.fetch(url, init) };

/** What the authorization server says of itself. */
export async function server() {
  const issuer = new URL(demo.credentials().issuer);
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...options }));
}

/** A client that is registered, and how it proves that it is itself. */
export function registered(id: string, prove: 'basic' | 'post' | 'none' = 'none') {
  const { client_id, client_secret } = demo.credentials().clients[id];
  const proofs = { basic: oauth.ClientSecretBasic, post: oauth.ClientSecretPost, none: oauth.None };
  return { client: { client_id } as oauth.Client, proof: proofs[prove](client_secret) };
}

export const redirectUri = (id: string): string => demo.credentials().clients[id].redirect_uris[0];

/** Where the app sends its user, and what it keeps to itself until the user is back. */
export async function beginSignIn(as: oauth.AuthorizationServer, id: string, scope?: string) {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const url = new URL(as.authorization_endpoint!);
  url.search = String(new URLSearchParams({
    response_type: 'code', client_id: id, redirect_uri: redirectUri(id), state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
    ...(scope && { scope }),
  }));
  return { url: url.href, state, verifier };
}

/** The user is back: the library looks at the address, and only then asks for tokens. */
export async function endSignIn(
  as: oauth.AuthorizationServer, id: string, begun: { state: string; verifier: string }, back: string, prove: 'basic' | 'post' | 'none' = 'none',
) {
  const { client, proof } = registered(id, prove);
  const parameters = oauth.validateAuthResponse(as, client, new URL(back), begun.state);
  const response = await oauth.authorizationCodeGrantRequest(as, client, proof, parameters, redirectUri(id), begun.verifier, options);
  return oauth.processAuthorizationCodeResponse(as, client, response);
}

export async function signIn(id = 'shop-app', scope?: string, consent?: { user?: string; scopes?: string[] }, prove: 'basic' | 'post' | 'none' = 'none') {
  const as = await server();
  const begun = await beginSignIn(as, id, scope);
  return endSignIn(as, id, begun, demo.approve(begun.url, consent), prove);
}

export async function refresh(token: string, id = 'shop-app', prove: 'basic' | 'post' | 'none' = 'none') {
  const as = await server();
  const { client, proof } = registered(id, prove);
  return oauth.processRefreshTokenResponse(as, client, await oauth.refreshTokenGrantRequest(as, client, proof, token, options));
}

export async function clientCredentials(prove: 'basic' | 'post' | 'none', scope?: string, id = 'shop-server') {
  const as = await server();
  const { client, proof } = registered(id, prove);
  const response = await oauth.clientCredentialsGrantRequest(as, client, proof, { ...(scope && { scope }) }, options);
  return oauth.processClientCredentialsResponse(as, client, response);
}

export async function beginDevice(scope: string) {
  const as = await server();
  const { client, proof } = registered('shop-tv');
  return oauth.processDeviceAuthorizationResponse(as, client, await oauth.deviceAuthorizationRequest(as, client, proof, { scope }, options));
}

export async function pollDevice(deviceCode: string) {
  const as = await server();
  const { client, proof } = registered('shop-tv');
  return oauth.processDeviceCodeResponse(as, client, await oauth.deviceCodeGrantRequest(as, client, proof, deviceCode, options));
}

export async function introspect(token: string, id = 'orders-api') {
  const as = await server();
  const { client, proof } = registered(id, 'basic');
  return oauth.processIntrospectionResponse(as, client, await oauth.introspectionRequest(as, client, proof, token, options));
}

export async function revoke(token: string, id = 'shop-app', prove: 'basic' | 'post' | 'none' = 'none') {
  const as = await server();
  const { client, proof } = registered(id, prove);
  return oauth.processRevocationResponse(await oauth.revocationRequest(as, client, proof, token, options));
}

export function api(token: string, path: string, method = 'GET', body: string | null = null): Promise<Response> {
  const headers = new Headers(body ? { 'content-type': 'application/json' } : {});
  return oauth.protectedResourceRequest(token, method, new URL(demo.credentials().api + path), headers, body, options);
}

/** What the API says of itself. */
export async function resource() {
  const identifier = new URL(demo.credentials().api);
  return oauth.processResourceDiscoveryResponse(identifier, await oauth.resourceDiscoveryRequest(identifier, options));
}

/** How a promise ends, with what a library says of a failure. */
export const outcome = (promise: Promise<any>) => promise.then(
  (value) => ({ value }),
  (error) => ({
    fault: error.message as string, code: error.code, error: error.error, status: error.status,
    challenges: error instanceof oauth.WWWAuthenticateChallengeError ? error.cause : undefined,
  }),
);

/** The same app with openid-client, which keeps the steps to itself. */
export function configured(id: string, prove?: 'basic' | 'post') {
  const { client_secret } = demo.credentials().clients[id];
  const proof = prove ? { basic: openid.ClientSecretBasic, post: openid.ClientSecretPost }[prove](client_secret) : openid.None();
  return openid.discovery(new URL(demo.credentials().issuer), id, {}, proof, {
    algorithm: 'oauth2', [openid.customFetch]: options[oauth.customFetch],
  });
}

/** The same app with arctic, for a client without a secret. It has no place for a fetch: it takes the page's own. */
export async function withArctic<T>(work: (client: arctic.OAuth2Client, endpoint: (name: string) => string) => Promise<T>, password: string | null = '') {
  const { issuer } = demo.credentials();
  const own = globalThis.fetch;
  globalThis.fetch = demo.fetch;
  try {
    return await work(new arctic.OAuth2Client('shop-app', password, redirectUri('shop-app')), (name) => `${issuer}/${name}`);
  } finally {
    globalThis.fetch = own;
  }
}

/** The same app with client-oauth2, which asks by a function of the caller's. */
export function clientOAuth2() {
  const { issuer } = demo.credentials();
  const ask = async (method: string, url: string, body: string, headers: Record<string, string | string[]>) => {
    const response: Response = await demo.fetch(url, { method, body, headers });
    return { status: response.status, body: await response.text() };
  };
  return new ClientOAuth2({
    clientId: 'shop-app', accessTokenUri: `${issuer}/token`, authorizationUri: `${issuer}/authorize`,
    redirectUri: redirectUri('shop-app'), scopes: ['orders:read', 'profile'], state: oauth.generateRandomState(),
  }, ask);
}

/** The same app with @badgateway/oauth2-client. */
export function badgatewayClient(id: string) {
  const { issuer, clients } = demo.credentials();
  return new badgateway.OAuth2Client({
    server: issuer, discoveryEndpoint: '/.well-known/oauth-authorization-server', fetch: demo.fetch,
    clientId: id, clientSecret: clients[id].client_secret,
  });
}

/** The APIs that a token is for, as the token says. */
export const audience = (token: string) => jose.decodeJwt(token).aud;

/** The key that signs tokens, which a real provider would give to nobody. */
export const signingKey = () => jose.base64url.decode(demo.credentials().signingSecret.value);

export const verify = (token: string, audience: string = demo.credentials().api) => jose.jwtVerify(token, signingKey(), {
  algorithms: ['HS256'], typ: 'at+jwt', issuer: demo.credentials().issuer, audience,
  requiredClaims: ['sub', 'client_id', 'iat', 'exp', 'jti', 'scope'], currentDate: new Date(demo.now()),
});

/** A token that jose signs as the provider would, with these claims or that header changed. */
export const mint = (claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}, key: Uint8Array = signingKey()) => {
  const { issuer, api } = demo.credentials();
  const now = Math.floor(demo.now() / 1000);
  return new jose.SignJWT({
    iss: issuer, aud: api, sub: 'user:ada', client_id: 'shop-app', scope: 'orders:read profile', jti: 'made-by-jose', iat: now, exp: now + 60, ...claims,
  }).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', ...header }).sign(key);
};
