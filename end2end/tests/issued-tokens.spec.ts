// Everybody's API tokens: an administrator finds the token of somebody else and revokes it.
import { SESSION, expect, settled, submit, test } from './support.ts';

const PASSWORD = 'a lintel over the columns';

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled, storageState: SESSION, locale: 'en-GB' });

    test('a token of somebody else is found by its owner and revoked', async ({ page, browser, playwright, baseURL }) => {
      const account = `scripts-${javaScriptEnabled ? 'script' : 'plain'}-${Date.now()}`;
      await page.goto('/people');
      await settled(page);
      await page.fill('[name="form[account]"]', account);
      await page.fill('[name="form[name]"]', `Li Lei ${account}`);
      await page.check('[name="form[role]"][value="organizer"]');
      await page.getByRole('button', { name: 'Make the link' }).click();
      const link = await page.locator('#password-link').inputValue();

      const context = await browser.newContext({ javaScriptEnabled, locale: 'en-GB' });
      const theirs = await context.newPage();
      await theirs.goto(link);
      await theirs.fill('[name="password"]', PASSWORD);
      await theirs.fill('[name="again"]', PASSWORD);
      await submit(theirs, '[name="again"]');
      await expect(theirs.locator('nav a[href="/meetings"]')).toBeVisible();
      await expect(theirs.locator('nav a[href="/tokens"]')).toHaveCount(0);
      await expect(theirs.locator('nav a[href="/system"]')).toHaveCount(0);
      for (const path of ['/tokens', '/system']) expect((await theirs.goto(path))?.status(), path).toBe(403);
      await theirs.goto('/account/tokens');
      await settled(theirs);
      await theirs.fill('[name="form[name]"]', 'Room displays');
      await theirs.check('[name="form[scopes][meetings:read]"]');
      await theirs.getByRole('button', { name: 'Make the token' }).click();
      const token = await theirs.locator('#new-token').inputValue();
      await context.close();

      const script = await playwright.request.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
      const asked = async () =>
        (await script.get('/api/v1/meetings', { headers: { authorization: `Bearer ${token}` } })).status();
      expect(await asked()).toBe(200);

      await page.goto('/');
      await page.locator('nav a[href="/tokens"]').first().click();
      await expect(page.locator('h1')).toHaveText('All API tokens');
      await settled(page);
      await page.selectOption('[name="person"]', { label: `Li Lei ${account} (${account})` });
      await page.selectOption('[name="state"]', 'active');
      await page.locator('form[role="search"] button[type="submit"]').click();
      await page.waitForURL(/person=/);
      await settled(page);
      const row = page.getByRole('row').filter({ hasText: 'Room displays' });
      await expect(row).toHaveCount(1);
      await expect(row).toContainText(account);
      await expect(row).toContainText('See meetings');
      await expect(row).toContainText(`${token.slice(0, 12)}…`);
      await expect(page.getByText(token)).toHaveCount(0);

      await row.getByRole('button', { name: 'Revoke…' }).click();
      await expect(row.getByText(`Revoke the token “Room displays” of Li Lei ${account}?`)).toBeVisible();
      await row.getByRole('button', { name: 'Revoke token' }).click();
      await expect(page.getByText('Room displays')).toHaveCount(0);
      expect(await asked()).toBe(401);
      await script.dispose();

      await page.goto('/audit?action=token.revoke');
      await expect(page.getByRole('row').filter({ hasText: `Room displays, of ${account}` })).toContainText('Ada Lovelace');
    });
  });
}
