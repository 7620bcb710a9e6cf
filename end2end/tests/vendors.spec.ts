// The other two vendors: schedule, share, join, replay, walked by both visitors.
import type { Page } from '@playwright/test';
import { confirm, guest, reloadUntil, scheduleAt, share, unfold } from './story.ts';
import { sandbox } from './sandbox.ts';
import { field } from './times.ts';
import { SESSION, expect, settled, test } from './support.ts';

test.use({ storageState: SESSION });

/** A recording plays and seeks, and is downloaded whole. */
async function replay(page: Page, recording: string): Promise<void> {
  await page.goto(recording);
  await expect(page.locator('video')).toHaveAttribute('src', `${recording}/play`);
  const part = await page.request.get(`${recording}/play`, { headers: { range: 'bytes=100-199' } });
  expect(part.status()).toBe(206);
  expect((await part.body()).length).toBe(100);
  const whole = await page.request.get(`${recording}/download`);
  expect(whole.status()).toBe(200);
  expect((await whole.body()).length).toBe(Number(whole.headers()['content-length']));
}

async function recordingOf(page: Page, meeting: string): Promise<string> {
  await reloadUntil(page, meeting, async (page) => {
    await expect(page.locator('a[href^="/recordings/"]').first()).toBeVisible({ timeout: 500 });
  });
  const link = page.locator('a[href^="/recordings/"]:not([href$="/download"])').first();
  return (await link.getAttribute('href')) ?? '';
}

test('VMR: booked, joined by number, recorded, changed to another number, replayed', async ({ page, browser }) => {
  const subject = `VMR ${Date.now()} 周会`;
  const meeting = await scheduleAt(page, 'vmr', subject, { password: '246810', host_password: '135791' });
  const join = await share(page, meeting, { label: 'Everyone' });
  const hosts = await share(page, meeting, { label: 'Hosts', role: 'host' });

  const visitor = await guest(browser, page);
  const enter = async (link: string, name: string) => {
    await visitor.goto(link);
    await visitor.fill('[name="name"]', name);
    await visitor.locator('form[action^="/j/"] button[type="submit"]').click();
  };
  await enter(hosts, 'Host 主持');
  const main = visitor.locator('main');
  await expect(main.locator('input[value="135791"]')).toBeAttached();
  await enter(join, 'Grace 霍珀');
  await expect(main.locator('input[value="246810"]')).toBeAttached();
  await expect(visitor.locator('body')).not.toContainText('135791');
  const number = await main.locator('input[readonly]').first().inputValue();
  const address = await main.locator('a[href*="/meet/share/"]').getAttribute('href');
  expect(address).toBeTruthy();

  // A change books anew; the link stays.
  await page.goto(`${meeting}/edit`);
  await settled(page);
  await page.fill('[name="form[subject]"]', `${subject} moved`);
  await page.locator('form[action="/fn/meetings/change"] button[type="submit"]').click();
  await page.waitForURL(new RegExp(`${meeting}$`));
  await expect(page.locator('h1')).toContainText('moved');
  await enter(hosts, 'Host again');
  const share2 = await visitor.locator('main a[href*="/meet/share/"]').getAttribute('href');
  expect(share2).not.toBe(address);
  const pin = await visitor.locator('main input[value="135791"]').inputValue();
  const arrived = await visitor.request.post(share2 ?? '', { form: { pin } });
  expect(await arrived.text()).toContain('Host');

  // The meeting runs now, so it can be recorded.
  await reloadUntil(page, meeting, async (page) => {
    await expect(page.locator('form[action="/fn/control/record"] button').first()).toBeVisible({ timeout: 500 });
  });
  await settled(page);
  await page.locator('form[action="/fn/control/record"] button').first().click();
  await expect(page.locator('[popovertarget="stop-recording"]').first()).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('#stop-recording')).toContainText(`${subject} moved`);
  await confirm(page, '/fn/control/stop');
  const recording = await recordingOf(page, meeting);
  await replay(page, recording);
  expect(number.length).toBeGreaterThan(3);
  await confirm(page, '/fn/recordings/delete');
  await page.waitForURL('**/recordings');
  await visitor.context().close();
});

