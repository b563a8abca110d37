// @ts-check
// A link as a QR code, for other devices to scan.

import { generate } from 'lean-qr';

/** Light modules around the code, as ISO/IEC 18004 asks. */
const QUIET = 4;
const SVG = 'http://www.w3.org/2000/svg';

/**
 * The code as an SVG of two paths, dark on white in any theme: what a camera expects.
 * @param {string} text
 * @param {string} label  what it is, for those who cannot see it
 * @param {string} className
 */
export function code(text, label, className = '') {
  const matrix = generate(text);
  const size = matrix.size + 2 * QUIET;
  let modules = '';
  for (let y = 0; y < matrix.size; y++) {
    for (let x = 0; x < matrix.size; x++) if (matrix.get(x, y)) modules += `M${x + QUIET} ${y + QUIET}h1v1h-1z`;
  }
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  svg.setAttribute('class', className);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  svg.setAttribute('shape-rendering', 'crispEdges');
  for (const [fill, d] of [['#fff', `M0 0h${size}v${size}H0z`], ['#000', modules]]) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('fill', fill);
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

/**
 * Whether a host's name means the computer that asks: an address there is of no use to another one.
 * @param {string} hostname
 */
export function isOfThisComputer(hostname) {
  return /(^|\.)localhost$|^127\.|^0\.0\.0\.0$|^\[::1?\]$/.test(hostname);
}
