// Every page, in both languages and both themes, through axe; and none of them scrolls sideways on
// the narrowest screen.
import AxeBuilder from '@axe-core/playwright';
import { PUBLIC, places, type Place } from './places.ts';
import { SESSION, expect, settled, test } from './support.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let all: Place[] = [];

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext({ storageState: SESSION });
  all = await places(await context.newPage());
  await context.close();
});

for (const locale of ['zh-CN', 'en-GB']) {
  for (const audience of ['signed in', 'guest']) {
    test.describe(`${locale}, ${audience}`, () => {
      const guest = audience === 'guest';
      test.use({ locale, storageState: guest ? undefined : SESSION });

      test('axe finds nothing in either theme', async ({ page }) => {
        test.setTimeout(420_000);
        for (const { name, path } of all.filter((place) => PUBLIC.has(place.name) === guest)) {
          await test.step(name, async () => {
            await page.goto(path);
            await settled(page);
            for (const colorScheme of ['light', 'dark'] as const) {
              // Colours that are still on their way to another theme have no contrast to speak of.
              await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
              const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
              const found = violations.map(({ id, nodes }) => ({ id, at: nodes.map((node) => node.html) }));
              expect.soft(found, `${name} (${path}), ${colorScheme}`).toEqual([]);
            }
            const language = await page.locator('html').getAttribute('lang');
            expect.soft(language, `the language of ${name}`).toBe(locale === 'zh-CN' ? 'zh-CN' : 'en');
          });
        }
      });
    });
  }
}

for (const audience of ['signed in', 'guest']) {
  for (const locale of ['zh-CN', 'en-GB']) {
    test.describe(`at 320 px, ${locale}, ${audience}`, () => {
      const guest = audience === 'guest';
      test.use({
        locale,
        viewport: { width: 320, height: 640 },
        storageState: guest ? undefined : SESSION,
      });

      test('nothing scrolls sideways', async ({ page }) => {
        test.setTimeout(300_000);
        for (const { name, path } of all.filter((place) => PUBLIC.has(place.name) === guest)) {
          await test.step(name, async () => {
            await page.goto(path);
            await settled(page);
            const wide = await page.evaluate(() => {
              const room = document.documentElement.clientWidth;
              const sticksOut = (element: Element) => element.getBoundingClientRect().right > room + 1;
              const scrolls = (document.scrollingElement?.scrollWidth ?? 0) > room;
              if (!scrolls) return [];
              return [...document.body.querySelectorAll('*')]
                .filter((element) => sticksOut(element))
                .slice(0, 5)
                .map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
            });
            expect.soft(wide, `${name} (${path})`).toEqual([]);
          });
        }
      });
    });
  }
}
