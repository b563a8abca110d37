// What the tests of the door share: a page whose provider is there, and the browser's console.

import type { Page } from '@playwright/test';
import { allHasCome, test as base, type Watch } from './page';

// The tests' functions run in the page, where `demo` is.
declare global {
  var demo: any;
}

/** For what is asked of the provider and not of the page: the tests of a worker share one page, on which each of them
    finds a new provider. */
export const test = base.extend<object, { shared: Page }>({
  shared: [async ({ browser }, use, { project }) => {
    const context = await browser.newContext({ baseURL: project.use.baseURL });
    await use(await context.newPage());
    await context.close();
  }, { scope: 'worker' }],
  page: ({ shared }, use) => use(shared),
});

/** Opens the page and waits for the provider. Any request or console message after that fails the test. */
export async function openDoor(page: Page, watch: Watch, address = '') {
  await page.goto(address);
  await page.evaluate(() => demo.ready);
  await allHasCome(page, watch);
}

/** The same on the page that is shared: opened by the first test that comes, with a new provider for each. */
export async function openSharedDoor(page: Page, watch: Watch) {
  if (page.url() === 'about:blank') return openDoor(page, watch, 'embed/security.html');
  watch.pageIsLoaded();
  await page.evaluate(() => demo.reset());
}

/** The console that a developer types in: it waits for promises, and keeps variables from line to line. */
export async function openConsole(page: Page) {
  const session = await page.context().newCDPSession(page);
  return async (line: string) => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression: line, replMode: true, awaitPromise: true, returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
}
