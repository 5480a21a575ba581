import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ConnectionSource } from '../connection-counter.ts';
import type { HttpRecorder } from '../http-recorder.ts';
import type { OwnPages } from '../own-pages.ts';
import { expressRoute } from './express-route.ts';

/** Handles a request; what `node:http` takes. */
export type RequestHandler<
  Request extends IncomingMessage = IncomingMessage,
  Response extends ServerResponse = ServerResponse,
> = (request: Request, response: Response) => unknown;

/** A server of `node:http`, `node:https` or `node:http2`. */
export type AnyHttpServer = EventEmitter & ConnectionSource;

/** The handler can be an application of Express, which leaves its route on the request. */
const OPTIONS = { readRoute: expressRoute };

/** A handler that answers requests for pages of our own, and records all others for the given handler. */
export function wrapHandler<Request extends IncomingMessage, Response extends ServerResponse>(
  handler: RequestHandler<Request, Response>,
  recorder: HttpRecorder,
  pages: OwnPages,
): (request: Request, response: Response) => void {
  return (request, response) => {
    if (pages.answer(request, response)) return;
    const record = recorder.begin(request, response, OPTIONS);
    if (record?.isEntered) recorder.runHandler(record, () => handler(request, response));
    else handler(request, response);
  };
}

const ATTACHED = Symbol('telltale.attached');

/**
 * Does the same for whatever listens to a server's requests. It goes in front of all listeners, those that
 * are added later too, because none of them must see a request for a page of our own.
 */
export function attachToServer(server: AnyHttpServer, recorder: HttpRecorder, pages: OwnPages): () => void {
  recorder.addServer(server);
  const attached: Set<HttpRecorder> = (Reflect.get(server, ATTACHED) as Set<HttpRecorder>) ?? new Set();
  if (attached.has(recorder)) return () => undefined;
  Reflect.set(server, ATTACHED, attached.add(recorder));
  const emit = server.emit.bind(server);
  const recordingEmit: AnyHttpServer['emit'] = (event, ...args) => {
    if (event !== 'request' || !attached.has(recorder)) return emit(event, ...args);
    const [request, response] = args as [IncomingMessage, ServerResponse];
    if (pages.answer(request, response)) return true;
    const record = recorder.begin(request, response, OPTIONS);
    return recorder.run(record, () => emit(event, request, response));
  };
  server.emit = recordingEmit;
  return () => {
    attached.delete(recorder);
    // Somebody else may have gone in front of us since.
    if (server.emit === recordingEmit) server.emit = emit;
  };
}
