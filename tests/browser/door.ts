// What the tests of the door share: a page whose provider is there, and the browser's console.

import type { Page } from '@playwright/test';
import { allHasCome, type Watch } from './page';

// The tests' functions run in the page, where `demo` is.
declare global {
  var demo: any;
}

/** Opens the page and waits for the provider. Any request or console message after that fails the test. */
export async function openDoor(page: Page, watch: Watch) {
  await page.goto('');
  await page.evaluate(() => demo.ready);
  await allHasCome(page, watch);
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
