// @ts-check
// Brings the page to life. Text and still pictures are in the HTML already; this script loads the WASM module, brings
// each demo to life in its picture, and puts the still picture back, with a sentence, when something fails. It stays
// outside the module so that it survives whatever happens inside.

// A demo that stands alone in somebody else's page moves nothing there, and the deck turns its screens by itself: only
// the article scrolls to a figure, and has a list of sections.
const alone = document.documentElement.dataset.mode !== 'article';
const figures = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('figure[data-demo]'))];
/** @type {Map<HTMLElement, Node>} */
const stills = new Map(); // figure → its still picture, as it was before it came alive
const NOT_LOADED = 'This demo could not start: its program did not load. The picture shows its default settings. Reload the page to try again.';
const STOPPED = 'This demo stopped working. The picture shows its default settings. Reload the page to try again.';
const LONGEST_WAIT_MS = 3_000;
const PAUSE_MS = 2_000;

/** @typedef {import('./types').Program} Program */
/** @type {Program | null} */
let program = null;

// In the one-file page (site/src/one_file) the program is in the page. Else a template names it, with its hash.
const { packed } = globalThis;

/** @type {Promise<WebAssembly.Exports>} */
let started; // what the program's first part has for the others

/** @returns {Promise<Program>} */
async function load() {
  await seen;
  // A font is fetched when text first wants it. All are wanted now, so that the page, once loaded, asks for nothing.
  for (const font of document.fonts) font.load().catch(() => { /* The stand-in stays. */ });
  const loading = Promise.all([fetchGlue(), packed?.first ?? fetched(waiting.dataset.wasm ?? '', waiting.dataset.integrity)]);
  started = loading.then(([module, content]) => module.default({ module_or_path: content }));
  // What comes in the one file is there. Else the part comes beside the program that its reader sees first.
  if (packed) await Promise.all([...others.keys()].map(bring));
  else for (const part of (alone ? figures : [named(location.hash) ?? figures[0]]).flatMap(absent)) bring(part).catch(() => { /* Whoever wants it is told. */ });
  await started;
  return (await loading)[0];
}

// The page is read before it is played with, so what is seen goes first on a slow line. A frame that is out of sight is
// painted only when its reader comes near, and by then the program should be there.
const seen = packed ? null : new Promise((resolve) => {
  new PerformanceObserver(resolve).observe({ type: 'paint', buffered: true });
  setTimeout(resolve, document.hidden ? 0 : LONGEST_WAIT_MS);
});

// In the one-file page it is not there, and not asked for.
const waiting = /** @type {HTMLTemplateElement} */ (document.querySelector('#program'));

/**
 * Where the template names no glue, as in the one-file page and in a scene's own, it is in this script, by the name of
 * `glue`. `import()` checks no hash; an element does, and what it has brought is what `import()` then takes.
 * @returns {Promise<Program>}
 */
function fetchGlue() {
  const script = waiting && document.importNode(waiting.content, true).querySelector('script');
  if (!script) return import('glue');
  return new Promise((resolve, reject) => {
    script.addEventListener('load', () => resolve(import(script.src)));
    script.addEventListener('error', () => reject(new Error(`${script.src} did not come`)));
    document.head.append(script);
  });
}

/**
 * @param {string} wasm
 * @param {string} [integrity]
 */
async function fetched(wasm, integrity) {
  const response = await fetch(wasm, { integrity, priority: 'low' });
  if (!response.ok) throw new Error(`${response.status} for ${wasm}`);
  // Some hosts do not know WASM's media type; a browser would refuse to compile what streams in, or the glue warn.
  return response.headers.get('content-type') === 'application/wasm' ? response : response.arrayBuffer();
}

