// @ts-check
// One demo in somebody else's page: what it tells that page, and what it takes from it. docs/embed.md has the form of
// the messages, for sites that do by hand what embed.js does.
//
// It talks to the page around it and to nobody else, and says nothing that is a secret: which demo this is, whether
// it runs, how high it stands. Who that page is it does not know, so what comes from there can do little: stop the
// clock, let it run on, choose light or dark.

const NAME = 'api-key-vs-token';
const root = document.documentElement;
const demo = root.dataset.demo ?? '';
const framed = parent !== window;
/** @type {HTMLElement | null} */
const figure = document.querySelector('figure[data-demo]');

/** @param {import('./types').FrameNews} news */
function tell(news) {
  if (framed) parent.postMessage({ source: NAME, demo, ...news }, '*');
}

const measured = () => Math.ceil(document.body.getBoundingClientRect().height);

// Height: the browser observes at most once a frame, and only a change is told.
let told = 0;
function tellHeight() {
  const height = measured();
  // Where nothing is shown, as in a tab of the page around that is closed, there is nothing to measure.
  if (height === told || height === 0) return;
  tell({ type: 'height', height });
  told = height;
}
new ResizeObserver(tellHeight).observe(document.body);

// Out of sight a frame is not painted, and then nothing is observed. What changes there unseen is measured when it
// does, or the page around would move as its reader arrives: the demo starts, its fonts come, its settings change.
let seen = true;
addEventListener('moment', () => { if (!seen) tellHeight(); });
document.fonts.ready.then(tellHeight);

// What a page counts, if its owner wants to know what its readers do. Nothing is sent from here.
addEventListener('played', () => tell({ type: 'played' }));
addEventListener('finished', () => tell({ type: 'finished' }));

/**
 * The rules for some medium, however deep in layers and other rules. A sheet that an extension has put in may not be read.
 * @param {CSSStyleSheet | CSSGroupingRule | CSSStyleRule} holder
 * @returns {CSSMediaRule[]}
 */
function rulesOf(holder) {
  const within = (/** @type {CSSRule} */ rule) => (rule instanceof CSSMediaRule ? [rule]
    : rule instanceof CSSGroupingRule || rule instanceof CSSStyleRule ? rulesOf(rule) : []);
  try { return [...holder.cssRules].flatMap(within); } catch { return []; }
}

/** Its height on a sheet of paper, whose printable part is 40rem wide: the style for print is in force while it is
 *  measured, and nothing is painted meanwhile. */
function heightOnPaper() {
  const rules = [...document.styleSheets].flatMap(rulesOf).filter(({ media }) => media.mediaText === 'print');
  const { style } = document.body;
  for (const { media } of rules) media.mediaText = 'all';
  style.inlineSize = '40rem';
  const height = measured();
  style.inlineSize = '';
  for (const { media } of rules) media.mediaText = 'print';
  return height;
}

const whenIdle = globalThis.requestIdleCallback ?? setTimeout; // WebKit has none.

// boot.js writes on the figure how it goes; where it was refused itself, mode.js takes data-scripts off the page.
function tellState() {
  if (!figure) return;
  switch ('scripts' in root.dataset ? figure.dataset.state : 'still') {
    case 'live':
      // To measure lays everything out: a piece of work by itself, as building it was.
      return void setTimeout(() => {
        if (figure.dataset.state !== 'live') return;
        tellHeight();
        tell({ type: 'ready', title: figure.getAttribute('aria-label') ?? '' });
      });
    case 'still':
      return tell({ type: 'error', reason: 'not-loaded', message: 'The program did not load; the still picture is shown.' });
    case 'failed':
      return tell({ type: 'error', reason: 'stopped', message: 'The demo stopped; the still picture is shown.' });
  }
}
if (figure) {
  tellState(); // The program may have been faster than this script.
  const changes = new MutationObserver(tellState);
  changes.observe(figure, { attributeFilter: ['data-state'] });
  changes.observe(root, { attributeFilter: ['data-scripts'] });
} else tell({ type: 'error', reason: 'unknown-demo', message: document.querySelector('.mode-notice p')?.textContent ?? '' });

// What the page around asks for. The last word counts, once the messages that have come are read: ten thousand of
// them cost no more than one.
/** @type {{ theme?: import('./types').Theme, clock?: 'pause' | 'resume', paper?: true }} */
let wanted = {};
/** @type {number | undefined} */
let pending;
addEventListener('message', (/** @type {MessageEvent<import('./types').ToFrame | undefined>} */ { source, data }) => {
  if (!framed || source !== parent || data?.target !== NAME) return;
  if (data.type === 'theme' && ['auto', 'light', 'dark'].includes(data.theme)) wanted.theme = data.theme;
  else if (data.type === 'pause' || data.type === 'resume') wanted.clock = data.type;
  else if (data.type === 'paper') wanted.paper = true;
  else return;
  pending ??= setTimeout(obey);
});

function obey() {
  const { theme, clock, paper } = wanted;
  [wanted, pending] = [{}, undefined];
  if (theme === 'auto') delete root.dataset.theme;
  else if (theme) root.dataset.theme = theme;
  if (clock) dispatchEvent(new Event(`demo-${clock}`));
  // For paper everything is laid out twice: for who asks, and not while there is something to do.
  if (paper) whenIdle(() => tell({ type: 'height', height: measured(), paper: heightOnPaper() }), { timeout: 2000 });
}

// Out of sight it stands still. Without a root of its own this observer looks through all the frames around.
new IntersectionObserver((entries) => {
  seen = entries[entries.length - 1].isIntersecting;
  if (!seen) dispatchEvent(new Event('demo-pause'));
}).observe(document.body);

// A link leads out, and not to a page inside the frame.
addEventListener('click', ({ target }) => {
  /** @type {HTMLAnchorElement | false | null} */
  const link = target instanceof Element && target.closest('a[href]');
  if (!link || link.closest('.mode-notice')) return;
  // The line under the demo leads to it as it stands.
  if (link.closest('.origin') && location.hash.startsWith(`#${demo}?`)) link.hash = location.hash;
  link.target = '_blank';
  link.rel = 'noopener';
}, { capture: true });
