import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Tracing } from '../traces/tracing.ts';
import type { ClientSpan } from './client-span.ts';
import { beginRequest } from './client-span.ts';
import { guarded } from './guarded-listener.ts';

const CREATED = 'http.client.request.created';
const FAILED = 'http.client.request.error';
const ANSWERED = 'http.client.response.finish';

interface RequestMessage {
  readonly request: ClientRequest;
}

/** Watches the requests that are made with `node:http` and `node:https`; the result stops it. */
export function watchNodeHttp(tracing: Tracing): () => void {
  const spans = new WeakMap<ClientRequest, ClientSpan>();
  const onCreated = guarded(({ request }: RequestMessage) => {
    const url = URL.parse(`${request.protocol}//${hostOf(request)}${request.path}`);
    if (!url) return;
    const span = beginRequest(tracing, {
      library: 'node:http',
      method: request.method,
      url,
      addHeader: (name, value) => request.setHeader(name, value),
      hasHeader: (name) => request.hasHeader(name),
    });
    if (!span) return;
    spans.set(request, span);
    // Comes when the answer was read, and when either side went away.
    request.once('close', () => span.end());
  });
  const onFailed = guarded(({ request, error }: RequestMessage & { readonly error: unknown }) => {
    spans.get(request)?.failed(error);
  });
  const onAnswered = guarded(
    ({ request, response }: RequestMessage & { readonly response: IncomingMessage }) => {
      spans.get(request)?.answered(response.statusCode ?? 0);
    },
  );
  subscribe(CREATED, onCreated);
  subscribe(FAILED, onFailed);
  subscribe(ANSWERED, onAnswered);
  return () => {
    unsubscribe(CREATED, onCreated);
    unsubscribe(FAILED, onFailed);
    unsubscribe(ANSWERED, onAnswered);
  };
}

/** The host of the header, which has the port as well; without one, the host alone. */
function hostOf(request: ClientRequest): string {
  const header = request.getHeader('host');
  return typeof header === 'string' ? header : request.host;
}
