// Runs once before all tests: the first administrator comes in by the one-time link, or, on a server
// that is set up already, by the sign-in form.
import { chromium, type FullConfig } from '@playwright/test';
import { SESSION, setUp, signIn } from './support.ts';

export default async function prepare(config: FullConfig): Promise<void> {
  // The set-up page is walked the way that the tests to come will walk.
  const wanted = process.env.PORTICO_PROJECT;
  const project = config.projects.find((project) => project.name === wanted) ?? config.projects[0];
  const { launchOptions, baseURL, locale, timezoneId, javaScriptEnabled } = project.use;
  const browser = await chromium.launch(launchOptions);
  try {
    const context = await browser.newContext({ baseURL, locale, timezoneId, javaScriptEnabled });
    const page = await context.newPage();
    const link = process.env.PORTICO_SETUP_LINK;
    if (link) await setUp(page, link);
    else await signIn(page);
    await context.storageState({ path: SESSION });
  } finally {
    await browser.close();
  }
}
