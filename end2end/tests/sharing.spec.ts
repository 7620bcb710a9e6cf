// What is passed on to people outside: personal links, invitations as text, recordings by link.
import type { Page } from '@playwright/test';
import { field } from './times.ts';
import { confirm, guest, recorded, schedule, share, unfold } from './story.ts';
import { SESSION, expect, settled, test } from './support.ts';

test.use({ storageState: SESSION });

/** Sends the form that shares a recording, and returns the path of the new link. */
async function shareRecording(page: Page, recording: string, options: Record<string, string> = {}): Promise<string> {
  await page.goto(recording);
  await settled(page);
  const addresses = page.locator('input[value*="/r/"]');
  const before = await addresses.count();
  const form = page.locator('form[action="/fn/recording-links/create"]');
  await unfold(page, 'details:not([open]):has(form[action="/fn/recording-links/create"])');
  for (const [name, value] of Object.entries(options)) {
    const input = form.locator(`[name="form[${name}]"]`);
    if ((await input.getAttribute('type')) === 'checkbox') await input.setChecked(value === 'on');
    else await input.fill(value);
  }
  await form.locator('button[type="submit"]').click();
  await expect(addresses).toHaveCount(before + 1);
  return new URL(await addresses.last().inputValue()).pathname;
}

test('a pasted list becomes personal links, each with its invitation', async ({ page, browser, javaScriptEnabled }) => {
  const subject = `Personal ${Date.now()} <b>"é"`;
  const meeting = await schedule(page, subject);
  await page.goto(meeting);
  await settled(page);
  await unfold(page, 'details:not([open]):has(form[action="/fn/links/create"])');
  const form = page.locator('form[action="/fn/links/create"]');
  await form.locator('[name="form[people]"]').fill('Grace Hopper\n\n张伟\n');
  await form.locator('button[type="submit"]').last().click();
  await expect(page.locator('input[value*="/j/"]')).toHaveCount(2);
  const join = new URL(await page.locator('input[value*="/j/"]').first().inputValue()).pathname;

  await page.getByRole('link', { name: 'Grace Hopper', exact: true }).click();
  await page.waitForURL(/\/links\/[0-9a-f-]{36}$/);
  await expect(page.locator('h1')).toContainText('Grace Hopper');
  const one = new URL(page.url()).pathname;
  const text = page.locator('textarea[readonly]');
  await expect(text).toHaveValue(new RegExp(`Join: .*${join}`));
  await expect(text).toHaveValue(/Asia\/Shanghai, UTC\+08:00/);
  await expect(text).toHaveValue(/This link is for Grace Hopper/);
  const picture = page.locator('img[src$="/qr.svg"]');
  expect((await page.request.get((await picture.getAttribute('src')) ?? '')).status()).toBe(200);
  await page.getByRole('link', { name: '中文', exact: true }).click();
  await expect(text).toHaveValue(/会议时间：/);
  await expect(text).toHaveAttribute('lang', 'zh-CN');

  const visitor = await guest(browser, page);
  await visitor.goto(join);
  await expect(visitor.locator('[name="name"]')).toHaveValue('Grace Hopper');
  await visitor.locator('form[action^="/j/"] button[type="submit"]').click();
  await expect(visitor.locator('a[href^="CRMT:"]')).toBeAttached();
  await page.goto(one);
  await expect(page.locator('table')).toContainText('Grace Hopper');

  await settled(page);
  await page.fill('[name="form[label]"]', 'Admiral Hopper');
  await page.locator('form[action="/fn/links/change"] button[type="submit"]').click();
  if (javaScriptEnabled !== false) await expect(page.getByText('Saved.')).toBeVisible();
  await expect(page.locator('h1')).toContainText('Admiral Hopper');
  await visitor.goto(join);
  await expect(visitor.locator('[name="name"]')).toHaveValue('Admiral Hopper');

  await page.goto(one);
  await confirm(page, '/fn/links/revoke');
  await expect(page.locator('main')).toContainText('was revoked');
  const revoked = await visitor.goto(join);
  expect(revoked?.status()).toBe(410);
  await expect(visitor.locator('main')).not.toContainText('Hopper');
  await visitor.context().close();
});

