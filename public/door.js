// @ts-check
// The door for developers: `demo` in the browser's console is this tab's own provider. It answers what a real
// one would, from the WASM module; no request made here goes to the network.
//
// Everything this script throws is an error of its own making. Handed on as it is, a fault inside the module
// would look to boot.js like the fault of a figure, and take that off the page.

const HOSTS = ['auth.demo.example', 'api.demo.example'];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const LAST_MS = Date.UTC(9999, 11, 31); // Times are written with years of four digits.

const WHERE = `Only ${HOSTS.map((host) => `https://${host}`).join(' and ')} are here; nothing was sent.`;

const HELP = `demo: an API provider of your own, in this tab. No request to it leaves the tab.

  demo.fetch(url, init)     as fetch, to https://auth.demo.example and https://api.demo.example;
                            redirects are returned, with their Location, and not followed
  demo.credentials()        its keys, clients and users, and where it answers
  demo.approve(url, { user: 'ada', scopes: ['orders:read'] })
                            what the browser does when the user says yes at an authorization URL, or at a
                            device's verification URL; returns the URL the browser is then sent to
  demo.deny(url)            the same, where the user says no
  demo.now()                its clock, in milliseconds. It stands still until you move it:
  demo.advance(seconds)     so try what expires
  demo.log()                what was asked, what was answered, and which check refused it
  demo.reset({ seed, start })  a new provider. The same seed makes the same secrets
  await demo.attacks()      what the provider is tested against: each attack and what has to stop it
  await demo.attack(name, 0)  launches one, in its first variant, at a provider of its own, and its control
  demo.ready                a promise: the provider has loaded

Three lines to try, one after the other:

  t = await (await demo.fetch('https://auth.demo.example/token', { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'shop-server', client_secret: demo.credentials().clients['shop-server'].client_secret }) })).json()

  await (await demo.fetch('https://api.demo.example/v1/orders', { headers: { Authorization: 'Bearer ' + t.access_token } })).json()

  demo.advance(3600); (await demo.fetch('https://api.demo.example/v1/orders', { headers: { Authorization: 'Bearer ' + t.access_token } })).headers.get('WWW-Authenticate')`;

/** @type {import('./types').Program | null} */
let program = null;
let absence = 'The provider is still loading: `await demo.ready` first.';

// boot.js says that the program is on its way, and this script stands before it in the page.
/** @type {Promise<import('./types').Coming>} */
const coming = new Promise((resolve) => {
  addEventListener('program', ({ detail }) => resolve(detail), { once: true });
});
/** @type {Promise<void> | undefined} */
let loaded;

/** What answers is in a part of its own. It comes by itself once the page is idle, and sooner for who asks. */
function ready() {
  loaded ??= coming.then(async ({ loading, bring }) => {
    const module = await loading;
    await bring('console');
    program = module;
  }).catch(() => {
    absence = 'The provider did not load; reload the page to try again.';
    throw new Error(absence);
  });
  loaded.catch(() => { /* Whoever waits for it is told; the console is not, where nobody does. */ });
  return loaded;
}
coming.then(({ idle }) => idle).then(ready, ready).catch(() => { /* As above. */ });

/**
 * Calls the module. It throws a sentence where it refuses; anything else is a fault of its own.
 * @template Answer
 * @param {(program: import('./types').Program) => Answer} call
 */
function ask(call) {
  if (!program) throw new Error(absence);
  try {
    return call(program);
  } catch (thrown) {
    if (typeof thrown === 'string') throw new Error(thrown);
    throw new Error('The provider stopped at a fault of its own: demo.reset() makes a new one.', { cause: thrown });
  }
}

/**
 * @param {string} call
 * @param {object} options
 * @param {string[]} names
 */
function checkOptions(call, options, names) {
  if (Object(options) !== options) throw new TypeError(`${call} takes its options as an object: { ${names.join(', ')} }.`);
  const strange = Object.keys(options).find((name) => !names.includes(name));
  if (strange !== undefined) throw new TypeError(`${call} knows no option "${strange}": it takes ${names.join(' and ')}.`);
}

/**
 * @param {string} call
 * @param {string} address
 */
function wholeUrl(call, address) {
  if (!URL.canParse(address)) throw new TypeError(`${call} needs a whole URL, not "${address}". ${WHERE}`);
  const url = new URL(address);
  if (url.protocol !== 'https:' || !HOSTS.includes(url.host)) {
    throw new TypeError(`${call} does not reach ${url.protocol}//${url.host}. ${WHERE}`);
  }
  return url;
}

/**
 * Waits for what is promised, but no longer than the signal lets it. Nothing stays behind on the signal: one may
 * outlive a hundred thousand requests, and what listens to it is kept with all that it holds.
 * @template Value
 * @param {AbortSignal} signal
 * @param {Promise<Value>} promise
 * @returns {Promise<Value>}
 */
