// @ts-check
// What the article does with its figures: those near the reader come alive first, labs open over the text, fragments lead
// to a figure, and the list of sections says where the reader is.

import { figures, mount, shut, takeOff } from './figures.js';
import { bringRest } from './program.js';

const PAUSE_MS = 2_000;

/** Says that the page has time for what nobody has asked for. */
let beIdle = () => {};
/** @type {Promise<void>} */
export const idle = new Promise((resolve) => { beIdle = resolve; });

/** The figure that the reader sees first. */
export const first = () => named(location.hash) ?? figures[0];

/** Before the program is here. */
export function prepare() {
  // The event knows the fragment that was brought: by now a demo may have written its own.
  addEventListener('hashchange', ({ newURL }) => {
    const { hash } = new URL(newURL);
    const lab = document.querySelector('dialog[open]');
    if (lab instanceof HTMLDialogElement && !figures.some((figure) => lab.contains(figure) && isAddressOf(figure, hash))) lab.close();
    toFragment(hash, true);
    steps++;
  });
  // Tab goes to the next control wherever it is, so the next demo has to have some.
  addEventListener('keydown', ({ key, shiftKey }) => {
    if (key !== 'Tab') return;
    const way = shiftKey ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
    const next = figures.filter((figure) => !figure.dataset.state && !shut(figure) && document.activeElement && document.activeElement.compareDocumentPosition(figure) & way);
    const nearest = next.at(shiftKey ? -1 : 0);
    if (nearest) mount(nearest);
  }, { capture: true });
  // A reader who came with such a link waits for the program where the demo is.
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
  toFragment(location.hash, navigation?.type === 'navigate');
  markSections();
}

/** Once it is. */
export function comeAlive() {
  toFragment(location.hash, false);
  for (const figure of figures) near.observe(figure);
  setTimeout(() => {
    bringRest();
    beIdle();
    mountRest();
  }, PAUSE_MS);
}

const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    mount(/** @type {HTMLElement} */ (target));
  }
}, { rootMargin: '600px 0px' });

/** Those far off come alive as well, one by one and with pauses: a list of the page's buttons has all of them. */
function mountRest() {
  const figure = figures.find((figure) => !figure.dataset.state && !shut(figure));
  if (!figure) return;
  mount(figure);
  setTimeout(mountRest, PAUSE_MS);
}

// A lab opens over the page, and leaves it where it was. All that its reader did there is behind the one step that leads
// back to the text.
let steps = 0; // how many places in the tab's history the open lab has taken

/** @param {HTMLElement} figure */
function openLab(figure) {
  const lab = /** @type {HTMLDialogElement} */ (figure.closest('dialog'));
  if (!lab.open) {
    steps = 0;
    lab.showModal();
    document.documentElement.dataset.labOpen = '';
    lab.addEventListener('close', () => {
      delete document.documentElement.dataset.labOpen;
      takeOff(figure);
      if (!isAddressOf(figure, location.hash)) return; // Closed by a step back.
      if (steps) history.go(-steps);
      else history.replaceState(null, '', location.pathname + location.search);
    }, { once: true });
  }
  mount(figure);
}

/**
 * Whether a fragment, `#security?t=…`, is a moment of the figure's demo.
 * @param {HTMLElement} figure
 * @param {string} hash
 */
const isAddressOf = ({ dataset: { demo } }, hash) => hash.startsWith(`#${demo}?`);

/**
 * The figure whose demo a fragment names.
 * @param {string} hash
 */
const named = (hash) => figures.find((figure) => isAddressOf(figure, hash) || hash === `#${figure.dataset.demo}`);

// A fragment `#leak` or `#leak?t=…` names a demo: it is wanted now. Where it is no element's id, as a section's is, the
// browser does not scroll to it; we do, unless the reader comes back to a place of their own.
/**
 * @param {string} hash
 * @param {boolean} scroll
 */
function toFragment(hash, scroll) {
  const figure = named(hash);
  if (!figure) return;
  if (figure.closest('dialog')) {
    if (isAddressOf(figure, hash)) openLab(figure);
    return;
  }
  if (scroll && !document.getElementById(hash.slice(1))) figure.scrollIntoView();
  mount(figure);
}
// Where the reader is, in the list of sections: the section a third down the window, near the eye's line, or
// the last one where the page ends before it gets there. (The window is said to be the document's: in a frame of
// another site it would be the outermost page's, and of that one sees no margin.)
function markSections() {
  const list = /** @type {HTMLElement} */ (document.querySelector('.contents'));
  const links = [...list.querySelectorAll('a')];
  const sections = links.map((link) => /** @type {Element} */ (document.getElementById(link.hash.slice(1))));
  const seen = new Set();
  let atEnd = false;

  // On a narrow screen the list is a strip that scrolls sideways: the current one is kept in sight, or the one that has
  // the focus. (A browser leaves that where it is if a fringe of it is in sight.)
  /** @param {HTMLElement} link */
  const show = (link) => list.scrollTo({ left: link.offsetLeft - list.offsetLeft - 32 });
  list.addEventListener('keyup', ({ key, target }) => { if (key === 'Tab' && target instanceof HTMLElement) show(target); });

  const mark = () => {
    const index = atEnd ? sections.length - 1 : sections.findIndex((section) => seen.has(section));
    if (index < 0 || links[index].hasAttribute('aria-current')) return;
    for (const link of links) link.removeAttribute('aria-current');
    links[index].setAttribute('aria-current', 'location');
    if (!list.querySelector(':focus-visible')) show(links[index]);
  };

  const line = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) seen[isIntersecting ? 'add' : 'delete'](target);
    mark();
  }, { root: document, rootMargin: '-33% 0px -66% 0px' });
  for (const section of sections) line.observe(section);

  const end = new IntersectionObserver(([{ isIntersecting }]) => {
    atEnd = isIntersecting;
    mark();
  }, { root: document, threshold: 0.9 });
  end.observe(/** @type {Element} */ (document.querySelector('footer')));
}