test('a name that is too long is said beside the list, and the list stays', async ({ page }) => {
  const meeting = await schedule(page, 'Long names');
  await page.goto(meeting);
  await settled(page);
  await unfold(page, 'details:not([open]):has(form[action="/fn/links/create"])');
  const people = page.locator('[name="form[people]"]');
  await people.fill(`Ann\n${'x'.repeat(31)}`);
  await page.locator('form[action="/fn/links/create"] button[type="submit"]').last().click();
  await expect(people).toHaveAttribute('aria-invalid', 'true');
  await expect(people).toHaveValue(`Ann\n${'x'.repeat(31)}`);
});

test('a meeting that is moved says so to whoever has a link', async ({ page, browser }) => {
  const meeting = await schedule(page, 'To be moved', 24 * 60, 25 * 60);
  const join = await share(page, meeting);
  const visitor = await guest(browser, page);
  await visitor.goto(join);
  await expect(visitor.locator('main')).not.toContainText('Moved from');
  await page.goto(`${meeting}/edit`);
  await settled(page);
  await page.fill('[name="form[start]"]', field(26 * 60));
  await page.fill('[name="form[end]"]', field(27 * 60));
  await page.locator('form[action="/fn/meetings/change"] button[type="submit"]').click();
  await page.waitForURL(new RegExp(`${meeting}$`));
  await expect(async () => {
    await visitor.goto(join);
    await expect(visitor.locator('.when')).toContainText('Moved from', { timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await visitor.context().close();
});

test('a recording is shared, watched, guarded, and withdrawn', async ({ page, browser, javaScriptEnabled }) => {
  const [meeting, join, recording] = await recorded(page, `Shared ${Date.now()} 录像`);
  const open = await shareRecording(page, recording, { label: 'Participants', download: 'on' });
  const guarded = await shareRecording(page, recording, { label: 'Board', passcode: 'open sesame' });

  const visitor = await guest(browser, page);
  // Another of the same meeting that is not shown there, because one is already.
  await expect(async () => {
    await visitor.goto(join);
    await expect(visitor.locator('a[href^="/r/"]')).toHaveCount(1, { timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await visitor.locator('a[href^="/r/"]').click();
  await visitor.waitForURL(`**${open}`);
  const video = visitor.locator('video');
  await expect(video).toHaveAttribute('src', `${open}/play`);
  if (javaScriptEnabled !== false) {
    await expect
      .poll(() => video.evaluate((video: HTMLVideoElement) => video.readyState), { timeout: 60_000 })
      .toBeGreaterThanOrEqual(1);
    await expect(visitor.locator('[data-broken]')).toBeHidden();
  }
  const part = await visitor.request.get(`${open}/play`, { headers: { range: 'bytes=100-199' } });
  expect(part.status()).toBe(206);
  expect((await part.body()).length).toBe(100);
  const file = await visitor.request.get(`${open}/download`);
  expect(file.headers()['content-disposition']).toContain('attachment');

  await visitor.goto(guarded);
  await expect(visitor.locator('video')).toHaveCount(0);
  expect((await visitor.request.get(`${guarded}/play`)).status()).toBe(403);
  await visitor.fill('[name="passcode"]', 'open barley');
  await visitor.locator('form[action^="/r/"] button[type="submit"]').click();
  await expect(visitor.locator('main')).toContainText('passcode is not right');
  await visitor.fill('[name="passcode"]', 'open sesame');
  await visitor.locator('form[action^="/r/"] button[type="submit"]').click();
  await expect(visitor.locator('video')).toHaveAttribute('src', `${guarded}/play`);
  expect(visitor.url()).not.toContain('sesame');
  expect((await visitor.request.get(`${guarded}/download`)).status()).toBe(404);

  await page.goto(recording);
  const row = page.getByRole('row').filter({ hasText: 'Participants' });
  await settled(page);
  await row.getByRole('button', { name: 'Revoke…' }).click();
  await row.locator('form[action="/fn/recording-links/revoke"] button[type="submit"]').click();
  await expect(page.getByRole('row').filter({ hasText: 'Participants' })).toContainText('Revoked');
  expect((await visitor.goto(open))?.status()).toBe(410);
  await expect(visitor.locator('main')).not.toContainText('Shared');
  await expect(async () => {
    await visitor.goto(join);
    await expect(visitor.locator('a[href^="/r/"]')).toHaveCount(0, { timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await page.goto(meeting);
  await expect(page.locator('main')).toContainText('Recording shared');
  await visitor.context().close();
});
