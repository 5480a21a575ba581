import { createServer } from 'node:https';
import type { RequestListener, Server } from 'node:http';
import type { StationTls } from './station-tls.ts';

/** As Fastify has it without TLS: longer than proxies in front keep a connection. */
const KEEP_ALIVE_MS = 72_000;

/** A server that answers over TLS alone, and goes by the certificate that the files have. */
export function createTlsServer(tls: StationTls, limits: object, listener: RequestListener): Server {
  const server = createServer({ ...limits, ...tls.options, keepAliveTimeout: KEEP_ALIVE_MS }, listener);
  tls.watch(server);
  return server;
}
