// The link builder: what is chosen here goes to the preview, what is set in the preview comes back, and of both the
// snippets are made. It knows only the names of a demo's settings, and no value: a demo writes its settings into its own
// address, field by field, and each field can be fixed or left to the demo. What the builder's own address says goes to
// the demo and never straight into a snippet, because anybody can write an address.

const form = document.querySelector('.choices');
const preview = document.querySelector('api-key-vs-token');
const stand = document.querySelector('.stand');
const leftOut = document.querySelector('#left-out');
const status = document.querySelector('.outputs [role="status"]');
const page = new URL('./', location.href);

/** The demo's fields by name: as they stand in its address, whether they are fixed, and where not, what the demo took
 *  in their place. */
let fields = new Map();
/** What an address asks for, as the demo has not answered it yet. */
let asked = [];
/** The heights that the demo as it stands would have in each of the widths, and on paper; null before they are known. */
let heights = null;
let measuring = 0;

/** A name for a class of widths, the width in CSS pixels from which it is taken, and one that is typical of it. */
const WIDTHS = [['narrow', 0, 358], ['wide', 560, 704], ['whole', 860, 960]];

const chosen = (name) => document.querySelector(`[name="${name}"]:checked`).value;
const demo = () => form.elements.demo.value;
const settingsOf = (name) => [...form.elements.demo.options].find((option) => option.value === name)?.dataset.fields.split(' ');
const fixed = () => [...fields].filter(([, field]) => field.fixed).map(([name, { value }]) => [name, value]);

/** `#security?ttl=4h&seed=7` → its demo and its fields, as they stand. */
function parse(fragment) {
  const [name, query = ''] = fragment.slice(1).split('?');
  return [name, query.split('&').filter(Boolean).map((pair) => pair.split(/=(.*)/s).slice(0, 2))];
}

const shorten = (text) => (text.length > 24 ? `${text.slice(0, 24)}…` : text);
const decode = (text = '') => new URLSearchParams(`v=${text}`).get('v');

/** What differs from doing nothing, as attributes and as parameters. */
function choices() {
  return ['theme', 'controls'].map((name) => [name, chosen(name)]).filter(([, value]) => !['auto', 'full'].includes(value));
}

/** Brings the preview to what is chosen; its script takes all changes as one. */
function show() {
  const attributes = new Map([['demo', demo()], ...choices(), ...[...asked, ...fixed()].map(([name, value]) => [name, decode(value)])]);
  for (const { name } of [...preview.attributes]) if (!attributes.has(name)) preview.removeAttribute(name);
  for (const [name, value] of attributes) if (preview.getAttribute(name) !== value) preview.setAttribute(name, value);
  write();
}

/** The demo in the preview has come to another moment, or its settings have changed. */
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
  const place = form.querySelector('.fields');
  for (const label of [...place.children]) if (!fields.has(label.dataset.field)) label.remove();
  for (const [name, field] of fields) {
    let label = [...place.children].find((label) => label.dataset.field === name);
    if (!label) {
      label = document.querySelector('#field').content.firstElementChild.cloneNode(true);
      label.dataset.field = name;
      label.querySelector('input').addEventListener('change', ({ target }) => {
        const field = fields.get(name);
        field.fixed = target.checked;
        delete field.instead;
        show();
      });
      place.append(label);
    }
    label.querySelector('input').checked = field.fixed;
    label.querySelector('code').textContent = `${name}=${decode(field.value)}`;
  }
  document.querySelector('#nothing-fixed').hidden = fields.size > 0;
}

