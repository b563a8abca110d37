// Cuts the packages' variable fonts to the characters of characters.txt and to the weights 400 to 700; Mono, which is for
// what stands on the wire, to one weight: half its size.
// `cargo xtask fonts` runs this; what it makes is committed.
import { readFile, writeFile } from 'node:fs/promises';
import subsetFont from 'subset-font';

const PACKAGES = new URL('node_modules/@fontsource-variable/', import.meta.url);
const TO = new URL('../public/fonts/', import.meta.url);
const FONTS = {
  'next.woff2': 'atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2',
  'next-italic.woff2': 'atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-italic.woff2',
  'mono.woff2': 'atkinson-hyperlegible-mono/files/atkinson-hyperlegible-mono-latin-wght-normal.woff2',
};

const list = await readFile(new URL('characters.txt', import.meta.url), 'utf8');
const basic = Array.from({ length: 0x7f - 0x20 }, (_, i) => String.fromCodePoint(0x20 + i)).join('');
const named = (name) => list.match(new RegExp(`^${name}:(.*)$`, 'm'))[1];

for (const [name, from] of Object.entries(FONTS)) {
  const whole = await readFile(new URL(from, PACKAGES));
  const cut = await subsetFont(whole, `${basic}\u00a0${named(name === 'mono.woff2' ? 'mono' : 'font')}`, {
    targetFormat: 'woff2',
    variationAxes: { wght: name === 'mono.woff2' ? 450 : { min: 400, max: 700, default: 400 } },
    keepFeatures: ['ccmp', 'kern', 'mark', 'tnum', 'pnum'],
    noHinting: true,
    preserveNameIds: [0, 13, 14], // copyright and licence
  });
  await writeFile(new URL(name, TO), cut);
  console.log(`${name}: ${whole.length} → ${cut.length} bytes`);
}

const licence = (name) => readFile(new URL(`${name}/LICENSE`, PACKAGES), 'utf8');
const next = await licence('atkinson-hyperlegible-next');
const mono = await licence('atkinson-hyperlegible-mono');
// The licence is the same for both; the copyright line is each one's own.
await writeFile(new URL('OFL.txt', TO), `${mono.split('\n')[0]}\n\n${next}`);
