// @ts-check
// The link builder: what is chosen here goes to the preview, what is set in the preview comes back, and of both the
// snippets are made. It knows only the names of a demo's settings, and no value: a demo writes its settings into its own
// address, field by field, and each field can be fixed or left to the demo. What the builder's own address says goes to
// the demo and never straight into a snippet, because anybody can write an address.

const form = /** @type {HTMLFormElement} */ (document.querySelector('.choices'));
const choice = /** @type {HTMLSelectElement} */ (form.elements.namedItem('demo'));
const preview = /** @type {HTMLElement} */ (document.querySelector('api-key-vs-token'));
const stand = /** @type {HTMLElement} */ (document.querySelector('.stand'));
const leftOut = /** @type {Element} */ (document.querySelector('#left-out'));
const status = /** @type {Element} */ (document.querySelector('.outputs [role="status"]'));
const page = new URL('./', location.href);

/**
 * A field of the demo.
 * @typedef {object} Field
 * @property {string} value             as it stands in the demo's address
 * @property {boolean} fixed
 * @property {string | null} [instead]  where it is not fixed, what the demo took in its place
 *
 * A name and what belongs to it.
 * @typedef {[name: string, value: string]} Pair
 */

/** @type {Map<string, Field>} by name */
let fields = new Map();
/** @type {Pair[]} what an address asks for, as the demo has not answered it yet */
let asked = [];
/**
 * The heights that the demo as it stands would have in each of the widths, and on paper; null before they are known.
 * @type {Record<string, number> | null}
 */
let heights = null;
let measuring = 0;

/**
 * A name for a class of widths, the width in CSS pixels from which it is taken, and one that is typical of it.
 * @type {[name: string, from: number, typical: number][]}
 */
const WIDTHS = [['narrow', 0, 358], ['wide', 560, 704], ['whole', 860, 960]];

/** @param {string} name */
const chosen = (name) => /** @type {HTMLInputElement} */ (document.querySelector(`[name="${name}"]:checked`)).value;
const demo = () => choice.value;
/** @param {string} name */
const settingsOf = (name) => [...choice.options].find((option) => option.value === name)?.dataset.fields?.split(' ');
/** @returns {Pair[]} */
const fixed = () => [...fields].filter(([, field]) => field.fixed).map(([name, { value }]) => [name, value]);

/**
 * `#security?ttl=4h&seed=7` → its demo and its fields, as they stand. A field may lack its value.
 * @param {string} fragment
 * @returns {[demo: string, fields: Pair[]]}
 */
function parse(fragment) {
  const [name, query = ''] = fragment.slice(1).split('?');
  return [name, query.split('&').filter(Boolean).map((pair) => /** @type {Pair} */ (pair.split(/=(.*)/s).slice(0, 2)))];
}

/** @param {string} text */
const shorten = (text) => (text.length > 24 ? `${text.slice(0, 24)}…` : text);
const decode = (text = '') => new URLSearchParams(`v=${text}`).get('v') ?? '';

/** What differs from doing nothing, as attributes and as parameters. */
function choices() {
  return ['theme', 'controls'].map((name) => /** @type {Pair} */ ([name, chosen(name)])).filter(([, value]) => !['auto', 'full'].includes(value));
}

/**
 * @param {Pair[]} pairs
 * @returns {Pair[]}
 */
const decoded = (pairs) => pairs.map(([name, value]) => [name, decode(value)]);

/** Brings the preview to what is chosen; its script takes all changes as one. */
function show() {
  /** @type {Map<string, string>} */
  const attributes = new Map([['demo', demo()], ...choices(), ...decoded([...asked, ...fixed()])]);
  for (const { name } of [...preview.attributes]) if (!attributes.has(name)) preview.removeAttribute(name);
  for (const [name, value] of attributes) if (preview.getAttribute(name) !== value) preview.setAttribute(name, value);
  write();
}

/**
 * The demo in the preview has come to another moment, or its settings have changed.
 * @param {string} fragment
 */
function heard(fragment) {
  const [name, reported] = parse(fragment);
  if (name !== demo()) return;
  asked = [];
  const before = fields;
  const now = new Map(reported);
  fields = new Map(reported.map(([name, value]) => [name, { value, fixed: true }]));
  for (const [name, old] of before) {
    if (old.fixed) continue;
    const value = now.get(name);
    // A field that is left to the demo stays so, until it is set to something else than the demo takes by itself.
    if (old.instead === undefined || old.instead === (value ?? null)) {
      fields.set(name, { ...old, instead: value ?? null });
    }
  }
  list();
  write();
}

