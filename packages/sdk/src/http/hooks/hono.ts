import type { IncomingMessage, ServerResponse } from 'node:http';
import { REQUEST_ID } from '../../context/request-id.ts';
import type { HttpRecorder } from '../http-recorder.ts';
import type { OwnPages } from '../own-pages.ts';
import { fetchFacts } from '../request-facts.ts';

interface HonoRoute {
  readonly path: string;
  readonly method: string;
  readonly handler: { readonly length: number };
}

/** What the middleware uses of a context of Hono. */
export interface HonoContextLike {
  readonly req: {
    readonly method: string;
    readonly path: string;
    readonly raw: Request;
    readonly routeIndex: number;
    readonly matchedRoutes: readonly HonoRoute[];
  };
  readonly res: Response;
  readonly env: unknown;
  /** What a handler threw, and Hono answered. */
  readonly error?: Error | undefined;
}

/** Middleware as Hono takes it. */
export type HonoMiddleware = (
  context: HonoContextLike,
  next: () => Promise<void>,
) => Promise<Response | undefined | void>;

/** What `@hono/node-server` hands on of a request. */
interface NodeBindings {
  readonly incoming?: IncomingMessage;
  readonly outgoing?: ServerResponse;
}

/** Middleware that answers requests for pages of our own and records all others. */
export function honoMiddleware(recorder: HttpRecorder, pages: OwnPages): HonoMiddleware {
  return async (context, next) => {
    const { req } = context;
    const page = pages.respond(req.path, req.raw);
    if (page) return page;
    const { incoming, outgoing } = (context.env ?? {}) as NodeBindings;
    if (!incoming || !outgoing) return recordFetch(recorder, context, next);
    const record = recorder.begin(incoming, outgoing, { readRoute: () => honoRoute(context) });
    await recorder.run(record, next);
    if (context.error) recorder.fail(recorder.recordOf(incoming), context.error);
    return undefined;
  };
}

/** Hono without a server of Node.js: a request ends when its response is made, whoever sends it. */
async function recordFetch(
  recorder: HttpRecorder,
  context: HonoContextLike,
  next: () => Promise<void>,
): Promise<void> {
  const { req } = context;
  const record = recorder.open(req.method, req.path, { readRoute: () => honoRoute(context) });
  if (!record) return next();
  const requestId = recorder.hasContext ? recorder.connect(record, fetchFacts(req.raw)) : undefined;
  try {
    await recorder.run(record, next);
    if (context.error) recorder.fail(record, context.error);
    if (requestId !== undefined) tellRequestId(context.res, requestId);
  } finally {
    if (req.raw.signal.aborted) recorder.abort(record);
    else recorder.close(record, context.res.status);
  }
}

function tellRequestId({ headers }: Response, requestId: string): void {
  try {
    headers.set(REQUEST_ID, requestId);
  } catch {
    // An answer that was fetched elsewhere cannot be added to.
  }
}

/** The template of the handler that answered; `undefined` where it was middleware, which is no route. */
function honoRoute({ req }: HonoContextLike): string | undefined {
  const route = req.matchedRoutes[req.routeIndex];
  if (!route) return undefined;
  const isMiddleware = route.method === 'ALL' && route.handler.length > 1;
  return isMiddleware ? undefined : route.path;
}
