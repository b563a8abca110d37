// @ts-check
// What runs in a scene's own page, in one script: with the program's glue, which the build puts in. The frame comes first,
// because the rest waits for the program.

import './boot/parsed.js';
import './frame.js';
import { breath, figures, hasCome, mount, prepare } from './boot/figures.js';
import { load } from './boot/program.js';

if (await hasCome(load(figures))) {
  for (const figure of figures) {
    while (prepare(figure)) await breath();
    mount(figure);
  }
}
