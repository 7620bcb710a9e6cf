// A meeting's page learns by itself what happens: the server says so, or else the page asks.
import type { Page } from '@playwright/test';
import { confirm, schedule } from './story.ts';
import { SESSION, expect, settled, test } from './support.ts';

test.use({ storageState: SESSION });

/** Somebody else cancels the meeting. */
async function cancel(page: Page, meeting: string): Promise<void> {
  const other = await page.context().newPage();
  await other.goto(meeting);
  await settled(other);
  await confirm(other, '/fn/meetings/cancel');
  await other.close();
}

test('the page is told that the meeting was cancelled', async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'without script a page is read anew');
  const meeting = await schedule(page, `Told ${Date.now()}`);
  const stream = page.waitForResponse((response) => response.url().endsWith(`${meeting}/events`));
  await page.goto(meeting);
  await settled(page);
  expect((await stream).headers()['content-type']).toBe('text/event-stream');
  // Where it is told, it asks twice a minute at most, so this can only be the word.
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await cancel(page, meeting);
  await expect(page.locator('section:has(#live)')).toContainText('cancelled', { ignoreCase: true });
  expect(asked.filter((url) => url.endsWith('/fn/meetings/live')).length).toBeLessThanOrEqual(2);
});

test('the page asks where a proxy swallows the stream', async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'without script a page is read anew');
  const meeting = await schedule(page, `Asked ${Date.now()}`);
  await page.route(`**${meeting}/events`, () => undefined);
  await page.goto(meeting);
  await settled(page);
  await cancel(page, meeting);
  await expect(page.locator('section:has(#live)')).toContainText('cancelled', {
    ignoreCase: true,
    timeout: 60_000,
  });
});
