// The queue: the vendor asks for fewer calls, and whoever meets that is told when it is their turn, and goes in then.
import { guest, schedule, share } from './story.ts';
import { sandbox } from './sandbox.ts';
import { SESSION, expect, test } from './support.ts';

test.use({ storageState: SESSION });

test.afterEach(() => sandbox.clearFaults());

test('a place in line is told, kept, and leads in at the time that was told', async ({ page, browser }) => {
  const { javaScriptEnabled } = test.info().project.use;
  const meeting = await schedule(page, `Crowded ${Date.now()}`, 1);
  const join = await share(page, meeting, { label: 'Everyone' });
  const visitor = await guest(browser, page);
  await visitor.goto(join);
  await visitor.fill('[name="name"]', 'Grace 霍珀');
  await sandbox.fault('joinMeeting', {
    kind: 'refuse',
    status: 429,
    body: '{"code":22008,"msg":"接口超出频率"}',
    retry_after: 8,
  });
  await visitor.locator('form[action^="/j/"] button[type="submit"]').click();
  const told = Date.now();

  const line = visitor.locator('form[data-queue]');
  await expect(line).toBeVisible();
  await expect(visitor.locator('main')).toContainText('You are in line');
  await expect(visitor.locator('main')).toContainText('Grace 霍珀');
  const wait = Number(await line.getAttribute('data-wait'));
  expect(wait).toBeGreaterThan(3);
  expect(wait).toBeLessThanOrEqual(9);
  await expect(visitor).toHaveTitle(/^In line/);

  const client = visitor.locator('a[href^="CRMT:"]');
  if (javaScriptEnabled) {
    await expect(visitor.locator('.countdown-value')).toHaveText(/^00:0\d$/);
  } else {
    // Too early: the same place, nearer.
    await line.locator('button[type="submit"]').click();
    await expect(line).toBeVisible();
    expect(Number(await line.getAttribute('data-wait'))).toBeLessThanOrEqual(wait);
    await visitor.waitForTimeout(Math.max(0, told + (wait - 1) * 1000 - Date.now()));
    await line.locator('button[type="submit"]').click();
  }
  await expect(client).toBeVisible({ timeout: 60_000 });
  expect((Date.now() - told) / 1000).toBeLessThan(wait + 3);
  await visitor.context().close();
});
