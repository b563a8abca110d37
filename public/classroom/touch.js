// @ts-check
// A finger or a pen that wipes sideways turns the screen, unless it works something that moves sideways itself.

const OWN = 'input, select, textarea, [role="slider"], [data-drag], .scroll, pre';
/** How far a wipe goes at least, in CSS pixels, and how much more sideways than up or down. */
const FAR = 60;
const SIDEWAYS = 2;

/** @param {(by: number) => void} turn */
export function listenToTouch(turn) {
  /** @type {PointerEvent | null} */
  let start = null;
  addEventListener('pointerdown', (event) => {
    const own = event.target instanceof Element && event.target.closest(OWN);
    start = event.pointerType !== 'mouse' && event.isPrimary && !own ? event : null;
  });
  addEventListener('pointercancel', () => { start = null; });
  addEventListener('pointerup', (event) => {
    if (!start || event.pointerId !== start.pointerId) return;
    const [x, y] = [event.clientX - start.clientX, event.clientY - start.clientY];
    start = null;
    if (Math.abs(x) < FAR || Math.abs(x) < SIDEWAYS * Math.abs(y)) return;
    turn(x < 0 ? 1 : -1);
    // The wipe ends over something: that must not be pressed by it.
    /** @param {MouseEvent} click */
    const swallow = (click) => { click.preventDefault(); click.stopPropagation(); };
    addEventListener('click', swallow, { capture: true });
    setTimeout(() => removeEventListener('click', swallow, { capture: true }));
  });
}
