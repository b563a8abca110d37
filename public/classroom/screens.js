// @ts-check
// What a screen shows: which pieces of the article, and how a demo is folded for it. The deck shows the pieces
// where they stand; the notes window shows copies of them.

/**
 * @typedef {import('../types').Screen} Screen
 */

/** A demo's parts that a class does without, where the notes do not say which it shows. */
const SPARE = '.demo-header > :not(h3), .look-for, .predict, .demo-footer, .complaints';

/**
 * The screens of this page: those that the notes describe, as far as the page has what they show, and one for each
 * scene and demo of the text that no notes describe.
 * @param {Screen[]} described
 * @returns {Screen[]}
 */
export function screensOf(described) {
  const screens = described.filter((screen) => pieces(screen).length > 0);
  for (const figure of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('main figure[data-demo]:not([data-lab])'))) {
    const { demo = '' } = figure.dataset;
    if (screens.some((screen) => screen.demo === demo)) continue;
    const section = figure.closest('section')?.id ?? '';
    const place = screens.findLastIndex((screen) => screen.section === section) + 1;
    const headline = document.createElement('b');
    headline.textContent = figure.getAttribute('aria-label');
    screens.splice(place, 0, { id: demo, section, headline: headline.innerHTML, demo, minutes: 0 });
  }
  return screens;
}

/**
 * The screens on a route: those that a lesson plan names, in its order.
 * @param {Screen[]} screens
 * @param {string[]} ids
 */
export function screensOn(screens, ids) {
  return ids.map((id) => screens.find((screen) => screen.id === id)).filter((screen) => screen !== undefined);
}

/**
 * The elements of the article that a screen shows, each a child of its section.
 * @param {Screen} screen
 * @returns {HTMLElement[]}
 */
export function pieces(screen) {
  const section = document.getElementById(screen.section);
  if (!section) return [];
  if (screen.demo) return [.../** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll(`figure[data-demo="${screen.demo}"]`))];
  if (screen.id === screen.section) {
    const title = section.querySelector('h1, h2');
    return [title, title?.nextElementSibling].filter((piece) => piece instanceof HTMLElement);
  }
  return [...section.querySelectorAll(`template[data-screen="${screen.id}"]`)].map((mark) => /** @type {HTMLElement} */ (mark.nextElementSibling));
}

/**
 * The rules that fold a demo to the parts a screen shows: whatever is no such part, in none and around none, goes.
 * Rules and not attributes, because a demo paints itself anew as it runs; in no layer, so that they go before all others.
 * @param {Screen} screen
 * @param {string} scope  a selector for the figure
 */
export function folding({ parts }, scope) {
  const within = `${scope} .demo-body > div`;
  if (!parts) return `${within} :is(${SPARE}) { display: none }`;
  // The demo's own title stays for those who hear it; the style takes it out of sight.
  const kept = `${parts}, .demo-header > h3`;
  return `${within} :not(:is(${kept}), :is(${kept}) *, :has(:is(${kept})), .visually-hidden) { display: none }`;
}

/**
 * The fragment of the article that a screen belongs to.
 * @param {Screen} screen
 */
export function anchorOf(screen) {
  return screen.demo ? `${screen.demo}-demo` : screen.section;
}

/**
 * A screen's headline as HTML: its own, or its section's title.
 * @param {Screen} screen
 */
export function headlineOf(screen) {
  return screen.headline || pieces(screen)[0].textContent.replace(/^\d /, '');
}
