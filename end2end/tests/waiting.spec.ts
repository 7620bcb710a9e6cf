// Waiting at the door: with a script, without one, and behind proxies that spoil the stream of events. Whoever asked
// to be let in gets in without touching anything; without a script by sending the form, or by the link that looks again.
import type { Page } from '@playwright/test';
import { spoilStreams } from './proxy.ts';
import { sandbox } from './sandbox.ts';
import { guest, openForm, reloadUntil, schedule, share } from './story.ts';
import { field } from './times.ts';
import { SESSION, expect, test } from './support.ts';

test.use({ storageState: SESSION });

/** Minutes from now to a start that is at least three quarters of a minute and at most a minute and three quarters away. */
const soon = (): number => (new Date().getSeconds() < 15 ? 1 : 2);

/** The join link of a meeting whose door opens when it starts. */
async function opensAtStart(page: Page, subject: string, start: number): Promise<{ meeting: string; join: string }> {
  const meeting = await schedule(page, subject, start, start + 30);
  return { meeting, join: await share(page, meeting, { label: 'Waiting', early_minutes: '0' }) };
}

/** Types a name and asks to be let in; from here on nothing is touched. */
async function ask(visitor: Page, address: string, name: string): Promise<void> {
  await visitor.goto(address);
  await expect(visitor.locator('main')).toContainText('Opens in');
  // The script is there once it offers the sound.
  await expect(visitor.locator('[data-sound]')).toBeVisible();
  await visitor.fill('[name="name"]', name);
  await visitor.locator('[data-wish]').click();
  await expect(visitor.locator('[data-wish]')).toHaveAttribute('aria-pressed', 'true');
  await expect(visitor.locator('main')).toContainText('it lets you in by itself');
}

const isIn = (visitor: Page, timeout: number) =>
  expect(visitor.locator('a[href^="CRMT:"]')).toBeVisible({ timeout });

/** The host begins a meeting at the vendor long before its start, and Portico hears of it. */
async function begin(page: Page, meeting: string, subject: string): Promise<void> {
  const held: any[] = (await sandbox.state()).cloudroom.meetings;
  const { confId } = held.find((held) => held.subject === subject);
  await sandbox.poke(`/meetings/${confId}/start`, {});
  await reloadUntil(page, meeting, async (page) => {
    await expect(page.locator('.badge, [class*="badge"]').first()).toContainText('Live', { timeout: 1_000 });
  });
}

test('the door opens when it is time', async ({ page, browser, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'without a script the form is sent by hand, below');
  const { join } = await opensAtStart(page, `On time ${Date.now()}`, soon());
  const visitor = await guest(browser, page);
  await ask(visitor, join, 'Grace 霍珀');
  // A wish outlasts a reload, and the name with it.
  await visitor.reload();
  await expect(visitor.locator('[data-wish]')).toHaveAttribute('aria-pressed', 'true');
  await isIn(visitor, 180_000);
  await expect(visitor.locator('main')).toContainText('Grace 霍珀');
  // Going back, or loading again, finds the invitation and not what was made for this entry. The client that is being
  // opened may take the first try's place.
  await expect(() => visitor.reload()).toPass();
  await expect(visitor.locator('[data-join] button[type="submit"]')).toContainText('Join meeting');
  await expect(visitor.locator('a[href^="CRMT:"]')).toHaveCount(0);
  await visitor.context().close();
});

for (const stream of ['flowing', 'cut', 'held back'] as const) {
  test(`a meeting that begins early lets in whoever waits, the stream ${stream}`, async ({ page, browser, baseURL, javaScriptEnabled }) => {
    test.skip(javaScriptEnabled === false, 'without a script there is no stream');
    const subject = `Early, ${stream} ${Date.now()}`;
    const { meeting, join } = await opensAtStart(page, subject, 180);
    const proxy = stream === 'flowing' ? undefined : await spoilStreams(baseURL ?? '', stream);
    const visitor = await guest(browser, page);
    await ask(visitor, `${proxy?.address ?? ''}${join}`, 'Grace');
    await begin(page, meeting, subject);
    // The stream tells at once; without it the page looks at least every half minute.
    await isIn(visitor, proxy ? 90_000 : 20_000);
    await visitor.context().close();
    proxy?.close();
  });
}

