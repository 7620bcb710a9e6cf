// A proxy in front of Portico that lets everything through but streams of events.
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Spoiled = 'cut' | 'held back';

/** `cut` closes every stream at once; `held back` opens it and then says nothing. */
export async function spoilStreams(target: string, how: Spoiled): Promise<{ address: string; close(): void }> {
  const server = createServer((asked, answer) => {
    if (asked.url?.endsWith('/events')) {
      if (how === 'cut') return void answer.destroy();
      answer.writeHead(200, { 'content-type': 'text/event-stream' });
      return answer.flushHeaders();
    }
    const onward = forward(new URL(asked.url ?? '/', target), { method: asked.method, headers: asked.headers });
    onward.on('response', (heard) => {
      answer.writeHead(heard.statusCode ?? 502, heard.headers);
      heard.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://127.0.0.1:${port}`, close };
}
