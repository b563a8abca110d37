import { defineConfig } from '@playwright/test';

// `cargo xtask test` serves the release page from a sub-folder and says where it is and which browser to use.
const { BASE_URL, CHROMIUM_PATH, CI, JAVA } = process.env;
if (!BASE_URL || !CHROMIUM_PATH) {
  throw new Error('BASE_URL and CHROMIUM_PATH are not set: run `cargo xtask test --browser`.');
}

// Chromium's sandbox cannot start as root; its own background traffic has no place in tests about traffic.
const root = process.getuid?.() === 0;
const args = [
  ...(root ? ['--no-sandbox'] : []),
  '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export default defineConfig({
  testDir: '.',
  // The checker of markup needs Java. `cargo xtask test` says so where there is none.
  testIgnore: JAVA ? [] : ['markup.spec.ts'],
  outputDir: 'results',
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(CI),
  reporter: 'list',
  use: {
    baseURL: BASE_URL,
    // Pages that are left stay in the browser's memory, as they do for a reader; Playwright turns that off.
    launchOptions: { executablePath: CHROMIUM_PATH, args, ignoreDefaultArgs: ['--disable-back-forward-cache'] },
    trace: 'retain-on-failure',
  },
});
