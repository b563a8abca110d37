// @ts-check
// Brings each demo to life in its picture, and puts the still picture back, with a sentence, when something fails. It
// stays outside the program so that it survives whatever happens inside.

import { outliveTranslation } from './translation.js';
import { placeIn } from './place.js';
import { absent, bring } from './program.js';

// A demo that stands alone in somebody else's page moves nothing there, and the deck turns its screens by itself: only
// the article scrolls to a figure, has labs that open over it, and a list of sections.
export const alone = document.documentElement.dataset.mode !== 'article';
/** All but the copies on a lesson plan, a worksheet or in the notes: these are pictures, and stay so. */
export const figures = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('figure[data-demo]:not(:is(.paper, .notes-preview) *)'))];
/** @type {Map<HTMLElement, number>} */
const steps = new Map(); // figure → how many steps are done of those that come before its demo is mounted
/** @type {Map<HTMLElement, Node>} */
const stills = new Map(); // figure → its still picture, as it was before it came alive
const NOT_LOADED = 'This demo could not start: its program did not load. The picture shows its default settings. Reload the page to try again.';
const STOPPED = 'This demo stopped working. The picture shows its default settings. Reload the page to try again.';

/** @type {import('./program.js').Program | null} */
let program = null;

/**
 * Waits for the program; gives whether it has come. Where it has not, the pictures say so.
 * @param {Promise<import('./program.js').Program>} loading
 */
export async function hasCome(loading) {
  try {
    program = await loading;
  } catch {
    // The browser has said in its console what it refused or could not reach.
    for (const figure of figures) giveUp(figure, 'still', NOT_LOADED);
    return false;
  }
  await breath();
  return true;
}

/** What takes long is done in pieces, and in between the page answers its reader. */
export const breath = () => new Promise((next) => setTimeout(next));

/**
 * The picture stays, and what stands above it says why.
 * @param {HTMLElement} figure
 * @param {'still' | 'failed'} state
 * @param {string} sentence
 */
function giveUp(figure, state, sentence) {
  figure.dataset.state = state;
  const notice = /** @type {Element} */ (figure.querySelector('.demo-notice'));
  notice.replaceChildren();
  // A live region is read out when its words change, so they come after it is shown.
  setTimeout(() => { notice.textContent = sentence; });
}

/**
 * What the demo is mounted on.
 * @param {HTMLElement} figure
 */
const bodyOf = (figure) => /** @type {HTMLElement} */ (figure.querySelector('.demo-body'));

/**
 * The controls around it, which wait for the program.
 * @param {HTMLElement} body
 */
const fieldsOf = (body) => /** @type {HTMLFieldSetElement} */ (body.parentElement);

/**
 * Whether it is a lab's figure that is not open.
 * @param {HTMLElement} figure
 */
export const shut = (figure) => !alone && figure.closest('dialog:not([open])') !== null;

/**
 * What comes before a demo is mounted: its state, its view, its elements.
 * @type {((program: import('./program.js').Program, figure: HTMLElement, number: number) => void)[]}
 */
const STEPS = [
  ({ begin }, { dataset }, number) => begin(dataset.demo ?? '', number),
  ({ make }, _, number) => make(number),
  ({ build }, _, number) => build(number),
];

/**
 * Does the next step before the demo is mounted; gives whether there was one to do.
 * @param {HTMLElement} figure
 */
export function prepare(figure) {
  const done = steps.get(figure) ?? 0;
  if (!program || figure.dataset.state || absent(figure).length > 0 || done === STEPS.length) return false;
  steps.set(figure, done + 1);
  if (!done) stills.set(figure, bodyOf(figure).cloneNode(true));
  attempt(figure, (program) => STEPS[done](program, figure, figures.indexOf(figure)));
  return true;
}

/**
 * Puts the demo in its picture's place.
 * @param {HTMLElement} figure
 */
export function mount(figure) {
  if (!program || figure.dataset.state || shut(figure)) return;
  const [part] = absent(figure);
  if (part) {
    bring(part).then(() => mount(figure), () => { if (!figure.dataset.state) giveUp(figure, 'still', NOT_LOADED); });
    return;
  }
  while (prepare(figure));
  if (!steps.delete(figure)) return;
  const body = bodyOf(figure);
  const stay = placeIn(body);
  figure.dataset.state = 'live';
  fieldsOf(body).disabled = false;
  attempt(figure, ({ mount }) => {
    mount(body, figures.indexOf(figure));
    stay();
    outliveTranslation(body);
  });
}

/**
 * @param {HTMLElement} figure
 * @param {(program: import('./program.js').Program) => void} work
 */
function attempt(figure, work) {
  try {
    if (program) work(program);
  } catch (error) {
    fail(figure);
    reportError(error); // A bug stays visible in the console.
  }
}

/** @param {HTMLElement | undefined} figure */
function fail(figure) {
  if (!figure || (figure.dataset.state !== 'live' && !steps.delete(figure))) return;
  try {
    program?.unmount(figures.indexOf(figure));
  } catch { /* What trapped once may trap again; the first report is the one that counts. */ }
  const body = bodyOf(figure);
  fieldsOf(body).disabled = true;
  body.replaceWith(/** @type {Node} */ (stills.get(figure)));
  giveUp(figure, 'failed', STOPPED);
}

/**
 * Takes a demo off, so that it can be mounted again.
 * @param {HTMLElement} figure
 */
export function takeOff(figure) {
  if (figure.dataset.state === 'live') program?.unmount(figures.indexOf(figure));
  delete figure.dataset.state;
  fieldsOf(bodyOf(figure)).disabled = true;
}

// A panic traps the module and surfaces here as an uncaught error, from whatever was running: an event
// handler, a timer, a frame, an effect. The module knows which figure was last at work. Errors of other
// scripts (a browser extension's, say) are none of ours: they have not come through the module.
/** @param {unknown} error */
function caught(error) {
  if (!program) return;
  const ours = error instanceof WebAssembly.RuntimeError || (error instanceof Error && /\bwasm-function\b/.test(error.stack ?? ''));
  if (ours) fail(figures[program.at_work()]);
}
addEventListener('error', (event) => caught(event.error));
addEventListener('unhandledrejection', (event) => caught(event.reason));

// Tells the module whose event comes, before the demo's own handlers see it.
const EVENTS = ['pointerdown', 'pointermove', 'pointerup', 'click', 'keydown', 'keyup', 'input', 'change', 'focusin', 'focusout', 'copy', 'toggle'];
for (const type of EVENTS) {
  addEventListener(type, (event) => {
    /** @type {HTMLElement | false | null} */
    const figure = event.target instanceof Element && event.target.closest('figure[data-state="live"]');
    if (figure) program?.enter(figures.indexOf(figure));
  }, { capture: true, passive: true });
}
