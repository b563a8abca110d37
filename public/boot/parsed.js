// @ts-check
// Imported first, it keeps the rest waiting until the page is parsed. A script that is `async` may come before that.

if (document.readyState === 'loading') {
  await new Promise((parsed) => { document.addEventListener('DOMContentLoaded', parsed, { once: true }); });
}
export {};
