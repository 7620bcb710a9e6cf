// The state of the system: what an administrator sees at one glance, with and without script.
import { SESSION, expect, settled, test } from './support.ts';

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled, storageState: SESSION, locale: 'en-GB' });

    test('the page tells how Portico, its database and its connections stand', async ({ page }) => {
      await page.goto('/');
      await page.locator('nav a[href="/system"]').first().click();
      await expect(page.locator('h1')).toHaveText('System');
      await settled(page);
      const fact = (section: string, label: string) =>
        page.locator(`section[aria-labelledby="${section}"] .fact`).filter({ has: page.locator('dt', { hasText: label }) }).locator('dd');
      await expect(fact('process', 'Version')).toHaveText(/^\d+\.\d+\.\d+$/);
      await expect(fact('process', 'Processes that serve')).toHaveText(/^[1-9]\d*$/);
      await expect(fact('database', 'Kind')).toHaveText(/^(SQLite|PostgreSQL) \d/);
      await expect(fact('database', 'Schema version')).toContainText('Up to date with this release.');
      await expect(fact('database', 'Size')).toHaveText(/\d (kB|MB|GB)$/);
      await expect(fact('work', 'Changes without an answer')).toContainText(/^\d+/);
      await expect(fact('audit', 'Lines')).toHaveText(/^\d+$/);
      await expect(fact('people', 'Sessions')).toHaveText(/^[1-9]\d*$/);
      await expect(page.getByText('Nothing is done in the background')).toHaveCount(0);

      const row = page.getByRole('row').filter({ hasText: 'CloudRoom sandbox' });
      await expect(row).toContainText(/Lists: \d+ of 300/);
      await expect(row).toContainText(/Joins: \d+ of \d+/);
      await expect(page.getByRole('row').filter({ hasText: 'WebAPI sandbox' })).toContainText('No limit to keep to');

      await page.getByRole('link', { name: 'Look again' }).click();
      await expect(page.locator('h1')).toHaveText('System');
      await settled(page);
      await row.getByRole('link').click();
      await expect(page.locator('h1')).toContainText('CloudRoom sandbox');
    });
  });
}
