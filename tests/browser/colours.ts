// How well something stands out from its ground, computed from the styles that the browser has settled on.

import type { Locator } from '@playwright/test';

/** What of an element is looked at: a property that is a colour. */
export type Part = 'color' | 'fill' | 'stroke' | 'border-top-color' | 'background-color' | 'outline-color';

/**
 * The contrast (WCAG 2) of the first element's part to the ground it stands on: the first ground among its ancestors that
 * is not transparent, or the `fill` of the element that `on` finds in its drawing. Opacity counts, and so does the veil
 * that lies over what has not happened yet, where it is drawn later than the element.
 */
export function contrast(element: Locator, part: Part, on?: string): Promise<number> {
  return element.first().evaluate((element, { part, on }) => {
    type Colour = [number, number, number];
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
    /** As the screen has it, whatever way it is written; what is transparent lies on `ground`. */
    const shown = (css: string, opacity: number, ground: Colour): Colour => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = css;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      const share = a! / 255 * opacity;
      return [r!, g!, b!].map((value, i) => value * share + ground[i]! * (1 - share)) as Colour;
    };
    const opacity = (of: Element) => {
      let product = 1;
      for (let at: Element | null = of; at; at = at.parentElement) product *= Number(getComputedStyle(at).opacity);
      return product;
    };
    let ground: Colour = [255, 255, 255];
    const around: Element[] = [];
    for (let at = element.parentElement; at; at = at.parentElement) around.unshift(at);
    for (const at of around) ground = shown(getComputedStyle(at).backgroundColor, 1, ground);
    const drawing = element.closest('svg.chart, svg.lane-strip, svg.lifecycle-bands');
    const veil = drawing?.querySelector('.future');
    const veiled = (colour: Colour, of: Element): Colour => {
      const isUnder = veil && of.compareDocumentPosition(veil) & Node.DOCUMENT_POSITION_FOLLOWING;
      const [a, b] = [of.getBoundingClientRect(), veil?.getBoundingClientRect()];
      if (!isUnder || !b || a.right <= b.left) return colour;
      return shown(getComputedStyle(veil).fill, opacity(veil), colour);
    };
    if (on) {
      const below = (drawing ?? element.closest('svg') ?? document).querySelector(on)!;
      ground = veiled(shown(getComputedStyle(below).fill, opacity(below), ground), below);
    } else if (part === 'color') {
      ground = shown(getComputedStyle(element).backgroundColor, 1, ground);
    }
    const colour = veiled(shown(getComputedStyle(element).getPropertyValue(part), opacity(element), ground), element);
    const light = (colour: Colour) => {
      const [r, g, b] = colour.map((value) => value / 255).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    const [dark, bright] = [light(colour), light(ground)].sort((a, b) => a - b);
    return (bright! + 0.05) / (dark! + 0.05);
  }, { part, on });
}
