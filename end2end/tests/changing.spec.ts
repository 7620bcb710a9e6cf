// Changing meetings: a form that is out of date, and the meetings of a series together.
import type { Page } from '@playwright/test';
import { field } from './times.ts';
import { schedule, scheduleAt } from './story.ts';
import { SESSION, expect, settled, test } from './support.ts';

test.use({ storageState: SESSION });

async function openChange(page: Page, meeting: string): Promise<void> {
  await page.goto(`${meeting}/edit`);
  await settled(page);
}

async function save(page: Page): Promise<void> {
  await page.locator('form[action="/fn/meetings/change"] button[type="submit"]').click();
}

test('a form that is out of date undoes nothing, keeps what was typed, and may be saved again', async ({ page }) => {
  const meeting = await schedule(page, 'Opened twice', 24 * 60, 25 * 60);
  await openChange(page, meeting);
  await page.fill('[name="form[subject]"]', 'Mine');
  await page.fill('[name="form[password]"]', '4321');

  const other = await page.context().newPage();
  await openChange(other, meeting);
  await other.fill('[name="form[subject]"]', 'Theirs');
  await save(other);
  await other.waitForURL(new RegExp(`${meeting}$`));

  await save(page);
  await expect(page.locator('#error-summary')).toContainText('was changed since you opened this form');
  await expect(page.locator('main .notice')).toContainText(['By Ada Lovelace: subject']);
  await expect(page.locator(`main .notice a[href="${meeting}"]`)).toHaveAttribute('target', '_blank');
  await expect(page.locator('[name="form[subject]"]')).toHaveValue('Mine');
  await expect(page.locator('[name="form[password]"]')).toHaveValue('4321');
  await other.goto(meeting);
  await expect(other.locator('h1')).toContainText('Theirs');
  await other.close();

  // What else is wrong now does not make the page forget that it was told.
  await page.fill('[name="form[subject]"]', ' ');
  await save(page);
  await expect(page.locator('[name="form[subject]"]')).toHaveAttribute('aria-invalid', 'true');
  await page.fill('[name="form[subject]"]', 'Mine');
  await save(page);
  await page.waitForURL(new RegExp(`${meeting}$`));
  await expect(page.locator('h1')).toContainText('Mine');
  await expect(page.locator('main input[value="4321"]')).toBeAttached();
});
