// @ts-check
// <api-key-vs-token demo="security">: one of the demos of "API key or API token?" in a page of yours. Take it with
//
//   <script src="https://where-it-is.example/embed.js" async></script>
//
// or as a module; docs/embed.md lists the attributes. It makes a frame, gives it the height of what is in it, and the
// light or dark theme of the text around. Where the frame does not come, it says so in the frame's place. It sets no cookie, stores nothing, and asks for nothing by itself.
(() => {
  'use strict';
  const NAME = 'api-key-vs-token';
  if (customElements.get(NAME)) return;

  // The demos are where this script is. A module has no `currentScript`; its address is the first in a stack.
  const current = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const script = current?.src || /\w+:\/\/[^\s)]+/.exec(new Error().stack ?? '')?.[0];
  const HIGHEST = 20_000; // CSS pixels: no demo comes near, and no faulty frame makes a page endless.
  const PATIENCE_MS = 4_000; // So that a reader is told within five seconds.
  // Scripts and what a reader asks for by a click, and not the origin: the host must then allow any origin.
  const SANDBOX = 'allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads';

  // The attributes that are settings of a demo, by name: the build puts the list here, and no other attribute goes into
  // the frame's address. Whether a value makes sense is for the demo to say.
  /** @param {Attr} attribute */
  const isSetting = ({ name }) => SETTINGS.includes(name);

  /** Where the page is: beside this script, or where `src` says. Only the web, and what is relative to this page, is
   *  taken: an address such as `javascript:…` would run in the page itself. Gives null where it is neither.
   * @param {string | null} src
   * @param {string} demo
   */
  function place(src, demo) {
    // Each demo that the build knows has a page of its own. The article's page answers for any other name.
    const page = DEMOS.includes(demo) ? `embed/${demo}.html` : '.';
    /** @type {[string, string | undefined]} */
    const where = src === null ? [HOME + page, script] : [src, document.baseURI];
    if (!URL.canParse(...where)) return null;
    const address = new URL(...where);
    const relative = src === null || !URL.canParse(src);
    return relative || /^https?:$/.test(address.protocol) ? address : null;
  }

  // A sheet of its own, which a strict policy of the page allows and the page's rules for frames do not reach.
  // --demo-narrow, --demo-wide and --demo-whole are the page's word on how much room to hold, by the element's own
  // width, until the frame has told its height. What is not given is taken from the next narrower one, and where nothing
  // is given, from what the build has measured.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { display: block }
    :host([hidden]) { display: none }
    .room { position: relative; container-type: inline-size; contain-intrinsic-inline-size: 44rem }
    iframe { display: block; inline-size: 100%; block-size: var(--demo-narrow, var(--narrow, 40rem)); border: 0; transition: color 1ms }
    @container (min-width: 560px) { iframe { block-size: var(--demo-wide, var(--demo-narrow, var(--wide, 40rem))) } }
    @container (min-width: 860px) { iframe { block-size: var(--demo-whole, var(--demo-wide, var(--demo-narrow, var(--whole, 40rem)))) } }
    .notice { display: none; padding: 0.75em 1em; border: 1px solid; border-inline-start-width: 5px; border-radius: 6px }
    .notice:has(p:empty) { padding: 0; border: 0 }
    p { margin: 0 }
    a { color: inherit }
    a:not([href]) { display: none }
    :host(:is([data-failed], [data-late])) .notice { display: block }
    :host([data-late]) .notice { position: absolute; inset: 0 0 auto }
    :host([data-failed]) iframe { display: none }
    @media print {
      .room { break-inside: avoid }
      iframe { block-size: var(--paper) !important }
      .room:not(.live) iframe { display: none }
      .room:not(.live) .notice { display: block }
    }`);

  const pixel = /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d', { willReadFrequently: true }));

  /**
   * Light text stands on a dark page, by whatever means the page became dark.
   * @param {Element} element
   */
  function isDark(element) {
    pixel.fillStyle = getComputedStyle(element).color;
    pixel.fillRect(0, 0, 1, 1);
    const [red, green, blue] = pixel.getImageData(0, 0, 1, 1).data;
    return 3 * red + 6 * green + blue > 1275;
  }

  class ApiKeyVsToken extends HTMLElement {
    #frame = document.createElement('iframe');
    #changes = new MutationObserver(() => this.#update());
    #page = ''; // what was loaded, but for the theme and the settings
    #query = new URLSearchParams();
    /** @type {string | null} what is loaded; empty at first, and null where it was refused */
    #address = '';
    #again = '';
    /** @type {import('./types').Theme | ''} */
    #theme = '';
    #loaded = false; // Anything at all.
    #came = false; // This page, or the browser's own in its place.
    #heard = false;
    #height = 0; // as the frame has told it; at first, once its program had started; and then on paper
    #heightAtFirst = 0;
    #heightOnPaper = 0;
    #patience = 0; // a timer

    // Only what a reader looks at can be missed: a frame far below is not even asked for.
    #inSight = false;
    #sight = new IntersectionObserver((entries) => {
      this.#inSight = entries[entries.length - 1].isIntersecting;
      if (this.#inSight) this.#wait();
    });

    #room = document.createElement('div');
    #sentence = document.createElement('p');
    #link = document.createElement('a');

    constructor() {
      super();
      this.#link.target = '_blank';
      this.#link.textContent = 'It opens on a page of its own.';
      const slot = document.createElement('slot');
      slot.append(this.#link);
      const notice = document.createElement('div');
      notice.className = 'notice';
      notice.append(this.#sentence, slot);
      this.#sentence.setAttribute('role', 'status');
      this.#room.className = 'room';
      this.#room.append(this.#frame, notice);
      const root = this.attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [sheet];
      root.append(this.#room);
      this.#frame.scrolling = 'no'; // It is as high as what is in it.
      this.#frame.allow = 'clipboard-write';
      this.#frame.referrerPolicy = 'no-referrer';
      this.#frame.addEventListener('load', () => {
        if (!this.#address) return; // An empty frame is loaded too.
        this.#loaded = this.#came = true;
        this.#wait();
      });
      // The text around takes on another colour: the page has changed its theme.
      this.#frame.addEventListener('transitionend', () => this.#update());
    }

    connectedCallback() {
      this.#loaded = this.#came = this.#heard = this.#inSight = false;
      this.#room.classList.remove('live');
      this.#address = '';
      addEventListener('message', this);
      this.#changes.observe(this, { attributes: true });
      this.#update();
      this.#sight.observe(this);
    }

    disconnectedCallback() {
      removeEventListener('message', this);
      this.#changes.disconnect();
      this.#sight.disconnect();
    }

    /** Stops the demo's clock. */
    pause() {
      this.#say({ type: 'pause' });
    }

    /** Lets it run on, if it was stopped by `pause` and the reader has not touched it since. */
    resume() {
      this.#say({ type: 'resume' });
    }

    /**
     * A message to the window; there are as many frames as the page likes, and this is from one of them or none.
     * @param {MessageEvent<import('./types').FromFrame | undefined>} message
     */
    handleEvent({ source, data }) {
      if (source !== this.#frame.contentWindow || data?.source !== NAME) return;
      if (!['loading', 'height', 'ready', 'played', 'finished', 'error'].includes(data.type)) return;
      if (!this.#address) return; // A late word of what was refused since.
      this.#loaded = true;
      if (data.demo !== this.getAttribute('demo')) {
        // The last words of the demo before this one. Only if they come when this one should have loaded has a browser,
        // still loading that one, lost our change. (To load anew before would break off what loads.)
        if (this.#came && this.#again !== this.#address) this.#load(this.#again = this.#address);
        return;
      }
      this.#heard = true;
      this.#unfail();
      if (data.type === 'height' && Number.isFinite(data.height) && data.height > 0) {
        this.#height = Math.min(data.height, HIGHEST);
        if (data.paper !== undefined && data.paper > 0) [this.#heightAtFirst, this.#heightOnPaper] = [this.#height, Math.min(data.paper, HIGHEST)];
      }
      if (data.type === 'ready') {
        this.#frame.title = this.title || String(data.title);
        // It was loaded with the theme of then.
        if (this.#theme && this.#theme !== this.#query.get('theme')) this.#say({ type: 'theme', theme: this.#theme });
        this.#say({ type: 'paper' });
      }
      if (data.type === 'ready' || data.type === 'error') this.#room.classList.add('live');
      this.#size();
      this.dispatchEvent(new CustomEvent(data.type, { detail: data }));
    }

    #size() {
      // Until its program has started, the frame shows the demo's first picture, whatever settings it was given, perhaps
      // in another font. Where room is held for the demo as it will be, that picture's height would only move what stands
      // below.
      if (!this.#height || (this.#isRoomHeld() && !this.#room.matches('.live'))) return;
      this.#frame.style.height = `${this.#height}px`;
      // What it has grown by since it was measured for paper may be part of the picture.
      const paper = this.#heightOnPaper && this.#heightOnPaper + Math.max(0, this.#height - this.#heightAtFirst);
      this.#frame.style.setProperty('--paper', `${paper || this.#height}px`);
    }

    /** Whether the page has said how high the demo will be, or the build has measured it. */
    #isRoomHeld() {
      return this.#heightAsked() > 0 || Object.hasOwn(HEIGHTS, this.#attribute('demo', '')) || getComputedStyle(this).getPropertyValue('--demo-narrow') !== '';
    }

    /** @param {import('./types').Wish} message */
    #say(message) {
      // To whatever origin: a sandboxed frame has none, and nothing said is a secret.
      if (this.#heard) this.#frame.contentWindow?.postMessage({ target: NAME, ...message }, '*');
    }

    /**
     * @param {string} name
     * @param {string} otherwise
     */
    #attribute(name, otherwise) {
      return this.getAttribute(name) ?? otherwise;
    }

    /** Zero, or no number, where none is. */
    #heightAsked() {
      return Number(this.getAttribute('height'));
    }

    /** Brings the frame to what the attributes say. No step of it enters the history of the page. */
    #update() {
      const asked = /** @type {import('./types').Theme} */ (this.#attribute('theme', 'auto')); // The frame looks at it.
      const theme = asked === 'auto' ? (isDark(this) ? 'dark' : 'light') : asked;
      const themeChanged = theme !== this.#theme;
      this.#theme = theme;
      // Where the schemes agree, the page shows through the frame.
      this.#frame.style.colorScheme = theme;
      this.#frame.title = this.title || this.#frame.title || `API key or API token: ${this.#attribute('demo', '')}`;
      this.#frame.loading = /** @type {'lazy' | 'eager'} */ (this.#attribute('loading', 'lazy'));

      const query = new URLSearchParams({ demo: this.#attribute('demo', '') });
      for (const name of ['controls', 'lang']) if (this.hasAttribute(name)) query.set(name, this.#attribute(name, ''));
      if (this.hasAttribute('dir')) query.set('dir', getComputedStyle(this).direction);
      const page = `${this.#attribute('src', '')} ${query} ${this.getAttribute('sandbox')}`;
      if (page !== this.#page) {
        this.#page = page;
        const heights = HEIGHTS[this.#attribute('demo', '')] ?? [];
        ['--narrow', '--wide', '--whole'].forEach((name, i) => this.#room.style.setProperty(name, heights[i] ? `${heights[i]}px` : ''));
        this.#came = this.#heard = false;
        this.#room.classList.remove('live');
        this.#query = query;
        query.set('theme', theme);
        if (!this.hasAttribute('sandbox')) this.#frame.removeAttribute('sandbox');
        else this.#frame.setAttribute('sandbox', this.getAttribute('sandbox') || SANDBOX);
      } else if (themeChanged) {
        this.#say({ type: 'theme', theme });
      }
      this.#go();
    }

    #go() {
      const settings = new URLSearchParams();
      for (const { name, value } of [...this.attributes].filter(isSetting)) settings.append(name, value);
      const src = this.getAttribute('src');
      const demo = this.#attribute('demo', '');
      const address = place(src, demo);
      if (!address) return this.#refuse();
      const query = new URLSearchParams(this.#query);
      if (src === null && DEMOS.includes(demo)) query.delete('demo'); // Its own page holds no other.
      address.search = query.toString();
      // Settings go into the fragment: no server is sent them, and the demo follows a change as it stands.
      address.hash = settings.size ? `${demo}?${settings}` : '';
      if (address.href === this.#address) return;
      if (!this.#address && this.#heightAsked() > 0) this.#frame.style.height = `${this.getAttribute('height')}px`;
      this.#address = address.href;
      this.#link.href = address.href;
      this.#unfail();
      // Without a name there is nothing to load, and what stands inside the element is shown.
      this.toggleAttribute('data-failed', !this.hasAttribute('demo'));
      if (this.hasAttribute('demo')) this.#load(address.href);
    }

    /** An `src` that is not taken. What was shown before goes too, so that no one takes it for what was asked. */
    #refuse() {
      if (this.#address === null) return;
      this.#address = null;
      this.#link.removeAttribute('href');
      this.#fail('no-address', 'The demo could not be shown here: the src of <api-key-vs-token> is no address on the web, like https://demos.example/.');
    }

    /** @param {string} address */
    #load(address) {
      if (this.#loaded) this.#frame.contentWindow?.location.replace(address);
      else this.#frame.src = address;
      if (this.#inSight) this.#wait();
    }

    /** Whoever looks at a frame that says nothing is told. */
    #wait() {
      this.#patience ||= setTimeout(() => {
        this.#patience = 0;
        if (this.#heard || !this.isConnected || !this.#address) return;
        if (this.#came) this.#fail('no-answer', 'The demo could not be shown here: its host or this page’s policy refused it.');
        else this.#fail('late', 'The demo has not come yet: its host has not answered.');
      }, PATIENCE_MS);
    }

    /** Says above the frame, or where it was refused in its place, what is the matter, and shows what stands inside the
     *  element.
     * @param {'late' | 'no-answer' | 'no-address'} reason
     * @param {string} message
     */
    #fail(reason, message) {
      if (message === this.#sentence.textContent) return;
      this.toggleAttribute('data-late', reason === 'late');
      this.toggleAttribute('data-failed', reason !== 'late');
      this.#sentence.textContent = message;
      this.dispatchEvent(new CustomEvent('error', { detail: { reason, message } }));
    }

    #unfail() {
      this.#sentence.textContent = '';
      this.removeAttribute('data-late');
      this.removeAttribute('data-failed');
    }
  }

  customElements.define(NAME, ApiKeyVsToken);
})();
