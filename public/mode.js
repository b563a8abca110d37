// @ts-check
// What kind of page this is: the article, one demo alone in somebody else's page (`?demo=NAME`, or embed/NAME.html,
// which says so itself), or screens for a class (`?classroom`). A classic script in the head, because the mode and a theme chosen earlier must stand before
// the first paint: anything later would flash. It needs neither WASM nor boot.js.
//
// Others read from <html> what it found: data-mode="article|embed|classroom", data-theme="light|dark" (none: auto),
// and in a frame data-demo and data-controls="full|min". What a mode needs beside the page stands in the head as
// <template data-mode="…">, and is fetched in that mode alone.
(() => {
  'use strict';
  const THEMES = ['auto', 'light', 'dark'];
  const LANGUAGES = ['en'];
  const root = document.documentElement;
  const query = new URLSearchParams(location.search);
  const demo = root.dataset.demo ?? query.get('demo');
  const made = root.dataset.demo !== undefined; // The page holds one demo and no article: embed/NAME.html.
  const framed = parent !== window;
  const mode = demo !== null ? 'embed' : query.has('classroom') ? 'classroom' : 'article';
  /** @type {string[]} */
  const complaints = [];

  /** @param {string} text */
  const shorten = (text) => (text.length > 24 ? `${text.slice(0, 24)}…` : text);

  /**
   * A parameter that may hold one of these. Where it is missing, or makes no sense, it is the first of them.
   * @param {string} name
   * @param {string[]} values
   */
  const one = (name, values, given = query.get(name)) => {
    if (given === null || values.includes(given)) return given ?? values[0];
    const takes = new Intl.ListFormat('en', { type: 'disjunction' }).format(values);
    complaints.push(`In the address, ${name}=${shorten(given)} makes no sense: ${name} is ${takes}. Here it is ${values[0]}.`);
    return values[0];
  };

  // With storage denied (a sandboxed frame, blocked cookies) merely touching `localStorage` throws. The button then
  // works until the page is left. Other modes remember nothing.
  const read = () => {
    try { return localStorage.getItem('theme'); } catch { return null; }
  };
  /** @param {string} theme */
  const write = (theme) => {
    if (mode !== 'article') return;
    try {
      if (theme === 'auto') localStorage.removeItem('theme');
      else localStorage.setItem('theme', theme);
    } catch { /* Not remembered, then. */ }
  };

  const remembered = mode === 'article' && !query.has('theme') ? read() : null;
  let theme = remembered !== null && THEMES.includes(remembered) ? remembered : one('theme', THEMES);
  // The browser's own bars take the page's colours, which the two theme-color tags hold: light, then dark.
  const bars = [.../** @type {NodeListOf<HTMLMetaElement>} */ (document.querySelectorAll('meta[name="theme-color"]'))];
  const colours = bars.map((bar) => bar.content);
  const showTheme = () => {
    if (theme === 'auto') delete root.dataset.theme;
    else root.dataset.theme = theme;
    bars.forEach((bar, i) => { bar.content = theme === 'auto' ? colours[i] : colours[THEMES.indexOf(theme) - 1]; });
  };

  root.dataset.mode = mode;
  root.dataset.scripts = '';
  showTheme();
  if (demo !== null) {
    // Whoever waits for this frame knows from now on that it was not refused. public/frame.js tells the rest.
    if (framed) parent.postMessage({ source: 'api-key-vs-token', type: 'loading', demo }, '*');
    root.dataset.demo = demo;
    root.toggleAttribute('data-framed', framed);
    root.dataset.controls = one('controls', ['full', 'min']);
    root.dir = one('dir', ['ltr', 'rtl']);
    one('lang', LANGUAGES, query.get('lang')?.split('-')[0].toLowerCase() ?? null);
    settingsToFragment();
  }

  /** A frame's settings come in its query. The demo reads them where it reads any link's, in the fragment. */
  function settingsToFragment() {
    const ours = ['demo', 'theme', 'controls', 'dir', 'lang'];
    /** @param {string} pair */
    const isOurs = (pair) => ours.includes([...new URLSearchParams(pair).keys()][0]);
    const pairs = location.search.slice(1).split('&').filter(Boolean);
    // Blogs, mails and networks hang these on any link that leads out.
    /** @param {string} pair */
    const isHungOn = (pair) => /^(ref|utm_\w+|fbclid|gclid|mc_[ce]id)(=|$)/.test(pair);
    const settings = pairs.filter((pair) => !isOurs(pair) && !isHungOn(pair));
    // A fragment that has settings already is the later word: the frame was reloaded.
    if (settings.length === 0 || location.hash.startsWith(`#${demo}?`)) return;
    const fragment = `#${demo}?${settings.join('&')}`;
    try {
      history.replaceState(null, '', `?${pairs.filter(isOurs).join('&')}${fragment}`);
    } catch {
      location.replace(fragment); // With a null origin the query has to stay.
    }
  }

  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {Partial<HTMLElementTagNameMap[Tag]>} properties
   * @param {(Node | string)[]} children
   */
  const element = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };

  /** The line under the demo: what it is from, in its words from the page's head, where the page itself has none. */
  function origin() {
    const made = document.querySelector('.origin');
    if (made) return made;
    const words = /** @type {HTMLTemplateElement} */ (document.querySelector('template[data-origin]'));
    const line = document.importNode(words.content, true);
    const [article, alone] = line.querySelectorAll('a');
    const page = new URL(document.baseURI);
    page.search = '';
    // A lab has no place in the text but its section.
    page.hash = document.querySelector(`.lab #${demo}-demo`)?.closest('section')?.id ?? `${demo}-demo`;
    article.href = page.href;
    page.hash = '';
    page.search = `demo=${demo}`;
    alone.href = page.href;
    return line;
  }

  const figuresOf = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('figure[data-demo]'))];

  /**
   * Takes everything off the page but the one demo; where there is none of that name, says which there are.
   * @param {string} demo
   */
  function leaveOne(demo) {
    const figures = figuresOf();
    const figure = figures.find((figure) => figure.dataset.demo === demo);
    // The main part of a page is the page's around, where there is one; and so are the headings above the demo's.
    const main = element(framed ? 'section' : 'main', { className: 'alone' });
    if (!framed) {
      main.append(element('h1', { className: 'visually-hidden' }, document.title));
      main.append(element('h2', { className: 'visually-hidden' }, 'One demo of that page, alone'));
    }
    if (figure) {
      if (!made) document.title = `${figure.getAttribute('aria-label')}: ${document.title}`;
      main.append(figure, origin());
    } else {
      const sentence = demo === ''
        ? 'The address says ?demo= and no name. These demos are here:'
        : `There is no demo called ${shorten(demo)}. These are here:`;
      const links = figures.map((figure) => {
        query.set('demo', figure.dataset.demo ?? '');
        return element('li', {}, element('a', { href: `?${query}` }, figure.getAttribute('aria-label') ?? ''));
      });
      main.append(element('div', { className: 'mode-notice' }, element('p', {}, sentence), element('ul', {}, ...links)));
    }
    document.body.replaceChildren(/** @type {Element} */ (document.querySelector('.sprite')), main);
  }

  function sayComplaints() {
    const notices = complaints.map((sentence) => element('p', { className: 'mode-notice' }, sentence));
    document.querySelector('.alone, main')?.prepend(...notices);
  }

  function themeButton() {
    /** @type {HTMLButtonElement | null} */
    const button = document.querySelector('.theme-button');
    const word = button?.querySelector('b');
    if (!button || !word) return;
    const label = () => { word.textContent = theme; };
    button.addEventListener('click', () => {
      theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
      write(theme);
      showTheme();
      label();
    });
    label();
    // It stands hidden in the page: without scripts it could do nothing.
    button.hidden = false;
  }

  /** A link with settings wants another picture than the one that stands in the page, so that one is not shown: the
      demo would jump from it to what was asked for. `style/modes/still.css` shows it when the program does not come. */
  function markAsked() {
    for (const figure of figuresOf()) {
      figure.toggleAttribute('data-asked', location.hash.startsWith(`#${figure.dataset.demo}?`));
    }
  }

  // What a careful engineer would add stands beside the text, where there is room for it, and on paper. Elsewhere it is
  // folded to its first sentence.
  function foldNotes() {
    const whole = matchMedia('print, (min-width: 75rem)');
    /** @param {boolean} open */
    const all = (open) => {
      for (const note of /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll('.precisely > details'))) note.open = open;
    };
    all(whole.matches);
    whole.addEventListener('change', () => all(whole.matches));
    addEventListener('beforeprint', () => all(true));
    addEventListener('afterprint', () => all(whole.matches));
  }

  // Where boot.js is blocked no demo will come, and the figures say so at once. When something else does not come,
  // boot.js says it. In a scene's own page scene.js holds it, and public/frame.js: that can say nothing then.
  addEventListener('error', ({ target }) => {
    const [, script] = target instanceof HTMLScriptElement && /\/(boot|scene)-/.exec(target.src) || [];
    if (script) delete root.dataset.scripts;
    if (script === 'scene' && framed) {
      const message = 'The program did not load; the still picture is shown.';
      parent.postMessage({ source: 'api-key-vs-token', type: 'error', demo, reason: 'not-loaded', message }, '*');
    }
  }, { capture: true });

  // Once the page is read, and before the modules run: boot.js takes the figures that it finds.
  document.addEventListener('readystatechange', () => {
    // A frame that is left while its page is on its way is done with what has come, which may be its head alone.
    if (!document.body) return;
    // The deck shows a lab where it stands: there is no text for it to lie over.
    if (mode === 'classroom') for (const figure of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.lab figure'))) {
      figure.dataset.lab = '';
      figure.closest('.lab')?.replaceWith(figure);
    }
    foldNotes();
    markAsked();
    addEventListener('hashchange', markAsked);
    if (demo !== null) leaveOne(demo);
    sayComplaints();
    themeButton();
    /** @type {HTMLTemplateElement | null} */
    const parts = document.querySelector(`template[data-mode="${mode}"]`);
    if (parts) document.head.append(document.importNode(parts.content, true));
  }, { once: true });
})();
