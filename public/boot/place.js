// @ts-check
// A demo's elements are made anew when it comes alive: its reader stays where they were among those of the picture.

/**
 * Where a reader is among these elements: what has the focus, what is open, how far it is scrolled, what is selected.
 * Gives what puts the reader there again, in other elements of the same structure.
 * @param {HTMLElement} body
 */
export function placeIn(body) {
  const all = () => [...body.querySelectorAll('*')];
  /** @type {((now: Element[]) => void)[]} */
  const steps = [];
  all().forEach((element, i) => {
    if (element instanceof HTMLDetailsElement && element.open) steps.push((now) => now[i]?.setAttribute('open', ''));
    const { scrollLeft, scrollTop } = element;
    if (scrollLeft || scrollTop) steps.push((now) => now[i]?.scrollTo({ left: scrollLeft, top: scrollTop, behavior: 'instant' }));
    if (element === document.activeElement) steps.push((now) => { if (now[i] instanceof HTMLElement) now[i].focus({ preventScroll: true }); });
  });
  const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection() ?? {};
  if (anchorNode && focusNode && body.contains(anchorNode) && body.contains(focusNode)) {
    // Counted in characters: what one text node was may be two.
    const ends = [[anchorNode, anchorOffset ?? 0], [focusNode, focusOffset ?? 0]].map(([node, offset]) => {
      const before = new Range();
      before.setStart(body, 0);
      before.setEnd(/** @type {Node} */ (node), /** @type {number} */ (offset));
      return String(before).length;
    });
    steps.push(() => {
      const start = Math.min(...ends);
      const [[anchor, at], [focus, to]] = ends.map((characters) => character(body, characters, characters === start));
      getSelection()?.setBaseAndExtent(anchor, at, focus, to);
    });
  }
  const { scrollX, scrollY } = window;
  // At its top a page stays there; and to ask would lay out all that is new, within the same piece of work.
  if (scrollX || scrollY) {
    steps.push(() => {
      // Only if it has moved: a scroll that is under way would end here.
      if (window.scrollX !== scrollX || window.scrollY !== scrollY) scrollTo({ left: scrollX, top: scrollY, behavior: 'instant' });
    });
  }
  return () => {
    const now = all();
    for (const step of steps) step(now);
  };
}

/**
 * Where so many characters of an element's text end, or where the next one starts: a text node, and the place in it.
 * @param {Node} element
 * @param {number} characters
 * @param {boolean} isStart
 * @returns {[Node, number]}
 */
function character(element, characters, isStart) {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let rest = characters;
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const { length } = text.textContent ?? '';
    if (isStart ? rest < length : rest <= length) return [text, rest];
    rest -= length;
  }
  return [element, 0];
}