// The program's other parts by name, each with what gives it, and the parts that it calls: those of demos, what labs
// share, the console's door, and the table of attacks. A development build comes whole, and has none.
/** @type {Map<string, { content: () => Promise<BufferSource | Response>, needs: string[] }>} */
const others = new Map();
for (const [part, content] of packed?.others ?? []) others.set(part, { content: async () => content, needs: [] });
for (const { dataset, href, integrity } of /** @type {NodeListOf<HTMLLinkElement> | undefined} */ (waiting?.content.querySelectorAll('link')) ?? []) {
  others.set(dataset.part ?? '', { content: () => fetched(href, integrity), needs: dataset.needs?.split(' ') ?? [] });
}
/** @type {Map<string, Promise<void>>} */
const coming = new Map();
/** @type {Set<string>} */
const here = new Set();

/**
 * Brings a part to the program, with those that it calls.
 * @param {string} part
 */
function bring(part) {
  const brought = coming.get(part) ?? (async () => {
    const other = others.get(part);
    const [exports, content] = await Promise.all([started, other?.content(), ...other?.needs.map(bring) ?? []]);
    const imports = /** @type {WebAssembly.Imports} */ ({ __wasm_split: exports, first: exports });
    if (content instanceof Response) await WebAssembly.instantiateStreaming(content, imports);
    else if (content) await WebAssembly.instantiate(content, imports);
    here.add(part);
  })();
  coming.set(part, brought);
  return brought;
}

/**
 * The part that a figure's demo is in, as long as it is not here.
 * @param {HTMLElement} figure
 */
const absent = ({ dataset: { program: part } }) => part && others.has(part) && !here.has(part) ? [part] : [];

/**
 * The picture stays, and what stands above it says why.
 * @param {HTMLElement} figure
 * @param {'still' | 'failed'} state
 * @param {string} sentence
 */
function giveUp(figure, state, sentence) {
  figure.dataset.state = state;
  const notice = /** @type {Element} */ (figure.querySelector('.demo-notice'));
  notice.replaceChildren();
  // A live region is read out when its words change, so they come after it is shown.
  setTimeout(() => { notice.textContent = sentence; });
}

/**
 * What the demo is mounted on.
 * @param {HTMLElement} figure
 */
const bodyOf = (figure) => /** @type {HTMLElement} */ (figure.querySelector('.demo-body'));

/**
 * The controls around it, which wait for the program.
 * @param {HTMLElement} body
 */
const fieldsOf = (body) => /** @type {HTMLFieldSetElement} */ (body.parentElement);

/**
 * Where a reader is among these elements: what has the focus, what is open, how far it is scrolled, what is selected.
 * Gives what puts the reader there again, in other elements of the same structure.
 * @param {HTMLElement} body
 */
function placeIn(body) {
  const all = () => [...body.querySelectorAll('*')];
  /** @type {((now: Element[]) => void)[]} */
  const steps = [];
  all().forEach((element, i) => {
    if (element instanceof HTMLDetailsElement && element.open) steps.push((now) => now[i]?.setAttribute('open', ''));
    const { scrollLeft, scrollTop } = element;
    if (scrollLeft || scrollTop) steps.push((now) => now[i]?.scrollTo({ left: scrollLeft, top: scrollTop, behavior: 'instant' }));
    if (element === document.activeElement) steps.push((now) => { if (now[i] instanceof HTMLElement) now[i].focus({ preventScroll: true }); });
  });
  const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection() ?? {};
  if (anchorNode && focusNode && body.contains(anchorNode) && body.contains(focusNode)) {
    // Counted in characters: what one text node was may be two.
    const ends = [[anchorNode, anchorOffset ?? 0], [focusNode, focusOffset ?? 0]].map(([node, offset]) => {
      const before = new Range();
      before.setStart(body, 0);
      before.setEnd(/** @type {Node} */ (node), /** @type {number} */ (offset));
      return String(before).length;
    });
    steps.push(() => {
      const start = Math.min(...ends);
      const [[anchor, at], [focus, to]] = ends.map((characters) => character(body, characters, characters === start));
      getSelection()?.setBaseAndExtent(anchor, at, focus, to);
    });
  }
  const { scrollX, scrollY } = window;
  return () => {
    const now = all();
    for (const step of steps) step(now);
    // Only if it has moved: a scroll that is under way would end here.
    if (window.scrollX !== scrollX || window.scrollY !== scrollY) scrollTo({ left: scrollX, top: scrollY, behavior: 'instant' });
  };
}

