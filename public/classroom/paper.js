// The lesson plan and the worksheet, as pages to read and to print. Where they show a figure, it is a copy of the
// article's still picture.

import { element } from './html.js';
import { headlineOf, screensOf } from './screens.js';

/**
 * @param {object} content
 * @param {'lesson' | 'worksheet'} view
 */
export function showPaper(content, view) {
  const page = element('main', { class: 'paper' });
  page.innerHTML = content[view];
  if (view === 'lesson') page.firstElementChild.append(...screensOf(content.screens).map(notes));
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
  // The article stays in the page, unseen: boot.js and the figures' copies need it.
  document.querySelector('.page').after(bar, page);
  document.documentElement.toggleAttribute('data-ready', true);
  document.title = page.querySelector('h1')?.textContent ?? document.title;
}

/** A screen's notes, below the lesson plans. */
function notes(screen, index) {
  const link = element('a', { href: `?classroom=${screen.id}` });
  link.innerHTML = headlineOf(screen);
  const block = element('div', { class: 'paper-notes' }, [element('h3', {}, [`${index + 1}. `, link, ' ', element('code', {}, [screen.id])])]);
  block.insertAdjacentHTML('beforeend', screen.notes ?? '<p>Nobody has written notes for this screen yet.</p>');
  return block;
}
