import { createServer } from 'node:https';
import type { RequestListener, Server } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { StationTls } from '../tls/station-tls.ts';
import { isLocalName } from './origin-guard.ts';

/** As Fastify has it without TLS: longer than proxies in front keep a connection. */
const KEEP_ALIVE_MS = 72_000;
const HSTS = 'max-age=31536000';

/** A server that answers over TLS alone, and goes by the certificate that the files have. */
export function createTlsServer(tls: StationTls, limits: object, listener: RequestListener): Server {
  const server = createServer({ ...limits, ...tls.options, keepAliveTimeout: KEEP_ALIVE_MS }, listener);
  tls.watch(server);
  return server;
}

/** Clients without the certificate that is asked for are told what is wrong; browsers remember to come by TLS. */
export function guardTls(server: FastifyInstance, tls: StationTls): void {
  server.addHook('onRequest', async (request, reply) => {
    if (isWholeHost(request.headers.host)) reply.header('strict-transport-security', HSTS);
    const fault = tls.faultOf(request.raw.socket);
    if (fault) return reply.code(403).send({ error: fault.message });
  });
}

/**
 * Whether nothing else can be at a host: what a browser remembers is for all of its ports, where other programs may
 * speak plain HTTP.
 */
function isWholeHost(host: string | undefined): boolean {
  return host !== undefined && !/:\d+$/.test(host) && !isLocalName(host);
}
