// What a team would write in an afternoon instead of Portico's proxy: Node's own server and client, kept
// connections, CloudRoom's headers signed with Node's crypto. It looks at the caller's token and at nothing else.
//
//   node signing-proxy.mjs PORT UPSTREAM_PORT TOKEN SECRET_ID SECRET_KEY
import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';

const [port, upstream, token, secretId, secretKey] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
const bearer = `Bearer ${token}`;

http
  .createServer({ keepAlive: true }, (request, response) => {
    if (request.headers.authorization !== bearer) {
      response.writeHead(401).end();
      return;
    }
    const timestamp = Math.floor(Date.now() / 1000);
    const signature = createHash('sha256').update(`${secretId}&${timestamp}&${secretKey}`).digest('hex');
    const headers = {
      'X-CR-SecretId': secretId,
      'X-CR-Timestamp': String(timestamp),
      'X-CR-Signature': signature,
      'X-CR-RequestId': randomBytes(16).toString('hex'),
      Accept: 'application/json',
    };
    const path = request.url.replace(/^\/proxy\/[^/]+/, '');
    const call = http.request(
      { host: '127.0.0.1', port: upstream, method: request.method, path, headers, agent },
      (answer) => {
        response.writeHead(answer.statusCode, { 'Content-Type': 'application/json' });
        answer.pipe(response);
      },
    );
    call.on('error', () => response.writeHead(502).end());
    if (request.method === 'GET' || request.method === 'DELETE') call.end();
    else request.pipe(call);
  })
  .listen(Number(port), '127.0.0.1');
