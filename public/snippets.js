// @ts-check
// What the link builder gives to be copied: a demo as it is set, for each kind of page. All of it is text made of text;
// nothing here looks at the page.

/**
 * A name and what belongs to it.
 * @typedef {[name: string, value: string]} Pair
 *
 * A demo as it is set.
 * @typedef {object} Chosen
 * @property {URL} page         where the demos are
 * @property {string} demo      its name
 * @property {string} title     its question, or its title
 * @property {string[]} scenes  the names of all that have a picture
 * @property {Pair[]} choices   theme and controls, where they are not the default
 * @property {Pair[]} settings  its own, as they stand in an address
 * @property {Record<string, number> | null} heights  by the names in `WIDTHS`, and on paper; null before they are known
 */

/**
 * A name for a class of widths, the width in CSS pixels from which it is taken, and one that is typical of it.
 * @type {[name: string, from: number, typical: number][]}
 */
export const WIDTHS = [['narrow', 0, 358], ['wide', 560, 704], ['whole', 860, 960]];

export const decode = (text = '') => new URLSearchParams(`v=${text}`).get('v') ?? '';

/**
 * @param {Pair[]} pairs
 * @returns {Pair[]}
 */
export const decoded = (pairs) => pairs.map(([name, value]) => [name, decode(value)]);

/**
 * Space that is held for the demo: a style that gives the selector its height by the width of what it stands in.
 * @param {string} selector
 */
const roomStyle = (selector) => WIDTHS.map(([name, from]) => {
  const rule = `${selector}{height:var(--demo-${name})}`;
  return from ? `@container (min-width:${from}px){${rule}}` : rule;
}).join('');

// Before the script has run the element is not defined yet. Its space is held by something of no width and of the demo's
// height, beside which the picture in it stands. Without scripts no demo will come: then no space is held.
const UNDEFINED = 'api-key-vs-token:not(:defined)';
const ELEMENT_STYLE = `@media (scripting:enabled){${UNDEFINED}{display:block;container-type:inline-size}`
  + `${UNDEFINED}::before{content:"";float:left}${roomStyle(`${UNDEFINED}::before`)}}`;
const FRAME_STYLE = `.api-key-vs-token{container-type:inline-size}${roomStyle('.api-key-vs-token iframe')}`;
const PAPER_STYLE = '@media print{.api-key-vs-token iframe{height:var(--demo-paper)}}';

/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`).replaceAll('&#38;', '&amp;').replaceAll('&#34;', '&quot;');
/** @param {Pair[]} pairs */
const attributes = (pairs) => pairs.map(([name, value]) => ` ${name}="${escaped(value)}"`).join('');
/** @param {Pair[]} pairs */
const queryOf = (pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&');
/** @param {Pair[]} pairs  with heights in their place */
const room = (pairs) => pairs.map(([name, height]) => `--demo-${name}:${height}px`).join(';');

/** Everything that can be copied, by the names of its fields in the builder (site/src/builder.rs).
 * @param {Chosen} chosen
 */
export function snippets({ page, demo, title, scenes, choices, settings, heights }) {
  /** @param {string} path */
  const at = (path) => new URL(path, page).href;
  /** @param {Pair[]} pairs */
  const alone = (pairs) => `${at(`embed/${demo}.html`)}${pairs.length > 0 ? '?' : ''}${queryOf(pairs)}`;
  const picture = scenes.includes(demo) ? at(`embed/${demo}.png`) : null;
  const [plain, whole] = [alone(settings), alone([...choices, ...settings])];

  const style = `<style>${ELEMENT_STYLE}</style>`;
  const script = `<script src="${escaped(at('embed.js'))}" async></script>`;
  // What stands where no frame comes. Where one does, the picture is not even fetched.
  /** @param {string} address @param {string} words */
  const image = (address, words) => `<img src="${address}" width="1200" height="630" alt="${words}" loading="lazy" style="max-width:100%;height:auto">`;
  const inside = picture ? image(escaped(picture), escaped(title)) : escaped(title);
  /** @type {Pair[]} */
  const held = heights ? [['style', room(WIDTHS.map(([name]) => [name, String(heights[name])]))]] : [];
  const own = decoded([...choices, ...settings]);
  const element = `${script}\n<api-key-vs-token${attributes([['demo', demo], ...own, ...held])}><a href="${escaped(plain)}">${inside}</a></api-key-vs-token>`;
  const snippet = heights ? `${style}\n${element}` : element;

  const frame = `<iframe src="${escaped(whole)}" title="${escaped(title)}" width="100%" height="${heights?.wide ?? 640}"`
    + ' loading="lazy" allow="clipboard-write" style="display:block;border:0"></iframe>';
  const iframe = heights
    ? `<style>${FRAME_STYLE}${heights.paper ? PAPER_STYLE : ''}</style>\n`
      + `<div class="api-key-vs-token" style="${room(Object.entries(heights).map(([name, height]) => [name, String(height)]))}">${frame}</div>`
    : frame;

  // WordPress ends a shortcode at a bracket, whatever it stands in.
  const wordpressCode = `[key_vs_token${attributes([['scene', demo], ...own]).replace(/[[\]]/g, (c) => `&#${c.charCodeAt(0)};`)}]`;
  // A string in a Hugo shortcode is one of Go's, which JSON's are too. The shortcode's file (docs/recipes/hugo) makes of
  // these what the element above has.
  /** @type {Pair[]} */
  const sizes = heights ? WIDTHS.map(([name]) => [name, String(heights[name])]) : [];
  const parameters = [[picture ? 'scene' : 'lab', demo], ...own, ['alt', title], ...sizes];
  const hugo = `{{< key-vs-token${parameters.map(([name, value]) => ` ${name}=${JSON.stringify(value)}`).join('')} >}}`;

  const words = title.replace(/[\\[\]*_`<>&]/g, '\\$&');
  /** @param {string} address  without what would end it in Markdown */
  const target = (address) => address.replace(/[()]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return {
    snippet,
    iframe,
    wordpress: `<!-- wp:html -->\n${iframe}\n<!-- /wp:html -->`,
    'wordpress-code': wordpressCode,
    hugo,
    // From a <div> at a line's beginning up to the next empty line Markdown leaves everything as it is.
    markdown: `<div>\n${snippet}\n</div>`,
    'markdown-picture': `[${picture ? `![${words}](${target(picture)})` : words}](${target(whole)})`,
    link: whole,
  };
}
