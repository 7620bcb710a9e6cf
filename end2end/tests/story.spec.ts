// The main job, walked by both visitors: schedule, share, join, see it run and end, replay, delete.
import { sandbox } from './sandbox.ts';
import { field } from './times.ts';
import { confirm, guest, openForm, reloadUntil, schedule, share, unfold } from './story.ts';
import { SESSION, expect, settled, test } from './support.ts';

test.use({ storageState: SESSION });

test('from scheduling to the deleted recording', async ({ page, browser, javaScriptEnabled }) => {
  const subject = `Story ${Date.now()} 周会 <b>"é"`;
  const meeting = await schedule(page, subject);
  const join = await share(page, meeting, { label: 'Everyone' });

  const visitor = await guest(browser, page);
  await visitor.goto(join);
  await expect(visitor.locator('main')).toContainText(subject);
  await expect(visitor.locator('main')).toContainText('Ada Lovelace');
  await visitor.fill('[name="name"]', 'Grace 霍珀');
  await visitor.locator('form[action^="/j/"] button[type="submit"]').click();
  const crmt = await visitor.locator('a[href^="CRMT:"]').getAttribute('href');
  const joins = (await sandbox.calls()).filter((call) => call.operation === 'joinMeeting' && call.status === 200);
  expect(joins.length).toBeGreaterThan(0);
  expect(crmt?.length).toBeGreaterThan(20);
  expect(visitor.url()).not.toContain('CRMT');

  await reloadUntil(page, meeting, async (page) => {
    await expect(page.locator('.badge, [class*="badge"]').first()).toContainText('Live');
  });
  await confirm(page, '/fn/meetings/end');
  await reloadUntil(page, meeting, async (page) => {
    await expect(page.locator('.badge, [class*="badge"]').first()).toContainText('Ended');
  });
  await visitor.goto(join);
  await expect(visitor.locator('main')).toContainText('This meeting has ended');

  await reloadUntil(page, meeting, async (page) => {
    await expect(page.locator('a[href^="/recordings/"]').first()).toBeVisible({ timeout: 500 });
  });
  const recording = await page.locator('a[href^="/recordings/"]:not([href$="/download"])').first().getAttribute('href');
  await page.goto(recording ?? '');
  const video = page.locator('video');
  await expect(video).toHaveAttribute('src', `${recording}/play`);
  if (javaScriptEnabled !== false) {
    await expect
      .poll(() => video.evaluate((video: HTMLVideoElement) => video.readyState), { timeout: 60_000 })
      .toBeGreaterThanOrEqual(1);
    await video.evaluate((video: HTMLVideoElement) => {
      video.muted = true;
      video.currentTime = 15;
      return video.play();
    });
    await expect
      .poll(() => video.evaluate((video: HTMLVideoElement) => video.currentTime), { timeout: 60_000 })
      .toBeGreaterThan(15);
  }
  const part = await page.request.get(`${recording}/play`, { headers: { range: 'bytes=100-199' } });
  expect(part.status()).toBe(206);
  expect((await part.body()).length).toBe(100);
  const whole = await page.request.get(`${recording}/download`);
  expect(whole.status()).toBe(200);
  expect(whole.headers()['content-disposition']).toContain('attachment');
  expect((await whole.body()).length).toBe(Number(whole.headers()['content-length']));

  await confirm(page, '/fn/recordings/delete');
  await page.waitForURL('**/recordings');
  expect((await page.request.get(`${recording}/play`)).status()).toBe(404);
  const deletions = (await sandbox.calls()).filter((call) => call.operation === 'deleteVideo');
  expect(deletions.at(-1)?.status).toBe(200);
  await visitor.context().close();
});

test('a meeting is changed and cancelled, and its link says so', async ({ page, browser }) => {
  const meeting = await schedule(page, 'To be moved', 24 * 60, 25 * 60);
  const join = await share(page, meeting);
  const visitor = await guest(browser, page);
  await visitor.goto(join);
  await expect(visitor.locator('main')).toContainText('Opens in');
  await expect(visitor.locator('button[type="submit"]:has-text("Join meeting")')).toHaveCount(0);

  await page.goto(`${meeting}/edit`);
  await settled(page);
  await page.fill('[name="form[subject]"]', 'Moved and renamed');
  await page.fill('[name="form[password]"]', '4321');
  await page.locator('form[action="/fn/meetings/change"] button[type="submit"]').click();
  await page.waitForURL(new RegExp(`${meeting}$`));
  await expect(page.locator('h1')).toContainText('Moved and renamed');
  await expect(page.locator('main input[value="4321"]')).toBeAttached();
  await visitor.goto(join);
  await expect(visitor.locator('main')).toContainText('Moved and renamed');

  await confirm(page, '/fn/meetings/cancel');
  await reloadUntil(page, meeting, async (page) => {
    await expect(page.locator('.badge, [class*="badge"]').first()).toContainText('Cancelled');
  });
  const gone = await visitor.goto(join);
  expect(gone?.status()).toBe(410);
  await expect(visitor.locator('main')).toContainText('cancelled');
  await visitor.context().close();
});

