import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { HttpHooks } from '@telltale/sdk';

/** Pages by what their path begins with, such as `/bars`; what stands behind it is given. */
export type Pages = Readonly<Record<string, (name: string) => unknown>>;

/** A server for the pages of a stage, beside its `/health` and `/metrics`; requests are measured. */
export function createPagesServer(pages: Pages, http: HttpHooks): Server {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, first = '', name = ''] = (request.url ?? '').split('?')[0].split('/');
    const path = `/${first}`;
    if (Object.hasOwn(pages, path)) {
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
