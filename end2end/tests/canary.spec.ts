// No secret reaches a browser: everything that one receives is searched for the planted secrets, raw
// and encoded.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { places } from './places.ts';
import { sandbox } from './sandbox.ts';
import { SESSION, expect, settled, test } from './support.ts';

test.use({ storageState: SESSION });

/** A secret in every form in which it could slip out. */
function forms(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [
    secret,
    bytes.toString('hex'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    encodeURIComponent(secret),
  ];
}

test('no page, file or server function carries a secret', async ({ page, context }) => {
  const { credentials } = await sandbox.credentials();
  const planted: string[] = credentials
    .flatMap((credential: any) => credential.values)
    .filter((value: any) => /key|passphrase|^auth$/i.test(value.name))
    .map((value: any) => value.value)
    // What is short could stand in a page by chance.
    .filter((value: string) => value.length >= 10);
  const data = join(dirname(process.env.PORTICO_SERVER_LOG ?? ''), 'data');
  planted.push(readFileSync(join(data, 'master.key'), 'utf8').trim());
  const session = (await context.cookies()).find((cookie) => cookie.name.includes('session'));
  planted.push(session?.value ?? '');
  if (process.env.PORTICO_PROVIDER_SECRET) planted.push(process.env.PORTICO_PROVIDER_SECRET);
  expect(planted.length).toBeGreaterThanOrEqual(3);
  expect(planted.every((secret) => secret.length >= 10)).toBe(true);
  const needles = planted.flatMap(forms);

  const seen: string[] = [];
  const search = (where: string, text: string) => {
    seen.push(where);
    expect(needles.filter((needle) => text.includes(needle)), where).toEqual([]);
  };
  const bodies: Promise<void>[] = [];
  page.on('response', (response) => {
    const look = async () => {
      const body = await response.body().catch(() => Buffer.alloc(0));
      search(response.url(), body.toString('latin1'));
      search(response.url(), JSON.stringify({ ...response.headers(), 'set-cookie': '' }));
    };
    bodies.push(look());
  });
  for (const { path } of await places(page)) {
    await page.goto(path);
    await settled(page);
  }
  await Promise.all(bodies);
  expect(seen.some((url) => url.endsWith('.wasm')) || test.info().project.name === 'no-script').toBe(true);

  for (const path of ['agenda/read', 'connections/list', 'account/view', 'meetings/view', 'connections/view']) {
    const answer = await page.request.post(`/fn/${path}`, {
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
      data: 'id=nothing',
    });
    search(path, await answer.text());
  }
  for (const log of ['server.log', 'server.err']) {
    const text = readFileSync(join(data, '..', log), 'utf8');
    search(log, text.replace(/\/setup\/\S+/g, ''));
  }
});
