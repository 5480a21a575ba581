import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { HttpHooks } from '@telltale/sdk';

/** Pages by what their path begins with, such as `/bars`; what stands behind it is given. */
export type Pages = Readonly<Record<string, (name: string) => unknown>>;

/** A server for the pages of a stage, its `/health` and its `/metrics`; requests are measured. */
export function createPagesServer(
  pages: Pages,
  failedChecks: () => Promise<readonly string[]>,
  http: HttpHooks,
): Server {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, first = '', name = ''] = (request.url ?? '').split('?')[0].split('/');
    const path = `/${first}`;
    if (path === '/health') {
      http.route(request, path);
      const failed = await failedChecks();
      send(response, failed.length === 0 ? 200 : 503, { healthy: failed.length === 0, failed });
    } else if (Object.hasOwn(pages, path)) {
      http.route(request, `${path}/:name`);
      const page: unknown = await pages[path](decodeURIComponent(name));
      send(response, page === undefined ? 404 : 200, page ?? { error: 'not found' });
    } else {
      send(response, 404, { error: 'not found' });
    }
  }
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => send(response, 500, { error: String(error) }));
  });
  http.attach(server);
  return server;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}
