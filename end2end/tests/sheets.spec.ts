// The calendar: a month and a week of meetings, each with its own address.
import { schedule } from './story.ts';
import { SESSION, expect, settled, test } from './support.ts';

test.use({ storageState: SESSION });

test('a meeting stands in the month and in the week, and leads to its page', async ({ page }) => {
  const subject = `On the sheet ${Date.now()}`;
  const meeting = await schedule(page, subject, 5, 35);
  await page.goto('/meetings');
  await settled(page);
  await page.getByRole('link', { name: 'Month', exact: true }).click();
  await expect(page).toHaveURL(/\/meetings\/calendar\?.*view=month/);
  await settled(page);
  const month = (await page.locator('.calendar-title').textContent())!.trim();

  await page.getByRole('link', { name: 'Later', exact: true }).click();
  await expect(page.locator('.calendar-title')).not.toHaveText(month);
  await page.getByRole('link', { name: 'Earlier', exact: true }).click();
  await expect(page.locator('.calendar-title')).toHaveText(month);

  // A month shows a few of a busy day; the week shows them all.
  await page.getByRole('link', { name: 'Week', exact: true }).click();
  await expect(page).toHaveURL(/view=week/);
  const entry = page.locator('.calendar-entry', { hasText: subject });
  await expect(entry).toHaveAttribute('href', meeting);
  await entry.click();
  await expect(page.locator('h1')).toContainText(subject);
});

test('a calendar can be narrowed, and keeps the day that is looked at', async ({ page }) => {
  await page.goto('/meetings/calendar?view=week&day=2026-03-04');
  await settled(page);
  await expect(page.locator('.calendar-title')).toHaveText('2–8 Mar 2026');
  await page.locator('form.filters select[name="owner"]').selectOption('mine');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/owner=mine/);
  await expect(page).toHaveURL(/day=2026-03-04/);
  await expect(page.locator('.calendar-title')).toHaveText('2–8 Mar 2026');
  await page.getByRole('link', { name: 'Month', exact: true }).click();
  await expect(page.locator('.calendar-title')).toHaveText('March 2026');
  await expect(page).toHaveURL(/owner=mine/);
});

test('a calendar is searched and narrowed to a state like the list, and the views keep both', async ({ page }) => {
  const subject = `Looked for ${Date.now()}`;
  await schedule(page, subject, 5, 35);
  await page.goto('/meetings/calendar?view=week');
  await settled(page);
  await page.locator('form.filters input[name="text"]').fill(subject);
  await page.locator('form.filters select[name="state"]').selectOption('upcoming');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/view=week.*state=upcoming/);
  await expect(page.locator('.calendar-entry')).toHaveText([new RegExp(subject)]);
  await page.getByRole('link', { name: 'List', exact: true }).click();
  await expect(page).toHaveURL(/\/meetings\?.*state=upcoming/);
  await expect(page.locator('form.filters input[name="text"]')).toHaveValue(subject);
  await page.getByRole('link', { name: 'Month', exact: true }).click();
  await expect(page.locator('form.filters select[name="state"]')).toHaveValue('upcoming');
  await page.locator('form.filters select[name="state"]').selectOption('past');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/state=past/);
  await expect(page.locator('.calendar-entry')).toHaveCount(0);
});