function unlessAborted(signal, promise) {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/**
 * The body as text. A stream is read by hand: where the signal aborts, its source is told so, as `fetch` tells it.
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body
 * @param {AbortSignal} signal
 */
async function textOf(body, signal) {
  let text = '';
  const end = new WritableStream({ write(part) { text += part; } });
  await body.pipeThrough(new TextDecoderStream()).pipeTo(end, { signal }).catch((cause) => {
    signal.throwIfAborted();
    throw new TypeError('The body could not be read.', { cause });
  });
  return text;
}

/**
 * @param {RequestInfo | URL} input
 * @param {RequestInit} [init]
 */
async function fetch(input, init) {
  const url = wholeUrl('demo.fetch', input instanceof Request ? input.url : String(input));
  // The browser's own reading of what it was given: bodies, headers, defaults, and what it refuses.
  const request = new Request(input, init);
  const { method, signal } = request;
  if (!METHODS.includes(method)) throw new TypeError(`"${method}" is no method here: ${METHODS.join(', ')} are.`);
  await unlessAborted(signal, ready()).catch((error) => {
    request.body?.cancel(error).catch(() => { /* Its source failed as well; the first failure is the one that counts. */ });
    throw error;
  });
  // Some browsers have no stream to show.
  const body = await unlessAborted(signal, request.body ? textOf(request.body, signal) : request.text());
  signal.throwIfAborted();

  const fields = [...request.headers].map(([name, value]) => `${name}: ${value}\n`).join('');
  url.hash = '';
  const answer = ask((program) => program.send(method, url.href, fields, body));
  const end = answer.indexOf('\n\n');
  const [first, ...lines] = answer.slice(0, end).split('\n');
  const text = answer.slice(end + 2);
  // An empty text would be a body, with a type; a 204 may not even have that.
  const response = new Response(text === '' ? null : text, {
    status: Number(first.slice(0, 3)),
    statusText: first.slice(4),
    headers: lines.map((line) => /** @type {[string, string]} */ (line.split(/: (.*)/).slice(0, 2))),
  });
  // A response that a script makes has no address, and a client may want to know.
  return Object.defineProperty(response, 'url', { value: url.href });
}

/**
 * @param {unknown} address
 * @param {{ user?: string, scopes?: string | string[] }} options
 */
function approve(address, options = {}) {
  checkOptions('demo.approve', options, ['user', 'scopes']);
  const { user = 'ada', scopes } = options;
  const url = wholeUrl('demo.approve', String(address));
  const known = credentials();
  if (!Object.hasOwn(known.users, user)) {
    throw new RangeError(`No user is called "${user}": there are ${Object.keys(known.users).join(' and ')}.`);
  }
  if (scopes === undefined) return ask((program) => program.approve(url.href, user));
  const list = typeof scopes === 'string' ? scopes.split(' ').filter(Boolean) : scopes;
  if (!Array.isArray(list)) throw new TypeError('demo.approve takes scopes as an array, or as text with spaces between.');
  const strange = list.find((scope) => !known.scopes.includes(scope));
  if (strange !== undefined) throw new RangeError(`"${strange}" is no scope here: ${known.scopes.join(', ')} are.`);
  return ask((program) => program.approve(url.href, user, list.join(' ')));
}

/** @param {unknown} address */
function deny(address) {
  const { href } = wholeUrl('demo.deny', String(address));
  return ask((program) => program.deny(href));
}

/** @param {number} seconds */
function advance(seconds) {
  if (typeof seconds !== 'number') throw new TypeError('demo.advance takes a number of seconds: demo.advance(3600).');
  const now = ask((program) => program.now());
  if (!(seconds >= 0 && now + seconds * 1000 <= LAST_MS)) {
    throw new RangeError(`demo.advance takes seconds from 0 on, up to the year 9999, not ${seconds}: the clock goes forward only.`);
  }
  return ask((program) => program.advance(Math.round(seconds * 1000)));
}

/** @param {{ seed?: number, start?: number | Date }} options */
function reset(options = {}) {
  checkOptions('demo.reset', options, ['seed', 'start']);
  const { seed, start } = options;
  const start_ms = start instanceof Date ? start.getTime() : start;
  for (const [name, value] of /** @type {const} */ ([['seed', seed], ['start', start_ms]])) {
    if (value !== undefined && typeof value !== 'number') throw new TypeError(`demo.reset takes a number as ${name}.`);
  }
  if (seed !== undefined && !(Number.isSafeInteger(seed) && seed >= 0)) {
    throw new RangeError(`A seed is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}, not ${seed}.`);
  }
  if (start_ms !== undefined && !(Number.isSafeInteger(start_ms) && start_ms >= 0 && start_ms <= LAST_MS)) {
    throw new RangeError(`A start is a Date, or whole milliseconds as Date.now() gives, from 1970 to 9999, not ${start}.`);
  }
  ask((program) => program.reset(seed, start_ms));
}

/** @returns {Promise<import('./types').Attack[]>} */
async function attacks() {
  await ready();
  const { bring } = await coming;
  await bring('attacks').catch((cause) => {
    throw new Error('The attacks did not load; reload the page to try again.', { cause });
  });
  return JSON.parse(ask((program) => program.attacks()));
}

/**
 * @param {string} name
 * @param {number} variant
 */
async function attack(name, variant = 0) {
  const table = await attacks();
  const index = table.findIndex((attack) => attack.name === name);
  if (index < 0) throw new RangeError(`No attack is called "${name}": demo.attacks() lists them.`);
  const { variants } = table[index];
  if (!(Number.isInteger(variant) && variant >= 0 && variant < variants)) {
    throw new RangeError(`This attack comes in ${variants}: a variant is a whole number from 0 to ${variants - 1}, not ${variant}.`);
  }
  return JSON.parse(ask((program) => program.attack(index, variant)));
}

/** @returns {import('./types').Credentials} */
function credentials() {
  return JSON.parse(ask((program) => program.credentials()));
}

globalThis.demo = Object.freeze({
  get ready() { return ready(); },
  fetch,
  now: () => ask((program) => program.now()),
  advance,
  reset,
  credentials,
  approve,
  deny,
  log: () => JSON.parse(ask((program) => program.log())),
  attacks,
  attack,
  help: () => console.log(HELP),
});
