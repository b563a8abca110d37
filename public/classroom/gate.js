// @ts-check
// Predict first: a question over the screen, until the class has said what it expects. The teacher counts hands by
// keys, one by one or as a number; then the demo runs with the guess that most have made, and says itself what became
// of it. Where no demo answers, the notes do.

import { element, keycap } from './html.js';

/** @typedef {import('../types').Prediction} Prediction */

/**
 * Where neither notes nor demo ask: the teacher does.
 * @type {Prediction}
 */
const ALOUD = { question: 'Hands up, please.', answers: ['Yes', 'No', 'Not sure'] };
/** The most hands that a field takes. */
const MOST = 999;
/** Under what name the counts outlive a reload. They go with the tab. */
const KEPT = 'hands';

/**
 * What was counted on a screen.
 * @typedef {{ hands: number[], seen: boolean }} Tally  `seen`: the class has gone on to the answer
 */

export class Gate {
  /** @type {Map<string, Tally>} by screen */
  #tallies = new Map(Object.entries(stored()));
  /** @type {[answer: number, hands: number][]} what to take back: an answer, and its hands before */
  #undo = [];
  #screen = '';
  #prediction = ALOUD;
  #box = element('section', { class: 'deck-gate', 'aria-label': 'Predict', tabindex: '-1', hidden: '' });
  #deck;

  /**
   * @param {Element} main
   * @param {{ say: (sentence: string) => void, rest: () => void, heard: () => string }} deck
   */
  constructor(main, deck) {
    this.#deck = deck;
    main.after(this.#box);
  }

  get isOpen() {
    return !this.#box.hidden;
  }

  /**
   * @param {string} screen
   * @param {Prediction | null} prediction
   */
  open(screen, prediction) {
    this.#screen = screen;
    this.#prediction = prediction ?? ALOUD;
    this.#undo = [];
    this.#box.hidden = false;
    this.#lay();
    this.#box.focus({ preventScroll: true });
    this.#deck.say('');
  }

  close() {
    if (!this.isOpen) return;
    this.#box.hidden = true;
    this.#deck.rest();
  }

  /**
   * Whether it had a use for the key.
   * @param {KeyboardEvent} event
   */
  pressed(event) {
    const letter = /^[a-i]$/i.test(event.key) ? event.key.toLowerCase().charCodeAt(0) - 97 : -1;
    const field = this.#fields()[letter];
    if (field) {
      field.focus();
      field.select();
      return true;
    }
    const { target } = event;
    if (target instanceof Element && target.matches('.deck-hands')) {
      // Its digits and arrows are the field's own.
      if (['Enter', 'Escape'].includes(event.key)) this.#box.focus({ preventScroll: true });
      else if (event.key === 'PageDown') this.reveal();
      else return event.key === 'PageUp';
      return true;
    }
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] ?? (/^[1-9]$/.test(event.key) ? event.key : null);
    const answer = Number(digit) - 1;
    if (answer >= 0 && answer < this.#prediction.answers.length) this.#add(answer, event.shiftKey ? -1 : 1);
    else if (event.key === 'Backspace' && this.#undo.length) this.#set(.../** @type {[number, number]} */ (this.#undo.pop()));
    else if (event.key === '0') this.#clear();
    else if (event.key === 'Escape') this.close();
    else if (['Enter', 'p', 'P'].includes(event.key) && !(event.key === 'Enter' && target instanceof Element && target.closest('.deck-gate button'))) this.reveal();
    else if (['PageDown', 'ArrowRight'].includes(event.key)) this.reveal();
    else return ['PageUp', 'ArrowLeft', 'Home', 'End'].includes(event.key);
    return true;
  }

  /** Lifts the gate; a demo is given the guess of most, and runs. Of two that are even, it is given the first. */
  reveal() {
    const { demo } = this.#prediction;
    const tally = this.#tally(this.#screen, this.#prediction);
    const [most] = leaders(tally.hands);
    this.close();
    tally.seen = true;
    this.#keep();
    if (demo) dispatchEvent(new CustomEvent('demo-guess', { detail: { demo, answer: most } }));
    this.#deck.say(this.#deck.heard());
  }

  /**
   * What the class has said on a screen, and how the run answers: a line or two.
   * @param {string} screen
   * @param {Prediction | null} prediction
   */
  heard(screen, prediction) {
    const asked = prediction ?? ALOUD;
    const { hands } = this.#tally(screen, asked);
    const { opening, why } = this.#answer(screen, asked);
    if (leaders(hands).length === 0) return why;
    const said = asked.answers.map((answer, i) => `${answer} ${hands[i]}`).join(' · ');
    return [`You said: ${said}.`, opening, asked.because || isTie(hands) ? why : ''].filter(Boolean).join(' ');
  }

  /**
   * How the guess of most fared, and the answer; both empty as long as it is open.
   * @param {string} screen
   * @param {Prediction} asked
   */
  #answer(screen, asked) {
    const { hands, seen } = this.#tally(screen, asked);
    const first = leaders(hands);
    const said = seen && asked.verdict || '';
    const [, fared, rest] = /^(.*?[.!?…])(?:\s+(.*))?$/s.exec(said) ?? [];
    const why = seen ? asked.because ?? rest ?? '' : '';
    if (!why && !fared) return { opening: '', why };
    if (isTie(hands)) return { opening: `A tie: ${first.map((i) => asked.answers[i]).join(' and ')}, ${hands[first[0]]} each.`, why };
    if (asked.because) return { opening: first[0] === asked.right ? 'Most were right.' : 'Most were wrong.', why };
    return { opening: fared, why };
  }

  /** @returns {HTMLInputElement[]} */
  #fields() {
    return [.../** @type {NodeListOf<HTMLInputElement>} */ (this.#box.querySelectorAll('.deck-hands'))];
  }

  /**
   * @param {string} screen
   * @param {Prediction} asked
   * @returns {Tally}
   */
  #tally(screen, { answers }) {
    const kept = this.#tallies.get(screen);
    if (kept && kept.hands.length === answers.length) return kept;
    const tally = { hands: answers.map(() => 0), seen: false };
    this.#tallies.set(screen, tally);
    return tally;
  }

  /**
   * @param {number} answer
   * @param {number} by
   */
  #add(answer, by) {
    const { hands } = this.#tally(this.#screen, this.#prediction);
    if (by > 0) this.#undo.push([answer, hands[answer]]);
    this.#set(answer, hands[answer] + by);
  }