/**
 * Where so many characters of an element's text end, or where the next one starts: a text node, and the place in it.
 * @param {Node} element
 * @param {number} characters
 * @param {boolean} isStart
 * @returns {[Node, number]}
 */
function character(element, characters, isStart) {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let rest = characters;
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const { length } = text.textContent ?? '';
    if (isStart ? rest < length : rest <= length) return [text, rest];
    rest -= length;
  }
  return [element, 0];
}

/**
 * Whether it is a lab's figure that is not open.
 * @param {HTMLElement} figure
 */
const shut = (figure) => !alone && figure.closest('dialog:not([open])') !== null;

/** @param {HTMLElement} figure */
function mount(figure) {
  if (!program || figure.dataset.state || shut(figure)) return;
  near.unobserve(figure);
  const [part] = absent(figure);
  if (part) {
    bring(part).then(() => mount(figure), () => { if (!figure.dataset.state) giveUp(figure, 'still', NOT_LOADED); });
    return;
  }
  const body = bodyOf(figure);
  stills.set(figure, body.cloneNode(true));
  const stay = placeIn(body);
  figure.dataset.state = 'live';
  fieldsOf(body).disabled = false;
  try {
    program.mount(body, figure.dataset.demo ?? '', figures.indexOf(figure));
    stay();
    outliveTranslation(body);
  } catch (error) {
    fail(figure);
    reportError(error); // A bug stays visible in the console.
  }
}

/** @param {HTMLElement | undefined} figure */
function fail(figure) {
  if (figure?.dataset.state !== 'live') return;
  try {
    program?.unmount(figures.indexOf(figure));
  } catch { /* What trapped once may trap again; the first report is the one that counts. */ }
  const body = bodyOf(figure);
  fieldsOf(body).disabled = true;
  body.replaceWith(/** @type {Node} */ (stills.get(figure)));
  giveUp(figure, 'failed', STOPPED);
}

// A browser's translator takes each text out and puts elements with other words in its place. The program knows its texts
// and would go on writing into what is nowhere, with the old words in sight. So a text that was taken out is kept, unseen,
// inside what stands for it. When it changes it comes back, to be translated anew; when the program takes it away, what
// stands for it goes too; and what the program puts beside it goes beside what stands for it.
/** @param {HTMLElement} body */
function outliveTranslation(body) {
  /** @type {WeakMap<Node, { text: Text, standIn: HTMLElement }>} */
  const kept = new WeakMap(); // what holds a kept text → the text, and what stands for it
  /** @param {MutationRecord} record */
  const takenOut = ({ removedNodes: [text], addedNodes: [added], previousSibling, nextSibling }) => {
    // Of fonts beside it, one that stands for another text is not meant.
    const standIn = [added, previousSibling, nextSibling].find((node) =>
      node instanceof HTMLElement && node.localName === 'font' && !kept.has(node.lastChild ?? node));
    if (!(text instanceof Text) || text.parentNode || !(standIn instanceof HTMLElement)) return;
    const holder = document.createElement('span');
    holder.hidden = true;
    holder.translate = false;
    holder.className = 'notranslate';
    holder.append(text);
    standIn.append(holder);
    kept.set(holder, { text, standIn });
  };
  const observer = new MutationObserver((records) => {
    for (const record of records) {
      const { target, type } = record;
      const holder = type === 'characterData' ? target.parentNode : target;
      const of = holder && kept.get(holder);
      if (!of) {
        if (type === 'childList') takenOut(record);
      } else if (type === 'characterData') of.standIn.replaceWith(of.text);
      else {
        of.standIn.before(...[...holder.childNodes].filter((node) => node !== of.text));
        if (!holder.hasChildNodes()) of.standIn.remove();
      }
    }
  });
  observer.observe(body, { childList: true, characterData: true, subtree: true });
}

