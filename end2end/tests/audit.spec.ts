// The audit log: what was done stands in it, it can be searched and exported, and says whether it is whole.
import { schedule } from './story.ts';
import { SESSION, expect, settled, test } from './support.ts';

test.use({ storageState: SESSION });

test('what was done is found by what it was done to, exported, and whole', async ({ page }) => {
  const subject = `Audited ${test.info().project.name}`;
  await schedule(page, subject);
  await page.locator('nav a[href="/audit"]').first().click();
  await expect(page.locator('h1')).toHaveText('Audit log');
  await settled(page);
  await page.fill('[name="text"]', subject);
  await page.locator('form[role="search"] button[type="submit"]').click();
  await page.waitForURL(/text=Audited/);
  const row = page.getByRole('row').filter({ hasText: 'Scheduled a meeting' }).filter({ hasText: subject });
  await expect(row.first()).toContainText('Ada Lovelace');

  const csv = page.locator('a[href^="/audit/log.csv"]');
  const [file] = await Promise.all([page.waitForEvent('download'), csv.click()]);
  expect(file.suggestedFilename()).toBe('audit-log.csv');
  const lines = await page.request.get((await page.locator('a[href^="/audit/log.jsonl"]').getAttribute('href')) ?? '');
  const read = (await lines.text()).trim().split('\n').map((line) => JSON.parse(line));
  expect(read.every((line) => line.subject_name === subject && /^[0-9a-f]{64}$/.test(line.mac))).toBe(true);

  await settled(page);
  await page.locator('form[action="/fn/audit/check"] button[type="submit"]').click();
  await expect(page.getByText(/All \d+ lines are as they were written/)).toBeVisible();
});
