export { instrument } from './instrument.ts';
export type { DrillOptions } from './drill/drill-access.ts';
export type { InstrumentOptions, Telemetry } from './instrument.ts';
export type { AggregateOption } from './aggregation/aggregate-option.ts';
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
export { checks } from './health/checks/checks.ts';
export type { SqlClient, UnsafeSql } from './health/checks/postgres.ts';
export type { PingClient } from './health/checks/redis.ts';
export type { S3Options } from './health/checks/s3.ts';
export type { HttpCheckOptions } from './health/checks/http.ts';
export type {
  DiskCheckOptions,
  EventLoopCheckOptions,
  MemoryCheckOptions,
} from './health/checks/resources.ts';
export type { CheckContext, CheckFunction, CheckResult, HealthCheck } from './health/health-check.ts';
export type { CheckReport, HealthReport, HealthStatus } from './health/health-report.ts';
export type { HealthQuestion } from './health/health-state.ts';
export type { Health, HealthServeOptions } from './health/health.ts';
export type { InfoOptions } from './info/info-page.ts';
export type { Lifecycle, ServerApplication } from './lifecycle/lifecycle.ts';
export type { DrainableServer, ManageOptions, WebSocketServerLike } from './lifecycle/managed-server.ts';
export type { ShutdownTaskOptions } from './lifecycle/shutdown-stages.ts';
export type { ConnectionSource } from './http/connection-counter.ts';
export type { Middleware } from './http/hooks/express.ts';
export type {
  FastifyErrorHook,
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
export type { MetricsAccessOptions } from './http/metrics-access.ts';
export type { RequestPhase } from './http/request-phases.ts';
export type { MetricsServer, ServeOptions } from './http/metrics-server.ts';
export type { PageServer } from './http/page-server.ts';
export type { ServerTls } from './http/server-certificate.ts';
export type { AiRequest, AiStatus, AiTarget } from './kits/ai/ai-call.ts';
export type { AiMiddleware, ModelIdentity } from './kits/ai/ai-language-model.ts';
export type { AiRecorder } from './kits/ai/ai-recorder.ts';
export type { TokenUsage } from './kits/ai/token-usage.ts';
export type { CacheRecorder, CacheSize } from './kits/cache-recorder.ts';
export { createCollector } from './kits/collector.ts';
export type {
  CollectedMessage,
  CollectedMetric,
  CollectorOptions,
  MetricsCollector,
  ProcessedArguments,
} from './kits/collector.ts';
export type {
  ConnectionPool,
  DatabaseRecorder,
  QueryClient,
  QueryContext,
} from './kits/database-recorder.ts';
export type { KitRecorders } from './kits/kit-recorders.ts';
export type { MessageContext, MessageRecorder, ProcessedMessage } from './kits/message-recorder.ts';
export type { CallOptions } from './kits/methods/call-recorder.ts';
export type {
  MethodRecorder,
  ObserveFunction,
  ObserveOptions,
  ObservedDecorator,
  ObservedOptions,
  ServiceDecorator,
} from './kits/methods/method-recorder.ts';
export type { AnyClass, ServiceOptions } from './kits/methods/observed-class.ts';
export type { AnyFunction } from './kits/methods/observed-function.ts';
export type { QueueReading, StartedTask, TaskRecorder, TaskRun } from './kits/task-recorder.ts';
export type { ConnectionServer, WebSocketRecorder } from './kits/websocket-recorder.ts';
export { createLogger } from './logs/create-logger.ts';
export type { ClosableLogger, LoggerOptions } from './logs/create-logger.ts';
export { createLogLevelEndpoint } from './logs/levels/level-page.ts';
export type { LogLevelOptions } from './logs/levels/level-page.ts';
export type { ChildOptions, EventArguments, LogFunction, Logger, SetLevelOptions } from './logs/logger.ts';
export type { Counter, CounterHandle } from './metrics/counter.ts';
export type { Gauge, GaugeHandle } from './metrics/gauge.ts';
export type {
  ExemplarLabels,
  ExemplarOptions,
  ExemplarProvider,
} from './metrics/exemplars/exemplar-keeper.ts';
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
export { observe, observed, service } from './shared/service.ts';
export type { SharedServiceDecorator } from './shared/service.ts';
export type { ServiceConfig } from './shared/service-config.ts';
export { telemetryOf } from './shared/shared-telemetry.ts';
export type { SharedTelemetry } from './shared/shared-telemetry.ts';
export type { Propagation } from './traces/propagation/propagation.ts';
export type { SpanProcessorLike, TracesOptions } from './traces/settings/traces-options.ts';
export type {
  OtelAttributes,
  OtelContext,
  OtelSpan,
  OtelSpanContext,
  OtelSpanOptions,
  OtelTime,
  OtelTracer,
} from './traces/spans/otel-tracer.ts';
export type {
  SpanAttributeValue,
  SpanAttributes,
  TraceFunction,
  TraceOptions,
  TraceSpan,
  TraceSpanKind,
} from './traces/spans/trace-span.ts';
export type { Traces } from './traces/tracing.ts';
export { createPush } from './push/create-push.ts';
export type { PushContext } from './push/create-push.ts';
export type { Push, PushResult } from './push/push.ts';
export type { PushOptions } from './push/push-options.ts';
export type { PushSource } from './push/snapshot/push-source.ts';
