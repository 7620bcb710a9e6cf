// Every page there is, for the tests that look at all of them.
import { expect, type Page } from '@playwright/test';
import { scheduleAt } from './story.ts';
import { settled } from './support.ts';

export type Place = { name: string; path: string };

/** Pages with an address of their own. */
const FIXED: Place[] = [
  { name: 'agenda', path: '/' },
  { name: 'meetings', path: '/meetings' },
  { name: 'meetings-past', path: '/meetings?state=past' },
  { name: 'meetings-none', path: '/meetings?text=nothing-is-called-like-this' },
  { name: 'calendar', path: '/meetings/calendar' },
  { name: 'calendar-week', path: '/meetings/calendar?view=week' },
  { name: 'schedule', path: '/meetings/new' },
  { name: 'recordings', path: '/recordings' },
  { name: 'recordings-none', path: '/recordings?text=nothing-is-called-like-this' },
  { name: 'recording-unknown', path: '/recordings/nothing' },
  { name: 'connections', path: '/connections' },
  { name: 'connection-new', path: '/connections/new' },
  { name: 'connection-new-vmr', path: '/connections/new?vendor=vmr' },
  { name: 'connection-new-webapi', path: '/connections/new?vendor=webapi' },
  { name: 'directories', path: '/directory' },
  { name: 'webhooks', path: '/webhooks' },
  { name: 'webhook-unknown', path: '/webhooks/nothing' },
  { name: 'people', path: '/people' },
  { name: 'person-unknown', path: '/people/nothing' },
  { name: 'issued-tokens', path: '/tokens' },
  { name: 'issued-tokens-none', path: '/tokens?person=nobody' },
  { name: 'audit', path: '/audit' },
  { name: 'audit-none', path: '/audit?text=nothing-is-called-like-this' },
  { name: 'system', path: '/system' },
  { name: 'account', path: '/account' },
  { name: 'tokens', path: '/account/tokens' },
  { name: 'not-found', path: '/nothing-is-here' },
  { name: 'sign-in', path: '/sign-in' },
  { name: 'check', path: '/check' },
  { name: 'join-unknown', path: '/j/nothing' },
  { name: 'shared-unknown', path: '/r/nothing' },
  { name: 'invite-unknown', path: '/invite/nothing' },
];

/** The first address on a page that fits; the index may still be filling. */
async function first(page: Page, list: string, fits: RegExp): Promise<string> {
  let found: string | undefined;
  await expect(async () => {
    await page.goto(list);
    const links = await page.locator('main a[href]').all();
    const addresses = await Promise.all(links.map((link) => link.getAttribute('href')));
    found = addresses.find((address): address is string => address !== null && fits.test(address));
    expect(found, `an address like ${fits} on ${list}`).toBeDefined();
  }).toPass({ timeout: 60_000 });
  return found as string;
}

/** A join link of the meeting: one that is there, or a new one. */
export async function joinLink(page: Page, meeting: string): Promise<string> {
  await page.goto(meeting);
  const link = page.locator('input[value*="/j/"]').first();
  if ((await link.count()) === 0) {
    await settled(page);
    await page.locator('form[action="/fn/links/create"] button[type="submit"]').first().click();
    await expect(link).toBeAttached();
  }
  return new URL(await link.inputValue()).pathname;
}

/** The link of a recording that asks for a passcode, or asks for nothing: one that is there, or a new one. */
async function sharedRecording(page: Page, recording: string, label: string, passcode = ''): Promise<string> {
  await page.goto(recording);
  const address = page.getByRole('row').filter({ hasText: label }).locator('input[value*="/r/"]').first();
  if ((await address.count()) === 0) {
    await settled(page);
    const form = page.locator('form[action="/fn/recording-links/create"]');
    const fold = page.locator('details:not([open]):has(form[action="/fn/recording-links/create"]) > summary');
    if ((await fold.count()) > 0) await fold.click();
    await form.locator('[name="form[label]"]').fill(label);
    await form.locator('[name="form[passcode]"]').fill(passcode);
    await form.locator('button[type="submit"]').click();
    await expect(address).toBeAttached();
  }
  return new URL(await address.inputValue()).pathname;
}

