import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, RawServerDefault } from 'fastify';
import fastify from 'fastify';
import { compressAnswers } from './compression.ts';
import { CONNECTION_LIMITS, REQUEST_TIMEOUT_MS, guardConnections } from '../connections/connection-limits.ts';
import { isAllowedHost, isSameOrigin } from './origin-guard.ts';
import { isFromThisMachine } from '../sign-in/local-connections.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import type { StationTls } from '../tls/station-tls.ts';
import { createTlsServer } from '../tls/tls-server.ts';
import { guardTls } from './guard-tls.ts';
import { guardAccess, wantsPage } from './sign-in/access-guard.ts';
import { registerSignIn } from './sign-in/sign-in-routes.ts';

/** Largest request body: a dashboard asks at most some hundred queries at once. */
const MAX_BODY_BYTES = 1024 * 1024;
/** Label names in paths may be as long as Node.js lets a request line be. */
const MAX_PATH_PART = 16 * 1024;
/**
 * Requests a minute from one address, which is all of this machine: a busy dashboard needs about 60, a
 * script that asks in a loop some hundred a second. What queries cost is bounded where they run.
 */
const MAX_REQUESTS_PER_MINUTE = 60_000;

/** How late timers may be, on average over a second, before requests are refused. */
const MAX_EVENT_LOOP_DELAY_MS = 5000;

/** What our pages may load: nothing but what the station itself serves. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join(';');

/**
 * The station's HTTP server with its guards: only requests that name this host, no writing request
 * from another site's page, strict content security policy, bounded bodies and rates.
 *
 * @param signIn Knows who asks. Absent: only this machine reaches it, and everybody there may do everything.
 * @param tls Its certificate. Plain HTTP where absent.
 */
export async function createServer(signIn?: SignIn, tls?: StationTls): Promise<FastifyInstance> {
  const server = fastify<RawServerDefault>({
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: true,
    ...(tls && { serverFactory: (handler) => createTlsServer(tls, CONNECTION_LIMITS, handler) }),
    http: CONNECTION_LIMITS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: MAX_PATH_PART },
    // A path that cannot be decoded comes to no handler.
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
  });
  guardConnections(server.server);
  if (tls) guardTls(server, tls);
  server.addHook('onRequest', async (request, reply) => {
    reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
    if (isInside(request, signIn) && !isAllowedHost(request.headers.host)) {
      return reply
        .code(421)
        .send({ error: 'This host name is not served here; use 127.0.0.1 or localhost.' });
    }
    if (!isSameOrigin(request.method, request.headers, tls !== undefined)) {
      return reply.code(403).send({ error: 'Requests from pages of other sites are refused.' });
    }
  });
  guardAccess(server, signIn);
  answerInPrometheusWords(server);
  compressAnswers(server);
  await server.register(helmet, {
    // Set above: helmet would put it together anew for each request.
    contentSecurityPolicy: false,
    // Set where there is TLS. On loopback the station speaks plain HTTP: a browser must not be told otherwise.
    strictTransportSecurity: false,
  });
  await server.register(rateLimit, { max: MAX_REQUESTS_PER_MINUTE, timeWindow: '1 minute' });
  registerSignIn(server, signIn);
  await refuseWhenOverloaded(server);
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  return server;
}

/** Whether a request comes straight from a program of this machine: a proxy sends on the names it is reached by. */
function isInside({ socket }: FastifyRequest, signIn: SignIn | undefined): boolean {
  return !signIn || (isFromThisMachine(socket.localAddress) && !signIn.proxyAt(socket.remoteAddress));
}

/** Requests are told to come again while the process does not get round to what is due. */
async function refuseWhenOverloaded(server: FastifyInstance): Promise<void> {
  await server.register(underPressure, {
    maxEventLoopDelay: MAX_EVENT_LOOP_DELAY_MS,
    exposeStatusRoute: false,
    pressureHandler: (request, reply, _, delayMs) => {
      // Right after a pause, such as of a laptop that slept, nothing has been measured: that is no overload. The
      // pages cost nothing, and tell their reader how it goes.
      if (!Number.isFinite(delayMs) || isOfPages(request)) return;
      reply.header('retry-after', '1');
      const error = new Error('the station is overloaded: ask again in a second');
      return Promise.reject(Object.assign(error, { statusCode: 503 }));
    },
  });
}

/** Whether it is for a page or for a file of the pages. */
function isOfPages(request: FastifyRequest): boolean {
  return wantsPage(request) || request.url.startsWith('/assets/');
}

const API = '/api/';
const PROMETHEUS_API = '/api/v1/';

/** Clients of Prometheus' API read its envelope, whoever refused their request. */
function answerInPrometheusWords(server: FastifyInstance): void {
  server.setNotFoundHandler((request, reply) => {
    // Who mistypes the address of a page is shown where the pages are, once they are served.
    if (wantsPage(request) && !request.url.startsWith(API) && server.hasReplyDecorator('sendFile'))
      return reply.code(404).sendFile('index.html');
    const message = `${request.method} ${request.url.split('?', 1)[0]} is not served here`;
    if (!request.url.startsWith(PROMETHEUS_API)) return reply.code(404).send({ error: message });
    return reply.code(404).send({ status: 'error', errorType: 'not_found', error: message });
  });
  server.setErrorHandler(answerError);
}

function answerError(error: FastifyError, { url }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = error.statusCode ?? 500;
  const message = status === 413 ? `the request body is larger than ${MAX_BODY_BYTES} bytes` : error.message;
  reply.code(status).type('application/json; charset=utf-8');
  if (!url.startsWith(PROMETHEUS_API)) return reply.send({ error: message });
  return reply.send({ status: 'error', errorType: errorTypeOf(status), error: message });
}

/** Whether asking again can help: clients must not take a busy station for a wrong request. */
function errorTypeOf(status: number): 'bad_data' | 'unavailable' | 'internal' {
  if (status === 429 || status === 503) return 'unavailable';
  return status < 500 ? 'bad_data' : 'internal';
}
