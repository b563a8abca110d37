// The theme button: auto, light, dark. A classic script in the head, because a choice made earlier must
// stand before the first paint: anything later would flash. It needs neither WASM nor boot.js.
(() => {
  'use strict';
  const THEMES = ['auto', 'light', 'dark'];
  const root = document.documentElement;
  // The browser's own bars take the page's colours, which the two theme-color tags hold: light, then dark.
  const bars = [...document.querySelectorAll('meta[name="theme-color"]')];
  const colours = bars.map((bar) => bar.content);

  // With storage denied (a sandboxed frame, blocked cookies) merely touching `localStorage` throws.
  // The button then works until the page is left.
  const read = () => {
    try { return localStorage.getItem('theme'); } catch { return null; }
  };
  const write = (theme) => {
    try {
      if (theme === 'auto') localStorage.removeItem('theme');
      else localStorage.setItem('theme', theme);
    } catch { /* Not remembered, then. */ }
  };

  let theme = THEMES.includes(read()) ? read() : 'auto';

  const apply = () => {
    if (theme === 'auto') delete root.dataset.theme;
    else root.dataset.theme = theme;
    bars.forEach((bar, i) => { bar.content = theme === 'auto' ? colours[i] : colours[THEMES.indexOf(theme) - 1]; });
  };
  apply();

  document.addEventListener('DOMContentLoaded', () => {
    const button = document.querySelector('.theme-button');
    if (!button) return;
    const label = () => { button.querySelector('b').textContent = theme; };
    button.addEventListener('click', () => {
      theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
      write(theme);
      apply();
      label();
    });
    label();
    // It stands hidden in the page: without scripts it could do nothing.
    button.hidden = false;
  });
})();
