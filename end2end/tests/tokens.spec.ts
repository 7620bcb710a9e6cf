// Making an API token, using it from a script, at the JSON API and through the signing proxy, and revoking it.
import { SESSION, expect, settled, test } from './support.ts';

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled, storageState: SESSION, locale: 'en-GB' });

    test('a token is shown once, opens what it allows, and is revoked', async ({ page, playwright, baseURL }) => {
      const name = `Export ${javaScriptEnabled ? 'script' : 'plain'} ${Date.now()}`;
      await page.goto('/account');
      await page.getByRole('link', { name: 'Manage API tokens' }).click();
      await settled(page);
      await page.fill('[name="form[name]"]', name);
      await page.getByRole('button', { name: 'Make the token' }).click();
      // Nothing was ticked: it is refused, and what was typed stays.
      await expect(page.locator('[name="form[name]"]')).toHaveValue(name);
      await expect(page.locator('#new-token')).toHaveCount(0);
      await settled(page);
      await page.check('[name="form[scopes][meetings:read]"]');
      const fold = page.locator('details').filter({ hasText: 'VMR sandbox' });
      await fold.locator('summary').click();
      const address = await fold.locator('input[readonly]').inputValue();
      await fold.locator('[name$=":room.list]"]').check();
      await page.getByRole('button', { name: 'Make the token' }).click();
      const token = await page.locator('#new-token').inputValue();
      expect(token).toMatch(/^portico_[a-z2-9]{48}$/);
      expect(page.url(), 'it stands in no address').not.toContain('portico_');

      const script = await playwright.request.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
      const bearer = { authorization: `Bearer ${token}` };
      expect((await script.get('/api/v1/meetings', { headers: bearer })).status()).toBe(200);
      const refused = await script.get('/api/v1/recordings', { headers: bearer });
      expect([refused.status(), (await refused.json()).missing_scope]).toEqual([403, 'recordings']);
      const rooms = await script.get(`${address}/subscribe/getmeeting?account=nobody@nowhere`, { headers: { auth: token } });
      expect((await rooms.json()).code, 'the vendor answers').toBeDefined();
      const other = await script.get(`${address}/subscribe/getsubmeetings`, { headers: { auth: token } });
      expect(other.status()).toBe(403);

      await page.goto('/account/tokens');
      await settled(page);
      await expect(page.getByText(token)).toHaveCount(0);
      const row = page.getByRole('row').filter({ hasText: name });
      await row.getByRole('button', { name: 'Revoke…' }).click();
      await row.getByRole('button', { name: 'Revoke token' }).click();
      await expect(page.getByText(name)).toHaveCount(0);
      expect((await script.get('/api/v1/meetings', { headers: bearer })).status()).toBe(401);
      await script.dispose();
    });
  });
}
