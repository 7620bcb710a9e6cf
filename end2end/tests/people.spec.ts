// Inviting somebody by a link that is copied, sharing a meeting with them, and taking the account away.
import { SESSION, expect, settled, signIn, submit, test } from './support.ts';

const PASSWORD = 'a lintel over the columns';

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled, storageState: SESSION, locale: 'en-GB' });

    test('an invited person chooses a password, is disabled, and is deleted', async ({ page, browser }) => {
      const account = `guest-${javaScriptEnabled ? 'script' : 'plain'}-${Date.now()}`;
      await page.goto('/people');
      await settled(page);
      await page.fill('[name="form[account]"]', account);
      await page.fill('[name="form[name]"]', 'Wang Fang');
      await page.check('[name="form[role]"][value="viewer"]');
      await page.getByRole('button', { name: 'Make the link' }).click();
      const link = await page.locator('#password-link').inputValue();
      expect(new URL(link).pathname).toMatch(/^\/invite\/[\w-]{43}$/);
      expect(page.url(), 'the link stands in no address').not.toContain('invite/');

      // A browser of their own: the administrator's has a cookie with its zone.
      const storageState = { cookies: [], origins: [] };
      const context = await browser.newContext({ javaScriptEnabled, locale: 'en-GB', timezoneId: 'Europe/Berlin', storageState });
      const theirs = await context.newPage();
      await theirs.goto(link);
      await theirs.goto(link);
      await theirs.fill('[name="password"]', PASSWORD);
      await theirs.fill('[name="again"]', PASSWORD);
      await submit(theirs, '[name="again"]');
      await expect(theirs.locator('nav a[href="/meetings"]')).toBeVisible();
      await theirs.goto('/account');
      await expect(theirs.locator('[name="form[zone]"]')).toHaveValue(javaScriptEnabled ? 'Europe/Berlin' : '');
      await expect(theirs.locator('nav a[href="/people"]')).toHaveCount(0);
      expect((await theirs.goto('/people'))?.status()).toBe(403);
      expect((await theirs.goto(link))?.status(), 'used up').toBe(410);

      await page.goto('/people');
      await settled(page);
      await page.getByRole('row').filter({ hasText: account }).getByRole('link').click();
      await page.getByRole('button', { name: 'Disable account…' }).click();
      await expect(page.locator('#disable-account')).toContainText('Disable the account of Wang Fang?');
      await page.locator('#disable-account').getByRole('button', { name: 'Disable account' }).click();
      await expect(page.getByRole('button', { name: 'Enable account' })).toBeVisible();
      await theirs.goto('/meetings');
      await expect(theirs, 'signed out at once').toHaveURL(/\/sign-in/);
      await page.getByRole('button', { name: 'Enable account' }).click();
      await expect(page.getByRole('button', { name: 'Disable account…' })).toBeVisible();
      await signIn(theirs, { account, password: PASSWORD });
      await context.close();

      const changes: string[] = [];
      page.on('request', (request) => {
        if (request.method() === 'POST' && request.url().includes('change-role')) changes.push(request.url());
      });
      await page.check('[name="role"][value="organizer"]');
      await page.locator('[name="role"][value="organizer"]').press('Enter');
      await page.locator('[popovertarget="change-role"]').first().click();
      await expect(page.locator('#change-role')).toContainText('Give Wang Fang another role?');
      await page.locator('#change-role').getByRole('button', { name: 'Change role' }).click();
      await expect(page.locator('dl').first()).toContainText('Organizer');
      expect(changes.length, 'once, after the question').toBe(1);

      await page.getByRole('button', { name: 'Delete account…' }).click();
      await page.locator('#delete-account').getByRole('button', { name: 'Delete account' }).click();
      await expect(page).toHaveURL(/\/people\?saved=deleted$/);
      await expect(page.getByText(account)).toHaveCount(0);
    });

    test('what ends sessions or replaces a key asks first', async ({ page, browser }) => {
      // Otherwise it would be the same session.
      const storageState = { cookies: [], origins: [] };
      const context = await browser.newContext({ javaScriptEnabled, locale: 'en-GB', storageState });
      const elsewhere = await context.newPage();
      await signIn(elsewhere);
      const asksFirst = async (action: string): Promise<void> => {
        const acts = page.locator(`form[action="${action}"] button[type="submit"]`);
        await expect(acts).not.toHaveCount(0);
        const open = await acts.evaluateAll((all) => all.filter((act) => !act.closest('[popover]')).length);
        expect(open, action).toBe(0);
      };
      await page.goto('/account');
      await asksFirst('/fn/account/end-session');
      await asksFirst('/fn/account/end-other-sessions');
      await page.goto('/connections');
      await page.locator('main a[href^="/connections/"]', { hasText: 'CloudRoom sandbox' }).first().click();
      await asksFirst('/fn/connections/change-secret');
      await context.close();
    });
  });
}
