// Above and beside the lists: how old they are while a vendor is silent, and whose meetings they show.
import type { Page } from '@playwright/test';
import { reloadUntil, schedule } from './story.ts';
import { sandbox } from './sandbox.ts';
import { SESSION, expect, settled, test } from './support.ts';

test.use({ storageState: SESSION });

const PLACES = ['/meetings', '/meetings/calendar', '/meetings/calendar?view=week', '/recordings'];
const age = (page: Page) => page.locator('main .notice-old');

test.describe('a silent vendor', () => {
  test.afterEach(() => sandbox.clearFaults());

  test('every list says which connection is silent and since when, and nothing once it answers', async ({ page }) => {
    await page.goto('/connections');
    const link = page.getByRole('link', { name: 'CloudRoom sandbox', exact: true });
    const connection = new URL((await link.getAttribute('href')) ?? '', page.url()).pathname.split('/')[2];
    for (const place of PLACES) {
      await reloadUntil(page, place, async (page) => {
        await expect(age(page)).toHaveCount(0, { timeout: 500 });
      });
    }

    await sandbox.silence('/CLOUDROOM-SERVER');
    await reloadUntil(page, '/meetings', async (page) => {
      await expect(age(page)).toContainText('CloudRoom sandbox', { timeout: 500 });
    });
    for (const place of PLACES) {
      const things = place === '/recordings' ? 'recordings' : 'meetings';
      await page.goto(place);
      await settled(page);
      await expect(age(page)).toHaveCount(1);
      await expect(age(page)).toContainText(
        new RegExp(`CloudRoom sandbox has given no usable answer since (today|yesterday) \\d\\d:\\d\\d\\. Its ${things} are`),
      );
      await expect(age(page), 'the others answer').not.toContainText('VMR');
      await expect(age(page).getByRole('link')).toHaveAttribute('href', `/connections/${connection}`);
      await expect(page.locator('main h1')).toBeVisible();
    }
    // A list of another connection's is as fresh as ever.
    await page.goto('/meetings');
    await settled(page);
    await page.locator('form.filters select[name="connection"]').selectOption({ label: 'VMR sandbox' });
    await page.locator('form.filters button[type="submit"]').click();
    await page.waitForURL(/connection=/);
    await expect(age(page)).toHaveCount(0);

    await sandbox.clearFaults();
    await reloadUntil(page, '/meetings', async (page) => {
      await expect(age(page)).toHaveCount(0, { timeout: 500 });
    });
  });
});
