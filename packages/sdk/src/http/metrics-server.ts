import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Diagnostics } from '../diagnostics/diagnostics.ts';
import { nodeHttp } from '../platform/node-modules.ts';
import type { MetricsEndpoint } from './metrics-endpoint.ts';

/** Where a metrics server listens. */
export interface ServeOptions {
  /** 9464 by default; 0 takes a free one. */
  readonly port?: number;
  /** 127.0.0.1 by default. */
  readonly host?: string;
  /** Paths of the metrics page; `/metrics` by default. */
  readonly paths?: readonly string[];
}

/** A server of its own for `/metrics`. */
export interface MetricsServer {
  /** Address of the metrics page; `undefined` where the server could not listen. */
  readonly url: string | undefined;
  close(): Promise<void>;
}

const DEFAULT_PORT = 9464;
const DEFAULT_PATHS = ['/metrics'];
/** A request for metrics has no body and few headers; who needs longer to send it wants to keep the server busy. */
const REQUEST_TIMEOUT_MS = 10_000;

/**
 * Starts a server for `/metrics`. It does not keep the process alive. Where it cannot listen, that is told
 * as a diagnostic and as a process warning: a busy port must not end the service.
 */
export async function startMetricsServer(
  endpoint: MetricsEndpoint,
  { port = DEFAULT_PORT, host = '127.0.0.1', paths = DEFAULT_PATHS }: ServeOptions,
  diagnostics: Diagnostics,
): Promise<MetricsServer> {
  const server = nodeHttp().createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS },
    (request, response) => answer(endpoint, paths, request, response),
  );
  server.unref();
  const failure = await listen(server, port, host);
  if (!failure) return { url: metricsUrl(server, host, paths[0] ?? ''), close: () => close(server) };
  const message = `metrics cannot be served on ${host}:${port}: ${failure.message}`;
  diagnostics.tell('serve_failed', '', () => message);
  process.emitWarning(message, { code: 'TT_PORT_IN_USE' });
  return { url: undefined, close: async () => undefined };
}

function answer(
  endpoint: MetricsEndpoint,
  paths: readonly string[],
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const [path] = (request.url ?? '').split('?', 1);
  if (paths.includes(path)) {
    endpoint.answer(request, response);
    return;
  }
  response.writeHead(404, { 'content-type': 'text/plain' }).end(`The metrics are at ${paths.join(', ')}.\n`);
}

function listen(server: Server, port: number, host: string): Promise<Error | undefined> {
  return new Promise((resolve) => {
    // Stays for as long as the server: an error nobody listens to would end the process.
    server.on('error', resolve);
    try {
      server.listen(port, host, () => resolve(undefined));
    } catch (error) {
      resolve(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

function metricsUrl(server: Server, host: string, path: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}${path}`;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
