// @ts-check
// Brings the page to life: the article, the deck, or a lab that stands alone. Text and still pictures are in the HTML
// already; this script loads the program and puts each demo in its picture's place.

import './boot/keys.js';
import { comeAlive, first, idle, prepare } from './boot/article.js';
import { alone, figures, hasCome, mount } from './boot/figures.js';
import { bring, load } from './boot/program.js';

if (!alone) prepare();
const loading = load(alone ? figures : [first()]);
// public/door.js, which ran before this, waits for the program too.
dispatchEvent(new CustomEvent('program', { detail: { loading, bring, idle: loading.then(() => alone ? undefined : idle) } }));
if (await hasCome(loading)) {
  // A frame is loaded when its reader comes near; and through a frame of another site one sees no margin.
  if (alone) figures.forEach(mount);
  else comeAlive();
}
