// Prints the rules of the release page's styles that no test has used, by the layers they are in.
//
//   STYLE_USED=/tmp/used cargo xtask test --browser --built -- --project=Chromium
//   node tests/browser/unused-style.mjs /tmp/used
//
// What is used in print, in forced colours, on a narrow screen or in a frame of another site alone may be among them: look
// before you remove.

import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = join(dirname(fileURLToPath(import.meta.url)), '../../dist');
const [folder] = process.argv.slice(2);

/** By the name of a sheet: of each character, whether a rule that it is in was used. */
const used = new Map();
const sheet = (name) => {
  if (!used.has(name)) used.set(name, new Uint8Array(readFileSync(join(dist, name), 'utf8').length));
  return used.get(name);
};
for (const file of readdirSync(folder)) {
  for (const line of readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean)) {
    const [name, ranges] = JSON.parse(line);
    if (name.endsWith('.css')) for (const [start, end] of ranges) sheet(name).fill(1, start, end);
  }
}

/** The rules of a sheet, whatever they are in: [selector with what it is in, start, end]. */
function rules(text) {
  const found = [];
  const open = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') at = text.indexOf('"', at + 1);
    else if (text[at] === '{') {
      open.push([text.slice(from, at).trim(), from]);
      from = at + 1;
    } else if (text[at] === '}') {
      const [, start] = open.at(-1);
      found.push([open.map(([head]) => head).join(' { '), start, at + 1, from]);
      open.pop();
      from = at + 1;
    } else if (text[at] === ';') from = at + 1;
  }
  return found;
}

for (const [name, marks] of used) {
  const text = readFileSync(join(dist, name), 'utf8');
  const idle = rules(text).filter(([head, , end, from]) => !/@font-face|@keyframes|^@layer [a-z]+$/.test(head) && end - from > 1 && !marks.subarray(from, end - 1).includes(1));
  console.log(`${name}: ${idle.reduce((sum, [, start, end]) => sum + end - start, 0)} of ${text.length} bytes are in rules that no test has used`);
  for (const [head, start, end] of idle) console.log(`  ${head}  ${text.slice(start, end).slice(0, 160)}`);
}
