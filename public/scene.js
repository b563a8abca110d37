// @ts-check
// What runs in a scene's own page, in one script: with the program's glue, which the build puts into boot.js there.
// boot.js comes second, because it waits for the program.

import './frame.js';
import './boot.js';
