// The steps that browser stories are made of.
import type { Browser, Page } from '@playwright/test';
import { field } from './times.ts';
import { expect, settled, submit, test } from './support.ts';

/** The schedule form of a connection, whichever was used last. */
export async function openForm(page: Page, connection = 'CloudRoom sandbox'): Promise<void> {
  await page.goto('/meetings/new');
  await settled(page);
  await page.getByRole('link', { name: connection, exact: true }).click();
  await expect(page.locator('[aria-current="page"]', { hasText: connection })).toBeVisible();
  await settled(page);
}

/** Fills the schedule form in and sends it. */
export async function schedule(page: Page, subject: string, start = 5, end = 35): Promise<string> {
  await openForm(page);
  await page.fill('[name="form[subject]"]', subject);
  await page.fill('[name="form[start]"]', field(start));
  await page.fill('[name="form[end]"]', field(end));
  await page.locator('form[action="/fn/meetings/schedule"] button[type="submit"]').click();
  await page.waitForURL(/\/meetings\/[0-9a-f-]{36}$/);
  await expect(page.locator('h1')).toContainText(subject);
  return new URL(page.url()).pathname;
}

export type Vendor = 'vmr' | 'webapi';

/** Fills the schedule form of a vendor's connection in and sends it. */
export async function scheduleAt(
  page: Page,
  vendor: Vendor,
  subject: string,
  fields: Record<string, string> = {},
): Promise<string> {
  await openForm(page, { vmr: 'VMR sandbox', webapi: 'WebAPI sandbox' }[vendor]);
  const typed = { subject, start: field(2), end: field(30), ...fields };
  for (const [name, value] of Object.entries(typed)) {
    const input = page.locator(`[name="form[${name}]"]`).first();
    const tag = await input.evaluate((element) => `${element.tagName} ${element.getAttribute('type')}`);
    if (tag.startsWith('SELECT')) await input.selectOption(value);
    else if (tag === 'INPUT checkbox') await input.check();
    else await input.fill(value);
  }
  await page.locator('form[action="/fn/meetings/schedule"] button[type="submit"]').click();
  await page.waitForURL(/\/meetings\/[0-9a-f-]{36}$/);
  await expect(page.locator('h1')).toContainText(subject);
  return new URL(page.url()).pathname;
}

export async function unfold(page: Page, folds: string): Promise<void> {
  while ((await page.locator(folds).count()) > 0) await page.locator(`${folds} > summary`).first().click();
}

/** Makes a join link and returns its path. */
export async function share(page: Page, meeting: string, options: Record<string, string> = {}): Promise<string> {
  await page.goto(meeting);
  await settled(page);
  const before = await page.locator('input[value*="/j/"]').count();
  const form = page.locator('form[action="/fn/links/create"]');
  // The outer fold first; the inner one is there only then.
  await unfold(page, 'details:not([open]):has(form[action="/fn/links/create"])');
  await unfold(page, 'form[action="/fn/links/create"] details:not([open])');
  for (const [name, value] of Object.entries(options)) {
    const input = form.locator(`[name="form[${name}]"]`);
    if ((await input.evaluate((element) => element.tagName)) === 'SELECT') await input.selectOption(value);
    else await input.fill(value);
  }
  await form.locator('button[type="submit"]').last().click();
  await expect(page.locator('input[value*="/j/"]')).toHaveCount(before + 1);
  const address = await page.locator('input[value*="/j/"]').last().inputValue();
  return new URL(address).pathname;
}

/** Opens the question in front of the form, and answers it with the act. */
export async function confirm(page: Page, action: string): Promise<void> {
  await settled(page);
  const panel = page.locator(`[popover]:has(form[action="${action}"])`).last();
  const id = await panel.getAttribute('id');
  await page.locator(`[popovertarget="${id}"]`).first().click();
  // Whoever leaves the page before the answer may take the question back.
  const answered = page.waitForResponse((response) => new URL(response.url()).pathname === action);
  await panel.locator('button[type="submit"]').click();
  await answered;
}

/** Someone without an account, in a window of their own. */
export async function guest(browser: Browser, page: Page, timezoneId = 'Europe/Berlin'): Promise<Page> {
  const { javaScriptEnabled } = test.info().project.use;
  const context = await browser.newContext({
    baseURL: new URL(page.url()).origin,
    javaScriptEnabled,
    locale: 'en-GB',
    timezoneId,
  });
  return context.newPage();
}

/** A new organizer, in a window of their own. `page` is an administrator's. */
export async function organizer(browser: Browser, page: Page, account: string): Promise<Page> {
  await page.goto('/people');
  await settled(page);
  await page.fill('[name="form[account]"]', account);
  await page.fill('[name="form[name]"]', 'Wang Fang');
  await page.check('[name="form[role]"][value="organizer"]');
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = await page.locator('#password-link').inputValue();
  const theirs = await guest(browser, page, 'Asia/Shanghai');
  await theirs.goto(link);
  await theirs.fill('[name="password"]', 'a lintel over the columns');
  await theirs.fill('[name="again"]', 'a lintel over the columns');
  await submit(theirs, '[name="again"]');
  return theirs;
}

/** Asks again until the page says it. */
export async function reloadUntil(page: Page, path: string, says: (page: Page) => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.goto(path);
    await says(page);
  }).toPass({ timeout: 90_000, intervals: [500] });
}

/** A meeting that ended and was recorded: its page, its join link, its recording. */
export async function recorded(page: Page, subject: string): Promise<[string, string, string]> {
  const meeting = await schedule(page, subject);
  const join = await share(page, meeting, { label: 'Everyone' });
  const enter = await guest(page.context().browser()!, page);
  await enter.goto(join);
  await enter.fill('[name="name"]', 'Grace');
  await enter.locator('form[action^="/j/"] button[type="submit"]').click();
  await expect(enter.locator('a[href^="CRMT:"]')).toBeAttached();
  await enter.context().close();
  await reloadUntil(page, meeting, async (page) => {
    await expect(page.locator('.badge, [class*="badge"]').first()).toContainText('Live');
  });
  await confirm(page, '/fn/meetings/end');
  await reloadUntil(page, meeting, async (page) => {
    await expect(page.locator('a[href^="/recordings/"]').first()).toBeVisible({ timeout: 500 });
  });
  const link = page.locator('a[href^="/recordings/"]:not([href$="/download"])').first();
  return [meeting, join, (await link.getAttribute('href')) ?? ''];
}
