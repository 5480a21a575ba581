import type { IncomingMessage, ServerResponse } from 'node:http';
import { constants, gzip } from 'node:zlib';
import { CONTENT_TYPES, negotiateFormat } from '../exposition/negotiation.ts';
import type { Registry } from '../registry/registry.ts';

/** Shorter pages are sent as they are. */
const GZIP_FROM_BYTES = 1024;

/** Answers requests with the metrics of a registry, whatever their path is. */
export function createMetricsEndpoint(
  registry: Registry,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const format = negotiateFormat(request.headers.accept);
    const body = Buffer.from(registry.expose(format));
    const headers = { 'content-type': CONTENT_TYPES[format], vary: 'accept, accept-encoding' };
    if (body.length < GZIP_FROM_BYTES || !acceptsGzip(request.headers['accept-encoding'])) {
      send(request, response, headers, body);
      return;
    }
    // Level 1 costs a third of the default's time for a page a fifth larger.
    gzip(body, { level: constants.Z_BEST_SPEED }, (error, zipped) => {
      if (error) send(request, response, headers, body);
      else send(request, response, { ...headers, 'content-encoding': 'gzip' }, zipped);
    });
  };
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): void {
  if (response.destroyed) return;
  response.writeHead(200, { ...headers, 'content-length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function acceptsGzip(header: string | string[] | undefined): boolean {
  return String(header ?? '')
    .split(',')
    .some((entry) => {
      const [coding, ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
      const isRefused = parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
      return (coding === 'gzip' || coding === '*') && !isRefused;
    });
}
