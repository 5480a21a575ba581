import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Middleware } from './hooks/express.ts';
import { expressMiddleware } from './hooks/express.ts';
import type { FastifyPlugin } from './hooks/fastify.ts';
import { fastifyPlugin } from './hooks/fastify.ts';
import type { HonoMiddleware } from './hooks/hono.ts';
import { honoMiddleware } from './hooks/hono.ts';
import type { KoaMiddleware } from './hooks/koa.ts';
import { koaMiddleware } from './hooks/koa.ts';
import type { AnyHttpServer, RequestHandler } from './hooks/node-http.ts';
import { attachToServer, wrapHandler } from './hooks/node-http.ts';
import type { HttpInstruments } from './http-instruments.ts';
import type { HttpOptions } from './http-options.ts';
import { metricsPathsOf } from './http-options.ts';
import { HttpRecorder } from './http-recorder.ts';
import type { MetricsEndpoint } from './metrics-endpoint.ts';
import { metricsPage } from './metrics-page.ts';
import type { OwnPage } from './own-pages.ts';
import { OwnPages } from './own-pages.ts';
import { PathList } from './path-list.ts';
import type { RequestContext } from './request-context.ts';
import type { RequestPhase } from './request-phases.ts';

/**
 * Hooks for HTTP servers. Each answers requests for the metrics page (`/metrics`, see
 * {@link HttpOptions}) and for health, and records all others; two of them on one request record it once.
 * Routes are recorded by their template.
 */
export interface HttpHooks {
  /** For `node:http`: `createServer(t.http.wrap(handler))`. The handler can be an application too. */
  wrap<Request extends IncomingMessage, Response extends ServerResponse>(
    handler: RequestHandler<Request, Response>,
  ): (request: Request, response: Response) => void;
  /** For a server of `node:http`, `node:https` or `node:http2` that exists already; the result lets go of it. */
  attach(server: AnyHttpServer): () => void;
  /** For Express and Connect: `app.use(t.http.express())`, in front of everything else. */
  express(): Middleware;
  /** The same as {@link HttpHooks.express}. */
  middleware(): Middleware;
  /** For Fastify: `app.register(t.http.fastify)`. A route `/metrics` of the application wins over ours. */
  readonly fastify: FastifyPlugin;
  /** For Koa: `app.use(t.http.koa())`, in front of everything else; routes are those of `@koa/router`. */
  koa(): KoaMiddleware;
  /** For Hono, with `@hono/node-server` or without: `app.use('*', t.http.hono())`. */
  hono(): HonoMiddleware;
  /** Names the route of a request by its template, such as `/product/:id`, never by the path itself. */
  route(request: IncomingMessage, template: string): void;
  /**
   * Runs a part of a request and counts its time as that phase: of the given request, or of the one that is
   * being answered in this asynchronous context. Just runs it where the kit has no phases.
   */
  phase<Result>(phase: RequestPhase, task: () => Result, request?: IncomingMessage): Result;
  /** Answers a request with the metrics page, in the format and encoding that it accepts. */
  readonly metricsHandler: (request: IncomingMessage, response: ServerResponse) => void;
}

/** What {@link createHttpHooks} connects. */
export interface HttpHooksParts {
  readonly instruments: HttpInstruments | undefined;
  readonly endpoint: MetricsEndpoint;
  readonly options: HttpOptions;
  /** Pages beside that of the metrics. */
  readonly pages?: readonly OwnPage[];
  readonly context?: RequestContext;
}

/** The hooks of a definition's HTTP server kit; without the kit they only answer for pages of our own. */
export function createHttpHooks({
  instruments,
  endpoint,
  options,
  pages: others = [],
  context,
}: HttpHooksParts): HttpHooks {
  const all = [metricsPage(metricsPathsOf(options), endpoint), ...others];
  const pages = new OwnPages(all);
  const ignored = [...all.flatMap(({ paths }) => paths), ...(options.ignore ?? [])];
  const recorder = new HttpRecorder(instruments, new PathList(ignored), context);
  return {
    wrap: (handler) => wrapHandler(handler, recorder, pages),
    attach: (server) => attachToServer(server, recorder, pages),
    express: () => expressMiddleware(recorder, pages),
    middleware: () => expressMiddleware(recorder, pages),
    fastify: fastifyPlugin(recorder, pages),
    koa: () => koaMiddleware(recorder, pages),
    hono: () => honoMiddleware(recorder, pages),
    route: (request, template) => recorder.route(request, template),
    phase: (phase, task, request) => recorder.phase(phase, task, request),
    metricsHandler: (request, response) => {
      recorder.forget(request);
      endpoint.answer(request, response);
    },
  };
}
