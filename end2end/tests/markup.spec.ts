// Markup in every field that is stored, here and at the vendor: it is shown as it was typed, and nothing in
// it runs.
import type { Page } from '@playwright/test';
import { joinLink, places } from './places.ts';
import { schedule, share } from './story.ts';
import { ADMINISTRATOR, SESSION, expect, settled, test } from './support.ts';

test.use({ storageState: SESSION });

/** Of at most 50 characters, as long as a subject may be. Each would set `window.__xss` in a place of its own kind: text, attribute, address, script, style. */
const CORPUS = [
  '<script>window.__xss=1</script>',
  '</script><script>window.__xss=1</script>',
  '<img src=x onerror=window.__xss=1>',
  '"><svg onload=window.__xss=1>',
  "' autofocus onfocus=window.__xss=1 x='",
  '</title><script>window.__xss=1</script>',
  '</textarea><img src=x onerror=window.__xss=1>',
  'javascript:window.__xss=1',
  '{{constructor.constructor("window.__xss=1")()}}',
  '<a href="javascript:window.__xss=1">x</a>',
  '<iframe srcdoc="<script>parent.__xss=1</script>">',
  '<!--><img src=x onerror=window.__xss=1>-->',
  '<math><mi xlink:href="javascript:window.__xss=1">',
  '${window.__xss=1}`-window.__xss=1-`',
];

/** Nothing ran, and no element carries what could. */
async function harmless(page: Page, where: string): Promise<void> {
  const found = await page.evaluate(() => {
    const all = [...document.querySelectorAll('*')];
    const handlers = all.flatMap((element) =>
      [...element.attributes].filter(({ name, value }) => /^on/i.test(name) && value.includes('__xss')),
    );
    const addresses = all.filter((element) =>
      ['href', 'src', 'action', 'formaction', 'srcdoc', 'xlink:href'].some((name) =>
        /^\s*javascript:/i.test(element.getAttribute(name) ?? ''),
      ),
    );
    const scripts = [...document.scripts].filter(
      (script) => /^\s*(window|parent)\.__xss/.test(script.textContent ?? ''),
    );
    return {
      ran: (window as unknown as { __xss?: number }).__xss,
      made: handlers.length + addresses.length + scripts.length,
    };
  });
  expect(found, where).toEqual({ ran: undefined, made: 0 });
}

/** Changes the name of whoever is signed in. The page is loaded anew then, and only after that left. */
async function callOneself(page: Page, name: string): Promise<void> {
  await page.goto('/account');
  await settled(page);
  await page.fill('[name="form[name]"]', name);
  const loaded = page.waitForEvent('load');
  await page.locator('form[action="/fn/account/save"] button[type="submit"]').click();
  await loaded;
  await expect(page).toHaveURL(/saved=profile/);
  await expect(page.locator('[name="form[name]"]')).toHaveValue(name);
}

test('markup that is stored stays text, on every page', async ({ page }) => {
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    return dialog.dismiss();
  });
  // Names of people and of what they schedule. Each subject also goes to the vendor and comes back from it.
  await callOneself(page, CORPUS[3]);
  const meetings: string[] = [];
  for (const payload of CORPUS) {
    meetings.push(await schedule(page, payload));
    await harmless(page, payload);
  }
  for (const [number, meeting] of meetings.slice(0, 4).entries()) {
    await share(page, meeting, { label: CORPUS[number] });
    await harmless(page, `the link of ${meeting}`);
  }
  await page.goto(await joinLink(page, meetings[0]));
  await harmless(page, 'the join page');
  // What a stranger types comes back too.
  for (const payload of CORPUS) {
    for (const address of [
      `/meetings?text=${encodeURIComponent(payload)}`,
      `/recordings?text=${encodeURIComponent(payload)}`,
      `/audit?text=${encodeURIComponent(payload)}&action=${encodeURIComponent(payload)}`,
      `/sign-in?next=${encodeURIComponent(payload)}`,
      `/meetings/${encodeURIComponent(payload)}`,
      `/j/${encodeURIComponent(payload)}`,
    ]) {
      await page.goto(address);
      await harmless(page, address);
    }
  }
  for (const { path } of await places(page)) {
    await page.goto(path);
    await settled(page);
    await harmless(page, path);
  }
  await callOneself(page, ADMINISTRATOR.name);
  expect(dialogs).toEqual([]);
});
