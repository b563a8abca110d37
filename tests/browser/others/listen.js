// @ts-check
// The first script of each page, where the browser does not report what goes wrong: it tells the test's server. The
// request is answered before the page goes on, so whoever asks the server afterwards misses nothing.
(() => {
  const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
  /** @param {string} what */
  const tell = (what) => {
    const request = new XMLHttpRequest();
    request.open('POST', src, false);
    request.send(what);
  };
  addEventListener('error', ({ message, target }) => tell(message ? `uncaught: ${message}` : `did not load: ${/** @type {Element} */ (target).outerHTML}`), true);
  addEventListener('unhandledrejection', ({ reason }) => tell(`uncaught: ${reason}`));
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => tell(`policy: ${violatedDirective} ${blockedURI}`));
  for (const level of /** @type {const} */ (['error', 'warn', 'log', 'info', 'debug'])) {
    const write = console[level];
    console[level] = (...words) => {
      tell(`console ${level}: ${words.join(' ')}`);
      write.apply(console, words);
    };
  }
})();
