// Changing meetings: a form that is out of date, and the meetings of a series together.
import type { Page } from '@playwright/test';
import { field } from './times.ts';
import { schedule, scheduleAt, share } from './story.ts';
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

test('a series is changed from one of its meetings on, and all of it, and its link stays', async ({ page }) => {
  const DAY = 24 * 60;
  const start = field(3 * DAY);
  const first = await scheduleAt(page, 'webapi', 'Every day', {
    start,
    end: field(3 * DAY + 30),
    password: 'chair-2468',
    repeat: 'daily',
    until: field(6 * DAY).slice(0, 10),
  });
  const join = await share(page, first);
  const line = page.locator('section[aria-labelledby="series"] tbody tr');
  await page.goto(first);
  await expect(line).toHaveCount(4);
  const others = await line.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  const third = others[1];
  const subject = async (meeting: string) => {
    await page.goto(meeting);
    return (await page.locator('h1').innerText()).trim();
  };

  await openChange(page, third);
  const reach = (name: string) => page.locator(`[name="scope"][value="${name}"]`);
  await expect(reach('this')).toBeChecked();
  await page.fill('[name="form[subject]"]', 'From the third on');
  await reach('following').check();
  // A refusal keeps the choice.
  await page.fill('[name="form[password]"]', 'x');
  await save(page);
  await expect(page.locator('[name="form[password]"]')).toHaveAttribute('aria-invalid', 'true');
  await expect(reach('following')).toBeChecked();
  await page.fill('[name="form[password]"]', 'chair-2468');
  await save(page);
  await page.waitForURL(new RegExp(`${third}$`));
  const names = [];
  for (const meeting of [first, ...others]) names.push(await subject(meeting));
  expect(names.map((name) => name.includes('From the third on'))).toEqual([false, false, true, true]);

  await openChange(page, first);
  await page.fill('[name="form[subject]"]', 'All of them');
  await reach('all').check();
  await save(page);
  await page.waitForURL(new RegExp(`${first}$`));
  for (const meeting of [first, ...others]) expect(await subject(meeting)).toContain('All of them');
  await page.goto(join);
  await expect(page.locator('main')).toContainText('All of them');

  // A meeting that stands alone is not asked how far.
  const alone = await schedule(page, 'Alone', DAY, DAY + 30);
  await openChange(page, alone);
  await expect(page.locator('[name="scope"]')).toHaveCount(0);
});
