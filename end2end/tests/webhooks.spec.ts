// Webhooks: adding an address, hearing what happens there, the log, sending again, pausing, removing.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { schedule } from './story.ts';
import { SESSION, expect, settled, test } from './support.ts';

type Got = { headers: IncomingHttpHeaders; body: string };

/** A system that hears of events: refuses the first, takes the rest. */
async function receiver(): Promise<{ server: Server; url: string; got: Got[] }> {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => (body += piece));
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      response.writeHead(got.length === 1 ? 500 : 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`, got };
}

/** Standard Webhooks: HMAC-SHA256 over id, time and body. */
function signed({ headers, body }: Got, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
  return String(headers['webhook-signature']).split(' ').includes(expected);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled, storageState: SESSION, locale: 'en-GB' });

    test('an address is added, tried out, told, sent again, and removed', async ({ page }) => {
      const { server, url, got } = await receiver();
      const name = `Displays ${javaScriptEnabled ? 'script' : 'plain'} ${Date.now()}`;
      await page.goto('/');
      await page.locator('nav a[href="/webhooks"]').first().click();
      await expect(page.locator('h1')).toHaveText('Webhooks');
      await settled(page);
      await page.fill('[name="form[name]"]', name);
      await page.fill('[name="form[url]"]', url);
      await page.getByRole('button', { name: 'Add the webhook' }).click();
      // Plain http outside a private network, and no event: refused, and what was typed stays.
      await expect(page.locator('[name="form[url]"]')).toHaveValue(url);
      await expect(page.locator('#new-secret')).toHaveCount(0);
      await settled(page);
      await page.check('[name="form[private_network]"]');
      await page.check('[name="form[events][meeting.scheduled]"]');
      await page.getByRole('button', { name: 'Add the webhook' }).click();
      const secret = await page.locator('#new-secret').inputValue();
      expect(secret).toMatch(/^whsec_/);

      await page.goto('/webhooks');
      await expect(page.getByText(secret)).toHaveCount(0);
      await page.getByRole('link', { name }).click();
      await expect(page.locator('h1')).toContainText(name);
      const address = page.url().split('?')[0];
      await settled(page);
      await page.getByRole('button', { name: 'Send a test event' }).click();
      await expect(page.getByText(/Answered 500 after \d+ ms/).first()).toBeVisible();
      await settled(page);
      await page.getByRole('row').filter({ hasText: 'webhook.test' }).getByRole('button', { name: 'Send again' }).click();
      await expect(page.getByText(/Answered 204 after \d+ ms/).first()).toBeVisible();
      expect(got.length).toBe(2);
      expect(got.every((one) => signed(one, secret))).toBe(true);
      expect(got[1].headers['webhook-id'], 'it is the same event').toBe(got[0].headers['webhook-id']);

      const subject = `Told of ${name}`;
      await schedule(page, subject);
      await expect.poll(() => got.length).toBe(3);
      const told = JSON.parse(got[2].body);
      expect([told.type, told.data.meeting.subject]).toEqual(['meeting.scheduled', subject]);
      await page.goto(`${address}?state=delivered`);
      await expect(page.getByRole('row').filter({ hasText: 'meeting.scheduled' })).toContainText('Delivered');

      await settled(page);
      await page.getByRole('button', { name: 'Pause webhook' }).click();
      await expect(page.getByText('Paused: events are kept until it goes on.')).toBeVisible();
      await settled(page);
      await page.getByRole('button', { name: 'Remove webhook…' }).click();
      await page.getByRole('button', { name: 'Remove webhook', exact: true }).click();
      await expect(page.getByText('The webhook is removed.')).toBeVisible();
      await expect(page.getByText(name)).toHaveCount(0);
      server.close();
    });
  });
}
