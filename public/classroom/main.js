// @ts-check
// The page for a class. `?classroom` is the deck, `?classroom=SCREEN` the deck at a screen; `?classroom=20` is the route
// of the lesson plan for 20 minutes through it, and `?classroom=20&screen=SCREEN` a screen on that route;
// `?classroom=notes` is the teacher's window beside it; `?classroom=lesson` and `?classroom=worksheet` are pages to print.
//
// All of them are made of the article that is already in the page, and of site/classroom/*.md, which the build has
// put into `content`. Nothing is fetched.

import content from 'classroom-content';
import { startDeck } from './deck.js';
import { startNotes } from './notes.js';
import { markup } from './html.js';
import { showPaper } from './paper.js';

const query = new URLSearchParams(location.search);
const view = query.get('classroom');
const root = document.documentElement;

// The article has no pictures of its labs; the deck, its notes and paper show them.
for (const [demo, picture] of Object.entries(content.pictures)) {
  const body = document.querySelector(`figure[data-demo="${demo}"]:not([data-state]) .demo-body`);
  if (body) body.innerHTML = markup(picture);
}

if (view === 'notes') {
  root.dataset.view = 'notes';
  startNotes(content);
} else if (view === 'lesson' || view === 'worksheet') {
  root.dataset.view = 'paper';
  showPaper(content, view);
} else {
  root.dataset.view = 'deck';
  startDeck(content, view, query.get('screen'));
}
