// The sandbox's control port: what the vendor saw, and pushing its state about.
import { readFileSync } from 'node:fs';

function control(): string {
  const log = readFileSync(process.env.PORTICO_SERVER_LOG ?? '', 'utf8');
  const found = /its control at (\S+)/.exec(log);
  if (!found) throw new Error('the server did not say where the sandbox is controlled');
  return found[1];
}

async function ask(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<any> {
  const response = await fetch(`${control()}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? undefined : response.json();
}

export type Call = { operation: string; path: string; status?: number; code?: number; body?: string };

export const sandbox = {
  calls: (): Promise<Call[]> => ask('/calls'),
  state: () => ask('/state'),
  credentials: () => ask('/credentials'),
  fault: (operation: string, action: Record<string, unknown>, times = 1) =>
    ask('/faults', { operation, times, action }),
  /** No call below this path is answered any more, until the faults are cleared. */
  silence: (path: string) => ask('/faults', { path_prefix: path, action: { kind: 'drop_before' } }),
  clearFaults: () => ask('/faults', undefined, 'DELETE'),
  poke: (path: string, body: unknown) => ask(path, body),
  endMeeting: (number: string) => ask(`/meetings/${number}/end`, {}),
};