/** The fields, each with a box; those that stay keep theirs, and with it the focus. */
function list() {
  const place = /** @type {Element} */ (form.querySelector('.fields'));
  const labels = [.../** @type {HTMLCollectionOf<HTMLElement>} */ (place.children)];
  for (const label of labels) if (!fields.has(label.dataset.field ?? '')) label.remove();
  for (const [name, field] of fields) {
    const label = labels.find((label) => label.dataset.field === name) ?? newLabel(name);
    if (!label.parentElement) place.append(label);
    boxOf(label).checked = field.fixed;
    /** @type {Element} */ (label.querySelector('code')).textContent = `${name}=${decode(field.value)}`;
  }
  /** @type {HTMLElement} */ (document.querySelector('#nothing-fixed')).hidden = fields.size > 0;
}

/** @param {string} name  of a field */
function newLabel(name) {
  const made = /** @type {HTMLTemplateElement} */ (document.querySelector('#field')).content.firstElementChild;
  const label = /** @type {HTMLElement} */ (made?.cloneNode(true));
  label.dataset.field = name;
  const box = boxOf(label);
  box.addEventListener('change', () => {
    const field = /** @type {Field} */ (fields.get(name));
    field.fixed = box.checked;
    delete field.instead;
    show();
  });
  return label;
}

/** @param {HTMLElement} label */
const boxOf = (label) => /** @type {HTMLInputElement} */ (label.querySelector('input'));

/** The frame in the preview; `embed.js` makes it. */
const frameOf = () => /** @type {HTMLIFrameElement} */ (preview.shadowRoot?.querySelector('iframe'));

/** Measures the demo in the preview: in each width, one after the other, with nothing painted meanwhile. */
function measure() {
  clearTimeout(measuring);
  measuring = 0;
  const frame = frameOf();
  const body = frame.contentDocument?.body;
  if (!heights || !body) return;
  for (const [name, , width] of WIDTHS) {
    frame.style.inlineSize = `${width}px`;
    heights[name] = Math.ceil(body.getBoundingClientRect().height);
  }
  frame.style.inlineSize = '';
  write();
}

/** While a slider is drawn or a clock runs, the heights are left; they are measured once it rests. */
function measureSoon() {
  clearTimeout(measuring);
  measuring = setTimeout(measure, 300);
}

/**
 * Space that is held for the demo: a style that gives the selector its height by the width of what it stands in.
 * @param {string} selector
 */
const roomStyle = (selector) => WIDTHS.map(([name, from]) => {
  const rule = `${selector}{height:var(--demo-${name})}`;
  return from ? `@container (min-width:${from}px){${rule}}` : rule;
}).join('');
/** @param {[name: string, height: number][]} heights */
const room = (heights) => heights.map(([name, height]) => `--demo-${name}:${height}px`).join(';');

// Before the script has run the element is not defined yet. Its space is held by something of no width and of the demo's
// height, beside which the link in it stands. Without scripts no demo will come: then no space is held.
const UNDEFINED = 'api-key-vs-token:not(:defined)';
const ELEMENT_STYLE = `@media (scripting:enabled){${UNDEFINED}{display:block;container-type:inline-size}`
  + `${UNDEFINED}::before{content:"";float:left}${roomStyle(`${UNDEFINED}::before`)}}`;
const FRAME_STYLE = `.api-key-vs-token{container-type:inline-size}${roomStyle('.api-key-vs-token iframe')}`;
const PAPER_STYLE = '@media print{.api-key-vs-token iframe{height:var(--demo-paper)}}';

