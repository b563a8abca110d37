// @ts-check
// The link builder: what is chosen and set here goes to the preview, what is set in the preview comes back, and of both
// what is to be copied is made (snippets.js). The form is the build's, made of each demo's fields (site/src/builder.rs):
// here is no list of them, and no value. A field that stands at its default is left to the demo and goes without saying.
// What the builder's own address says goes to the demo and never straight into a snippet, because anybody can write an
// address.

import { code, isOfThisComputer } from './qr.js';
import { decode, decoded, snippets, WIDTHS } from './snippets.js';

/** @typedef {import('./snippets.js').Pair} Pair */

/**
 * The only element of that selector.
 * @param {string} selector
 * @param {ParentNode} [within]
 */
const the = (selector, within = document) => /** @type {HTMLElement} */ (within.querySelector(selector));

const form = /** @type {HTMLFormElement} */ (the('.builder'));
const preview = the('api-key-vs-token');
const stand = the('.stand');
const leftOut = the('#left-out');
const status = the('.copy > [role="status"]');
const demos = /** @type {RadioNodeList} */ (form.elements.namedItem('demo'));
const forms = /** @type {HTMLFieldSetElement[]} */ ([...form.querySelectorAll('[data-of]')]);
const tabs = /** @type {HTMLElement[]} */ ([...form.querySelectorAll('[role="tab"]')]);
const page = new URL('./', location.href);

/** @type {Pair[]} what an address asks for, as the demo has not answered it yet */
let asked = [];
/**
 * The fields that the reader has left to the demo, and what the demo took in their place; null for nothing, and
 * undefined before it has said so.
 * @type {Map<string, string | null | undefined>}
 */
let left = new Map();
/**
 * The heights that the demo as it stands would have in each of the widths, and on paper; null before they are known.
 * @type {Record<string, number> | null}
 */
let heights = null;
let measuring = 0;

/** @param {string} name */
const chosen = (name) => /** @type {RadioNodeList} */ (form.elements.namedItem(name)).value;
const demo = () => demos.value;
/** @param {string} name */
const formOf = (name) => forms.find((form) => form.dataset.of === name);

// The fields of a demo

/** @param {string} name  of a demo */
const placesOf = (name) => /** @type {HTMLElement[]} */ ([...formOf(name)?.querySelectorAll('[data-field]') ?? []]);
/** @param {HTMLElement} place */
const nameOf = (place) => place.dataset.field ?? '';
/** @param {HTMLElement} place */
const inputsOf = (place) => /** @type {HTMLInputElement[]} */ ([...place.querySelectorAll('input, select')]);

/**
 * What the form says of a field; empty where it says nothing.
 * @param {HTMLElement} place
 */
function valueOf(place) {
  const inputs = inputsOf(place);
  const [input] = inputs;
  switch (place.dataset.kind) {
    case 'one': return (input.type === 'radio' ? inputs.find(({ checked }) => checked)?.value : input.value) ?? '';
    case 'any': return inputs.filter(({ checked }) => checked).map(({ value }) => value).join() || 'none';
    case 'switch': return input.checked ? 'on' : 'off';
    case 'seed': return input.validity.valid && input.value ? String(input.valueAsNumber) : '';
    default: return input.checked ? place.dataset.value ?? '' : '';
  }
}

/**
 * Brings the form to what a link says of a field, and where it says nothing to the default.
 * @param {HTMLElement} place
 * @param {string} [said]  what the link says
 * @param {boolean} [fixed]  whether what only the demo can be brought to is taken over
 */
function put(place, said, fixed = said !== undefined) {
  const inputs = inputsOf(place);
  const [input] = inputs;
  const value = said ?? place.dataset.default ?? '';
  switch (place.dataset.kind) {
    case 'one': {
      // What lies between two stops has a place of its own.
      const other = the('[data-other]', place);
      /** @type {(HTMLInputElement | HTMLOptionElement)[]} */
      const choices = input.type === 'radio' ? inputs : [...place.querySelectorAll('option')];
      const choice = choices.find((choice) => choice.value === value && !other.contains(choice));
      other.hidden = choice !== undefined;
      const taken = choice ?? choices[choices.length - 1];
      if (!choice) {
        taken.value = value;
        (other.querySelector('span') ?? other).textContent = value;
      }
      if (taken instanceof HTMLInputElement) taken.checked = true;
      else taken.selected = true;
      break;
    }
    case 'any':
      for (const box of inputs) box.checked = value.split(',').includes(box.value);
      break;
    case 'switch':
      input.checked = value === 'on';
      break;
    case 'seed':
      input.value = said === undefined || said === place.dataset.default ? '' : said;
      break;
    default:
      place.dataset.value = value;
      the('code', place).textContent = value.replaceAll(',', ', ');
      input.checked = fixed && value !== '';
      if (place.dataset.kind === 'shown') place.hidden = value === '' || value === place.dataset.default;
      else input.disabled = value === '';
  }
}

