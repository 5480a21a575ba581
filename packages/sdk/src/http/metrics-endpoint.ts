import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { DrillEndpoint } from '../drill/drill-endpoint.ts';
import type { Exposition, ExpositionOptions } from '../exposition/exposition.ts';
import { createExposition } from '../exposition/exposition.ts';
import { acceptsGzip, negotiatePage } from '../exposition/negotiation/negotiation.ts';
import type { GatherOptions, Gatherer } from '../registry/gatherer.ts';
import { nodeZlib } from '../platform/node-modules.ts';
import type { MetricsAccess } from './metrics-access.ts';
import { GZIP_LEVEL, sendPage } from './send-page.ts';

/** Of the time that a scraper waits, the part that collectors may take; the rest is for the page. */
const COLLECTING_SHARE = 0.9;
const MAX_TIMEOUT_MS = 3_600_000;
const VARY = 'accept, accept-encoding';
const FAILED = 'The metrics could not be gathered.\n';
const NOT_ALLOWED = 'Metrics are read with GET.\n';
const ALLOWED = 'GET, HEAD';

/** Answers requests with the metrics page, whatever their path is. It never throws and never rejects. */
export interface MetricsEndpoint {
  /** Answers a request of `node:http`. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
  /** Answers a request of `fetch`. */
  readonly respond: (request: Request) => Promise<Response>;
}

/** What else an endpoint does. */
export interface MetricsEndpointOptions extends ExpositionOptions {
  /** With it, what is posted is an order for a drill, which has an access of its own. */
  readonly drills?: DrillEndpoint | undefined;
  /** Who reads the page; everybody by default. */
  readonly access?: MetricsAccess | undefined;
}

/**
 * Answers with the metrics of a gatherer: in the format that the client asks for, compressed where it accepts
 * that, streamed, and never keeping the event loop for long.
 */
export function createMetricsEndpoint(
  gatherer: Gatherer,
  { drills, access = () => undefined, ...options }: MetricsEndpointOptions = {},
): MetricsEndpoint {
  const exposition = createExposition(options);
  return {
    answer: (request, response) => {
      const { method, headers, socket } = request;
      if (drills && method === 'POST') {
        drills.answer(request, response).catch(() => giveUp(response));
        return;
      }
      const { remoteAddress } = socket;
      const refusal = access({ remoteAddress, authorization: headers.authorization });
      if (refusal) {
        response.writeHead(refusal.status, { ...refusal.headers, 'content-type': 'text/plain' });
        response.end(refusal.message);
        return;
      }
      answer(gatherer, exposition, request, response).catch(() => giveUp(response));
    },
    respond: async (request) => {
      try {
        if (drills && request.method === 'POST') return await drills.respond(request);
        const authorization = request.headers.get('authorization') ?? undefined;
        const refusal = access({ remoteAddress: undefined, authorization });
        if (refusal) return new Response(refusal.message, refusal);
        return await respond(gatherer, exposition, request);
      } catch {
        return new Response(FAILED, { status: 500 });
      }
    },
  };
}

async function answer(
  gatherer: Gatherer,
  exposition: Exposition,
  { method, headers }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (method !== 'GET' && method !== 'HEAD') {
    response.writeHead(405, { allow: ALLOWED, 'content-type': 'text/plain' }).end(NOT_ALLOWED);
    return;
  }
  const { contentType, ...form } = negotiatePage(headers.accept);
  response.setHeader('content-type', contentType);
  response.setHeader('vary', VARY);
  if (method === 'HEAD') {
    response.end();
    return;
  }
  const gathered = await gatherer.gather(gatherOptions(headers['x-prometheus-scrape-timeout-seconds']));
  await sendPage(exposition.chunks(gathered, form), response, {
    isZipped: acceptsGzip(headers['accept-encoding']),
    giveBack: (chunk) => exposition.giveBack(chunk),
  });
}

async function respond(gatherer: Gatherer, exposition: Exposition, request: Request): Promise<Response> {
  const { method } = request;
  if (method !== 'GET' && method !== 'HEAD') {
    return new Response(NOT_ALLOWED, { status: 405, headers: { allow: ALLOWED } });
  }
  const { contentType, ...form } = negotiatePage(request.headers.get('accept') ?? '');
  const headers = new Headers({ 'content-type': contentType, vary: VARY });
  if (method === 'HEAD') return new Response(undefined, { headers });
  const timeout = request.headers.get('x-prometheus-scrape-timeout-seconds') ?? undefined;
  const page = Readable.from(exposition.chunks(await gatherer.gather(gatherOptions(timeout)), form));
  if (!acceptsGzip(request.headers.get('accept-encoding') ?? '')) {
    return new Response(Readable.toWeb(page) as ReadableStream, { headers });
  }
  headers.set('content-encoding', 'gzip');
  const zip = nodeZlib().createGzip({ level: GZIP_LEVEL });
  page.on('error', (error) => zip.destroy(error));
  zip.on('close', () => page.destroy());
  return new Response(Readable.toWeb(page.pipe(zip)) as ReadableStream, { headers });
}

/** The scraper says how many seconds it waits. */
function gatherOptions(timeout: string | string[] | undefined): GatherOptions {
  const seconds = Number(timeout);
  return seconds > 0 ? { timeoutMs: Math.min(seconds * 1000 * COLLECTING_SHARE, MAX_TIMEOUT_MS) } : {};
}

/** A page that has been begun is cut, so that nobody takes it for whole. */
function giveUp(response: ServerResponse): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.writeHead(500, { 'content-type': 'text/plain' }).end(FAILED);
}