/** Measures the demo in the preview: in each width, one after the other, with nothing painted meanwhile. */
function measure() {
  clearTimeout(measuring);
  measuring = 0;
  const frame = preview.shadowRoot.querySelector('iframe');
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

/** Space that is held for the demo: a style that gives the selector its height by the width of what it stands in. */
const roomStyle = (selector) => WIDTHS.map(([name, from]) => {
  const rule = `${selector}{height:var(--demo-${name})}`;
  return from ? `@container (min-width:${from}px){${rule}}` : rule;
}).join('');
const room = (names) => names.map((name) => `--demo-${name}:${heights[name]}px`).join(';');

// Before the script has run the element is not defined yet. Its space is held by something of no width and of the demo's
// height, beside which the link in it stands. Without scripts no demo will come: then no space is held.
const UNDEFINED = 'api-key-vs-token:not(:defined)';
const ELEMENT_STYLE = `@media (scripting:enabled){${UNDEFINED}{display:block;container-type:inline-size}`
  + `${UNDEFINED}::before{content:"";float:left}${roomStyle(`${UNDEFINED}::before`)}}`;
const FRAME_STYLE = `.api-key-vs-token{container-type:inline-size}${roomStyle('.api-key-vs-token iframe')}`;
const PAPER_STYLE = '@media print{.api-key-vs-token iframe{height:var(--demo-paper)}}';

const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`).replaceAll('&#38;', '&amp;').replaceAll('&#34;', '&quot;');

/** Writes what is to be copied, and the builder's own address, so that it can be kept too. */
function write() {
  const title = form.elements.demo.selectedOptions[0].textContent;
  document.querySelector('.outputs').toggleAttribute('inert', asked.length > 0);
  if (asked.length > 0) return;
  const settings = fixed();
  const address = (parts) => `${page}?${parts.map(([name, value]) => `${name}=${value}`).join('&')}`;
  const alone = address([['demo', demo()], ...settings]);
  const attributes = [['demo', demo()], ...choices(), ...settings.map(([name, value]) => [name, decode(value)])];
  if (heights) attributes.push(['style', room(WIDTHS.map(([name]) => name))]);
  const text = attributes.map(([name, value]) => `${name}="${escaped(value)}"`).join(' ');
  const framed = new URL(`embed/${demo()}.html`, page);
  framed.search = [...choices(), ...settings].map(([name, value]) => `${name}=${value}`).join('&');
  const frame = `<iframe src="${escaped(framed.href)}" title="${escaped(title)}" width="100%" height="${heights?.wide ?? 640}"`
    + ' loading="lazy" allow="clipboard-write" style="display:block;border:0"></iframe>';
  const outputs = {
    snippet: (heights ? `<style>${ELEMENT_STYLE}</style>\n` : '')
      + `<script src="${new URL('embed.js', page)}" async></script>\n`
      + `<api-key-vs-token ${text}><a href="${escaped(alone)}">${escaped(title)}</a></api-key-vs-token>`,
    iframe: heights ? `<style>${FRAME_STYLE}${heights.paper ? PAPER_STYLE : ''}</style>\n<div class="api-key-vs-token" style="${room(Object.keys(heights))}">${frame}</div>` : frame,
    link: address([['demo', demo()], ...choices(), ...settings]),
  };
  for (const [id, output] of Object.entries(outputs)) document.getElementById(id).value = output;
  const query = settings.map(([name, value]) => `${name}=${value}`).join('&');
  history.replaceState(null, '', `#${demo()}${query && `?${query}`}`);
}

preview.addEventListener('ready', () => {
  const frame = preview.shadowRoot.querySelector('iframe').contentWindow;
  frame.addEventListener('moment', () => {
    heard(frame.location.hash);
    measureSoon();
  });
  // A demo that answers a link may have done so before this one listened.
  if (frame.history.state === 'moment') heard(frame.location.hash);
  heights = {};
  measure();
});
preview.addEventListener('height', ({ detail: { paper } }) => {
  if (paper && heights) heights.paper = paper;
  measureSoon();
});

form.addEventListener('change', ({ target }) => {
  if (target.name === 'demo') {
    fields = new Map();
    asked = [];
    heights = null;
    leftOut.textContent = '';
    list();
  }
  if (target.name) show();
});
form.addEventListener('submit', (event) => event.preventDefault());
document.querySelector('.preview').addEventListener('change', () => { stand.dataset.width = chosen('width'); });

/** Says a sentence to those who hear the page. They are told of changes alone: said again, it has a no-break space. */
function say(sentence) {
  status.textContent = status.textContent === sentence ? `${sentence}\u00a0` : sentence;
}

document.addEventListener('click', async ({ target }) => {
  const button = target.closest('[data-copies]');
  if (!button) return;
  if (measuring) measure();
  const output = document.getElementById(button.dataset.copies);
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

/** The builder's address names a demo and its settings, as everywhere. */
function follow(fragment) {
  const [name, given] = parse(fragment);
  const settings = settingsOf(name);
  if (settings) form.elements.demo.value = name;
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
