// @ts-check
// The lesson plan and the worksheet, as pages to read and to print. Where they show a figure, it is a copy of the
// article's still picture.

import { element, markup, the } from './html.js';
import { headlineOf, screensOf, screensOn } from './screens.js';

/**
 * @param {import('../types').Content} content
 * @param {'lesson' | 'worksheet'} view
 */
export function showPaper(content, view) {
  const page = element('main', { class: 'paper' });
  page.innerHTML = markup(content[view]);
  if (view === 'lesson') {
    const screens = screensOf(content.screens);
    for (const [minutes, ids] of Object.entries(content.routes)) listRoute(page, minutes, screensOn(screens, ids));
    nameScreens(page, screens);
    page.firstElementChild?.append(...screens.map(notes));
  }
  for (const mark of page.querySelectorAll('[data-figure]')) {
    const figure = document.querySelector(`main figure[data-demo="${mark.getAttribute('data-figure')}"]`);
    const still = /** @type {Element | undefined} */ (figure?.cloneNode(true));
    still?.querySelectorAll('[id]').forEach((named) => named.removeAttribute('id'));
    still?.removeAttribute('id');
    mark.replaceWith(still ?? '');
  }
  const print = element('button', { type: 'button', class: 'button' }, ['Print']);
  print.addEventListener('click', () => window.print());
  const bar = element('nav', { class: 'paper-bar', 'aria-label': 'Classroom' }, [
    print, ' ', ...(view === 'worksheet' ? [answersToo(page), ' '] : []), element('a', { href: '?classroom' }, ['The deck']), ' ', element('a', { href: '?classroom=lesson' }, ['Lesson plans']), ' ',
    element('a', { href: '?classroom=worksheet' }, ['Worksheet']), ' ', element('a', { href: './' }, ['The article'])]);
  // The article stays in the page, unseen: boot.js and the figures' copies need it.
  the('.page').after(bar, page);
  the('#main').hidden = true;
  document.documentElement.toggleAttribute('data-ready', true);
  document.title = page.querySelector('h1')?.textContent ?? document.title;
}

/**
 * Whether the answers are printed. At first they are not: the sheets are for the pupils.
 * @param {Element} page
 */
function answersToo(page) {
  const box = element('input', { type: 'checkbox' });
  box.addEventListener('change', () => page.toggleAttribute('data-answers', box.checked));
  return element('label', { class: 'switch' }, [box, 'Print the answers too, on a sheet of their own']);
}

/**
 * In a plan's table, names the screens as its route through the deck numbers them.
 * @param {Element} page
 * @param {string} minutes
 * @param {import('./screens.js').Screen[]} screens
 */
function listRoute(page, minutes, screens) {
  const table = the(`[id="${minutes}-minutes"] ~ .prose-table`, page);
  for (const cell of table.querySelectorAll('td:nth-child(2)')) {
    const named = [...cell.querySelectorAll('code')].map((code) => screens.findIndex(({ id }) => id === code.textContent));
    cell.replaceChildren(element('ol', { class: 'paper-screens' }, named.map((index) => {
      const link = element('a', { href: `?classroom=${minutes}&screen=${screens[index].id}` });
      link.innerHTML = markup(headlineOf(screens[index]));
      return element('li', { value: String(index + 1) }, [link]);
    })));
  }
}

/**
 * Elsewhere a screen is named with its number in the whole deck.
 * @param {Element} page
 * @param {import('./screens.js').Screen[]} screens
 */
function nameScreens(page, screens) {
  for (const code of page.querySelectorAll('code')) {
    const index = screens.findIndex(({ id }) => id === code.textContent);
    if (index < 0) continue;
    const link = element('a', { href: `?classroom=${screens[index].id}` });
    link.innerHTML = markup(headlineOf(screens[index]));
    code.replaceWith(`screen ${index + 1}, `, link);
  }
}

/**
 * A screen's notes, below the lesson plans.
 * @param {import('./screens.js').Screen} screen
 * @param {number} index
 */
function notes(screen, index) {
  const link = element('a', { href: `?classroom=${screen.id}` });
  link.innerHTML = markup(headlineOf(screen));
  const block = element('div', { class: 'paper-notes' }, [element('h3', {}, [`${index + 1}. `, link, ' ', element('code', {}, [screen.id])])]);
  block.insertAdjacentHTML('beforeend', markup(screen.notes ?? '<p>Nobody has written notes for this screen yet.</p>'));
  return block;
}
