// @ts-check
// The keyboard, and the clicker, which is a keyboard with four keys.
//
// Who gets a key: first whatever is open over the screen (the black curtain, a dialog, the predict gate); then a
// field or a demo that has the focus, for the keys that are its own; then the deck. Page Up and Page Down are the
// deck's always: a clicker must not fail because somebody touched a slider.

/** As the help lists them. */
export const KEYS = [
  ['→ Space', 'next screen'],
  ['←', 'screen before'],
  ['Page-Up Page-Down', 'the same: a clicker'],
  ['Home End', 'first, last screen'],
  ['1 2 Enter', 'screen 12'],
  ['P', 'predict: ask, and count hands'],
  ['N', 'notes in a second window'],
  ['B .', 'black, and back'],
  ['L', 'link and QR code to this state'],
  ['F', 'full screen'],
  ['?', 'these keys'],
  ['Esc', 'keys back from a demo; then to the article'],
];

/** How long a typed number waits for one more digit, in milliseconds. */
const DIGIT_WAIT = 1200;

/** Keys that a demo uses, whatever in it has the focus. */
const OF_DEMOS = new Set([' ', 'Enter', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'r', 'R', '?', ...'0123456789']);

/**
 * Whether what has the focus wants this key for itself.
 * @param {KeyboardEvent} event
 */
function taken(event) {
  const { target, key } = event;
  if (!(target instanceof Element)) return false;
  if (event.defaultPrevented) return true;
  if (target.closest('textarea, select, input:not([type="range"], [type="checkbox"], [type="radio"])')) return true;
  if (target.closest('figure[data-demo]')) return OF_DEMOS.has(key);
  if (target.closest('button, a, summary')) return key === ' ' || key === 'Enter';
  return false;
}

/**
 * What keys can ask of the deck.
 * @typedef {object} Deck
 * @property {(by: number) => void} turn
 * @property {(index: number) => void} show
 * @property {() => void} last
 * @property {() => number} count
 * @property {() => void} predict
 * @property {() => void} notes
 * @property {() => void} share
 * @property {() => void} leave
 * @property {() => void} help
 * @property {() => void} blackOut
 * @property {() => boolean} isBlack
 * @property {() => void} rest
 * @property {(sentence: string) => void} say
 * @property {import('./gate.js').Gate} gate
 */

/** @param {Deck} deck */
export function listenToKeys(deck) {
  let typed = '';
  /** @type {number | undefined} */
  let waiting;
  const jump = () => {
    clearTimeout(waiting);
    const number = Number(typed);
    typed = '';
    deck.say('');
    if (number >= 1 && number <= deck.count()) deck.show(number - 1);
    else deck.say(`There are ${deck.count()} screens.`);
  };

  // Before anything in the page sees it: the clicker's keys, and whatever is open over the screen.
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector('dialog[open]')) return;
    if (deck.isBlack()) {
      // The screen comes back with any key, and the key does no more than that.
      if (event.key !== 'Shift') { deck.blackOut(); stop(event); }
      return;
    }
    if (deck.gate.isOpen) {
      if (deck.gate.pressed(event)) stop(event);
      return;
    }
    if (event.key === 'PageDown' || event.key === 'PageUp') {
      deck.turn(event.key === 'PageDown' ? 1 : -1);
      stop(event);
    }
  }, { capture: true });

  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector('dialog[open]')) return;
    const focused = document.activeElement?.closest('figure[data-demo]');
    if (event.key === 'Escape' && !event.defaultPrevented) {
      if (typed) { typed = ''; clearTimeout(waiting); deck.say(''); }
      else if (focused) deck.rest();
      else deck.leave();
      return stop(event);
    }
    if (taken(event)) return;
    /** @type {Record<string, (() => void) | undefined>} */
    const acts = {
      ArrowRight: () => deck.turn(1), ' ': () => deck.turn(event.shiftKey ? -1 : 1), ArrowLeft: () => deck.turn(-1),
      Home: () => deck.show(0), End: deck.last,
      p: deck.predict, n: deck.notes, b: deck.blackOut, '.': deck.blackOut, l: deck.share, f: fullScreen, '?': deck.help,
    };
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act) act();
    else if (/^\d$/.test(event.key)) {
      typed = (typed + event.key).slice(-3);
      deck.say(`To screen ${typed} …`);
      clearTimeout(waiting);
      waiting = setTimeout(jump, DIGIT_WAIT);
    } else if (event.key === 'Enter' && typed) jump();
    else return;
    stop(event);
  });

  // Whose the keys are is seen at the deck's edge.
  const show = () => {
    const focused = document.activeElement?.closest('figure[data-demo]');
    document.documentElement.toggleAttribute('data-demo-keys', Boolean(focused));
  };
  addEventListener('focusin', show);
  addEventListener('focusout', () => setTimeout(show));
}

/** @param {Event} event */
function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => { /* Some frames may not. */ });
}
