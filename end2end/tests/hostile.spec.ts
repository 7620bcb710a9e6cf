// A page of another origin, in the browser of somebody who is signed in: whatever it sends, nothing
// happens. The neighbour on another port of the same host is the harder one, for browsers send it the cookie.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SESSION, expect, test } from './support.ts';

test.use({ storageState: SESSION });

type Attack = { path: string; fields: Record<string, string> };

/** What would hurt, each complete enough to be carried out if it came from a page of ours. */
const ATTACKS: Attack[] = [
  { path: '/fn/account/save', fields: { 'form[name]': 'Mallory', 'form[language]': '', 'form[zone]': '' } },
  {
    path: '/fn/accounts/invite',
    fields: { 'form[account]': 'mallory', 'form[name]': 'Mallory', 'form[role]': 'administrator' },
  },
  { path: '/fn/account/end-other-sessions', fields: {} },
  { path: '/fn/audit/check', fields: {} },
  { path: '/sign-out', fields: {} },
  { path: '/language', fields: { language: 'zh-CN', page: '/' } },
];
const ENCODINGS = ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data'];

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
}

/** A page with a form for each attack; the browser posts it by itself. */
function page(target: string): string {
  const forms = ATTACKS.flatMap(({ path, fields }, attack) =>
    ENCODINGS.map((encoding, number) => {
      const inputs = Object.entries(fields).map(
        ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
      );
      return `<form method="post" action="${target}${path}" enctype="${encoding}">${inputs.join('')}
        <button id="attack-${attack}-${number}">Free tickets</button></form>`;
    }),
  );
  return `<!doctype html><title>Free tickets</title>${forms.join('\n')}`;
}

async function start(target: string): Promise<{ server: Server; port: number }> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(page(target));
  });
  await new Promise<void>((listening) => server.listen(0, '0.0.0.0', listening));
  return { server, port: (server.address() as AddressInfo).port };
}

let hostile: { server: Server; port: number };

test.beforeAll(async ({ baseURL }) => {
  hostile = await start(baseURL as string);
});

test.afterAll(async () => {
  hostile.server.closeAllConnections();
  await new Promise((closed) => hostile.server.close(closed));
});

/** Everything that was ever done stands in the audit log, so nothing done is as many lines as before. */
async function lines(request: import('@playwright/test').APIRequestContext): Promise<string[]> {
  const answer = await request.get('/audit/log.jsonl');
  expect(answer.status()).toBe(200);
  return (await answer.text()).trim().split('\n');
}

for (const host of ['127.0.0.1', 'localhost']) {
  test(`a form on ${host} changes nothing`, async ({ context }) => {
    const before = await lines(context.request);
    const cookies = await context.cookies();
    const attacker = await context.newPage();
    for (const [attack, { path }] of ATTACKS.entries()) {
      for (const number of ENCODINGS.keys()) {
        await attacker.goto(`http://${host}:${hostile.port}/`);
        const answer = attacker.waitForResponse((it) => it.request().method() === 'POST');
        await attacker.locator(`#attack-${attack}-${number}`).click();
        expect((await answer).status(), `${path} as ${ENCODINGS[number]}`).toBe(403);
      }
    }
    await attacker.close();
    expect(await context.cookies(), 'still signed in, in the same language').toEqual(cookies);
    expect(await lines(context.request)).toEqual(before);
  });

  test(`a script on ${host} changes nothing and reads nothing`, async ({ context, javaScriptEnabled }) => {
    test.skip(javaScriptEnabled === false, 'there is no script');
    const before = await lines(context.request);
    const attacker = await context.newPage();
    await attacker.goto(`http://${host}:${hostile.port}/`);
    const target = test.info().project.use.baseURL as string;
    const read = await attacker.evaluate(
      async ({ target, attacks, encodings }) => {
        const got: string[] = [];
        const send = async (path: string, init: RequestInit) => {
          try {
            const answer = await fetch(target + path, { credentials: 'include', ...init });
            // An opaque answer has status 0 and no text.
            if (answer.status !== 0) got.push(`${init.method} ${path} ${answer.status}`);
          } catch {
            // Blocked by the browser, as it should be.
          }
        };
        for (const { path, fields } of attacks) {
          const body = new URLSearchParams(fields).toString();
          for (const type of encodings) {
            await send(path, { method: 'POST', mode: 'no-cors', headers: { 'content-type': type }, body });
            await send(path, { method: 'POST', mode: 'cors', headers: { 'content-type': type }, body });
          }
          await send(path, { method: 'POST', mode: 'cors', headers: { 'content-type': 'application/json' }, body });
          for (const method of ['PUT', 'PATCH', 'DELETE']) await send(path, { method, mode: 'cors', body });
          await send(`${path}?${body}`, { method: 'GET', mode: 'no-cors' });
          navigator.sendBeacon(target + path, new URLSearchParams(fields));
          // A picture is asked for with GET, whose answers change nothing.
          await new Promise((done) => {
            const image = new Image();
            image.onload = image.onerror = done;
            image.src = `${target}${path}?${body}`;
          });
        }
        for (const path of ['/audit/log.jsonl', '/account', '/people']) {
          await send(path, { method: 'GET', mode: 'cors' });
        }
        return got;
      },
      { target, attacks: ATTACKS, encodings: ENCODINGS },
    );
    expect(read, 'no answer may be read').toEqual([]);
    // No page of ours stands in a frame of theirs.
    await attacker.setContent(`<iframe src="${target}/account"></iframe>`);
    const frame = attacker.frames().at(-1);
    await expect.poll(() => frame?.locator('main').count().catch(() => 0)).toBe(0);
    await attacker.close();
    expect(await lines(context.request)).toEqual(before);
  });
}
