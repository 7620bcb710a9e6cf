// What every browser test shares: a page that fails its test on any complaint of the browser, and
// the ways in.
import { test as base, expect, type ConsoleMessage, type Page } from '@playwright/test';

/** The first administrator, made by the global set-up. */
export const ADMINISTRATOR = {
  account: process.env.PORTICO_ACCOUNT ?? 'ada',
  name: 'Ada Lovelace',
  password: process.env.PORTICO_PASSWORD ?? 'columns hold the lintel',
};

/** Where the administrator's session is kept between tests. */
export const SESSION = `test-results/${process.env.PORTICO_PROJECT ?? 'script'}/.administrator.json`;

type Options = {
  /** Complaints that a test provokes on purpose. */
  expected: RegExp[];
};

/** A refused page or server function answers 4xx by design, and the browser remarks on that. */
function byDesign(message: ConsoleMessage, answered: Set<string>): boolean {
  const status = /the server responded with a status of (\d+)/.exec(message.text());
  if (!status || !status[1].startsWith('4')) return false;
  const url = message.location().url;
  return answered.has(url) || (URL.canParse(url) && new URL(url).pathname.startsWith('/fn/'));
}

/** Collects everything the browser complains of: errors, exceptions, policy violations. */
function listen(page: Page, complaints: string[]): void {
  const documents = new Set<string>();
  page.on('response', (response) => {
    if (response.request().isNavigationRequest()) documents.add(response.url());
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error' && !/content security policy/i.test(message.text())) return;
    if (!byDesign(message, documents)) complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
}

export const test = base.extend<Options>({
  expected: [[], { option: true }],

  page: async ({ page, expected, javaScriptEnabled }, use) => {
    const complaints: string[] = [];
    listen(page, complaints);
    if (javaScriptEnabled !== false) {
      // Report-only policies and blocked styles are not always written to the console.
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          console.error(`securitypolicyviolation: ${event.violatedDirective} ${event.blockedURI}`);
        });
      });
    }
    await use(page);
    const unexpected = complaints.filter((complaint) => !expected.some((pattern) => pattern.test(complaint)));
    expect(unexpected, 'the browser complained').toEqual([]);
  },
});

/** Opens the one-time link and makes the first administrator. */
export async function setUp(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.fill('[name="form[account]"]', ADMINISTRATOR.account);
  await page.fill('[name="form[name]"]', ADMINISTRATOR.name);
  await page.fill('[name="password"]', ADMINISTRATOR.password);
  await page.fill('[name="again"]', ADMINISTRATOR.password);
  await submit(page, '[name="again"]');
  await expect(page.locator('nav a[href="/meetings"]')).toBeVisible();
}

/** Signs in through the form, as the administrator unless told otherwise. */
export async function signIn(
  page: Page,
  { account, password }: { account: string; password: string } = ADMINISTRATOR,
): Promise<void> {
  await page.goto('/sign-in');
  await page.fill('[name="account"]', account);
  await page.fill('[name="password"]', password);
  await submit(page, '[name="password"]');
  await expect(page.locator('nav a[href="/meetings"]')).toBeVisible();
}

/** Presses the button of the form that the field stands in, and waits until the page is another. */
export async function submit(page: Page, field: string): Promise<void> {
  const before = page.url();
  await page.locator(`form:has(${field}) button:not([name])[type="submit"]`).last().click();
  await page.waitForURL((url) => url.href !== before);
}

/** Waits until the application has taken over the page, so that what is tested is its script. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('load');
  if (process.env.PORTICO_PROJECT === 'no-script') return;
  // A page that listens to live events is never idle; by then its chunks have long arrived.
  await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => {});
}

export { expect };
