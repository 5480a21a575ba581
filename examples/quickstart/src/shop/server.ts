import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';

import type { Reply } from './http/reply.ts';
import { json, send } from './http/reply.ts';
import type { Route } from './http/router.ts';
import { findRoute } from './http/router.ts';
import { isSameOrigin } from './http/same-origin.ts';
import { BadBodyError, createVisit } from './http/visit.ts';
import { t } from './monitoring.ts';
import { PaymentUnavailableError } from './payment-provider.ts';

/** The shop's HTTP server; every request but those for `/metrics` is measured. */
export function createShopServer(routes: readonly Route[]): Server {
  const handle = t.http.wrap(async (request: IncomingMessage, response: ServerResponse) => {
    send(response, await answer(routes, request).catch(failureReply));
  });
  return createServer((request, response) => {
    if (request.url === '/metrics') t.http.metricsHandler(request, response);
    else handle(request, response);
  });
}

async function answer(routes: readonly Route[], request: IncomingMessage): Promise<Reply> {
  const url = new URL(request.url ?? '/', 'http://shop');
  const match = findRoute(routes, request.method === 'HEAD' ? 'GET' : (request.method ?? ''), url.pathname);
  if (!match) return json({ error: 'not found' }, 404);
  // The pattern, not the path: a label with every product id in it would grow without end.
  t.http.route(request, match.route.pattern);
  if (match.route.method === 'POST' && !isSameOrigin(request)) {
    return json({ error: 'posted from another site' }, 403);
  }
  const visit = createVisit(request, url, match.params);
  const reply = await match.route.handle(visit);
  if (visit.newCookie === undefined) return reply;
  return { ...reply, headers: { ...reply.headers, 'set-cookie': visit.newCookie } };
}

function failureReply(error: unknown): Reply {
  if (error instanceof BadBodyError) return json({ error: error.message }, 400);
  if (error instanceof PaymentUnavailableError) return json({ error: error.message }, 502);
  return json({ error: 'something went wrong on our side' }, 500);
}