// A panic traps the module and surfaces here as an uncaught error, from whatever was running: an event
// handler, a timer, a frame, an effect. The module knows which figure was last at work. Errors of other
// scripts (a browser extension's, say) are none of ours: they have not come through the module.
/** @param {unknown} error */
function caught(error) {
  if (!program) return;
  const ours = error instanceof WebAssembly.RuntimeError || (error instanceof Error && /\bwasm-function\b/.test(error.stack ?? ''));
  if (ours) fail(figures[program.at_work()]);
}
addEventListener('error', (event) => caught(event.error));
addEventListener('unhandledrejection', (event) => caught(event.reason));

// Tells the module whose event comes, before the demo's own handlers see it.
const EVENTS = ['pointerdown', 'pointermove', 'pointerup', 'click', 'keydown', 'keyup', 'input', 'change', 'focusin', 'focusout', 'copy', 'toggle'];
for (const type of EVENTS) {
  addEventListener(type, (event) => {
    /** @type {HTMLElement | false | null} */
    const figure = event.target instanceof Element && event.target.closest('figure[data-state="live"]');
    if (figure) program?.enter(figures.indexOf(figure));
  }, { capture: true, passive: true });
}

const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) mount(/** @type {HTMLElement} */ (target));
}, { rootMargin: '600px 0px' });

/** Those far off come alive as well, one by one and with pauses: a list of the page's buttons has all of them. */
function mountRest() {
  const figure = figures.find((figure) => !figure.dataset.state && !shut(figure));
  if (!figure) return;
  mount(figure);
  setTimeout(mountRest, PAUSE_MS);
}

// Tab goes to the next control wherever it is, so the next demo has to have some.
addEventListener('keydown', ({ key, shiftKey }) => {
  if (key !== 'Tab') return;
  const way = shiftKey ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
  const next = figures.filter((figure) => !figure.dataset.state && !shut(figure) && document.activeElement && document.activeElement.compareDocumentPosition(figure) & way);
  const nearest = next.at(shiftKey ? -1 : 0);
  if (nearest) mount(nearest);
}, { capture: true });

// A lab opens over the page, and leaves it where it was. All that its reader did there is behind the one step that leads
// back to the text.
let steps = 0; // how many places in the tab's history the open lab has taken

/** @param {HTMLElement} figure */
function openLab(figure) {
  const lab = /** @type {HTMLDialogElement} */ (figure.closest('dialog'));
  if (!lab.open) {
    steps = 0;
    lab.showModal();
    lab.addEventListener('close', () => {
      if (figure.dataset.state === 'live') program?.unmount(figures.indexOf(figure));
      delete figure.dataset.state;
      fieldsOf(bodyOf(figure)).disabled = true;
      if (!isAddressOf(figure, location.hash)) return; // Closed by a step back.
      if (steps) history.go(-steps);
      else history.replaceState(null, '', location.pathname + location.search);
    }, { once: true });
  }
  mount(figure);
}

/**
 * Whether a fragment, `#security?t=…`, is a moment of the figure's demo.
 * @param {HTMLElement} figure
 * @param {string} hash
 */
const isAddressOf = ({ dataset: { demo } }, hash) => hash.startsWith(`#${demo}?`);

/**
 * The figure whose demo a fragment names.
 * @param {string} hash
 */
const named = (hash) => figures.find((figure) => isAddressOf(figure, hash) || hash === `#${figure.dataset.demo}`);

// A fragment `#security` or `#security?t=…` names a demo: it is wanted now. The second form is no element's
// id, so the browser does not scroll to it; we do, unless the reader comes back to a place of their own.
/**
 * @param {string} hash
 * @param {boolean} scroll
 */