/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`).replaceAll('&#38;', '&amp;').replaceAll('&#34;', '&quot;');

/** @param {string} id */
const outputOf = (id) => /** @type {HTMLTextAreaElement} */ (document.getElementById(id));

/** Writes what is to be copied, and the builder's own address, so that it can be kept too. */
function write() {
  const title = choice.selectedOptions[0].textContent;
  document.querySelector('.outputs')?.toggleAttribute('inert', asked.length > 0);
  if (asked.length > 0) return;
  const settings = fixed();
  /** @param {Pair[]} parts */
  const address = (parts) => `${page}?${parts.map(([name, value]) => `${name}=${value}`).join('&')}`;
  const alone = address([['demo', demo()], ...settings]);
  const known = heights;
  /** @type {Pair[]} */
  const attributes = [['demo', demo()], ...choices(), ...decoded(settings)];
  if (known) attributes.push(['style', room(WIDTHS.map(([name]) => [name, known[name]]))]);
  const text = attributes.map(([name, value]) => `${name}="${escaped(value)}"`).join(' ');
  const framed = new URL(`embed/${demo()}.html`, page);
  framed.search = [...choices(), ...settings].map(([name, value]) => `${name}=${value}`).join('&');
  const frame = `<iframe src="${escaped(framed.href)}" title="${escaped(title)}" width="100%" height="${known?.wide ?? 640}"`
    + ' loading="lazy" allow="clipboard-write" style="display:block;border:0"></iframe>';
  const outputs = {
    snippet: (known ? `<style>${ELEMENT_STYLE}</style>\n` : '')
      + `<script src="${new URL('embed.js', page)}" async></script>\n`
      + `<api-key-vs-token ${text}><a href="${escaped(alone)}">${escaped(title)}</a></api-key-vs-token>`,
    iframe: known ? `<style>${FRAME_STYLE}${known.paper ? PAPER_STYLE : ''}</style>\n<div class="api-key-vs-token" style="${room(Object.entries(known))}">${frame}</div>` : frame,
    link: address([['demo', demo()], ...choices(), ...settings]),
  };
  for (const [id, output] of Object.entries(outputs)) outputOf(id).value = output;
  const query = settings.map(([name, value]) => `${name}=${value}`).join('&');
  history.replaceState(null, '', `#${demo()}${query && `?${query}`}`);
}

preview.addEventListener('ready', () => {
  const frame = /** @type {Window} */ (frameOf().contentWindow);
  frame.addEventListener('moment', () => {
    heard(frame.location.hash);
    measureSoon();
  });
  // A demo that answers a link may have done so before this one listened.
  if (frame.history.state === 'moment') heard(frame.location.hash);
  heights = {};
  measure();
});
preview.addEventListener('height', (event) => {
  const { paper } = /** @type {import('./types').FrameEvent<'height'>} */ (event).detail;
  if (paper && heights) heights.paper = paper;
  measureSoon();
});

form.addEventListener('change', ({ target }) => {
  if (target === choice) {
    fields = new Map();
    asked = [];
    heights = null;
    leftOut.textContent = '';
    list();
  }
  if (/** @type {HTMLInputElement | HTMLSelectElement} */ (target).name) show();
});
form.addEventListener('submit', (event) => event.preventDefault());
document.querySelector('.preview')?.addEventListener('change', () => { stand.dataset.width = chosen('width'); });

/**
 * Says a sentence to those who hear the page. They are told of changes alone: said again, it has a no-break space.
 * @param {string} sentence
 */
function say(sentence) {
  status.textContent = status.textContent === sentence ? `${sentence}\u00a0` : sentence;
}

document.addEventListener('click', async ({ target }) => {
  /** @type {HTMLElement | false | null} */
  const button = target instanceof Element && target.closest('[data-copies]');
  if (!button) return;
  if (measuring) measure();
  const output = outputOf(button.dataset.copies ?? '');
  output.select();
  try {
    await navigator.clipboard.writeText(output.value);
    say('Copied.');
    button.setAttribute('data-copied', '');
    setTimeout(() => button.removeAttribute('data-copied'), 2000);
  } catch {
    say('The browser did not allow copying. The text is chosen: copy it from its field.');
  }
});

/**
 * The builder's address names a demo and its settings, as everywhere.
 * @param {string} fragment
 */
function follow(fragment) {
  const [name, given] = parse(fragment);
  const settings = settingsOf(name);
  if (settings) choice.value = name;
  asked = settings ? given.filter(([name]) => settings.includes(name)) : [];
  fields = new Map();
  const others = settings ? given.filter(([name]) => !settings.includes(name)).map(([name]) => shorten(decode(name))) : [];
  leftOut.textContent = others.length === 0 ? '' : `Left out of the address: ${others.join(', ')}. This demo has no such setting.`;
  list();
  show();
}
// The event knows the fragment that was brought: by now the preview may have led to another being written.
addEventListener('hashchange', ({ newURL }) => follow(new URL(newURL).hash));
stand.dataset.width = chosen('width');
follow(location.hash);
