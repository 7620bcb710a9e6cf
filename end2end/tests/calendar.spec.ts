// Calendar files as another library reads them, one that did not write them: ical.js.
import ICAL from 'ical.js';
import type { Page } from '@playwright/test';
import { sandbox } from './sandbox.ts';
import { confirm, openForm, reloadUntil, schedule, share, unfold } from './story.ts';
import { SESSION, expect, settled, test } from './support.ts';

test.use({ storageState: SESSION });

const ZONE = 'Europe/Berlin';

/** The parts of an instant on the clocks of a zone. */
function clock(at: Date, zone: string): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

/** Noon in UTC of the first day on which the clocks of the zone differ from those of the day before. */
function nextChange(zone: string): Date {
  const day = new Date();
  day.setUTCHours(12, 0, 0, 0);
  const hour = () => clock(day, zone).hour;
  for (let before = hour(); ; before = hour()) {
    day.setUTCDate(day.getUTCDate() + 1);
    if (hour() !== before) return new Date(day);
  }
}

const days = (from: Date, count: number): Date => new Date(from.getTime() + count * 86_400_000);

/** As a `datetime-local` field holds it, in the zone of the tests' accounts. */
const typed = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16);

type Read = { text: string; calendar: any; event: any };

/** Fetches the file, holds it against the form that the standard wants, and reads it. */
async function read(page: Page, join: string): Promise<Read> {
  const answer = await page.request.get(`${join}/meeting.ics`);
  expect(answer.status()).toBe(200);
  expect(answer.headers()['content-type']).toContain('text/calendar');
  const text = await answer.text();
  expect(text.endsWith('\r\n')).toBe(true);
  for (const line of text.split('\r\n')) {
    expect(line, 'no bare line ends').not.toMatch(/[\r\n]/);
    expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75);
  }
  const calendar = new ICAL.Component(ICAL.parse(text));
  expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
  expect(calendar.getFirstPropertyValue('prodid')).toBeTruthy();
  // The file describes its zones itself; no knowledge of this machine helps.
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  const [first] = calendar.getAllSubcomponents('vevent');
  for (const name of ['uid', 'dtstamp', 'dtstart', 'sequence', 'summary']) {
    expect(first.getAllProperties(name), name).toHaveLength(1);
  }
  return { text, calendar, event: new ICAL.Event(first) };
}

/** Holds the connection's meetings in another zone, and returns to the one it had. */
async function inZone(page: Page, zone: string, act: () => Promise<void>): Promise<void> {
  await page.goto('/connections');
  const link = page.locator('main a[href^="/connections/"]', { hasText: 'CloudRoom sandbox' });
  const connection = (await link.getAttribute('href')) ?? '';
  const set = async (zone: string): Promise<string> => {
    await page.goto(connection);
    await settled(page);
    await unfold(page, 'form[action="/fn/connections/change"] details:not([open])');
    const field = page.locator('form[action="/fn/connections/change"] [name="form[zone]"]');
    const before = await field.inputValue();
    await field.fill(zone);
    const answered = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/fn/connections/change');
    await page.locator('form[action="/fn/connections/change"] button[type="submit"]').click();
    expect((await answered).status(), 'the settings are saved').toBeLessThan(400);
    return before;
  };
  const before = await set(zone);
  // The sandbox's own clocks are those of Shanghai; so it must say times without a zone.
  await sandbox.poke('/variants', { cloudroom: { detail_times: 'seconds' } });
  try {
    await act();
  } finally {
    await sandbox.poke('/variants', { cloudroom: { detail_times: 'text' } });
    await set(before);
  }
}

