export { instrument } from './instrument.ts';
export type { InstrumentOptions, Telemetry } from './instrument.ts';
export type { ForeignRegistry } from './registry/foreign-registry.ts';
export { createRegistry } from './registry/registry.ts';
export type { GatherOptions, Gathered, Gatherer } from './registry/gatherer.ts';
export type { Registry, RegistryOptions } from './registry/registry.ts';
export type {
  Diagnostic,
  DiagnosticKind,
  DiagnosticListener,
  DropReason,
} from './diagnostics/diagnostics.ts';
export type { ExpositionFormat } from '@telltale/model';
export type { ConnectionSource } from './http/connection-counter.ts';
export type { Middleware } from './http/hooks/express.ts';
export type {
  FastifyHook,
  FastifyLike,
  FastifyPlugin,
  FastifyReplyLike,
  FastifyRequestLike,
} from './http/hooks/fastify.ts';
export type { HonoContextLike, HonoMiddleware } from './http/hooks/hono.ts';
export type { KoaContextLike, KoaMiddleware } from './http/hooks/koa.ts';
export type { AnyHttpServer, RequestHandler } from './http/hooks/node-http.ts';
export type { HttpHooks } from './http/http-hooks.ts';
export type { HttpOptions } from './http/http-options.ts';
export type { RequestPhase } from './http/request-phases.ts';
export type { MetricsServer, ServeOptions } from './http/metrics-server.ts';
export type { Counter, CounterHandle } from './metrics/counter.ts';
export type { Gauge, GaugeHandle } from './metrics/gauge.ts';
export type { GuardOptions, LabelNames } from './metrics/guards/guard-options.ts';
export type { Histogram, HistogramHandle } from './metrics/histogram.ts';
export type { Info } from './metrics/info.ts';
export type { StateSet, StateSetHandle } from './metrics/state-set.ts';
export type { Summary, SummaryHandle } from './metrics/summary.ts';
export type { StopTimer } from './metrics/timing.ts';
export type { Exemplar } from './metrics/view/exemplar.ts';
export type { MetricView } from './metrics/view/metric-view.ts';
export type { SeriesPage } from './metrics/view/series-page.ts';
export type { InstrumentOf, InstrumentsOf } from './metrics/instrument-of.ts';
export { createPush } from './push/create-push.ts';
export type { PushContext } from './push/create-push.ts';
export type { Push, PushResult } from './push/push.ts';
export type { PushOptions } from './push/push-options.ts';
export type { PushSource } from './push/snapshot/push-source.ts';
