// Rooms and contacts of VMR; users, departments and companies of CloudRoom: by both visitors.
import type { Page } from '@playwright/test';
import { directory } from './places.ts';
import { sandbox } from './sandbox.ts';
import { SESSION, expect, settled, test } from './support.ts';

test.use({ storageState: SESSION });

const PASSWORD = 'canary-directory-password';

/** Fills the form that posts to `action` and sends it. */
async function send(page: Page, action: string, values: Record<string, string>): Promise<void> {
  await settled(page);
  const form = page.locator(`form[action="${action}"]`);
  for (const [name, value] of Object.entries(values)) {
    const input = form.locator(`[name="${name}"]`);
    if ((await input.evaluate((element) => element.tagName)) === 'SELECT') await input.selectOption({ label: value });
    else await input.fill(value);
  }
  await form.locator('button[type="submit"]').click();
}

/** Opens the question in front of the form, and answers it with the act. */
async function confirm(page: Page, action: string): Promise<void> {
  await settled(page);
  const panel = page.locator(`[popover]:has(form[action="${action}"])`);
  await page.locator(`[popovertarget="${await panel.getAttribute('id')}"]`).first().click();
  await panel.locator('button[type="submit"]').click();
}

const held = async (what: string, id: string): Promise<any> => (await sandbox.state()).cloudroom[what][id];

test('the rooms and contacts of VMR are shown, searched and paged', async ({ page }) => {
  const vmr = await directory(page, 'VMR sandbox');
  await page.goto(vmr);
  await expect(page.locator('.tabs [aria-current="page"]')).toHaveText('Rooms');
  expect(await page.locator('table tbody tr').count()).toBeGreaterThan(0);
  expect((await page.content()).toLowerCase()).not.toContain('pin');

  await page.locator('.tabs a', { hasText: 'Contacts' }).click();
  await page.waitForURL(/show=contacts/);
  // The address changes first, the rooms stay until the contacts are there.
  await expect(page.locator('.tabs [aria-current="page"]')).toHaveText('Contacts');
  const row = page.locator('table tbody tr').first();
  await expect(row).toBeVisible();
  const name = (await row.locator('th').innerText()).trim();
  await settled(page);
  await page.fill('[name="search"]', name);
  await page.locator('form[role="search"] button[type="submit"]').click();
  await page.waitForURL(/search=/);
  await expect(page.locator('table tbody tr th').first()).toContainText(name);
  await page.goto(`${vmr}?show=contacts&search=nobody-is-called-like-this`);
  await expect(page.locator('.empty')).toContainText('Nobody found');
  await expect(page.locator('[name="search"]')).toHaveValue('nobody-is-called-like-this');
});

test('WebAPI is said to have no directory', async ({ page }) => {
  await page.goto('/directory');
  const row = page.locator('tr', { hasText: 'WebAPI sandbox' });
  await expect(row).toContainText('This vendor has no directory');
  await expect(row.locator('a')).toHaveCount(0);
});

test('a department and a user in it are made, changed and removed', async ({ page }) => {
  const cloudroom = await directory(page, 'CloudRoom sandbox');
  const stamp = Date.now();
  const [department, account] = [`部门 ${stamp}`, `user${stamp}@example.cn`];
  await page.goto(`${cloudroom}/departments/new`);
  await send(page, '/fn/directory/create-department', { 'form[name]': department });
  await page.waitForURL(/show=departments/);
  const leaf = page.locator('.tree-row', { hasText: department });
  await expect(leaf).toContainText('No.');

  await leaf.locator('a', { hasText: 'Add below' }).click();
  await page.waitForURL(/parent=/);
  await send(page, '/fn/directory/create-department', { 'form[name]': `web ${stamp}` });
  await page.waitForURL(/show=departments/);
  await expect(page.locator('.tree ul .tree-row', { hasText: `web ${stamp}` })).toBeVisible();

  await page.goto(`${cloudroom}/users/new`);
  await send(page, '/fn/directory/create-user', {
    'form[account]': account,
    'form[name]': '李雷 "Lei"',
    user_password: PASSWORD,
    'form[department]': department,
  });
  await page.waitForURL(/show=users/);
  const row = page.locator('tr', { hasText: account });
  await expect(row).toContainText(department);
  expect((await held('users', account)).name).toBe('李雷 "Lei"');
  expect(await page.content()).not.toContain(PASSWORD);

  await row.locator('th a').click();
  await page.waitForURL(/users\/change/);
  await send(page, '/fn/directory/change-user', { 'form[name]': 'Li Lei', 'form[role]': 'Finance administrator' });
  await page.waitForURL(/show=users/);
  await expect(row).toContainText('Finance administrator');
  expect((await held('users', account)).name).toBe('Li Lei');

  await row.locator('th a').click();
  await page.waitForURL(/users\/change/);
  await confirm(page, '/fn/directory/remove');
  await page.waitForURL(/show=users/);
  await expect(row).toHaveCount(0);
  expect(await held('users', account)).toBeUndefined();

  await page.goto(`${cloudroom}?show=departments`);
  const below = page.locator('.tree ul .tree-row', { hasText: `web ${stamp}` });
  await below.locator('a', { hasText: 'Change' }).click();
  await page.waitForURL(/departments\/change/);
  await send(page, '/fn/directory/change-department', { 'form[name]': `shop ${stamp}` });
  await page.waitForURL(/show=departments/);
  const renamed = page.locator('.tree ul .tree-row', { hasText: `shop ${stamp}` });
  await renamed.locator('a', { hasText: 'Change' }).click();
  await page.waitForURL(/departments\/change/);
  await confirm(page, '/fn/directory/remove');
  await page.waitForURL(/show=departments/);
  await expect(renamed).toHaveCount(0);
});

