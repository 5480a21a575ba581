import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { refusalOf } from '../../sign-in/refusal.ts';
import type { Permission } from '../../sign-in/roles.ts';
import type { Identity, Refusal, SignIn } from '../../sign-in/sign-in.ts';
import { sessionOf } from './session-cookie.ts';

/** Everybody, where only this machine reaches the station and nothing is said of who may do what. */
const EVERYBODY: Identity = {
  kind: 'principal',
  principal: { name: 'local', role: 'admin', how: 'local' },
};

/**
 * Answers only who may do what a route asks, and says in `request.principal` who that is. The server does not start
 * with a route that has not said what it asks.
 *
 * @param signIn Knows who asks. Absent: everybody may do everything.
 */
export function guardAccess(server: FastifyInstance, signIn: SignIn | undefined): void {
  const unguarded: RouteOptions[] = [];
  server.decorateRequest('principal', undefined);
  server.addHook('onRoute', (route) => {
    if (route.config?.permission === undefined) unguarded.push(route);
  });
  server.addHook('onReady', async () => {
    const names = unguarded.map(({ method, url }) => `${[method].flat().join(', ')} ${url}`);
    if (names.length > 0) throw new Error(`routes that do not say who may ask them: ${names.join('; ')}`);
  });
  server.addHook('onRequest', async (request, reply) => {
    const identity = signIn ? await identify(request, signIn) : EVERYBODY;
    if (identity.kind === 'principal') request.principal = identity.principal;
    const refusal = refusalOf(identity, neededFor(request));
    if (!refusal) return;
    // Who has a role that is too small, or whom the proxy signs in, is told; others can sign in.
    if (refusal.status === 401 && wantsPage(request))
      return reply.redirect(`/login?next=${encodeURIComponent(request.url)}`);
    return refuse(reply, refusal);
  });
}

/** Whether a request is of somebody who looks at a page, and can be led to sign in. */
export function wantsPage({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && (headers.accept ?? '').includes('text/html');
}

function identify(request: FastifyRequest, signIn: SignIn): Promise<Identity> {
  const { headers, raw, socket } = request;
  const { remoteAddress, localAddress } = socket;
  if (!signIn.proxyAt(remoteAddress)) for (const header of signIn.proxyHeaders) delete headers[header];
  return signIn.identify({
    headers,
    rawHeaders: raw.rawHeaders,
    session: sessionOf(headers),
    remoteAddress,
    localAddress,
  });
}

/** Pages are of use only to who may look; other clients ask some of their addresses as well. */
function neededFor(request: FastifyRequest): Permission {
  // A path that is not served is nobody's business who is not known here.
  const { permission = 'enter' } = request.routeOptions.config;
  return permission === 'enter' && wantsPage(request) ? 'view' : permission;
}

/** In the words of Prometheus' API, which other clients read as well. */
function refuse(reply: FastifyReply, { status, reason, retryAfterSeconds }: Refusal): FastifyReply {
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  const errorType = status === 429 ? 'unavailable' : status === 401 ? 'unauthorized' : 'forbidden';
  return reply.code(status).send({ status: 'error', errorType, error: reason });
}
