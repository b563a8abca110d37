// The link to what is on the screen, in letters and as a QR code. It leads to the article at this place, with the
// demo as the class sees it.

import { generate } from 'lean-qr';
import { element, keycap } from './html.js';

/** Light modules around the code, as ISO/IEC 18004 asks. */
const QUIET = 4;

/** @param {string} address */
export function showShare(address) {
  const { protocol, hostname } = new URL(address);
  const travels = protocol === 'https:' || protocol === 'http:';
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  const link = element('a', { href: address, target: '_blank' }, [address]);
  const copy = element('button', { type: 'button', class: 'button' }, ['Copy the link']);
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(address);
      copy.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(link);
      copy.textContent = 'The browser did not allow it: the link is chosen, copy it from there';
    }
  });
  const dialog = element('dialog', { class: 'deck-dialog deck-share', 'aria-label': 'Link to this state' }, [
    ...(travels ? [code(address)] : []),
    element('div', {}, [
      element('h2', {}, [travels ? 'The same, on your screen' : 'This page is a file']),
      ...(travels ? [] : [element('p', {}, ['Its address works on this computer only, so there is no code to scan. Give the file itself to the class; opened there, this ending of the address leads to the same state:'])]),
      ...(travels && here ? [element('p', {}, ['This address is this computer’s own: another device cannot open it.'])] : []),
      element('p', { class: 'deck-link' }, [travels ? link : new URL(address).hash]),
      element('form', { method: 'dialog' }, [copy, ' ', element('button', { class: 'button' }, ['Close ', keycap('Esc')])]),
    ]),
  ]);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  copy.nextElementSibling.focus();
}

/** The code as one path, dark on white in any theme: what a camera expects. */
function code(text) {
  const matrix = generate(text);
  const size = matrix.size + 2 * QUIET;
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  let path = '';
  for (let y = 0; y < matrix.size; y++) {
    for (let x = 0; x < matrix.size; x++) if (matrix.get(x, y)) path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`;
  }
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  svg.setAttribute('class', 'deck-code');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', 'QR code of the link beside it');
  svg.setAttribute('shape-rendering', 'crispEdges');
  svg.innerHTML = `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${path}"/>`;
  return svg;
}
