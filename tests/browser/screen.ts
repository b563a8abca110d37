// What a screen of the deck looks like from inside the page, whichever browser shows it.

/** Whether a screen fills the window, what of it is out of sight, and what is set in less than 24 px at 1080 lines (32 in a scene). */
export function lookAtScreen() {
  // What is enlarged says its own measures, in WebKit, and the window's in the others: see CSS Viewport Module, `zoom`.
  const standard = 'currentCSSZoom' in Element.prototype;
  const zoom = (element: Element | null): number =>
    (element ? Number(getComputedStyle(element).zoom || 1) * zoom(element.parentElement) : 1);
  const inWindow = ({ x, y, width, height }: DOMRect, element: Element) => {
    const scale = standard ? 1 : zoom(element);
    return new DOMRect(x * scale, y * scale, width * scale, height * scale);
  };
  const box = (element: Element) => inWindow(element.getBoundingClientRect(), element);

  const main = document.querySelector('main')!;
  const frame = box(main);
  const [head, foot] = [box(document.querySelector('.deck-head')!), box(document.querySelector('.deck-foot')!)];
  const fills = Math.abs(head.top) <= 1 && Math.abs(foot.bottom - innerHeight) <= 1
    && Math.abs(frame.left) <= 1 && Math.abs(frame.right - innerWidth) <= 1
    && Math.abs(frame.top - head.bottom) <= 1 && Math.abs(foot.top - frame.bottom) <= 1;

  // 12 px on the sheet of 960 × 540, as which a screen is laid out.
  const least = 12 * Math.min(innerWidth / 960, innerHeight / 540) - 0.05;
  // Of a scene, 16 px.
  const leastOf = (holder: Element) => (holder.closest('.scene') ? least * 16 / 12 : least);
  // Inside a drawing WebKit divides computed lengths by the zoom, though it draws them as the others do.
  const type = (holder: Element) =>
    parseFloat(getComputedStyle(holder).fontSize) * zoom(holder) * (standard || !(holder instanceof SVGElement) ? 1 : zoom(holder));
  const cut: string[] = [];
  const small: string[] = [];
  const clipped = (element: Element | null): boolean =>
    element !== null && (getComputedStyle(element).clipPath !== 'none' || clipped(element.parentElement));
  if (main.scrollHeight > main.clientHeight + 1 || main.scrollWidth > main.clientWidth + 1) cut.push('main scrolls');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const holder = walker.currentNode.parentElement!;
    const words = walker.currentNode.textContent!.trim();
    if (!words || holder.closest('.visually-hidden, option, script, template, .matrix .groups td') || !holder.checkVisibility()) continue;
    if (clipped(holder)) continue;
    const size = type(holder);
    if (size < leastOf(holder)) small.push(`${size.toFixed(1)} px: ${words.slice(0, 30)}`);
    range.selectNodeContents(walker.currentNode);
    for (const part of range.getClientRects()) {
      const { top, bottom, left, right } = inWindow(part, holder);
      const inside = main.contains(holder) ? frame : new DOMRect(0, 0, innerWidth, innerHeight);
      if (top < inside.top - 1 || bottom > inside.bottom + 1 || left < -1 || right > innerWidth + 1) cut.push(words.slice(0, 30));
    }
  }
  return { fills, cut: cut.slice(0, 5), small: small.slice(0, 5) };
}
