// Signing in through a real identity provider, on another site than Portico.
import type { Server } from 'node:http';
import type { Page } from '@playwright/test';
import { startProvider, stopProvider } from './provider.ts';
import { expect, test } from './support.ts';

const PORTICO = process.env.PORTICO_URL ?? 'http://127.0.0.1:3000';
const AT_PROVIDER = /localhost:\d+\/interaction\//;

test.use({ locale: 'en-GB' });
test.skip(!process.env.PORTICO_PROVIDER_URL, 'run.sh tells Portico of the provider');

let provider: Server;
test.beforeAll(async () => {
  provider = await startProvider(PORTICO);
});
test.afterAll(async () => stopProvider(provider));

async function toProvider(page: Page, next = ''): Promise<void> {
  await page.goto(`/sign-in${next && `?next=${encodeURIComponent(next)}`}`);
  await page.getByRole('button', { name: 'Sign in with Example Corp' }).click();
  await page.waitForURL(AT_PROVIDER);
}

async function signInAs(page: Page, account: string, next = ''): Promise<void> {
  await toProvider(page, next);
  await page.fill('[name="login"]', account);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** The address that the provider sends this browser to, which has not gone there yet. */
async function answerFor(page: Page, account: string): Promise<string> {
  await toProvider(page);
  const signedIn = await page.request.post(page.url(), { form: { login: account }, maxRedirects: 0 });
  const answered = await page.request.get(signedIn.headers().location, { maxRedirects: 0 });
  return answered.headers().location;
}

test('somebody comes in with the role that the provider gives, and out again', async ({ page, context }) => {
  await signInAs(page, 'li', '/recordings');
  await expect(page).toHaveURL(`${PORTICO}/recordings`);
  await expect(page.locator('nav a.nav-link[href="/meetings"]')).toBeVisible();
  const cookies = await context.cookies(PORTICO);
  expect(cookies.some((cookie) => cookie.name.endsWith('portico-sign-in'))).toBe(false);
  const session = cookies.find((cookie) => cookie.name.endsWith('portico-session'));
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' });

  await page.goto('/account');
  await expect(page.getByText('li, organizer')).toBeVisible();
  await expect(page.getByText('Portico has no password of yours')).toBeVisible();
  await expect(page.locator('[name="password"]')).toHaveCount(0);
  expect((await page.goto('/people'))?.status()).toBe(403);

  // Portico's session has ended, the provider's has not: no account is asked for again.
  await context.clearCookies({ name: session?.name });
  await page.goto('/meetings');
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByRole('button', { name: 'Sign in with Example Corp' }).click();
  await expect(page.locator('nav a.nav-link[href="/meetings"]')).toBeVisible();
});

test('whoever is in no group may look', async ({ page }) => {
  await signInAs(page, 'zhang');
  await expect(page.locator('nav a.nav-link[href="/meetings"]')).toBeVisible();
  await page.goto('/account');
  await expect(page.getByText('zhang, viewer')).toBeVisible();
});

test('whoever cancels there is told so, in both languages', async ({ page }) => {
  for (const [language, words, button] of [
    ['en', 'did not sign you in', 'Sign in with Example Corp'],
    ['zh-CN', '身份提供方未让您登录', '使用 Example Corp 登录'],
  ]) {
    await page.context().addCookies([{ name: 'portico-language', value: language, url: PORTICO }]);
    await page.goto('/sign-in?next=%2Frecordings');
    await page.getByRole('button', { name: button }).click();
    await page.waitForURL(AT_PROVIDER);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('alert')).toContainText(words);
    await expect(page.locator('[name="account"]')).toBeVisible();
    await expect(page.locator('[name="next"]').first(), 'the way on is not lost').toHaveValue('/recordings');
  }
});

test('an answer works once, and only in the browser that it is for', async ({ page, browser, javaScriptEnabled }) => {
  const address = await answerFor(page, 'li');
  const context = await browser.newContext({ javaScriptEnabled, locale: 'en-GB' });
  const other = await context.newPage();
  expect((await other.goto(address))?.status(), 'another browser').toBe(400);
  await expect(other.getByRole('alert')).toContainText('began in another browser');
  // A sign-in of its own does not help it.
  await other.getByRole('button', { name: 'Sign in with Example Corp' }).click();
  await other.waitForURL(AT_PROVIDER);
  expect((await other.goto(address))?.status()).toBe(400);
  await context.close();

  await page.goto(address);
  await expect(page.locator('nav a.nav-link[href="/meetings"]')).toBeVisible();
  expect((await page.goto(address))?.status(), 'a second time').toBe(400);
});

test('the page leads nowhere but to the provider and to our own paths', async ({ page }) => {
  const answer = await page.goto('/sign-in');
  const policy = answer?.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("form-action 'self';");
  await signInAs(page, 'li', '//evil.example/x');
  await expect(page.locator('nav a.nav-link[href="/meetings"]')).toBeVisible();
  expect(new URL(page.url()).origin).toBe(PORTICO);
});
