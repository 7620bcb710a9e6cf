// What pages weigh on the wire when nothing is in the cache, and that each person fetches only the part of
// the application that is theirs. Bytes are counted, never milliseconds.
import type { Page } from '@playwright/test';
import { joinLink } from './places.ts';
import { organizer, schedule } from './story.ts';
import { SESSION, expect, settled, test } from './support.ts';

const application = (sizes: Map<string, number>) => [...sizes.keys()].filter((path) => path.endsWith('.wasm'));
/** The chunk of the page itself, beside what it shares with others. */
const own = (sizes: Map<string, number>) => application(sizes).filter((path) => path.includes('/split_'));

/** Bytes of bodies as they crossed the wire, compressed, by path. */
async function weigh(page: Page, path: string, { chunks }: { chunks: boolean }): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  const read: Promise<void>[] = [];
  page.on('requestfinished', (request) => {
    const { pathname } = new URL(request.url());
    // Live events have no end, and are no part of the page.
    if (request.resourceType() === 'eventsource') return;
    read.push(request.sizes().then(({ responseBodySize }) => void sizes.set(pathname, responseBodySize)));
  });
  await page.goto(path);
  await settled(page);
  if (chunks) await expect.poll(() => own(sizes).length, path).toBeGreaterThan(0);
  await Promise.all(read);
  page.removeAllListeners('requestfinished');
  return sizes;
}

const total = (sizes: Map<string, number>) => [...sizes.values()].reduce((sum, size) => sum + size, 0);
const table = (sizes: Map<string, number>) =>
  [...sizes].map(([path, size]) => `${String(size).padStart(8)} ${path}`).join('\n');

test.describe('a guest', () => {
  test('fetches at most 30 kB to join, and nothing of the application', async ({ page, browser }) => {
    const inside = await browser.newContext({ storageState: SESSION, baseURL: process.env.PORTICO_URL });
    const organizer = await inside.newPage();
    const join = await joinLink(organizer, await schedule(organizer, 'Weighed', 600, 630));
    await inside.close();
    const sizes = await weigh(page, join, { chunks: false });
    expect(total(sizes), table(sizes)).toBeLessThanOrEqual(30_000);
    expect(sizes.size).toBeGreaterThan(2);
    expect(application(sizes)).toEqual([]);
  });
});

test.describe('a signed-in person', () => {
  test.use({ storageState: SESSION });

  // Of somebody with some meetings: an administrator sees all that the other tests left.
  test('fetches at most 300 kB for the first page', async ({ page, browser }) => {
    const theirs = await organizer(browser, page, `weighed-${Date.now()}`);
    for (const start of [60, 120, 180]) await schedule(theirs, `Weighed at ${start}`, start, start + 30);
    const inside = await theirs.context().storageState();
    await theirs.context().close();
    const context = await browser.newContext({ storageState: inside, baseURL: process.env.PORTICO_URL });
    const fresh = await context.newPage();
    const sizes = await weigh(fresh, '/', { chunks: true });
    await expect(fresh.locator('main')).toContainText('Weighed at 120');
    await context.close();
    expect(total(sizes), table(sizes)).toBeLessThanOrEqual(300_000);
    expect(application(sizes).length, table(sizes)).toBeGreaterThan(1);
  });

  test('fetches further chunks only for the pages they belong to, none above 100 kB', async ({ page, browser }) => {
    const first = await weigh(page, '/', { chunks: true });
    const base = new Set(application(first));
    const [some] = base;
    const assets = some.slice(0, some.lastIndexOf('/'));
    const manifest = await (await page.request.get(`${assets}/__wasm_split_manifest.json`)).json();
    const chunks = new Set(Object.values<string[]>(manifest).flat());
    expect(chunks.size).toBeGreaterThan(10);
    const heavy: string[] = [];
    for (const chunk of chunks) {
      const answer = await page.request.head(`${assets}/${chunk}.wasm`, { headers: { 'accept-encoding': 'br' } });
      expect(answer.headers()['content-encoding'], chunk).toBe('br');
      const size = Number(answer.headers()['content-length']);
      expect(size, chunk).toBeGreaterThan(0);
      if (size > 100_000) heavy.push(`${chunk}: ${size}`);
    }
    expect(heavy).toEqual([]);

    // Pages of one line are for the same people and come as one piece.
    const parts = [
      ['/meetings'], ['/meetings/new'], ['/account'], ['/connections'], ['/people'], ['/system', '/webhooks'], ['/directory'],
    ];
    const pieces = new Set<string>();
    for (const part of parts) {
      const fetched = new Set<string>();
      for (const path of part) {
        const context = await browser.newContext({ storageState: SESSION, baseURL: process.env.PORTICO_URL });
        const page = await context.newPage();
        const sizes = await weigh(page, path, { chunks: true });
        const named = await page.locator('head link[rel="preload"]').evaluateAll((links) =>
          links.map((link) => new URL((link as HTMLLinkElement).href).pathname));
        await context.close();
        expect(named.sort(), `${path} names in its head what it fetches`).toEqual(application(sizes).sort());
        const chunks = own(sizes);
        expect(chunks.length, `${path}: ${chunks.join(' ')}`).toBe(1);
        expect([...base], path).not.toContain(chunks[0]);
        fetched.add(chunks[0]);
      }
      expect([...fetched], part.join(' ')).toHaveLength(1);
      fetched.forEach((chunk) => pieces.add(chunk));
    }
    expect([...pieces]).toHaveLength(parts.length);
  });
});