/** The address of a connection's directory. */
export async function directory(page: Page, connection: string): Promise<string> {
  await page.goto('/directory');
  const link = page.locator('main a[href^="/directory/"]', { hasText: connection });
  return (await link.getAttribute('href')) as string;
}

/** The address of a webhook: one that is there, or a new one that has refused a test. */
async function webhook(page: Page): Promise<string> {
  await page.goto('/webhooks');
  const link = page.locator('main a[href^="/webhooks/"]').first();
  if ((await link.count()) > 0) return (await link.getAttribute('href')) as string;
  await settled(page);
  await page.fill('[name="form[name]"]', 'Looked at');
  await page.fill('[name="form[url]"]', 'https://receiver.invalid/events');
  await page.check('[name="form[events][meeting.started]"]');
  await page.locator('form[action="/fn/webhooks/add"] button[type="submit"]').click();
  await expect(page.locator('#new-secret')).toBeAttached();
  await page.goto('/webhooks');
  const path = (await link.getAttribute('href')) as string;
  await page.goto(path);
  await settled(page);
  await page.locator('form[action="/fn/webhooks/test"] button[type="submit"]').click();
  await expect(page.locator('form[action="/fn/webhooks/replay"]').first()).toBeAttached();
  return path;
}

/** Every page of the directories. */
async function directories(page: Page): Promise<Place[]> {
  const vmr = await directory(page, 'VMR sandbox');
  const cloudroom = await directory(page, 'CloudRoom sandbox');
  const parts = ['users', 'departments', 'companies'];
  return [
    { name: 'rooms', path: vmr },
    { name: 'contacts', path: `${vmr}?show=contacts` },
    { name: 'contacts-none', path: `${vmr}?show=contacts&search=nobody-is-called-like-this` },
    ...parts.map((part) => ({ name: part, path: `${cloudroom}?show=${part}` })),
    ...parts.map((part) => ({ name: `${part}-new`, path: `${cloudroom}/${part}/new` })),
    { name: 'users-find', path: `${cloudroom}/users/change` },
    { name: 'users-change', path: `${cloudroom}/users/change?id=priya@cloudroom.example` },
    { name: 'departments-change', path: `${cloudroom}/departments/change?id=102` },
    { name: 'companies-change', path: `${cloudroom}/companies/change?id=sandbox-company-guid` },
  ];
}

/** Every page, those of one meeting, recording and connection included. Needs a signed-in page. */
export async function places(page: Page): Promise<Place[]> {
  const meeting = await first(page, '/meetings', /^\/meetings\/(?!new|calendar)[^/?]+$/);
  const past = await first(page, '/meetings?state=past', /^\/meetings\/(?!new|calendar)[^/?]+$/);
  const recording = await first(page, '/recordings', /^\/recordings\/[^/?]+$/);
  const connection = await first(page, '/connections', /^\/connections\/(?!new)[^/?]+$/);
  const others = [];
  for (const vendor of ['vmr', 'webapi'] as const) {
    const booked = await scheduleAt(page, vendor, `Looked at, ${vendor}`);
    others.push({ name: `meeting-${vendor}`, path: booked }, { name: `schedule-${vendor}`, path: `/meetings/new?like=${booked.split('/').pop()}` });
    if (vendor === 'webapi') others.push({ name: 'materials', path: `${booked}/materials` });
  }
  return [
    ...FIXED,
    ...others,
    { name: 'meeting', path: meeting },
    { name: 'sharing', path: `${others[0].path}/sharing` },
    { name: 'meeting-past', path: past },
    { name: 'meeting-edit', path: `${meeting}/edit` },
    { name: 'recording', path: recording },
    { name: 'connection', path: connection },
    { name: 'webhook', path: await webhook(page) },
    ...(await directories(page)),
    { name: 'join', path: await joinLink(page, meeting) },
    { name: 'link', path: await first(page, meeting, /\/links\/[0-9a-f-]+$/) },
    { name: 'shared', path: await sharedRecording(page, recording, 'Looked at') },
    { name: 'shared-guarded', path: await sharedRecording(page, recording, 'Guarded', 'open sesame') },
  ];
}

/** Sign-in is only shown to people who are not signed in. */
export const PUBLIC = new Set([
  'sign-in',
  'check',
  'join',
  'join-unknown',
  'invite-unknown',
  'shared',
  'shared-guarded',
  'shared-unknown',
]);
