import { defineConfig } from '@playwright/test';

// `cargo xtask test` serves the release page from a sub-folder and says where it is, and which browsers and whether Java
// are there.
const { BASE_URL, CHROMIUM_PATH, WINDOWED_CHROMIUM_PATH, FIREFOX_PATH, WEBKIT_PATH, JAVA, CI } = process.env;
if (!BASE_URL || !CHROMIUM_PATH) {
  throw new Error('BASE_URL and CHROMIUM_PATH are not set: run `cargo xtask test --browser`.');
}

// Chromium's sandbox cannot start as root; its own background traffic has no place in tests about traffic.
const root = process.getuid?.() === 0;
const args = [
  ...(root ? ['--no-sandbox'] : []),
  '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  // The headless shell fits letters to whole pixels, and lines get longer than in any reader's browser.
  '--font-render-hinting=none',
];

const launch = { executablePath: CHROMIUM_PATH, args };
// Playwright hides scrollbars, and has pages that are left forgotten.
const scrollbars = { ...launch, ignoreDefaultArgs: ['--hide-scrollbars'] };
const memory = { ...launch, executablePath: WINDOWED_CHROMIUM_PATH, ignoreDefaultArgs: ['--disable-back-forward-cache'] };

// The checker of markup needs Java; `cargo xtask test` says so where there is none.
// Playwright drives Chromium. Firefox and WebKit are driven by others (others/browsers.ts), and have the main paths.
const others = { testDir: 'others', timeout: 120_000, expect: { timeout: 30_000 } };

export default defineConfig<object, { engine: 'firefox' | 'webkit' }>({
  testDir: '.',
  outputDir: 'results',
  workers: 3, // On two cores: a page that loads waits now and then.
  fullyParallel: true,
  forbidOnly: Boolean(CI),
  reporter: 'list',
  use: {
    baseURL: BASE_URL,
    launchOptions: launch,
    // A trace notes the whole page at each step, of all tests, for the few that fail: `--trace=retain-on-failure` has one
    // where it is wanted.
    trace: 'off',
  },
  projects: [
    { name: 'Chromium', testIgnore: ['**/others/**', '**/scrollbars.spec.ts', '**/memory.spec.ts', ...(JAVA ? [] : ['**/markup.spec.ts'])] },
    { name: 'Chromium with scrollbars', testMatch: '**/scrollbars.spec.ts', use: { launchOptions: scrollbars } },
    ...(WINDOWED_CHROMIUM_PATH ? [{ name: 'Chromium with memory', testMatch: '**/memory.spec.ts', use: { launchOptions: memory } }] : []),
    ...(FIREFOX_PATH ? [{ name: 'Firefox', ...others, use: { engine: 'firefox' as const } }] : []),
    ...(WEBKIT_PATH ? [{ name: 'WebKit', ...others, use: { engine: 'webkit' as const } }] : []),
  ],
});