/**
 * What the form says of the demo's fields beside their defaults.
 * @returns {Pair[]}
 */
const fixed = () => placesOf(demo()).map((place) => /** @type {[HTMLElement, string]} */ ([place, valueOf(place)]))
  .filter(([place, value]) => value !== '' && value !== place.dataset.default)
  .map(([place, value]) => [nameOf(place), value]);

/** What differs from doing nothing, as attributes and as parameters. */
const choices = () => ['theme', 'controls'].map((name) => /** @type {Pair} */ ([name, chosen(name)])).filter(([, value]) => !['auto', 'full'].includes(value));

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

// The preview

/** The frame in the preview; `embed.js` makes it. */
const frameOf = () => /** @type {HTMLIFrameElement} */ (preview.shadowRoot?.querySelector('iframe'));

/** Brings the preview to what is chosen; its script takes all changes as one. */
function show() {
  const settings = fixed();
  // A frame whose address loses its fragment is loaded anew. Once there was one, it keeps one.
  const seed = placesOf(demo()).find((place) => place.dataset.kind === 'seed');
  if (settings.length === 0 && asked.length === 0 && left.size > 0 && seed) settings.push(['seed', seed.dataset.default ?? '']);
  /** @type {Map<string, string>} */
  const attributes = new Map([['demo', demo()], ['loading', 'eager'], ...choices(), ...decoded([...asked, ...settings])]);
  let changed = false;
  for (const { name } of [...preview.attributes]) {
    if (attributes.has(name) || name.startsWith('data-')) continue;
    preview.removeAttribute(name);
    changed = true;
  }
  for (const [name, value] of attributes) {
    if (preview.getAttribute(name) === value) continue;
    preview.setAttribute(name, value);
    changed = true;
  }
  // What was set in the demo itself is in no attribute: to take it back, the demo is led there once more.
  const query = settings.map(([name, value]) => `${name}=${value}`).join('&');
  const frame = frameOf().contentWindow?.location;
  if (!changed && query) frame?.replace(`${frame.href.split('#')[0]}#${demo()}?${query}`);
  write();
}

/**
 * The demo in the preview has come to another moment, or its settings have changed.
 * @param {string} fragment
 */
function heard(fragment) {
  const [name, reported] = parse(fragment);
  if (name !== demo()) return;
  const brought = new Set(asked.map(([name]) => name));
  asked = [];
  const now = new Map(reported);
  for (const place of placesOf(name)) {
    const field = nameOf(place);
    const value = now.get(field);
    // What is being typed is not taken out of the reader's hands.
    if (place.dataset.kind === 'seed' && place.matches(':focus-within')) continue;
    if (place.dataset.kind === 'moment') {
      // To play a demo is not to set it: it begins where it is now if that is asked for.
      put(place, value, inputsOf(place)[0].checked || (brought.has(field) && value !== undefined));
      continue;
    }
    // A field that is left to the demo stays so, until it is set to something else than the demo takes by itself.
    const instead = left.get(field);
    const isLeft = left.has(field) && (instead === undefined || instead === (value ?? null));
    if (isLeft) left.set(field, value ?? null);
    else left.delete(field);
    if (isLeft && place.dataset.kind !== 'shown') put(place);
    else put(place, value, !isLeft);
  }
  write();
}

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

// What is copied

/** Writes what is to be copied, and the builder's own address, so that it can be kept too. */
function write() {
  the('.copy').toggleAttribute('inert', asked.length > 0);
  if (asked.length > 0) return;
  const settings = fixed();
  const card = the(`[name="demo"][value="${demo()}"] ~ span:last-child`);
  const scenes = [...form.querySelectorAll('.scene-card input')].map((input) => /** @type {HTMLInputElement} */ (input).value);
  const texts = snippets({ page, demo: demo(), title: card.textContent, scenes, choices: choices(), settings, heights });
  for (const [id, text] of Object.entries(texts)) /** @type {HTMLTextAreaElement} */ (document.getElementById(id)).value = text;
  draw(texts.link);
  const query = settings.map(([name, value]) => `${name}=${value}`).join('&');
  history.replaceState(null, '', `#${demo()}${query && `?${query}`}`);
}

/**
 * Draws the code of a link, where its tab is open.
 * @param {string} link
 */