function toFragment(hash, scroll) {
  const figure = named(hash);
  if (!figure) return;
  const isMoment = isAddressOf(figure, hash);
  if (!alone && figure.closest('dialog')) {
    if (isMoment) openLab(figure);
    return;
  }
  if (scroll && isMoment) figure.scrollIntoView();
  mount(figure);
}
// The event knows the fragment that was brought: by now a demo may have written its own.
addEventListener('hashchange', ({ newURL }) => {
  const { hash } = new URL(newURL);
  const lab = document.querySelector('dialog[open]');
  if (lab instanceof HTMLDialogElement && !figures.some((figure) => lab.contains(figure) && isAddressOf(figure, hash))) lab.close();
  toFragment(hash, !alone);
  steps++;
});
// A reader who came with such a link waits for the program where the demo is.
const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
if (!alone) toFragment(location.hash, navigation?.type === 'navigate');

// Where the reader is, in the list of sections: the section a third down the window, near the eye's line, or
// the last one where the page ends before it gets there. (The window is said to be the document's: in a frame of
// another site it would be the outermost page's, and of that one sees no margin.)
function markSections() {
  const list = /** @type {HTMLElement} */ (document.querySelector('.contents'));
  const links = [...list.querySelectorAll('a')];
  const sections = links.map((link) => /** @type {Element} */ (document.getElementById(link.hash.slice(1))));
  const seen = new Set();
  let atEnd = false;

  // On a narrow screen the list is a strip that scrolls sideways: the current one is kept in sight, or the one that has
  // the focus. (A browser leaves that where it is if a fringe of it is in sight.)
  /** @param {HTMLElement} link */
  const show = (link) => list.scrollTo({ left: link.offsetLeft - list.offsetLeft - 32 });
  list.addEventListener('keyup', ({ key, target }) => { if (key === 'Tab' && target instanceof HTMLElement) show(target); });

  const mark = () => {
    const index = atEnd ? sections.length - 1 : sections.findIndex((section) => seen.has(section));
    if (index < 0 || links[index].hasAttribute('aria-current')) return;
    for (const link of links) link.removeAttribute('aria-current');
    links[index].setAttribute('aria-current', 'location');
    if (!list.querySelector(':focus-visible')) show(links[index]);
  };

  const line = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) seen[isIntersecting ? 'add' : 'delete'](target);
    mark();
  }, { root: document, rootMargin: '-33% 0px -66% 0px' });
  for (const section of sections) line.observe(section);

  const end = new IntersectionObserver(([{ isIntersecting }]) => {
    atEnd = isIntersecting;
    mark();
  }, { root: document, threshold: 0.9 });
  end.observe(/** @type {Element} */ (document.querySelector('footer')));
}
if (!alone) markSections();

// What opens under a word, or is marked beside one, closes on Escape, and stays closed until the word is left.
addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape') return;
  for (const word of document.querySelectorAll(':is(.gloss, .part, [data-to]):is(:hover, :focus-within)')) {
    word.classList.add('closed');
    for (const type of ['pointerleave', 'focusout']) word.addEventListener(type, () => word.classList.remove('closed'), { once: true });
  }
});

// What gets the focus by keyboard is brought out from under what stays at the window's edge: to the browser it is in
// sight there. How far those reach is in the style sheet (`scroll-margin`).
addEventListener('keyup', ({ key, target }) => {
  if (!(target instanceof HTMLElement && target.matches('.demo :is(button, input)')) || key !== 'Tab' && !target.dataset.cell) return;
  target.scrollIntoView({ block: 'nearest', inline: 'nearest' });
});

try {
  const loading = load();
  // public/door.js, which ran before this, waits for the module too.
  dispatchEvent(new CustomEvent('program', { detail: { loading, bring } }));
  program = await loading;
  // A frame is loaded when its reader comes near; and through a frame of another site one sees no margin.
  if (alone) figures.forEach(mount);
  else {
    toFragment(location.hash, false);
    for (const figure of figures) near.observe(figure);
    setTimeout(() => {
      mountRest();
      for (const part of others.keys()) bring(part).catch(() => { /* Whoever wants it is told. */ });
    }, PAUSE_MS);
  }
} catch {
  // The browser has said in its console what it refused or could not reach.
  for (const figure of figures) giveUp(figure, 'still', NOT_LOADED);
}
