// @ts-check
// Everything is laid out for one sheet of 960 × 540 CSS pixels and then enlarged with the screen: what fits at
// 1280 × 720 fits at 1920 × 1080. On that sheet no type is smaller than 12 px, which is 24 px at 1080 lines.

const SHEET = { width: 960, height: 540 };
const LEAST_TYPE = 12;
/** Type of a text screen in px on the sheet, the largest first. */
const TYPE_SIZES = [30, 28, 26, 24, 22, 20, 18, 17, 16, 15, 14, 13];

/** Enlarges the sheet to the window. A window that is upright or small, a phone's, gets plain size and scrolls. */
export function enlarge() {
  const fits = Math.min(innerWidth / SHEET.width, innerHeight / SHEET.height);
  const zoom = innerWidth < innerHeight || fits < 0.75 ? Math.max(1, Math.min(fits, innerWidth / 420)) : fits;
  const root = document.documentElement;
  root.toggleAttribute('data-scrolls', zoom > fits);
  root.style.setProperty('--zoom', zoom.toFixed(4));
}

/** @param {Element} element */
const overflows = (element) => element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1;

/**
 * Sets a text screen in the largest type that fits.
 * @param {HTMLElement} main
 */
export function fitText(main) {
  if (document.documentElement.hasAttribute('data-scrolls')) return main.style.setProperty('--type', '18px');
  for (const size of TYPE_SIZES) {
    main.style.setProperty('--type', `${size}px`);
    if (!overflows(main)) return;
  }
}

/**
 * Makes a demo smaller until it fits, as long as no type in it gets too small to read from the last row; what then
 * still does not fit can be scrolled to.
 * @param {HTMLElement} main
 * @param {HTMLElement} figure
 */
export function fitDemo(main, figure) {
  figure.style.zoom = '1';
  if (!overflows(main)) return;
  const least = LEAST_TYPE / smallestType(figure);
  for (let zoom = 0.97; zoom >= least - 0.001; zoom -= 0.03) {
    figure.style.zoom = zoom.toFixed(3);
    if (!overflows(main)) return;
  }
  figure.style.zoom = Math.min(1, least).toFixed(3);
}

/**
 * The smallest type that is shown in an element, in its own pixels.
 * @param {Element} element
 */
function smallestType(element) {
  const drawn = drawnPixel(element);
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let least = Infinity;
  while (walker.nextNode()) {
    const { parentElement: holder, data } = /** @type {Text} */ (walker.currentNode);
    if (!holder || !data.trim() || holder.closest('.visually-hidden') || !holder.checkVisibility()) continue;
    const size = parseFloat(getComputedStyle(holder).fontSize);
    least = Math.min(least, holder instanceof SVGElement ? size / drawn : size);
  }
  return least;
}

/**
 * As what a browser gives 1 px inside a drawing: under `zoom`, WebKit gives less, though it draws the same.
 * @param {Element} element
 */
function drawnPixel(element) {
  const probe = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const text = document.createElementNS('http://www.w3.org/2000/svg', 'text');
  text.style.fontSize = '100px';
  probe.append(text);
  element.after(probe);
  const size = parseFloat(getComputedStyle(text).fontSize);
  probe.remove();
  return size / 100;
}
