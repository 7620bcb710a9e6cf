// Every page, in both languages and both themes, through axe; and none of them scrolls sideways on
// the narrowest screen.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { PUBLIC, places, type Place } from './places.ts';
import { SESSION, expect, settled, test } from './support.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let all: Place[] = [];

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext({ storageState: SESSION });
  all = await places(await context.newPage());
  await context.close();
});

/** What is wrong with the page as it stands: all of it, or what depends on colours alone. */
async function wrong(page: Page, colours = false): Promise<unknown[]> {
  // No page has frames, for which axe would open another page each time; and only what is wrong is of interest.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await (colours ? axe.withRules(['color-contrast', 'link-in-text-block']) : axe.withTags(RULES)).analyze();
  return violations.map(({ id, nodes }) => ({ id, at: nodes.map((node) => node.html) }));
}

/** What sticks out of the narrowest screen, if the page scrolls sideways there. */
function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const sticksOut = (element: Element) => element.getBoundingClientRect().right > room + 1;
    const scrolls = (document.scrollingElement?.scrollWidth ?? 0) > room;
    if (!scrolls) return [];
    return [...document.body.querySelectorAll('*')]
      .filter((element) => sticksOut(element))
      .slice(0, 5)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
  });
}

for (const locale of ['zh-CN', 'en-GB']) {
  for (const audience of ['signed in', 'guest']) {
    test.describe(`${locale}, ${audience}`, () => {
      const guest = audience === 'guest';
      test.use({ locale, storageState: guest ? undefined : SESSION });

      test('axe finds nothing in either theme, and nothing scrolls sideways', async ({ page }) => {
        const wide = page.viewportSize()!;
        for (const { name, path } of all.filter((place) => PUBLIC.has(place.name) === guest)) {
          await test.step(name, async () => {
            // Colours that are still on their way to another theme have no contrast to speak of.
            await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
            await page.goto(path);
            await settled(page);
            expect.soft(await wrong(page), `${name} (${path}), light`).toEqual([]);
            await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
            // A theme changes colours and nothing else.
            expect.soft(await wrong(page, true), `${name} (${path}), dark`).toEqual([]);
            const language = await page.locator('html').getAttribute('lang');
            expect.soft(language, `the language of ${name}`).toBe(locale === 'zh-CN' ? 'zh-CN' : 'en');
            await page.setViewportSize({ width: 320, height: 640 });
            expect.soft(await sticksOut(page), `${name} (${path}), 320 px`).toEqual([]);
            await page.setViewportSize(wide);
          });
        }
      });
    });
  }
}
