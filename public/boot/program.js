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
  // What comes in the one file is there. Else the part comes beside the program that its reader sees first.
  if (packed) await Promise.all([...others.keys()].map(bring));
  else for (const part of first.flatMap(absent)) bring(part).catch(() => { /* Whoever wants it is told. */ });
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

// The program's other parts by name, each with what gives it, and the parts that it calls: those of demos, what labs
// share, the console's door, and the table of attacks. A development build comes whole, and has none.
/** @type {Map<string, { content: () => Promise<BufferSource | Response>, needs: string[] }>} */
const others = new Map();
for (const [part, content] of packed?.others ?? []) others.set(part, { content: async () => content, needs: [] });
for (const { dataset, href, integrity } of /** @type {NodeListOf<HTMLLinkElement> | undefined} */ (waiting?.content.querySelectorAll('link')) ?? []) {
  others.set(dataset.part ?? '', { content: () => fetched(href, integrity), needs: dataset.needs?.split(' ') ?? [] });
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
    const other = others.get(part);
    const [exports, content] = await Promise.all([started, other?.content(), ...other?.needs.map(bring) ?? []]);
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

/** Brings all that is not here. */
export function bringRest() {
  for (const part of others.keys()) bring(part).catch(() => { /* Whoever wants it is told. */ });
}