test('one meeting, changed and cancelled, stays one entry of a calendar', async ({ page }) => {
  const subject = 'Budget, part 1; 预算 "é" \\n';
  const meeting = await schedule(page, subject, 24 * 60, 25 * 60);
  const join = await share(page, meeting);
  const before = await read(page, join);
  expect(before.calendar.getFirstPropertyValue('method')).toBe('PUBLISH');
  expect(before.event.summary).toBe(subject);
  expect(before.event.location).toContain(join);
  expect(before.event.duration.toSeconds()).toBe(3600);
  const start = before.event.startDate;
  expect(start.zone.tzid).toBe('Asia/Shanghai');
  const shown = clock(start.toJSDate(), 'Asia/Shanghai');
  expect(`${start.hour}:${start.minute}`).toBe(`${Number(shown.hour)}:${Number(shown.minute)}`);

  await page.goto(`${meeting}/edit`);
  await settled(page);
  await page.fill('[name="form[subject]"]', 'Budget, renamed');
  await page.locator('form[action="/fn/meetings/change"] button[type="submit"]').click();
  await page.waitForURL(new RegExp(`${meeting}$`));
  const changed = await read(page, join);
  expect(changed.event.uid).toBe(before.event.uid);
  expect(changed.event.sequence).toBeGreaterThan(before.event.sequence);
  expect(changed.event.summary).toBe('Budget, renamed');

  await confirm(page, '/fn/meetings/cancel');
  await reloadUntil(page, meeting, async (page) => {
    await expect(page.locator('.badge, [class*="badge"]').first()).toContainText('Cancelled');
  });
  const cancelled = await read(page, join);
  expect(cancelled.calendar.getFirstPropertyValue('method')).toBe('CANCEL');
  expect(cancelled.event.component.getFirstPropertyValue('status')).toBe('CANCELLED');
  expect(cancelled.event.uid).toBe(before.event.uid);
  expect(cancelled.event.sequence).toBeGreaterThan(changed.event.sequence);
});

test('a weekly meeting keeps its local hour when the clocks change', async ({ page }) => {
  await inZone(page, ZONE, async () => {
    // Three weeks, the change within the second; at nine in the morning there.
    const change = nextChange(ZONE);
    const first = days(change, -10);
    first.setUTCHours(9 - (Number(clock(first, ZONE).hour) - 12), 0, 0, 0);
    await openForm(page);
    await page.fill('[name="form[subject]"]', `Weekly ${Date.now()}`);
    await page.fill('[name="form[start]"]', typed(first));
    await page.fill('[name="form[end]"]', typed(new Date(first.getTime() + 45 * 60_000)));
    await page.selectOption('[name="form[repeat]"]', 'weekly');
    await page.fill('[name="form[until]"]', typed(days(first, 29)).slice(0, 10));
    await page.locator('form[action="/fn/meetings/schedule"] button[type="submit"]').click();
    await page.waitForURL(/\/meetings\/[0-9a-f-]{36}$/);
    const meeting = new URL(page.url()).pathname;
    await page.goto(`${meeting}/edit`);
    await expect(page.getByText('A change reaches every repetition', { exact: true })).toBeVisible();
    await page.goto(meeting);
    const join = await share(page, meeting);

    const { calendar, event } = await read(page, join);
    expect(calendar.getAllSubcomponents('vtimezone')).toHaveLength(1);
    expect(event.isRecurring()).toBe(true);
    expect(event.startDate.zone.tzid).toBe(ZONE);
    const occurrences: Date[] = [];
    const steps = event.iterator();
    for (let next = steps.next(); next; next = steps.next()) {
      expect(next.hour, 'the hour that a calendar shows').toBe(9);
      occurrences.push(event.getOccurrenceDetails(next).startDate.toJSDate());
      expect(occurrences.length, 'it ends').toBeLessThan(10);
    }
    expect(occurrences.length).toBeGreaterThanOrEqual(4);
    // What ical.js makes of the file agrees with what this machine knows of the zone …
    for (const at of occurrences) expect(clock(at, ZONE).hour, at.toISOString()).toBe('09');
    // … on both sides of the change.
    const hours = new Set(occurrences.map((at) => at.getUTCHours()));
    expect([...hours].sort()).toEqual([7, 8]);
    expect(occurrences.some((at) => at < change) && occurrences.some((at) => at > change)).toBe(true);
    await confirm(page, '/fn/meetings/cancel');
  });
});
