import type { RequestListener, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Diagnostics } from '../diagnostics/diagnostics.ts';
import { nodeHttp, nodeHttps } from '../platform/node-modules.ts';
import { OwnPages } from './own-pages.ts';
import type { OwnPage } from './own-pages.ts';
import type { ServerTls } from './server-certificate.ts';
import { tlsOptions, watchCertificate } from './server-certificate.ts';

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
  /** Plain HTTP where absent. */
  readonly tls?: ServerTls | undefined;
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
  options: PageServerOptions,
  diagnostics: Diagnostics,
): Promise<PageServer> {
  const { path, what, port, host, tls } = options;
  const onUnusable = (error: unknown) =>
    diagnostics.tell(
      'serve_failed',
      '',
      () => `the new certificate of ${what} is not used: ${reasonOf(error)}`,
    );
  try {
    const server = createServer(options, onUnusable);
    server.unref();
    await listen(server, port, host);
    return { url: pageUrl(server, host, path, tls !== undefined), close: () => close(server) };
  } catch (error) {
    const message = `${what} cannot be served on ${host}:${port}: ${reasonOf(error)}`;
    diagnostics.tell('serve_failed', '', () => message);
    process.emitWarning(message, { code: 'TT_PORT_IN_USE' });
    return { url: undefined, close: async () => undefined };
  }
}

function createServer(
  { pages, notFound, tls }: PageServerOptions,
  onUnusable: (error: unknown) => void,
): Server {
  const own = new OwnPages(pages);
  const limits = { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS };
  const answer: RequestListener = (request, response) => {
    request.socket.setTimeout(0);
    if (own.answer(request, response)) return;
    response.writeHead(404, { 'content-type': 'text/plain' }).end(`${notFound}\n`);
  };
  const server = tls
    ? createTlsServer(tls, limits, answer, onUnusable)
    : nodeHttp().createServer(limits, answer);
  server.maxConnections = MAX_CONNECTIONS;
  // Node.js would keep a connection that is opened and not used.
  const opened = tls ? 'secureConnection' : 'connection';
  server.on(opened, (socket: Socket) => socket.setTimeout(REQUEST_TIMEOUT_MS));
  return server;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function createTlsServer(
  tls: ServerTls,
  limits: object,
  answer: RequestListener,
  onUnusable: (error: unknown) => void,
): Server {
  const server = nodeHttps().createServer({ ...limits, ...tlsOptions(tls) }, answer);
  watchCertificate(server, tls, onUnusable);
  return server;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // Stays for as long as the server: an error nobody listens to would end the process.
    server.on('error', reject);
    server.listen(port, host, resolve);
  });
}

function pageUrl(server: Server, host: string, path: string, isSecure: boolean): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `${isSecure ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}${path}`;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