test('WebAPI: names reach the meeting exactly as typed, as what the link says', async ({ page, browser }) => {
  const subject = `WebAPI ${Date.now()} 周会 "é" / \\`;
  const meeting = await scheduleAt(page, 'webapi', subject, { password: 'chair-1', live: 'on' });
  const roles = [
    { role: 'attendee', claim: 'presenter', name: 'Grace 霍珀 😀' },
    { role: 'speaker', claim: 'speaker', name: `O'Brien "the/slash" \\` },
    { role: 'host', claim: 'chairman', name: '张三 & <b>Söhne</b>' },
    { role: 'invisible', claim: 'presenter', name: 'Nobody 👻' },
  ];
  const visitor = await guest(browser, page);
  for (const { role, claim, name } of roles) {
    const link = await share(page, meeting, { label: role, role });
    await visitor.goto(link);
    await visitor.fill('[name="name"]', name);
    await visitor.locator('form[action^="/j/"] button[type="submit"]').click();
    await visitor.waitForURL(/\/h5\/index\.html\?token=/);
    await expect(visitor.locator('[data-claim="username"]')).toHaveText(name);
    await expect(visitor.locator('[data-claim="joinRole"]')).toHaveText(claim);
    if (role === 'invisible') await expect(visitor.locator('[data-claim="invisible"]')).toHaveText('1');
  }

  await reloadUntil(page, meeting, async (page) => {
    await expect(page.locator('.badge, [class*="badge"]').first()).toContainText('Live');
  });
  const csv = await page.request.get(`${meeting}/attendance.csv`);
  expect(csv.status()).toBe(200);
  expect(await csv.text()).toContain('Grace 霍珀 😀');

  const serial = (await sandbox.calls()).filter((call) => call.operation === 'meetingcreate').length;
  expect(serial).toBeGreaterThan(0);
  await visitor.context().close();
});

test('WebAPI: a meeting ends, and its recording plays', async ({ page, browser }) => {
  const subject = `WebAPI replay ${Date.now()}`;
  const meeting = await scheduleAt(page, 'webapi', subject, { password: 'chair-1' });
  const join = await share(page, meeting, { label: 'Everyone' });
  const visitor = await guest(browser, page);
  await visitor.goto(join);
  await visitor.fill('[name="name"]', 'Grace');
  await visitor.locator('form[action^="/j/"] button[type="submit"]').click();
  await visitor.waitForURL(/\/h5\/index\.html\?token=/);
  const entered = Date.now();
  const serial = await visitor.locator('[data-claim="serial"]').textContent();
  await reloadUntil(page, meeting, async (page) => {
    await expect(page.locator('.badge, [class*="badge"]').first()).toContainText('Live');
  });
  await visitor.context().close();
  // The vendor counts whole seconds, and a stay of none leaves no recording.
  await expect.poll(() => Date.now() - entered, { timeout: 5_000 }).toBeGreaterThan(2_000);
  await sandbox.poke(`/webapi/meetings/${serial}/end`, {});
  await replay(page, await recordingOf(page, meeting));
  // It cannot be deleted at the vendor, so the page offers neither that nor a time for it.
  await expect(page.locator('main')).toContainText('neither now nor at a set time');
  await expect(page.locator('form[action="/fn/recordings/retain"], form[action="/fn/recordings/delete"]')).toHaveCount(0);
});

test('WebAPI: changed, with documents and a picture, then cancelled', async ({ page }) => {
  const meeting = await scheduleAt(page, 'webapi', 'WebAPI materials', { password: 'chair-1', start: field(-2) });
  // It has begun and nobody is inside, so the vendor is asked how long it has been running.
  await page.goto(`${meeting}/edit`);
  await settled(page);
  await page.fill('[name="form[subject]"]', 'WebAPI renamed');
  await page.locator('form[action="/fn/meetings/change"] button[type="submit"]').click();
  await page.waitForURL(new RegExp(`${meeting}$`));
  await expect(page.locator('h1')).toContainText('WebAPI renamed');

  await page.goto(`${meeting}/materials`);
  await settled(page);
  await unfold(page, 'details:not([open]):has(form[action="/fn/materials/attach"])');
  await page.fill('form[action="/fn/materials/attach"] [name="form[files]"]', '494');
  await page.locator('form[action="/fn/materials/attach"] button[type="submit"]').click();
  await expect(page.locator('a[href*="/documents/494"]').first()).toBeVisible({ timeout: 60_000 });

  const picture = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  await page.goto(`${meeting}/materials`);
  await settled(page);
  await unfold(page, 'details:not([open]):has(form[action$="/background"])');
  const upload = page.locator('form[action$="/background"]');
  await upload.locator('input[type="file"]').setInputFiles({ name: 'wall.png', mimeType: 'image/png', buffer: picture });
  await upload.locator('button[type="submit"]').click();
  await expect(page.locator(`img[src*="/background"]`)).toBeVisible({ timeout: 60_000 });

  await page.goto(meeting);
  await settled(page);
  await confirm(page, '/fn/meetings/cancel');
  await reloadUntil(page, meeting, async (page) => {
    await expect(page.locator('.badge, [class*="badge"]').first()).toContainText('Cancelled');
  });
});
