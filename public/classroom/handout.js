// @ts-check
// The deck on paper: the article, as it prints, with the demos as they stand. A sheet for each screen would be 46 sheets
// of large type; the article has the same text and pictures on less than half of them, and beside each question room
// to write the answer.

const VIEW = ['view', 'scrolls'];
const SCREEN = ['kind', 'screen'];

/**
 * Takes the deck's layout off the page while it is printed.
 * @param {HTMLElement} main
 * @param {CSSStyleSheet} fold  the rules that fold the demo on the screen
 * @param {() => void} fit      lays the screen out again
 */
export function onPaper(main, fold, fit) {
  /** @type {(() => void) | null} */
  let putBack = null;
  /**
   * @param {HTMLElement} element
   * @param {string[]} names
   */
  const take = (element, names) => {
    const held = names.map((name) => /** @type {const} */ ([name, element.dataset[name]]));
    for (const name of names) delete element.dataset[name];
    return () => { for (const [name, value] of held) if (value !== undefined) element.dataset[name] = value; };
  };

  addEventListener('beforeprint', () => {
    if (putBack) return;
    const rules = [...fold.cssRules].map((rule) => rule.cssText).join('');
    const all = /** @type {NodeListOf<HTMLElement>} */ (main.querySelectorAll('figure[data-demo]'));
    const figures = [...all].map((figure) => /** @type {const} */ ([figure, figure.style.zoom]));
    const back = [take(document.documentElement, VIEW), take(main, SCREEN)];
    fold.replaceSync('');
    for (const [figure] of figures) figure.style.zoom = '';
    putBack = () => {
      for (const put of back) put();
      fold.replaceSync(rules);
      for (const [figure, zoom] of figures) figure.style.zoom = zoom;
      fit();
    };
  });
  addEventListener('afterprint', () => {
    putBack?.();
    putBack = null;
  });
}
