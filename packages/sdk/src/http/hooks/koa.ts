import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpRecorder } from '../http-recorder.ts';
import type { OwnPages } from '../own-pages.ts';
import { onPropertySet } from './property-setter.ts';

/** What the middleware uses of a context of Koa. */
export interface KoaContextLike {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** Whether Koa answers; otherwise somebody else does. */
  respond?: boolean;
}

/** Middleware as Koa takes it. */
export type KoaMiddleware = (context: KoaContextLike, next: () => Promise<unknown>) => unknown;

/** Middleware that answers requests for pages of our own and records all others. */
export function koaMiddleware(recorder: HttpRecorder, pages: OwnPages): KoaMiddleware {
  // The router sets the property before it calls the handlers of the route.
  const watch = onPropertySet<KoaContextLike>('_matchedRoute', ({ req }) => {
    recorder.recordOf(req)?.phases?.enter('handler');
  });
  return (context, next) => {
    const { req, res } = context;
    if (pages.has(req.url)) {
      context.respond = false;
      // Koa has set 404 already.
      res.statusCode = 200;
      pages.answer(req, res);
      return undefined;
    }
    const record = recorder.begin(req, res, { readRoute: () => koaRoute(context), isHandler: false });
    if (record?.phases) watch(context);
    if (record?.isEntered) return recorder.runHandler(record, next);
    // A layer outside has begun the request, but sees nothing of what is thrown in here.
    const begun = recorder.recordOf(req);
    return begun?.span ? recorder.watchHandler(begun, next) : next();
  };
}

/** The template that the router leaves on a context. */
function koaRoute(context: object): string | undefined {
  const route: unknown = Reflect.get(context, '_matchedRoute');
  if (Array.isArray(route)) return route.map(String).join('|');
  return typeof route === 'string' || route instanceof RegExp ? String(route) || '/' : undefined;
}
