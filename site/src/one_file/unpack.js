// @ts-check
// Unpacks the one-file page, at whose top it stands: puts in the style at once, and, when the rest of the page has
// been read, the pictures and the scripts. site/src/one_file/mod.rs packs, and says why it is so. All of it happens
// while the page is being read, so that to its scripts the page is what it is in many files.
import { inflateSync } from 'fflate';

// White space, in the place of what HTML forbids or reads as its own.
/** @type {Record<number, number>} */
const INSTEAD = { 9: 31, 10: 60, 12: 127 };

/**
 * The bytes behind a text whose characters hold seven bits each, or thirteen from U+00A0 on.
 * @param {string} text
 */
function bytes(text) {
  const all = new Uint8Array(text.length * 13 / 8 + 1);
  let at = 0;
  for (let i = 0, held = 0, bits = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const count = code < 160 ? 7 : 13;
    bits = bits << count | (code < 160 ? INSTEAD[code] ?? code : code - 160); // What is done with leaves at the top.
    for (held += count; held >= 8;) all[at++] = bits >> (held -= 8);
  }
  return all.subarray(0, at);
}

/**
 * The texts, and the program's parts, of which the texts say how long each is.
 * @param {Element} packed
 * @returns {{ style: string, insides: Record<string, string>, script: string, program: typeof globalThis.packed }}
 */
function unpack({ textContent }) {
  const content = inflateSync(bytes(textContent));
  let at = content.indexOf(10);
  const { first, others, ...texts } = JSON.parse(new TextDecoder().decode(content.subarray(0, at++)));
  const next = (/** @type {number} */ length) => content.slice(at, at += length);
  return { ...texts, program: { first: next(first), others: Object.entries(others).map(([part, length]) => [part, next(length)]) } };
}

/**
 * @param {'style' | 'script'} name
 * @param {string} text
 * @param {{ type?: string }} attributes
 */
function put(name, text, attributes = {}) {
  const element = Object.assign(document.createElement(name), attributes);
  element.textContent = text;
  document.head.append(element);
}

/** In a document made of a string, a frame's `srcdoc`, a link to a place in it leads to the page around it. */
function keepLinksInside() {
  addEventListener('click', (event) => {
    /** @type {HTMLAnchorElement | false | null} */
    const link = event.target instanceof Element && event.target.closest('a[href^="#"]');
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    location.hash = link.hash;
  });
}

const { style, insides, script, program } = unpack(/** @type {Element} */ (document.getElementById('packed')));
put('style', style);
globalThis.packed = program; // public/boot.js takes it from here.

// This listener is the page's first: figures have their pictures when public/mode.js sees them.
addEventListener('readystatechange', () => {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-packed]'))) {
    // As a fragment of the page's own, because scripts that come by innerHTML never run.
    const inside = document.createRange().createContextualFragment(insides[element.dataset.packed ?? '']);
    (element instanceof HTMLTemplateElement ? element.content : element).append(inside);
  }
  put('script', script, { type: 'module' });
  if (location.protocol === 'about:') keepLinksInside();
  // The browser went where the address says while there were no pictures.
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
}, { once: true, capture: true });