test('a meeting that waits for its host lets in whoever waits, once the host is there', async ({ page, browser, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'without a script the same button sends the form, as above');
  const subject = `Host first ${Date.now()}`;
  await openForm(page);
  await page.fill('[name="form[subject]"]', subject);
  await page.fill('[name="form[start]"]', field(5));
  await page.fill('[name="form[end]"]', field(35));
  await page.locator('[name="form[join_before_host]"]').evaluate((box) => {
    // As a click on it does, whether its fold is open or not.
    (box as HTMLInputElement).checked = false;
  });
  await page.locator('form[action="/fn/meetings/schedule"] button[type="submit"]').click();
  await page.waitForURL(/\/meetings\/[0-9a-f-]{36}$/);
  const meeting = new URL(page.url()).pathname;
  const join = await share(page, meeting, { label: 'Host first', passcode: 'open sesame' });
  const visitor = await guest(browser, page);
  await visitor.goto(join);
  await expect(visitor.locator('main')).toContainText('Waiting for the host');
  await expect(visitor.locator('[data-sound]')).toBeVisible();
  await visitor.fill('[name="name"]', 'Grace');
  await visitor.fill('[name="passcode"]', 'open sesame');
  await visitor.locator('[data-wish]').click();
  await expect(visitor.locator('[data-wish]')).toHaveAttribute('aria-pressed', 'true');
  await begin(page, meeting, subject);
  await isIn(visitor, 20_000);
  await visitor.context().close();
});

test('a tab in the background says that the door is open, with a sound if wanted', async ({ page, browser, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'titles and sounds are the script’s');
  const subject = `Background ${Date.now()}`;
  const { meeting, join } = await opensAtStart(page, subject, 180);
  const visitor = await guest(browser, page);
  await visitor.addInitScript(() => {
    Object.defineProperty(document, 'hidden', { get: () => !(window as any).seen });
    (window as any).tones = 0;
    const make = AudioContext.prototype.createOscillator;
    AudioContext.prototype.createOscillator = function () {
      (window as any).tones += 1;
      return make.call(this);
    };
  });
  await visitor.goto(join);
  await visitor.locator('[data-sound] input').check();
  await expect.poll(() => visitor.evaluate('tones')).toBe(2);
  await begin(page, meeting, subject);
  // Nobody asked to be let in, so the button waits.
  await expect(visitor.locator('[data-join] button[type="submit"]')).toContainText('Join meeting', { timeout: 90_000 });
  await expect(visitor).toHaveTitle(/^● The meeting is open/);
  await expect.poll(() => visitor.evaluate('tones')).toBe(4);
  await visitor.evaluate(() => {
    (window as any).seen = true;
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await expect(visitor).toHaveTitle(/^Join: Background/);
  await visitor.reload();
  await expect(visitor.locator('[data-join] button[type="submit"]')).toContainText('Join meeting');
  expect(await visitor.evaluate(() => localStorage.getItem('portico-sound'))).toBe('yes');
  await visitor.context().close();
});

/** What stands in a `noscript` counts only so. */
const inside = { useInnerText: true };

test('without a script the form itself, or a link, is the way in', async ({ page, browser, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled !== false, 'with a script nothing needs to be touched, above');
  const { join } = await opensAtStart(page, `No script ${Date.now()}`, soon());
  const [sender, looker] = [await guest(browser, page), await guest(browser, page)];
  await looker.goto(join);
  await expect(looker.locator('main')).toContainText('Opens in');
  await expect(looker.locator('main')).toContainText('Load this page again', inside);

  await sender.goto(join);
  await sender.fill('[name="name"]', 'Grace');
  await sender.locator('[data-wish]').click();
  // Too early: the page says so again, and keeps what was typed.
  await expect(sender.locator('main')).toContainText('Press the button again once the meeting is open', inside);
  await expect(sender.locator('[name="name"]')).toHaveValue('Grace');
  await expect(async () => {
    const button = sender.locator('[data-join] button[type="submit"]');
    if ((await button.count()) > 0) await button.click({ timeout: 1_000 });
    await isIn(sender, 1_000);
  }).toPass({ timeout: 180_000, intervals: [5_000] });

  await looker.getByRole('link', { name: 'Load this page again' }).click({ timeout: 1_000 }).catch(() => {});
  // It may just have looked again by itself.
  await expect(looker.locator('[data-join] button[type="submit"]')).toContainText('Join meeting');
  await looker.fill('[name="name"]', 'Ada');
  await looker.locator('[data-join] button[type="submit"]').click();
  await isIn(looker, 30_000);
  await Promise.all([sender.context().close(), looker.context().close()]);
});
