// @ts-check
// The link to what is on the screen, in letters and as a QR code: to the demo alone as the class sees it, or, from a
// screen of text, to the article at that section. An address that no other device can open has no code.

import { code, isOfThisComputer } from '../qr.js';
import { element, keycap, the } from './html.js';

/**
 * @param {string} address
 * @param {() => void} closed  called when the class has seen enough
 */
export function showShare(address, closed) {
  const { protocol, hostname, search, hash } = new URL(address);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  const travels = isWeb && !isOfThisComputer(hostname);
  const link = element('a', { href: address, target: '_blank' }, [address]);
  const copy = element('button', { type: 'button', class: 'button' }, [travels ? 'Copy the link' : 'Copy the whole address']);
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(address);
      copy.textContent = 'Copied';
    } catch {
      the('.deck-link', dialog).replaceChildren(link);
      getSelection()?.selectAllChildren(link);
      copy.textContent = 'The browser did not allow it: the link is chosen, copy it from there';
    }
  });
  const close = element('button', { class: 'button' }, ['Close ', keycap('Esc')]);
  const dialog = element('dialog', { class: 'deck-dialog deck-share', 'aria-label': 'Link to this state' }, [
    ...(travels ? [code(address, 'QR code of the link beside it', 'deck-code')] : []),
    element('div', {}, [
      element('h2', {}, [travels ? 'The same, on your screen' : 'No other device can open this address']),
      ...(travels ? [] : [
        element('p', {}, [isWeb
          ? `${hostname} is this computer’s own name for itself, so there is no code to scan. Open the page from a server that the class can reach; or give the class the page as one file: the button for it is at the foot of the article.`
          : 'This page is a file on this computer, so there is no code to scan. Give the file itself to the class.']),
        element('p', {}, ['On their devices, this ending of the page’s address leads to the same state:'])]),
      element('p', { class: 'deck-link' }, [travels ? link : search + hash]),
      element('form', { method: 'dialog' }, [copy, ' ', close]),
    ]),
  ]);
  dialog.addEventListener('close', () => {
    dialog.remove();
    closed();
  });
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
}
