import { Agent, request } from 'node:http';

/** A visitor's browser: one kept-alive connection at most, and the cookie of the cart. */
export interface Client {
  get(path: string): Promise<void>;
  post(path: string, fields: Readonly<Record<string, string>>): Promise<void>;
}

const TIMEOUT_MS = 10_000;

/** A client of the shop at `port` on this machine. Rejects when the shop does not answer. */
export function createClient(port: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let cookie: string | undefined;
  const send = (method: string, path: string, body?: string) =>
    new Promise<void>((resolve, reject) => {
      const headers = {
        ...(cookie !== undefined && { cookie }),
        ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      };
      const sent = request({ host: '127.0.0.1', port, agent, method, path, headers, timeout: TIMEOUT_MS });
      sent.once('response', (response) => {
        cookie = response.headers['set-cookie']?.[0]?.split(';')[0] ?? cookie;
        response.resume();
        response.once('end', resolve).once('error', reject);
      });
      sent.once('timeout', () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
      sent.once('error', reject);
      sent.end(body);
    });
  return {
    get: (path) => send('GET', path),
    post: (path, fields) => send('POST', path, new URLSearchParams(fields).toString()),
  };
}
