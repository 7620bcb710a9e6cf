// Pictures of every page, for people to look at. Only on request: SCREENSHOTS=folder ./run.sh script
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PUBLIC, places, type Place } from './places.ts';
import { SESSION, settled, test } from './support.ts';

const folder = process.env.SCREENSHOTS;

const SIZES = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
];

test.skip(!folder, 'SCREENSHOTS names no folder');

let all: Place[] = [];

test.beforeAll(async ({ browser }) => {
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  const context = await browser.newContext({ storageState: SESSION });
  all = await places(await context.newPage());
  await context.close();
});

for (const viewport of SIZES) {
  for (const locale of ['zh-CN', 'en-GB']) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const audience of ['signed in', 'guest']) {
        const guest = audience === 'guest';
        const set = `${viewport.width}-${locale.slice(0, 2)}-${colorScheme}`;
        test.describe(`${set}, ${audience}`, () => {
          test.use({ viewport, locale, colorScheme, storageState: guest ? undefined : SESSION });

          test('pictures', async ({ page }) => {
            for (const { name, path } of all.filter((place) => PUBLIC.has(place.name) === guest)) {
              await page.goto(path);
              await settled(page);
              await page.screenshot({
                path: join(folder ?? '.', `${name}-${set}.png`),
                fullPage: true,
                animations: 'disabled',
              });
            }
          });
        });
      }
    }
  }
}
