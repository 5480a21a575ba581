import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Tracing } from '../traces/tracing.ts';
import type { ClientSpan } from './client-span.ts';
import { beginRequest } from './client-span.ts';
import { guarded } from './guarded-listener.ts';

const CREATED = 'undici:request:create';
const ANSWERED = 'undici:request:headers';
const ENDED = 'undici:request:trailers';
const FAILED = 'undici:request:error';

/** What undici publishes of its requests; `fetch` of Node.js is the same. */
interface UndiciRequest {
  readonly origin: unknown;
  readonly path: string;
  readonly method: string;
  /** Names and values in turns; a text in older versions. */
  readonly headers: unknown;
  addHeader(name: string, value: string): unknown;
}

interface RequestMessage {
  readonly request: UndiciRequest;
}

/** Watches the requests of `fetch` and undici; the result stops it. */
export function watchUndici(tracing: Tracing): () => void {
  const spans = new WeakMap<UndiciRequest, ClientSpan>();
  const listeners: readonly (readonly [string, (message: unknown) => void])[] = [
    [CREATED, guarded(({ request }: RequestMessage) => begin(tracing, request, spans))],
    [
      ANSWERED,
      guarded(
        ({ request, response }: RequestMessage & { readonly response: { readonly statusCode: number } }) =>
          spans.get(request)?.answered(response.statusCode),
      ),
    ],
    [ENDED, guarded(({ request }: RequestMessage) => spans.get(request)?.end())],
    [
      FAILED,
      guarded(({ request, error }: RequestMessage & { readonly error: unknown }) =>
        spans.get(request)?.failed(error),
      ),
    ],
  ];
  for (const [channel, listener] of listeners) subscribe(channel, listener);
  return () => {
    for (const [channel, listener] of listeners) unsubscribe(channel, listener);
  };
}

function begin(tracing: Tracing, request: UndiciRequest, spans: WeakMap<UndiciRequest, ClientSpan>): void {
  const url = URL.parse(request.path, String(request.origin));
  if (!url) return;
  const span = beginRequest(tracing, {
    library: 'undici',
    method: request.method,
    url,
    addHeader: (name, value) => void request.addHeader(name, value),
    hasHeader: (name) => hasHeader(request.headers, name),
  });
  if (span) spans.set(request, span);
}

function hasHeader(headers: unknown, name: string): boolean {
  if (typeof headers === 'string') {
    return headers.split('\r\n').some((line) => line.toLowerCase().startsWith(`${name}:`));
  }
  if (!Array.isArray(headers)) return false;
  return headers.some((part, at) => at % 2 === 0 && typeof part === 'string' && part.toLowerCase() === name);
}
