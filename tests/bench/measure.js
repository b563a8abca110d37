// Three ways to mint and to verify the same HS256 token, taking turns in the same tab.
//
// All check the same: signature, algorithm, type, issuer, audience, dates, and that every claim is there. The
// provider checks more (names that appear twice, members of the header); nothing here asks it to.

import * as jose from 'jose';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import init, * as provider from '/module/bench.js';

const NOW_S = 1_772_409_601;
const SECRET = new Uint8Array(32).fill(7);
const ISSUER = 'https://auth.example';
const AUDIENCE = 'api';
const HEADER = { typ: 'at+jwt', alg: 'HS256' };
const CLAIMS = {
  iss: ISSUER, sub: 'ada', aud: AUDIENCE, client_id: 'app', scope: 'profile',
  iat: NOW_S - 1, exp: NOW_S - 1 + 3600, jti: '1a2b3c4',
};
const REQUIRED = ['iss', 'sub', 'aud', 'client_id', 'iat', 'exp', 'jti'];

await init({ module_or_path: '/module/bench_bg.wasm' });
const token = provider.token();

// jose, with its key made once.
const cryptoKey = await crypto.subtle.importKey('raw', SECRET, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
const rules = {
  algorithms: ['HS256'], typ: 'at+jwt', issuer: ISSUER, audience: AUDIENCE, requiredClaims: REQUIRED,
  currentDate: new Date(NOW_S * 1000),
};
const joseVerify = async (token) => (await jose.jwtVerify(token, cryptoKey, rules)).payload;
const joseMint = () => new jose.SignJWT(CLAIMS).setProtectedHeader(HEADER).sign(cryptoKey);

// @noble/hashes, with the rest in plain JavaScript and the browser's own base64url. `key` gives a fresh HMAC: made
// from the secret, or copied from one made once, as the provider does.
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });
const BASE64URL = { alphabet: 'base64url', omitPadding: true };
const decode = (part) => Uint8Array.fromBase64(part, BASE64URL);
const encode = (bytes) => bytes.toBase64(BASE64URL);
const json = (bytes) => JSON.parse(decoder.decode(bytes));
const made = hmac.create(sha256, SECRET);
const fresh = () => hmac.create(sha256, SECRET);
const copied = () => made.clone();

function nobleVerify(token, key) {
  const parts = token.split('.');
  if (parts.length !== 3) throw new Error('shape');
  const [header, payload, tag] = parts.map(decode);
  const { alg, typ } = json(header);
  if (alg !== 'HS256') throw new Error('algorithm');
  if (typ !== 'at+jwt') throw new Error('type');
  const right = key().update(encoder.encode(token.slice(0, token.lastIndexOf('.')))).digest();
  let difference = right.length ^ tag.length;
  for (let i = 0; i < right.length; i++) difference |= right[i] ^ tag[i];
  if (difference) throw new Error('signature');
  const claims = json(payload);
  for (const name of REQUIRED) if (claims[name] === undefined) throw new Error(name);
  if (claims.iss !== ISSUER) throw new Error('issuer');
  if (![claims.aud].flat().includes(AUDIENCE)) throw new Error('audience');
  if (!Number.isInteger(claims.exp) || claims.exp <= NOW_S) throw new Error('expired');
  if (!Number.isInteger(claims.iat) || claims.iat > NOW_S) throw new Error('early');
  return claims;
}

function nobleMint(key) {
  const text = `${encode(encoder.encode(JSON.stringify(HEADER)))}.${encode(encoder.encode(JSON.stringify(CLAIMS)))}`;
  return `${text}.${encode(key().update(encoder.encode(text)).digest())}`;
}

function repeat(times, once) {
  for (let i = 0; i < times; i++) once();
}
async function repeatInTurn(times, once) {
  for (let i = 0; i < times; i++) await once();
}
async function repeatAtOnce(times, once) {
  for (let i = 0; i < times; i += 64) await Promise.all(Array.from({ length: 64 }, once));
}

// The first of each group is what the others are measured against.
const groups = {
  verify: {
    'this project': (times) => provider.verify_many(token, times),
    'this project, called from JavaScript': (times) => repeat(times, () => provider.verify_many(token, 1)),
    'jose': (times) => repeatInTurn(times, () => joseVerify(token)),
    'jose, 64 at once': (times) => repeatAtOnce(times, () => joseVerify(token)),
    '@noble/hashes': (times) => repeat(times, () => nobleVerify(token, fresh)),
    '@noble/hashes, key prepared': (times) => repeat(times, () => nobleVerify(token, copied)),
  },
  mint: {
    'this project': (times) => provider.mint_many(times),
    'jose': (times) => repeatInTurn(times, joseMint),
    'jose, 64 at once': (times) => repeatAtOnce(times, joseMint),
    '@noble/hashes': (times) => repeat(times, () => nobleMint(fresh)),
    '@noble/hashes, key prepared': (times) => repeat(times, () => nobleMint(copied)),
  },
  'a whole request to the provider': {
    'with a token that is new to the API': (times) => provider.requests_many(false, times),
    'with a key': (times) => provider.requests_many(true, times),
  },
};

/** Throws where a contender does not do its work: what is fast and wrong is not to be measured. */
export async function check() {
  const claims = JSON.stringify(CLAIMS);
  const same = (what, a, b) => { if (a !== b) throw new Error(`${what}: ${a} is not ${b}`); };
  same('length', token.length, 272);
  same('noble mints', nobleMint(fresh), token);
  same('noble mints', nobleMint(copied), token);
  same('jose mints', await joseMint(), token);
  same('jose verifies', JSON.stringify(await joseVerify(token)), claims);
  same('noble verifies', JSON.stringify(nobleVerify(token, fresh)), claims);
  same('noble verifies', JSON.stringify(nobleVerify(token, copied)), claims);
  same('the provider verifies', provider.verify_many(token, 3), 3);
  same('the provider mints', provider.mint_many(3), 3 * 272);
  const forged = token.slice(0, -1) + (token.endsWith('A') ? 'E' : 'A');
  same('the provider answers', provider.requests_many(true, 3) + provider.requests_many(false, 3), 6);
  same('the provider refuses', provider.verify_many(forged, 3), 0);
  for (const verify of [joseVerify, async (token) => nobleVerify(token, fresh), async (token) => nobleVerify(token, copied)]) {
    same('refused', await verify(forged).then(() => 'taken', () => 'refused'), 'refused');
  }
}

async function time(work, times) {
  const start = performance.now();
  await work(times);
  return performance.now() - start;
}

/** How often to repeat so that a turn takes so many milliseconds; warms up on the way. */
async function calibrate(work, turn) {
  for (let times = 64; ; times *= 2) {
    const took = await time(work, times);
    if (took >= turn) return Math.max(64, Math.round((times * turn) / took / 64) * 64);
  }
}

/** Gives every contender's rate, in operations a second, for every round: { group: { contender: [rate] } }. */
export async function measure({ rounds, turn }) {
  const rates = {};
  for (const [group, contenders] of Object.entries(groups)) {
    rates[group] = {};
    const entries = Object.entries(contenders);
    const times = {};
    for (const [name, work] of entries) {
      await calibrate(work, turn);
      times[name] = await calibrate(work, turn);
      rates[group][name] = [];
    }
    for (let round = 0; round < rounds; round++) {
      // Whoever goes first in one round goes last in the next, so that no one always follows the same other.
      entries.push(entries.shift());
      for (const [name, work] of entries) {
        rates[group][name].push(times[name] / (await time(work, times[name])) * 1000);
      }
    }
  }
  return rates;
}

Object.assign(window, { check, measure });
