// A recording that goes by itself: when is set, shown, refused, and taken back.
import { field } from './times.ts';
import { recorded } from './story.ts';
import { SESSION, expect, settled, test } from './support.ts';

test.use({ storageState: SESSION });

test('a recording gets a time to go, says so, and is kept after all', async ({ page }) => {
  const subject = `Going ${Date.now()} <b>"é"`;
  const [, , recording] = await recorded(page, subject);
  await page.goto(recording);
  await settled(page);
  const section = page.locator('section:has(#retention)');
  const when = page.locator('input[name="form[delete_at]"][type="datetime-local"]');
  const set = page.getByRole('button', { name: 'Set the date' });
  await expect(section).toContainText('stays until somebody deletes it');
  await expect(page.locator('main')).toContainText('Ada Lovelace');

  // What has passed is refused beside the field, and stays typed.
  const past = field(-60);
  await when.fill(past);
  await set.click();
  await expect(when).toHaveAttribute('aria-invalid', 'true');
  await expect(when).toHaveValue(past);

  await when.fill(field(3 * 24 * 60));
  await set.click();
  await expect(section).toContainText('Portico deletes this recording at');
  await page.goto(recording);
  await expect(when).toHaveValue(/^2\d{3}-/);
  await page.goto('/recordings');
  const row = page.getByRole('row').filter({ hasText: subject });
  await expect(row).toContainText('Deleted automatically');
  await expect(row).toContainText('Owner: Ada Lovelace');

  // In a month there is nothing to warn of yet.
  await page.goto(recording);
  await settled(page);
  const later = field(30 * 24 * 60);
  await when.fill(later);
  // Whoever leaves the page before the answer may take the change back.
  const answered = page.waitForResponse((response) => new URL(response.url()).pathname === '/fn/recordings/retain');
  await set.click();
  await answered;
  await expect(async () => {
    await page.goto('/recordings');
    await expect(row).toContainText('Owner: Ada Lovelace', { timeout: 500 });
    await expect(row).not.toContainText('Deleted automatically', { timeout: 500 });
  }).toPass({ timeout: 30_000 });

  await page.goto(recording);
  await settled(page);
  await expect(when).toHaveValue(later);
  await page.getByRole('button', { name: 'Do not delete automatically' }).click();
  await expect(section).toContainText('stays until somebody deletes it');
  await page.goto(recording);
  await expect(when).toHaveValue('');
});
