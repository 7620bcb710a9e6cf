// One suite, two visitors: one whose browser runs scripts, one whose browser does not; and a third that walks over
// all pages, which takes long.
// `run.sh` starts a fresh server for each and sets PORTICO_URL.
import { defineConfig } from '@playwright/test';

const launchOptions = {
  executablePath: process.env.PORTICO_CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // A camera and a microphone that are none, for the check of devices.
    '--use-fake-device-for-media-stream',
  ],
};

// Only a page with scripts can be measured from within or run what was smuggled in, a picture needs to be taken
// once, what the server sends is the same for both, and some stories are told with and without script by themselves.
const scriptOnly = ['calendar', 'canary', 'people', 'screenshots', 'tokens', 'webhooks', 'weight'];
const everyPage = ['accessibility', 'markup'];
const files = (names: string[]): string[] => names.map((name) => `**/${name}.spec.ts`);

export default defineConfig({
  testDir: 'tests',
  globalSetup: './tests/global-setup.ts',
  outputDir: `test-results/${process.env.PORTICO_PROJECT ?? 'script'}`,
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 420_000,
  expect: { timeout: 30_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    baseURL: process.env.PORTICO_URL ?? 'http://127.0.0.1:3000',
    browserName: 'chromium',
    launchOptions,
    // What never comes is told before the whole test is out of time.
    actionTimeout: 60_000,
    navigationTimeout: 90_000,
    locale: 'en-GB',
    timezoneId: 'Asia/Shanghai',
    // Recording all that is done takes a quarter of the time.
    trace: process.env.PORTICO_TRACE ? 'retain-on-failure' : 'off',
  },
  projects: [
    { name: 'script', use: { javaScriptEnabled: true }, testIgnore: files(everyPage) },
    { name: 'no-script', use: { javaScriptEnabled: false }, testIgnore: files([...scriptOnly, ...everyPage]) },
    { name: 'pages', use: { javaScriptEnabled: true }, testMatch: files(everyPage) },
  ],
});
