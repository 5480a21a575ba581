import type { Server } from 'node:http';
import type { Diagnostics } from '../diagnostics/diagnostics.ts';
import { nodeHttp } from '../platform/node-modules.ts';
import { OwnPages } from './own-pages.ts';
import type { OwnPage } from './own-pages.ts';

/** A server of its own for pages of ours. */
export interface PageServer {
  /** Address of the first page; `undefined` where the server could not listen. */
  readonly url: string | undefined;
  close(): Promise<void>;
}

/** What is served where. */
export interface PageServerOptions {
  readonly pages: readonly OwnPage[];
  /** Path of the first page. */
  readonly path: string;
  /** What is served, for messages: `metrics`. */
  readonly what: string;
  /** What is said to who asks for something else. */
  readonly notFound: string;
  readonly port: number;
  readonly host: string;
}

/** A request for a page has no body and few headers; who needs longer to send it wants to keep the server busy. */
const REQUEST_TIMEOUT_MS = 10_000;
/** Of scrapers there are a few; whoever opens more must not take the memory of the service. */
const MAX_CONNECTIONS = 256;

/**
 * Starts a server for pages. It does not keep the process alive. Where it cannot listen, that is told as a
 * diagnostic and as a process warning: a busy port must not end the service.
 */
export async function startPageServer(
  { pages, path, what, notFound, port, host }: PageServerOptions,
  diagnostics: Diagnostics,
): Promise<PageServer> {
  const own = new OwnPages(pages);
  const server = nodeHttp().createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS },
    (request, response) => {
      request.socket.setTimeout(0);
      if (own.answer(request, response)) return;
      response.writeHead(404, { 'content-type': 'text/plain' }).end(`${notFound}\n`);
    },
  );
  server.maxConnections = MAX_CONNECTIONS;
  // Node.js would keep a connection that is opened and not used.
  server.on('connection', (socket) => socket.setTimeout(REQUEST_TIMEOUT_MS));
  server.unref();
  const failure = await listen(server, port, host);
  if (!failure) return { url: pageUrl(server, host, path), close: () => close(server) };
  const message = `${what} cannot be served on ${host}:${port}: ${failure.message}`;
  diagnostics.tell('serve_failed', '', () => message);
  process.emitWarning(message, { code: 'TT_PORT_IN_USE' });
  return { url: undefined, close: async () => undefined };
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

function pageUrl(server: Server, host: string, path: string): string {
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
