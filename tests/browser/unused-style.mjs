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
/** @type {Map<string, Set<number>>} */
const used = new Map();
for (const file of readdirSync(folder)) {
  for (const line of new Set(readFileSync(join(folder, file), 'utf8').split('\n'))) {
    const [name, , end] = line.split(' ');
    if (!name?.endsWith('.css') || !existsSync(join(dist, name))) continue;
    const ends = used.get(name) ?? new Set();
    used.set(name, ends.add(Number(end)));
  }
}

/**
 * The rules of a sheet, whatever they are in.
 * @param {string} text
 */
function rules(text) {
  /** @type {{ head: string, start: number, end: number }[]} its selector, with what it is in before it; and where it is */
  const found = [];
  /** @type {{ head: string, start: number }[]} */
  const open = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') at = text.indexOf('"', at + 1);
    else if (text[at] === '{') {
      open.push({ head: text.slice(from, at).trim(), start: from });
      from = at + 1;
    } else if (text[at] === '}') {
      const start = open.at(-1)?.start ?? 0;
      found.push({ head: open.map(({ head }) => head).join(' { '), start, end: at + 1 });
      open.pop();
      from = at + 1;
    } else if (text[at] === ';') from = at + 1;
  }
  return found;
}

for (const [name, ends] of used) {
  const text = readFileSync(join(dist, name), 'utf8');
  const isRule = (/** @type {string} */ head) => !/(^|\{ )(@|from|to|\d+%)[^{]*$/.test(head) && !head.includes('@keyframes');
  const idle = rules(text).filter(({ head, end }) => isRule(head) && !ends.has(end));
  const marks = new Uint8Array(text.length);
  for (const { start, end } of idle) marks.fill(1, start, end);
  console.log(`${name}: ${marks.reduce((sum, mark) => sum + mark)} of ${text.length} bytes are in rules that no test has used`);
  for (const { head, start, end } of idle) console.log(`  ${head}  ${text.slice(start, end).slice(0, 160)}`);
}