function draw(link) {
  const anchor = /** @type {HTMLAnchorElement} */ (the('.code-link'));
  if (the('#panel-qr').hidden || anchor.href === link) return;
  anchor.href = anchor.textContent = link;
  const svg = code(link, 'QR code of the link below it');
  the('.code').replaceChildren(svg);
  const save = /** @type {HTMLAnchorElement} */ (the('#download'));
  save.download = `${demo()}.svg`;
  save.href = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
}

/**
 * Opens a tab. It alone can be reached by Tab; from it the arrows lead to the others.
 * @param {HTMLElement} tab
 */
function open(tab) {
  for (const other of tabs) {
    other.ariaSelected = String(other === tab);
    other.tabIndex = other === tab ? 0 : -1;
    the(`#${other.getAttribute('aria-controls')}`).hidden = other !== tab;
  }
  write();
}

/**
 * Says a sentence to those who hear the page. They are told of changes alone: said again, it has a no-break space.
 * @param {string} sentence
 */
function say(sentence) {
  status.textContent = status.textContent === sentence ? `${sentence}\u00a0` : sentence;
}

/** @param {HTMLElement} button */
async function copy(button) {
  if (measuring) measure();
  const output = /** @type {HTMLTextAreaElement} */ (document.getElementById(button.dataset.copies ?? ''));
  const word = the('span', button);
  try {
    await navigator.clipboard.writeText(output.value);
    say('Copied.');
    word.textContent = 'Copied';
    setTimeout(() => { word.textContent = 'Copy'; }, 2000);
  } catch {
    output.select();
    word.textContent = 'Chosen: copy it by hand';
    say('The browser did not allow copying. The text is chosen: copy it from its field.');
  }
}

// What the reader does

/** Another demo, none of whose fields is set yet. */
function begin() {
  for (const each of forms) each.hidden = each.disabled = each.dataset.of !== demo();
  for (const place of placesOf(demo())) put(place);
  [asked, left, heights, leftOut.textContent] = [[], new Map(), null, ''];
}

form.addEventListener('change', ({ target }) => {
  const input = /** @type {HTMLInputElement} */ (target);
  const place = /** @type {HTMLElement | null} */ (input.closest('[data-field]'));
  if (input.name === 'demo') begin();
  if (input.name === 'width' || input.name === 'look') return look();
  if (place) {
    const value = valueOf(place);
    if (value === '' || value === place.dataset.default) left.set(nameOf(place), undefined);
    else left.delete(nameOf(place));
  }
  show();
});
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('click', ({ target }) => {
  if (!(target instanceof Element)) return;
  const button = /** @type {HTMLElement | null} */ (target.closest('[data-copies], [role="tab"]'));
  if (button?.dataset.copies) copy(button);
  else if (button) open(button);
});
the('[role="tablist"]').addEventListener('keydown', (event) => {
  const at = tabs.indexOf(/** @type {HTMLElement} */ (event.target));
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const tab = /** @type {HTMLElement} */ (tabs.at(to % tabs.length));
  open(tab);
  tab.focus();
});

/** The post in which the demo is seen. */
function look() {
  stand.dataset.width = chosen('width');
  stand.dataset.theme = chosen('look');
}

/**
 * The builder's address names a demo and its settings, as everywhere.
 * @param {string} fragment
 */
function follow(fragment) {
  const [name, given] = parse(fragment);
  const known = formOf(name) !== undefined;
  if (known || !demo()) demos.value = known ? name : /** @type {HTMLInputElement} */ (demos[0]).value;
  begin();
  const names = placesOf(name).map(nameOf);
  asked = given.filter(([name]) => names.includes(name));
  const others = given.filter(([name]) => !names.includes(name)).map(([name]) => shorten(decode(name)));
  if (!known && name) leftOut.textContent = `The address asks for ${shorten(decode(name))}, which is not here.`;
  else if (others.length > 0) leftOut.textContent = `Left out of the address: ${others.join(', ')}. This one has no such setting.`;
  open(tabs.find((tab) => tab.ariaSelected === 'true') ?? tabs[0]);
  show();
}

// The file for Hugo is docs/recipes/hugo's, as the build has put it there; where the demos are it cannot know.
const file = /** @type {HTMLTextAreaElement} */ (the('#hugo-file'));
file.value = file.value.replace('https://demos.example/', () => page.href);

the('#here-only').hidden = !isOfThisComputer(page.hostname);
if (matchMedia('(max-width: 45rem)').matches) /** @type {RadioNodeList} */ (form.elements.namedItem('width')).value = 'phone';
// The event knows the fragment that was brought: by now the preview may have led to another being written.
addEventListener('hashchange', ({ newURL }) => follow(new URL(newURL).hash));
look();
follow(location.hash);
