// Prints the rules of the release page's styles that no test has used, by the layers they are in.
//
//   STYLE_USED=/tmp/used cargo xtask test --browser --built -- --project=Chromium
//   node tests/browser/unused-style.mjs /tmp/used
//
// What is used in print, in forced colours, on a narrow screen or in a frame of another site alone may be among them: look
// before you remove.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = join(dirname(fileURLToPath(import.meta.url)), '../../dist');
const [folder] = process.argv.slice(2);

/** By the name of a sheet, where rules that were used end. */
const used = new Map();
for (const file of readdirSync(folder)) {
  for (const line of new Set(readFileSync(join(folder, file), 'utf8').split('\n'))) {
    const [name, , end] = line.split(' ');
    if (!name?.endsWith('.css') || !existsSync(join(dist, name))) continue;
    if (!used.has(name)) used.set(name, new Set());
    used.get(name).add(Number(end));
  }
}

/** The rules of a sheet, whatever they are in: [selector, with what it is in before it; start; end]. */
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
      found.push([open.map(([head]) => head).join(' { '), start, at + 1]);
      open.pop();
      from = at + 1;
    } else if (text[at] === ';') from = at + 1;
  }
  return found;
}

for (const [name, ends] of used) {
  const text = readFileSync(join(dist, name), 'utf8');
  const isRule = ([head]) => !/(^|\{ )(@|from|to|\d+%)[^{]*$/.test(head) && !head.includes('@keyframes');
  const idle = rules(text).filter(isRule).filter(([, , end]) => !ends.has(end));
  const marks = new Uint8Array(text.length);
  for (const [, start, end] of idle) marks.fill(1, start, end);
  console.log(`${name}: ${marks.reduce((sum, mark) => sum + mark)} of ${text.length} bytes are in rules that no test has used`);
  for (const [head, start, end] of idle) console.log(`  ${head}  ${text.slice(start, end).slice(0, 160)}`);
}