test('what is wrong is said beside its field, and nothing typed is lost', async ({ page }) => {
  await openForm(page);
  await page.fill('[name="form[subject]"]', ' ');
  await page.fill('[name="form[start]"]', field(60));
  await page.fill('[name="form[end]"]', field(30));
  await page.fill('[name="form[password]"]', '12');
  const send = page.locator('form[action="/fn/meetings/schedule"] button[type="submit"]');
  await send.click();
  await expect(page.locator('#error-summary')).toBeVisible();
  await expect(page.locator('#error-summary li')).toHaveCount(3);
  await expect(page.locator('#error-summary li', { hasText: 'Subject: ' }), 'it names the field').toHaveCount(1);
  await expect(page.locator('[name="form[password]"]')).toHaveValue('12');
  await expect(page.locator('[name="form[end]"]')).toHaveAttribute('aria-invalid', 'true');
  // Only where the meeting shall be held stands in the address.
  const keys = [...new URL(page.url()).searchParams.keys()];
  expect(keys.filter((key) => key !== 'connection')).toEqual([]);

  await page.fill('[name="form[subject]"]', 'Refused by the vendor');
  await page.fill('[name="form[end]"]', field(90));
  await page.fill('[name="form[password]"]', '');
  await unfold(page, 'details:not([open]):has([name="form[host_id]"])');
  await page.fill('[name="form[host_id]"]', '424242');
  await page.locator('form[action="/fn/meetings/schedule"] button[type="submit"]').click();
  await expect(page.locator('#error-summary')).toContainText('22223');
  await expect(page.locator('[name="form[host_id]"]')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('[name="form[subject]"]')).toHaveValue('Refused by the vendor');
});

test.describe('a vendor that drops the line', () => {
  // The refused form is answered with 504, which the browser remarks on.
  test.use({ expected: [/status of 504/] });

test('an answer that never came becomes unconfirmed, and is found out', async ({ page }) => {
  await sandbox.fault('createMeeting', { kind: 'drop_after' });
  const subject = `Lost answer ${Date.now()}`;
  await openForm(page);
  await page.fill('[name="form[subject]"]', subject);
  await page.fill('[name="form[start]"]', field(120));
  await page.fill('[name="form[end]"]', field(150));
  await page.locator('form[action="/fn/meetings/schedule"] button[type="submit"]').click();
  await expect(page.locator('#error-summary')).toContainText('may or may not have happened');
  await expect(async () => {
    await page.goto(`/meetings?text=${encodeURIComponent(subject)}`);
    await expect(page.locator('tbody tr')).toHaveCount(1);
    await expect(page.locator('tbody tr')).toContainText('Scheduled');
  }).toPass({ timeout: 90_000, intervals: [2000] });
  const creations = (await sandbox.calls()).filter(
    (call) => call.operation === 'createMeeting' && call.body?.includes(subject),
  );
  expect(creations).toHaveLength(1);
});
});

test('the door: passcode, uses, revoked, unknown', async ({ page, browser }) => {
  const meeting = await schedule(page, 'Guarded');
  const guarded = await share(page, meeting, { label: 'guarded', passcode: 'open sesame', most_uses: '1' });
  const visitor = await guest(browser, page);
  const enter = async (passcode: string) => {
    await visitor.goto(guarded);
    await visitor.fill('[name="name"]', 'Ali');
    await visitor.fill('[name="passcode"]', passcode);
    await visitor.locator('form[action^="/j/"] button[type="submit"]').click();
  };
  await enter('open barley');
  await expect(visitor.locator('main')).toContainText('passcode is not right');
  await expect(visitor.locator('[name="name"]')).toHaveValue('Ali');
  await enter('open sesame');
  await expect(visitor.locator('a[href^="CRMT:"]')).toBeVisible();
  await visitor.goto(guarded);
  await expect(visitor.locator('main')).toContainText('used up');

  const open = await share(page, meeting, { label: 'open' });
  await confirm(page, '/fn/links/revoke');
  await expect(page.locator('main')).toContainText('Revoked');
  const revoked = await visitor.goto(open);
  expect(revoked?.status()).toBe(410);
  await expect(visitor.locator('main')).not.toContainText('Guarded');
  expect((await visitor.goto('/j/aaaaaaaaaaaaaaaaaaaaaaaaaa'))?.status()).toBe(404);
  await visitor.context().close();
});
