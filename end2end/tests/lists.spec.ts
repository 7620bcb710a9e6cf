// Above and beside the lists: how old they are while a vendor is silent, and whose meetings they show.
import type { Page } from '@playwright/test';
import { organizer, reloadUntil, schedule } from './story.ts';
import { sandbox } from './sandbox.ts';
import { field } from './times.ts';
import { ADMINISTRATOR, SESSION, expect, settled, test } from './support.ts';

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

/** Chooses whose meetings the list shows, and sends the form. */
async function choose(page: Page, owner: { label: string } | string): Promise<void> {
  await settled(page);
  const before = page.url();
  await page.locator('form.filters select[name="owner"]').selectOption(owner);
  await page.locator('form.filters button[type="submit"]').click();
  await page.waitForURL((url) => url.href !== before);
  await settled(page);
}

const rows = (page: Page) => page.locator('main tbody tr');

test('an administrator narrows list, calendar and library to an owner', async ({ page }) => {
  const subject = `Owned ${Date.now()}`;
  await schedule(page, subject, 300, 330);
  const owner = page.locator('form.filters select[name="owner"]');

  await page.goto(`/meetings?state=all&text=${encodeURIComponent(subject)}`);
  await expect(rows(page)).toHaveCount(1);
  await choose(page, 'none');
  await expect(page.locator('main')).toContainText('Nothing matches');
  await expect(owner).toHaveValue('none');
  await choose(page, 'mine');
  await expect(rows(page)).toHaveCount(1);
  await choose(page, { label: `${ADMINISTRATOR.name} (${ADMINISTRATOR.account})` });
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText(subject);
  const ada = new URL(page.url()).searchParams.get('owner') ?? '';
  expect(ada).toMatch(/^[0-9a-f-]{36}$/);
  await expect(owner).toHaveValue(ada);

  // The ways to look at the meetings keep whose they are.
  await page.getByRole('link', { name: 'Week', exact: true }).click();
  await page.waitForURL((url) => url.searchParams.get('owner') === ada);
  await page.goto(`/meetings/calendar?view=week&day=${field(300).slice(0, 10)}&owner=${ada}`);
  await expect(page.locator('.calendar')).toContainText(subject);
  await expect(owner).toHaveValue(ada);
  await choose(page, 'none');
  await expect(page.locator('.calendar')).toBeVisible();
  await expect(page.locator('.calendar')).not.toContainText(subject);
  expect(new URL(page.url()).searchParams.get('view'), 'the same sheet').toBe('week');

  // What the vendor had from the start was made elsewhere.
  const recordings = () =>
    page.locator('main tbody a[href^="/recordings/"]:not([href$="/download"])').evaluateAll((links) =>
      links.map((link) => link.getAttribute('href')),
    );
  await page.goto('/recordings');
  await choose(page, 'none');
  await page.reload();
  await expect(owner).toHaveValue('none');
  await expect(rows(page).first()).toBeVisible();
  const elsewhere = await recordings();
  expect(elsewhere.length).toBeGreaterThan(0);
  await choose(page, 'mine');
  await page.reload();
  await expect(owner).toHaveValue('mine');
  for (const own of await recordings()) expect(elsewhere).not.toContain(own);
});

test('an organizer tells their own from what is shared with them', async ({ page, browser }) => {
  const subject = `Not theirs ${Date.now()}`;
  const meeting = await schedule(page, subject, 300, 330);
  const account = `owner-${Date.now()}`;
  const theirs = await organizer(browser, page, account);

  await theirs.goto('/meetings');
  const choices = theirs.locator('form.filters select[name="owner"] option');
  expect(await choices.evaluateAll((options) => options.map((option) => option.getAttribute('value')))).toEqual([
    '',
    'mine',
    'others',
  ]);
  await choose(theirs, 'others');
  await expect(theirs.locator('main')).not.toContainText(subject);
  await expect(theirs.locator('main')).toContainText('Nothing matches');

  await page.goto(`${meeting}/sharing`);
  await settled(page);
  const handOver = page.locator('form[action="/fn/shares/hand-over"]');
  await handOver.locator('select').selectOption({ label: `Wang Fang (${account})` });
  await handOver.locator('button[type="submit"]').click();
  await expect(page).toHaveURL(/\?saved=handed-over$/);
  await expect(page.locator('main')).toContainText('Handed over.');
  await page.goto(`${meeting}/sharing`);
  await expect(page.locator('section[aria-labelledby="whose"]')).toContainText('Wang Fang may change this meeting');
  await theirs.goto('/meetings?owner=mine');
  await expect(theirs.locator('main')).toContainText(subject);
  await theirs.context().close();
});
