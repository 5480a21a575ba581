import type { FastifyInstance } from 'fastify';
import type { StationTls } from '../tls/station-tls.ts';
import { isLocalName } from './origin-guard.ts';

const HSTS = 'max-age=31536000';

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
