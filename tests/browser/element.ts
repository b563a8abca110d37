// The types of the package for npm, as whoever uses it meets them: `tsc` is the test.

import type { ApiKeyVsTokenEvents } from '../../public/npm/index';

/** What the element says is of the type that it says it with. */
export function heard(element: HTMLElementTagNameMap['api-key-vs-token']) {
  const seen: (string | number)[] = [];
  element.addEventListener('finished', ({ detail }) => seen.push(detail.demo));
  element.addEventListener('height', ({ detail }) => seen.push(detail.height));
  element.addEventListener('error', ({ detail }) => seen.push(detail.reason));
  // @ts-expect-error: nothing is said of a height where it is ready
  element.addEventListener('ready', ({ detail }) => seen.push(detail.height));
  element.pause();
  element.resume();
  return seen;
}

export type Reason = ApiKeyVsTokenEvents['error']['detail']['reason'];