  /**
   * @param {number} answer
   * @param {number} hands
   */
  #set(answer, hands) {
    this.#tally(this.#screen, this.#prediction).hands[answer] = Math.min(MOST, Math.max(0, Math.trunc(hands) || 0));
    this.#keep();
    this.#paint();
  }

  #clear() {
    this.#tallies.delete(this.#screen);
    this.#undo = [];
    this.#keep();
    this.#lay();
  }

  /** Storage may be denied, or full: then they are kept as long as the page stays. */
  #keep() {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(this.#tallies)));
    } catch { /* As said. */ }
  }

  /** Builds the question anew. */
  #lay() {
    const { question, answers, demo } = this.#prediction;
    const list = element('ol', {}, answers.map((answer, i) => {
      const more = element('button', { type: 'button', class: 'deck-answer', title: 'One more' }, [
        keycap(String(i + 1)), element('span', {}, [answer])]);
      more.addEventListener('click', () => this.#add(i, 1));
      const field = element('input', { type: 'number', class: 'deck-hands', min: '0', max: String(MOST), inputmode: 'numeric', 'aria-label': `Hands for: ${answer}` });
      let before = 0;
      field.addEventListener('focus', () => { before = Number(field.value); });
      field.addEventListener('input', () => this.#set(i, Number(field.value)));
      field.addEventListener('change', () => this.#undo.push([i, before]));
      field.addEventListener('blur', () => this.#paint());
      return element('li', {}, [more, element('label', {}, [keycap(String.fromCharCode(65 + i)), field]), element('meter', { min: '0', 'aria-hidden': 'true' })]);
    }));
    const { opening, why } = this.#answer(this.#screen, this.#prediction);
    const run = element('button', { type: 'button', class: 'button primary' }, [demo && !why ? 'See what happens' : 'Go on']);
    run.addEventListener('click', () => this.reveal());
    const last = answers.length - 1;
    this.#box.replaceChildren(
      element('p', { class: 'deck-eyebrow' }, ['Predict first']),
      element('h2', {}, [question]),
      list,
      ...(why ? [element('p', { class: 'deck-verdict' }, [`${opening} ${why}`.trim()])] : []),
      element('p', { class: 'deck-gate-foot' }, [run, element('span', {}, [
        keycap('1'), '…', keycap(String(last + 1)), ' one hand more · ', keycap('Shift'), ' one fewer · ',
        keycap('A'), '…', keycap(String.fromCharCode(65 + last)), ' type the number · ',
        keycap('Backspace'), ' undo · ', keycap('Enter'), ' see · ', keycap('Esc'), ' back'])]),
    );
    this.#paint();
  }

  /** Shows the counts. A field that is being typed in is left alone. */
  #paint() {
    const { hands } = this.#tally(this.#screen, this.#prediction);
    const all = hands.reduce((sum, count) => sum + count, 0);
    const meters = this.#box.querySelectorAll('meter');
    this.#fields().forEach((field, i) => {
      const meter = meters[i];
      if (field !== document.activeElement) field.value = String(hands[i]);
      meter.max = Math.max(1, all);
      meter.value = hands[i];
    });
    this.#deck.say('');
  }
}

/**
 * The answers with the most hands, by their places; none where no hand went up.
 * @param {number[]} hands
 */
function leaders(hands) {
  const most = Math.max(...hands);
  return most > 0 ? hands.flatMap((count, i) => (count === most ? [i] : [])) : [];
}

/** @param {number[]} hands */
const isTie = (hands) => leaders(hands).length > 1;

/**
 * What an earlier load of this page has counted, as far as it makes sense.
 * @returns {Record<string, Tally>}
 */
function stored() {
  try {
    /** @type {Record<string, Tally>} as it should be */
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? '{}');
    /** @param {[string, Tally]} entry */
    const counted = ([, { hands }]) => Array.isArray(hands) && hands.every((count) => Number.isInteger(count) && count >= 0 && count <= MOST);
    return Object.fromEntries(Object.entries(kept).filter(counted));
  } catch {
    return {};
  }
}
