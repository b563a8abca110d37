// @ts-check
// The program: its first part with the glue, and the other parts when they are wanted.

const LONGEST_WAIT_MS = 3_000;

/** @typedef {import('../types').Program} Program */

// In the one-file page (site/src/one_file) the program is in the page. Else a template names it, with its hash.
const { packed } = globalThis;

/** @type {Promise<WebAssembly.Exports>} */
let started; // what the program's first part has for the others

/**
 * Brings the program, and the parts that these figures' demos are in.
 * @param {HTMLElement[]} first
 * @returns {Promise<Program>}
 */
export async function load(first) {
  await seen;
  // A font is fetched when text first wants it. All are wanted now, so that the page, once loaded, asks for nothing.
  for (const font of document.fonts) font.load().catch(() => { /* The stand-in stays. */ });
  const loading = Promise.all([fetchGlue(), packed?.first ?? fetched(waiting.dataset.wasm ?? '', waiting.dataset.integrity)]);
  started = loading.then(([module, content]) => module.default({ module_or_path: content }));
  // What comes in the one file is there. Else the part comes beside the program that its reader sees first; a class, which
  // has a screen for each, has all of them soon.
  const wanted = first.flatMap(absent);
  if (packed) await Promise.all([...others.keys()].map(bring));
  else if (wanted.length > 1) bringRest();
  else for (const part of wanted) bring(part).catch(() => { /* Whoever wants it is told. */ });
  await started;
  return (await loading)[0];
}

// The page is read before it is played with, so what is seen goes first on a slow line. A frame that is out of sight is
// painted only when its reader comes near, and by then the program should be there.
const seen = packed ? null : new Promise((resolve) => {
  new PerformanceObserver(resolve).observe({ type: 'paint', buffered: true });
  setTimeout(resolve, document.hidden ? 0 : LONGEST_WAIT_MS);
});

// In the one-file page it is not there, and not asked for.
const waiting = /** @type {HTMLTemplateElement} */ (document.querySelector('#program'));

/**
 * Where the template names no glue, as in the one-file page and in a scene's own, it is in this script, by the name of
 * `glue`. `import()` checks no hash; an element does, and what it has brought is what `import()` then takes.
 * @returns {Promise<Program>}
 */
function fetchGlue() {
  const script = waiting && document.importNode(waiting.content, true).querySelector('script');
  if (!script) return import('glue');
  return new Promise((resolve, reject) => {
    script.addEventListener('load', () => resolve(import(script.src)));
    script.addEventListener('error', () => reject(new Error(`${script.src} did not come`)));
    document.head.append(script);
  });
}

/**
 * @param {string} wasm
 * @param {string} [integrity]
 */
async function fetched(wasm, integrity) {
  const response = await fetch(wasm, { integrity, priority: 'low' });
  if (!response.ok) throw new Error(`${response.status} for ${wasm}`);
  // Some hosts do not know WASM's media type; a browser would refuse to compile what streams in, or the glue warn.
  return response.headers.get('content-type') === 'application/wasm' ? response : response.arrayBuffer();
}

/** @typedef {() => Promise<BufferSource | Response>} Content  gives a part's module */

// The program's other parts by name, each with what gives it, and the parts that it calls: those of demos, what labs
// share, the console's door, and the table of attacks. A development build comes whole, and has none.
/** @type {Map<string, { content: Content, needs: string[] }>} */
const others = new Map();
// Those of them that come once the page is idle, all in one file: what gives them then.
/** @type {Map<string, Content>} */
const together = new Map();
for (const [part, content] of packed?.others ?? []) others.set(part, { content: async () => content, needs: [] });
for (const { dataset: { part, needs, parts }, href, integrity } of /** @type {NodeListOf<HTMLLinkElement> | undefined} */ (waiting?.content.querySelectorAll('link')) ?? []) {
  if (part) others.set(part, { content: () => fetched(href, integrity), needs: needs?.split(' ') ?? [] });
  /** @type {Promise<WebAssembly.Module> | undefined} */
  let bundle; // site/src/bundle.rs
  const names = parts?.split(' ') ?? [];
  for (const [i, name] of names.entries()) {
    const content = async () => WebAssembly.Module.customSections(await (bundle ??= compiled(href, integrity)), name)[0];
    // Where a part has no file of its own, as on a lab's page, it comes in this one, behind those that it calls.
    if (others.has(name)) together.set(name, content);
    else others.set(name, { content, needs: names.slice(0, i) });
  }
}

/**
 * @param {string} wasm
 * @param {string} integrity
 */
async function compiled(wasm, integrity) {
  const content = await fetched(wasm, integrity);
  return content instanceof Response ? WebAssembly.compileStreaming(content) : WebAssembly.compile(content);
}

/** @type {Map<string, Promise<void>>} */
const coming = new Map();
/** @type {Set<string>} */
const here = new Set();

/**
 * Brings a part to the program, with those that it calls.
 * @param {string} part
 */
export function bring(part) {
  const brought = coming.get(part) ?? (async () => {
    const { content: give, needs } = others.get(part) ?? { needs: [] };
    const [exports, content] = await Promise.all([started, give?.(), ...needs.map(bring)]);
    const imports = /** @type {WebAssembly.Imports} */ ({ __wasm_split: exports, first: exports });
    if (content instanceof Response) await WebAssembly.instantiateStreaming(content, imports);
    else if (content) await WebAssembly.instantiate(content, imports);
    here.add(part);
  })();
  coming.set(part, brought);
  return brought;
}

/**
 * The part that a figure's demo is in, as long as it is not here.
 * @param {HTMLElement} figure
 */
export const absent = ({ dataset: { program: part } }) => part && others.has(part) && !here.has(part) ? [part] : [];

/** Brings all that is not here or on its way: in one file, and where that does not come, one by one. */
export function bringRest() {
  for (const [part, content] of together) {
    const other = /** @type {{ content: Content }} */ (others.get(part));
    const alone = other.content;
    other.content = () => content().catch(alone);
  }
  for (const part of others.keys()) bring(part).catch(() => { /* Whoever wants it is told. */ });
}
