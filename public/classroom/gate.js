// Predict first: a question over the screen, until the class has said what it expects. The teacher counts hands by
// keys; then the demo runs with the guess that most have made, and says itself what became of it.

import { element, keycap } from './html.js';

/** Where neither notes nor demo ask: the teacher does. */
const ALOUD = { question: 'Hands up, please.', answers: ['Yes', 'No', 'Not sure'], buttons: [] };

export class Gate {
  /** @type {Map<string, number[]>} counts by screen */
  #counts = new Map();
  #last = [];
  #screen = '';
  #prediction = ALOUD;
  #box = element('section', { class: 'deck-gate', 'aria-label': 'Predict', tabindex: '-1', hidden: '' });
  #say;
  #rest;
  #verdict = new MutationObserver(() => this.#say(this.heard(this.#screen)));
  #asked = new Map();
  /** Screens whose demo has been given a guess. */
  #given = new Set();

  constructor(main, say, rest) {
    this.#say = say;
    this.#rest = rest;
    main.after(this.#box);
  }

  get isOpen() {
    return !this.#box.hidden;
  }

  open(screen, prediction) {
    this.#screen = screen;
    this.#prediction = prediction ?? ALOUD;
    this.#asked.set(screen, this.#prediction);
    this.#last = [];
    if (!this.#counts.has(screen)) this.#counts.set(screen, this.#prediction.answers.map(() => 0));
    this.#box.hidden = false;
    this.#paint();
    this.#box.focus({ preventScroll: true });
    this.#say('');
  }

  close() {
    if (!this.isOpen) return;
    this.#box.hidden = true;
    this.#rest();
  }

  /** Whether it had a use for the key. */
  pressed(event) {
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] ?? (/^[1-9]$/.test(event.key) ? event.key : null);
    const letter = /^[a-i]$/i.test(event.key) && event.key.toLowerCase().charCodeAt(0) - 96;
    const answer = Number(digit ?? letter) - 1;
    if (answer >= 0 && answer < this.#prediction.answers.length) this.#count(answer, event.shiftKey ? -1 : 1);
    else if (event.key === 'Backspace' && this.#last.length) this.#count(this.#last.pop(), -1, false);
    else if (event.key === '0') this.#clear();
    else if (event.key === 'Escape') this.close();
    else if (['Enter', 'p', 'P'].includes(event.key) && !(event.key === 'Enter' && event.target.closest?.('.deck-gate button'))) this.reveal();
    else if (['PageDown', 'ArrowRight'].includes(event.key)) this.reveal();
    else return ['PageUp', 'ArrowLeft', 'Home', 'End'].includes(event.key);
    return true;
  }

  /** Lifts the gate; a demo is given the guess of most, and runs. */
  reveal() {
    const counts = this.#counts.get(this.#screen);
    const { buttons } = this.#prediction;
    const most = counts.indexOf(Math.max(...counts));
    this.close();
    if (buttons.length && counts[most] > 0) {
      buttons[most].click();
      this.#given.add(this.#screen);
      const verdict = buttons[most].closest('.predict')?.querySelector('.predict-verdict');
      if (verdict) {
        this.#verdict.disconnect();
        this.#verdict.observe(verdict, { childList: true, characterData: true, subtree: true });
      }
    }
    this.#say(this.heard(this.#screen));
  }

  /** What the class has said on a screen, and how the run answers: a line or two. */
  heard(screen) {
    const counts = this.#counts.get(screen);
    if (!counts?.some((count) => count > 0)) return '';
    const said = this.#asked.get(screen).answers.map((answer, i) => `${answer} ${counts[i]}`).join(' · ');
    const [verdict] = /^.*?[.!?…](?=\s|$)/.exec(this.#verdictOn(screen)) ?? [''];
    return `You said: ${said}. ${verdict}`.trim();
  }

  /** What the run says to the guess it was given; empty before it was given one. */
  #verdictOn(screen) {
    const button = this.#given.has(screen) && this.#asked.get(screen).buttons[0];
    return (button && button.closest('.predict')?.querySelector('.predict-verdict')?.textContent.trim()) || '';
  }

  /** For the notes window. */
  summary() {
    return this.heard(this.#screen);
  }

  #count(answer, by, remember = true) {
    const counts = this.#counts.get(this.#screen);
    counts[answer] = Math.max(0, counts[answer] + by);
    if (remember && by > 0) this.#last.push(answer);
    this.#paint();
  }

  #clear() {
    this.#counts.get(this.#screen).fill(0);
    this.#last = [];
    this.#paint();
  }

  #paint() {
    const counts = this.#counts.get(this.#screen);
    const all = counts.reduce((sum, count) => sum + count, 0);
    const list = element('ol', {}, this.#prediction.answers.map((answer, i) => {
      const more = element('button', { type: 'button', class: 'deck-answer', title: 'One more' }, [
        keycap(String(i + 1)), element('span', {}, [answer]), element('b', {}, [String(counts[i])])]);
      more.addEventListener('click', () => this.#count(i, 1));
      const bar = element('meter', { min: '0', max: String(Math.max(1, all)), value: String(counts[i]), 'aria-hidden': 'true' });
      return element('li', {}, [more, bar]);
    }));
    const verdict = this.#verdictOn(this.#screen);
    const run = element('button', { type: 'button', class: 'button primary' }, [this.#prediction.buttons.length && !verdict ? 'See what happens' : 'Go on']);
    run.addEventListener('click', () => this.reveal());
    // The focus stays on the answer that was pressed.
    const held = [...this.#box.querySelectorAll('button')].indexOf(document.activeElement);
    this.#box.replaceChildren(
      element('p', { class: 'deck-eyebrow' }, ['Predict first']),
      element('h2', {}, [this.#prediction.question]),
      list,
      ...(verdict ? [element('p', { class: 'deck-verdict' }, [verdict])] : []),
      element('p', { class: 'deck-gate-foot' }, [run, element('span', {}, [keycap('1'), '…', keycap(String(counts.length)), ' one hand more · ', keycap('Shift'),
        ' one fewer · ', keycap('Backspace'), ' undo · ', keycap('Enter'), ' see · ', keycap('Esc'), ' back'])]),
    );
    if (held >= 0) this.#box.querySelectorAll('button')[held]?.focus();
    this.#say('');
  }
}