test('what the vendor refuses keeps what was typed, less the password', async ({ page }) => {
  const cloudroom = await directory(page, 'CloudRoom sandbox');
  await page.goto(`${cloudroom}/users/new`);
  await send(page, '/fn/directory/create-user', {
    'form[account]': 'lilei@cloudroom.example',
    'form[name]': 'Somebody <b>else</b>',
    user_password: PASSWORD,
  });
  await expect(page.locator('.error-summary')).toBeVisible();
  await expect(page.locator('[name="form[account]"]')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('[name="form[name]"]')).toHaveValue('Somebody <b>else</b>');
  await expect(page.locator('main')).toContainText('The vendor does not say what is wrong');
  expect(await page.content()).not.toContain(PASSWORD);
});

test('others are changed by what they are called', async ({ page }) => {
  const cloudroom = await directory(page, 'CloudRoom sandbox');
  await page.goto(`${cloudroom}?show=users`);
  await page.locator('main a', { hasText: 'Change another by account' }).click();
  await page.waitForURL(/users\/change/);
  await page.fill('[name="id"]', 'priya@cloudroom.example');
  await page.locator('main form[method="get"] button[type="submit"]').click();
  await page.waitForURL(/id=priya/);
  await expect(page.locator('main')).toContainText('Not in Portico’s list');
  await send(page, '/fn/directory/change-user', { 'form[mobile]': '13900009999' });
  await page.waitForURL(/show=users/);
  const row = page.locator('tr', { hasText: 'priya@cloudroom.example' });
  await expect(row).toContainText('Made elsewhere');
  expect((await held('users', 'priya@cloudroom.example')).mobile).toBe('13900009999');
});

test('a company is made with the platform’s secret and renamed', async ({ page }) => {
  const cloudroom = await directory(page, 'CloudRoom sandbox');
  const guid = `guid-${Date.now()}`;
  await page.goto(`${cloudroom}/companies/new`);
  await send(page, '/fn/directory/create-company', {
    'form[guid]': guid,
    'form[name]': 'Acme 公司',
    'form[admin]': `${guid}@example.cn`,
    'form[admin_name]': 'Ada',
    admin_password: PASSWORD,
  });
  await page.waitForURL(/show=companies/);
  await page.locator('tr', { hasText: guid }).locator('th a').click();
  await page.waitForURL(/companies\/change/);
  await send(page, '/fn/directory/change-company', { 'form[name]': 'Acme Ltd' });
  await page.waitForURL(/show=companies/);
  await expect(page.locator('tr', { hasText: guid })).toContainText('Acme Ltd');
  expect((await held('companies', guid)).compName).toBe('Acme Ltd');

  await page.locator('tr', { hasText: guid }).locator('th a').click();
  await page.waitForURL(/companies\/change/);
  await confirm(page, '/fn/directory/remove');
  await page.waitForURL(/show=companies/);
  await expect(page.locator('tr', { hasText: guid })).toHaveCount(0);
});

test.describe('a vendor that drops the line', () => {
  // The refused form is answered with 504, which the browser remarks on.
  test.use({ expected: [/status of 504/] });

test('a lost answer is said, marked and dropped', async ({ page }) => {
  const cloudroom = await directory(page, 'CloudRoom sandbox');
  const name = `lost ${Date.now()}`;
  await sandbox.fault('createDepartment', { kind: 'drop_before' });
  await page.goto(`${cloudroom}/departments/new`);
  await send(page, '/fn/directory/create-department', { 'form[name]': name });
  await expect(page.locator('.error-summary')).toContainText('may or may not have happened');
  await page.goto(`${cloudroom}?show=departments`);
  const leaf = page.locator('.tree-row', { hasText: name });
  await expect(leaf).toContainText('Creation unconfirmed');
  await leaf.locator('a', { hasText: 'Change' }).click();
  await page.waitForURL(/departments\/change/);
  await confirm(page, '/fn/directory/drop');
  await page.waitForURL(/show=departments/);
  await expect(leaf).toHaveCount(0);
});
});
