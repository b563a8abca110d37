// @ts-check
// The teacher's window: the notes of the screen that the deck shows, the next screen in small, and a clock. Alone it
// is a book of notes to leaf through.

import { element, keycap, markup, the } from './html.js';
import { folding, headlineOf, pieces, screensOf, screensOn } from './screens.js';

const NAME = 'api-key-vs-token';
/** Sizes of the notes' type, in rem: the largest with which all of them are in sight is taken. */
const TYPE_SIZES = [1.375, 1.25, 1.1875, 1.125, 1.0625, 1];
/** How often it looks for its deck, which may have been loaded anew, in milliseconds. */
const HELLO_EVERY = 1000;

/** @typedef {import('../types').Shown} Shown */

/** @param {import('../types').Content} content */
export function startNotes(content) {
  const all = screensOf(content.screens);
  /** Those of the lesson plan that the deck follows; all, as long as it follows none. */
  let screens = all;
  const fold = new CSSStyleSheet();
  document.adoptedStyleSheets.push(fold);
  let at = 0;
  let heardAt = 0;
  /** @type {number | null} */
  let started = null;
  let arrived = Date.now();
  let paused = 0;
  /** @type {number | null} */
  let pausedAt = null;

  const clock = element('b', { class: 'notes-clock', role: 'timer' }, ['0:00']);
  const here = element('span', { class: 'notes-here' });
  const toggle = element('button', { type: 'button', class: 'button small' }, ['Start']);
  const reset = element('button', { type: 'button', class: 'button small' }, ['Set to 0:00']);
  const link = element('p', { class: 'notes-link', role: 'status' });
  const title = element('h1');
  const body = element('div', { class: 'notes-body' });
  const nextTitle = element('h2');
  const preview = element('div', { class: 'notes-preview', inert: '', 'aria-hidden': 'true' });
  const pane = element('main', { tabindex: '0', 'aria-label': 'Notes' }, [title, body]);
  const page = element('div', { class: 'notes' }, [
    element('header', {}, [clock, here, toggle, reset, link]),
    pane,
    element('aside', {}, [element('p', { class: 'deck-eyebrow' }, ['Next']), nextTitle, preview]),
    element('footer', {}, [button('Back', '←', -1), button('On', '→', 1), element('span', {}, [
      'Keys here turn the deck: ', keycap('←'), ' ', keycap('→'), ' ', keycap('Space'), ' ', keycap('B'), ' black, ', keycap('T'), ' clock'])]),
  ]);
  document.body.append(page);
  the('#main').hidden = true; // The page has one `main` that counts.
  document.title = 'Notes: API key or API token?';

  /**
   * @param {string} label
   * @param {string} key
   * @param {number} by
   */
  function button(label, key, by) {
    const made = element('button', { type: 'button', class: 'button small' }, [keycap(key), label]);
    made.addEventListener('click', () => turn(by));
    return made;
  }

  /** @type {Window | null} */
  const deck = opener;
  /** @param {import('../types').Turn} message */
  const ask = (message) => deck?.postMessage({ target: NAME, ...message }, '*');
  const followed = () => deck && !deck.closed && Date.now() - heardAt < 3 * HELLO_EVERY;

  /** @param {number} by */
  function turn(by) {
    start();
    if (followed()) ask({ type: 'turn', by });
    else show(at + by);
  }

  /**
   * @param {number} index
   * @param {Partial<Shown>} told
   */
  function show(index, told = {}) {
    if (index < 0 || index >= screens.length) return;
    if (index !== at) arrived = now();
    at = index;
    const screen = screens[at];
    const next = at + 1 < screens.length ? screens[at + 1] : null;
    title.innerHTML = markup(`<span>${at + 1} / ${screens.length}</span> ${headlineOf(screen)}`);
    body.innerHTML = markup(screen.notes ?? '<p>Nobody has written notes for this screen yet.</p>');
    if (told.tally) body.prepend(element('p', { class: 'notes-tally' }, [told.tally]));
    if (told.black) body.prepend(element('p', { class: 'notes-tally' }, ['The screen is black.']));
    nextTitle.innerHTML = markup(next ? headlineOf(next) : 'This is the last screen.');
    const copies = next ? pieces(next).map((piece) => /** @type {Element} */ (piece.cloneNode(true))) : [];
    for (const copy of copies) {
      for (const named of [copy, ...copy.querySelectorAll('[id]')]) named.removeAttribute('id');
    }
    preview.replaceChildren(...copies);
    preview.dataset.kind = next?.demo ? 'demo' : 'text';
    preview.dataset.screen = next?.id ?? '';
    fold.replaceSync(next?.demo ? folding(next, '.notes-preview figure') : '');
    tick();
    fit();
  }

  function fit() {
    for (const size of TYPE_SIZES) {
      pane.style.fontSize = `${size}rem`;
      if (pane.scrollHeight <= pane.clientHeight) return;
    }
  }
  addEventListener('resize', fit);
  document.fonts.ready.then(fit);

  // The clock
  const now = () => (pausedAt ?? Date.now()) - paused;
  function start() {
    if (started === null) {
      started = Date.now();
      paused = 0;
      arrived = started;
    } else if (pausedAt !== null) {
      paused += Date.now() - pausedAt;
      pausedAt = null;
    }
    tick();
  }
  function startOrPause() {
    if (started === null || pausedAt !== null) return start();
    pausedAt = Date.now();
    tick();
  }
  function toZero() {
    started = null;
    pausedAt = null;
    paused = 0;
    arrived = Date.now();
    tick();
  }
  toggle.addEventListener('click', startOrPause);
  reset.addEventListener('click', toZero);

  /** @param {number} ms */
  const time = (ms) => {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  };
  function tick() {
    const running = started !== null;
    clock.textContent = time(started !== null ? now() - started : 0);
    const { minutes } = screens[at];
    here.textContent = `this screen ${time(running ? now() - arrived : 0)}${minutes ? ` of ${minutes}:00` : ''}`;
    here.toggleAttribute('data-late', running && minutes > 0 && now() - arrived > minutes * 60_000);
    toggle.textContent = !running ? 'Start' : pausedAt === null ? 'Pause' : 'Go on';
    const words = followed() ? '' : deck && !deck.closed
      ? 'The deck does not answer. Load it anew; until then these notes turn by themselves.'
      : 'No deck is open beside these notes: open them from the deck, with N. Until then they turn by themselves.';
    if (link.textContent !== words) link.textContent = words;
  }

  addEventListener('message', (/** @type {MessageEvent<import('../types').ToNotes | undefined>} */ { source, data }) => {
    if (source !== deck || data?.source !== NAME || data.type !== 'screen') return;
    heardAt = Date.now();
    const named = data.route ?? '';
    const route = Object.hasOwn(content.routes, named) ? content.routes[named] : null;
    const rerouted = (data.route ?? null) !== (shown.route ?? null);
    if (rerouted) screens = route ? screensOn(all, route) : all;
    const index = screens.findIndex(({ id }) => id === data.screen);
    // The talk begins when the first screen is left.
    if (started === null && index > 0 && index !== at) start();
    if (rerouted || index !== at || data.tally !== shown.tally || data.black !== shown.black) show(index, data);
    shown = data;
    tick();
  });
  /** @type {Partial<Shown>} */
  let shown = {};

  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const onButton = event.target instanceof Element && event.target.closest('button, a');
    /** @type {Record<string, (() => void) | null | undefined>} */
    const acts = {
      ArrowRight: () => turn(1), PageDown: () => turn(1), ArrowLeft: () => turn(-1), PageUp: () => turn(-1),
      ' ': onButton ? null : () => turn(1), b: () => ask({ type: 'black' }), '.': () => ask({ type: 'black' }), t: startOrPause,
    };
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    act();
    event.preventDefault();
  });

  const hello = () => { ask({ type: 'hello' }); tick(); };
  setInterval(hello, HELLO_EVERY);
  document.documentElement.toggleAttribute('data-ready', true);
  show(0);
  hello();
}
