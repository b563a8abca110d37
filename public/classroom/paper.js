// The lesson plan and the worksheet, as pages to read and to print. Where they show a figure, it is a copy of the
// article's still picture.

import { element } from './html.js';

/** @param {string} html */
export function showPaper(html) {
  const page = element('main', { class: 'paper' });
  page.innerHTML = html;
  for (const mark of page.querySelectorAll('[data-figure]')) {
    const still = document.querySelector(`main figure[data-demo="${mark.dataset.figure}"]`)?.cloneNode(true);
    still?.querySelectorAll('[id]').forEach((named) => named.removeAttribute('id'));
    still?.removeAttribute('id');
    mark.replaceWith(still ?? '');
  }
  const print = element('button', { type: 'button', class: 'button' }, ['Print']);
  print.addEventListener('click', () => window.print());
  const bar = element('nav', { class: 'paper-bar', 'aria-label': 'Classroom' }, [
    print, ' ', element('a', { href: '?classroom' }, ['The deck']), ' ', element('a', { href: '?classroom=lesson' }, ['Lesson plans']), ' ',
    element('a', { href: '?classroom=worksheet' }, ['Worksheet']), ' ', element('a', { href: './' }, ['The article'])]);
  document.querySelector('.page').replaceWith(bar, page);
  document.documentElement.toggleAttribute('data-ready', true);
  document.title = page.querySelector('h2')?.textContent ?? document.title;
}
