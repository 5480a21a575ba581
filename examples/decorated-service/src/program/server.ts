import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

import { Refusal } from '../shop/refusal.ts';

/** A request as routes see it. */
export interface Asked {
  readonly url: URL;
  /** What the `:name` of the route stands for. */
  readonly name: string;
  /** The body, parsed. */
  readonly body: () => Promise<unknown>;
}

/** What is answered by method and path, `POST /orders`; a path ends with `/:name` where a name follows. */
export type Routes = Readonly<Record<string, (asked: Asked) => unknown>>;

/** What wraps a server's handler, and names the routes of requests: `t.http`. */
interface Hooks {
  wrap(handler: (request: IncomingMessage, response: ServerResponse) => void): typeof handler;
  route(request: IncomingMessage, template: string): void;
}

const MAX_BODY_BYTES = 64 * 1024;

/** Listens on a port of this machine and answers with JSON. */
export async function startServer(routes: Routes, hooks: Hooks, port: number): Promise<Server> {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const [, first = '', name = ''] = url.pathname.split('/');
    const template = `/${first}${name === '' ? '' : '/:name'}`;
    const key = `${request.method} ${template}`;
    if (!Object.hasOwn(routes, key)) throw new Refusal(404, `${key} is not served here`);
    hooks.route(request, template);
    send(
      response,
      200,
      await routes[key]({ url, name: decodeURIComponent(name), body: () => bodyOf(request) }),
    );
  };
  const handler = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch((error: unknown) => sendError(response, error));
  };
  const server = createServer(hooks.wrap(handler)).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function sendError(response: ServerResponse, error: unknown): void {
  const status = error instanceof Refusal ? error.status : 500;
  send(response, status, { error: error instanceof Refusal ? error.message : 'it is our fault' });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) {
    text += part;
    if (text.length > MAX_BODY_BYTES) throw new Refusal(409, 'the body is too large');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(409, 'the body is no JSON');
  }
}
