// @ts-check
// Making elements.

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} [children]
 */
export function element(name, attributes = {}, children = []) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

/**
 * A key of the keyboard, as help and buttons show it.
 * @param {string} key
 */
export const keycap = (key) => element('kbd', {}, [key]);

/**
 * What the page is known to have.
 * @param {string} selector
 * @param {ParentNode} within
 */
export const the = (selector, within = document) => /** @type {HTMLElement} */ (within.querySelector(selector));

/**
 * A sign of the page's sprite.
 * @param {string} name
 */
export function sign(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#sign-${name}`);
  svg.setAttribute('class', 'sign');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}

// Under `require-trusted-types-for 'script'` a page takes no HTML but what a policy lets through. This one is for what
// the host has made of the Markdown, and for copies of what stands in the page.
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy('key-vs-token-class', {
  createHTML: (/** @type {string} */ html) => html,
});

/**
 * What may be put into an element as HTML.
 * @param {string} html  made by the host, or taken from the page
 * @returns {string}
 */
export const markup = (html) => policy?.createHTML(html) ?? html;
