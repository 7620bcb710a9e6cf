// On a narrow screen the places of administrators stand behind one button of the bar, with their names.
import { SESSION, expect, settled, test } from './support.ts';

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled, storageState: SESSION, locale: 'en-GB', viewport: { width: 320, height: 640 } });

    test('administration opens from the bar and closes behind who follows a link', async ({ page }) => {
      await page.goto('/meetings');
      await settled(page);
      const nav = page.getByRole('navigation', { name: 'Main navigation' });
      const administration = nav.getByRole('button', { name: 'Administration' });
      const log = nav.getByRole('link', { name: 'Audit log' });
      for (const name of ['Agenda', 'Meetings', 'Recordings', 'Directory']) {
        await expect(nav.getByRole('link', { name }), 'named in the bar').toBeInViewport();
      }
      await expect(log).toBeHidden();

      await administration.focus();
      await page.keyboard.press('Enter');
      await expect(log).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(log).toBeHidden();

      await administration.click();
      await log.click();
      await expect(page).toHaveURL(/\/audit$/);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Audit log');
      await expect(log).toBeHidden();
      await expect(administration).toHaveAttribute('aria-current', 'true');
    });

    test('a wide screen shows all places', async ({ page }) => {
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.goto('/meetings');
      const nav = page.getByRole('navigation', { name: 'Main navigation' });
      await expect(nav.getByRole('button', { name: 'Administration' })).toBeHidden();
      await nav.getByRole('link', { name: 'Audit log' }).click();
      await expect(page).toHaveURL(/\/audit$/);
      await settled(page);
      if (javaScriptEnabled) await expect(page.locator('main'), 'reading begins at the top').toBeFocused();
    });

    test("the person's menu leads to the account and closes", async ({ page }) => {
      await page.setViewportSize({ width: 1280, height: 720 });
      await page.goto('/meetings');
      await settled(page);
      const menu = page.locator('.shell-tools details').last();
      const account = menu.getByRole('link', { name: 'Account' });
      if (javaScriptEnabled) {
        await menu.locator('summary').click();
        await expect(account).toBeVisible();
        await page.keyboard.press('Escape');
        await expect(account).toBeHidden();
        await expect(menu.locator('summary')).toBeFocused();
        await menu.locator('summary').click();
        await page.getByRole('heading', { level: 1 }).click();
        await expect(account).toBeHidden();
      }
      // Nothing lies over it.
      await menu.locator('summary').click();
      await account.click();
      await expect(page).toHaveURL(/\/account$/);
      await expect(account).toBeHidden();
    });
  });
}
