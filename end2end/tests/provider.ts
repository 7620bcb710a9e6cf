// A real identity provider on this machine, for `oidc.spec.ts`. Whoever types an account there is signed in
// as that person; whoever cancels is not.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import Provider from 'oidc-provider';

/** As `run.sh` has told Portico. */
const ISSUER = process.env.PORTICO_PROVIDER_URL ?? '';
const CLIENT = { id: 'portico', secret: process.env.PORTICO_PROVIDER_SECRET ?? '' };

/** Who has an account there, and in which groups they are. */
const GROUPS: Record<string, string[]> = { li: ['staff'], zhang: ['visitors'] };

/** The package has no types. */
function configuration(portico: string): any {
  return {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${portico}/sign-in/corp/callback`],
      },
    ],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups'] },
    cookies: { keys: ['a key of this test alone'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, interaction: any) => `/interaction/${interaction.uid}` },
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, name: `The ${id}`, preferred_username: id, groups: GROUPS[id] ?? [] }),
    }),
    // Nobody is asked whether Portico may know their name.
    async loadExistingGrant(context: any) {
      const { client, session, provider } = context.oidc;
      const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  };
}

async function body(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const piece of request) text += piece;
  return new URLSearchParams(text);
}

/** The page where people say who they are. */
async function interact(provider: any, request: IncomingMessage, response: ServerResponse): Promise<void> {
  await provider.interactionDetails(request, response);
  if (request.method === 'POST') {
    const typed = await body(request);
    const result = typed.has('cancel')
      ? { error: 'access_denied', error_description: 'They did not want to.' }
      : { login: { accountId: typed.get('login') ?? '' } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    return;
  }
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(`<!DOCTYPE html><html lang="en"><title>Example Corp</title><link rel="icon" href="data:,">
    <form method="post"><label>Account <input name="login"></label>
    <button>Sign in</button> <button name="cancel" value="1">Cancel</button></form></html>`);
}

/** Starts it for the Portico at this address. */
export async function startProvider(portico: string): Promise<Server> {
  const provider = new Provider(ISSUER, configuration(portico));
  const answer = provider.callback();
  const server = createServer((request, response) => {
    if (!request.url?.startsWith('/interaction/')) return answer(request, response);
    return interact(provider, request, response).catch((error: unknown) => {
      response.statusCode = 400;
      response.end(String(error));
    });
  });
  await new Promise<void>((ready) => server.listen(Number(new URL(ISSUER).port), '127.0.0.1', ready));
  return server;
}

/** Stops it, whoever is still connected. */
export async function stopProvider(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}
