import type {
  Empty,
  LogEventDeclarations,
  MetricDeclarations,
  MonitoringDefinition,
} from '@telltale/definition';
import type { AggregateOption } from './aggregation/aggregate-option.ts';
import { createAggregatingGatherer } from './aggregation/aggregating-gatherer.ts';
import { withContext } from './context/context.ts';
import type { DrillOptions } from './drill/drill-access.ts';
import type { DrillEndpoint } from './drill/drill-endpoint.ts';
import { createDrillEndpoint } from './drill/drill-endpoint.ts';
import type { DrillPlayer } from './drill/drill-player.ts';
import { createDrillPlayer } from './drill/drill-player.ts';
import type { DiagnosticListener } from './diagnostics/diagnostics.ts';
import type { Health } from './health/health.ts';
import type { HealthState } from './health/health-state.ts';
import { logHealth } from './health/log-health.ts';
import type { ServiceHealth } from './health/service-health.ts';
import { createServiceHealth } from './health/service-health.ts';
import type { HttpHooks } from './http/http-hooks.ts';
import { createHttpHooks } from './http/http-hooks.ts';
import { httpInstruments } from './http/http-instruments.ts';
import type { HttpOptions } from './http/http-options.ts';
import { claimRecording } from './http/recording-claim.ts';
import type { MetricsEnvironment } from './http/metrics-environment.ts';
import { readMetricsEnvironment } from './http/metrics-environment.ts';
import { NO_METRICS } from './http/no-metrics.ts';
import type { MetricsAccessOptions } from './http/metrics-access.ts';
import { createMetricsAccess } from './http/metrics-access.ts';
import type { MetricsEndpointOptions } from './http/metrics-endpoint.ts';
import { createMetricsEndpoint } from './http/metrics-endpoint.ts';
import type { MetricsServer, ServeOptions } from './http/metrics-server.ts';
import { startMetricsServer } from './http/metrics-server.ts';
import type { OwnPage } from './http/own-pages.ts';
import { RequestContext } from './http/request-context.ts';
import type { InfoOptions } from './info/info-page.ts';
import { infoPage } from './info/info-page.ts';
import { recordFiles } from './kits/file-recorder.ts';
import type { Observation } from './kits/observation.ts';
import type { KitRecorders } from './kits/kit-recorders.ts';
import { createKitRecorders } from './kits/kit-recorders.ts';
import { useMethods } from './kits/methods/current-methods.ts';
import type { Lifecycle } from './lifecycle/lifecycle.ts';
import { ProgramLifecycle } from './lifecycle/lifecycle.ts';
import { logCrash } from './lifecycle/log-crash.ts';
import { ShutdownStages } from './lifecycle/shutdown-stages.ts';
import type { Logs } from './logs/create-logs.ts';
import { createLogs } from './logs/create-logs.ts';
import type { LogLevelOptions } from './logs/levels/level-page.ts';
import { logLevelPage } from './logs/levels/level-page.ts';
import type { Logger } from './logs/logger.ts';
import type { AnyInstrument, InstrumentsOf } from './metrics/instrument-of.ts';
import { activeSpan } from './opentelemetry/active-span.ts';
import { watchOutgoing } from './outgoing/outgoing.ts';
import { createPush } from './push/create-push.ts';
import type { PushOptions } from './push/push-options.ts';
import type { Push } from './push/push.ts';
import { idlePush } from './push/push.ts';
import type { Registry, RegistryOptions } from './registry/registry.ts';
import { createRegistry } from './registry/registry.ts';
import type { StopRecording } from './runtime/runtime-recorder.ts';
import { recordRuntime } from './runtime/runtime-recorder.ts';
import { createTracing } from './traces/create-tracing.ts';
import type { TracesOptions } from './traces/settings/traces-options.ts';
import type { Traces, Tracing } from './traces/tracing.ts';

/** The push itself gives up earlier, unless it was told to take its time. */
const PUSH_END_TIMEOUT_MS = 60_000;
/** Longer than the logs take by themselves. */
const LOGS_END_TIMEOUT_MS = 10_000;

/** What {@link instrument} takes. */
export interface InstrumentOptions extends RegistryOptions {
  /** Where the metrics page is on HTTP servers, and which requests are not recorded. */
  readonly http?: HttpOptions;
  /**
   * Who may read the metrics page, by token, by address or both; everybody who reaches it by default. The variables
   * `TELLTALE_METRICS_TOKEN` and `TELLTALE_METRICS_ALLOW` win.
   */
  readonly metricsAccess?: MetricsAccessOptions;
  /** Where metrics are sent, for programs that nobody scrapes; OpenTelemetry's variables say so as well. */
  readonly push?: PushOptions;
  /** How spans are sent, beside what the definition's section `traces` says; OpenTelemetry's variables say so as well. */
  readonly traces?: TracesOptions;
  /**
   * Whether the metrics page is the sum over the workers of `node:cluster`, over threads, or over all that
   * share a folder; `auto` by default, which finds out by itself.
   */
  readonly aggregate?: AggregateOption;
  /**
   * Whether the instruments may be made to move by `telltale prove --from app`, so that alerts are seen to fire:
   * from this machine alone, or from anywhere with a token. Not by default; the variable `TELLTALE_DRILLS=on`, or
   * a token as `TELLTALE_DRILLS_TOKEN`, says so as well.
   */
  readonly drills?: boolean | DrillOptions;
  /**
   * Whether SIGTERM and SIGINT end the program in the order of {@link Lifecycle}; not by default, unless a server is
   * managed. The times stand in the definition's section `health`.
   */
  readonly handleSignals?: boolean;
  /** Whether `/info` tells version, commit and uptime, and to whom; not by default. */
  readonly info?: boolean | InfoOptions;
  /**
   * Whether `/-/log-level` shows and sets the levels of the logs, and to whom: to this machine, or to who sends a
   * token. Not by default.
   */
  readonly logLevels?: boolean | LogLevelOptions;
  /** Memory for the text of the metrics page that is kept from scrape to scrape, in bytes; 16 MiB by default. */
  readonly textCacheBytes?: number;
}

/** A service's instruments. Nothing here throws into the service. */
export interface Telemetry<Metrics extends MetricDeclarations, Events extends LogEventDeclarations = Empty>
  extends KitRecorders, Traces {
  /** What records into the definition's metrics, by name. */
  readonly metrics: InstrumentsOf<Metrics>;
  /** Logs as the definition says. Nothing is loaded or opened before it is asked for. */
  readonly log: Logger<Events>;
  readonly http: HttpHooks;
  /** Checks, and what an orchestrator asks: `/health` and the probes of the definition, answered by the hooks. */
  readonly health: Health;
  /** The orderly end of servers and program. */
  readonly lifecycle: Lifecycle;
  readonly registry: Registry;
  /** Sends the metrics where {@link InstrumentOptions.push} says; without it, nothing is sent. */
  readonly push: Push;
  /** Serves `/metrics` on a port of its own, 127.0.0.1:9464 by default. */
  serve(options?: ServeOptions): Promise<MetricsServer>;
  /** Runs a task with fields that all log records in it tell, through calls, timers and promises. */
  withContext<Result>(fields: Readonly<Record<string, unknown>>, task: () => Result): Result;
  /** Tells of what could not be recorded, once per kind and metric; the result stops it. */
  onDiagnostic(listener: DiagnosticListener): () => void;
  /** Says that the program has started: until then startup and readiness are answered with 503. */
  ready(): void;
  /**
   * Ends what belongs to the service, in the order of {@link Lifecycle}: servers that are managed, tasks of the end,
   * what is sent a last time, servers and observers of our own. Recording goes on to be harmless. Never rejects.
   */
  shutdown(): Promise<void>;
}

/**
 * Makes a definition's instruments for the running service.
 *
 * @example
 * ```ts
 * import { instrument } from '@telltale/sdk';
 * import { counter, defineMonitoring, httpServer, nodeRuntime } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   metrics: { orders_total: counter({ help: 'Orders placed', labels: { method: ['card', 'invoice'] } }) },
 *   kits: [httpServer(), nodeRuntime()],
 * });
 * const t = instrument(definition);
 * t.metrics.orders_total.inc({ method: 'card' });
 *
 * const server = await t.serve({ port: 0 });
 * const page = await (await fetch(server.url ?? '')).text();
 * console.log(page.includes('orders_total{method="card"} 1')); // true
 * await t.shutdown();
 * ```
 */
export function instrument<Metrics extends MetricDeclarations, Events extends LogEventDeclarations = Empty>(
  definition: MonitoringDefinition<Metrics, Events>,
  options: InstrumentOptions = {},
): Telemetry<Metrics, Events> {
  claimRecording();
  const environment = readMetricsEnvironment(process.env);
  const registry = createRegistry({ exemplars: activeSpan, ...options });
  tellOfFaults(environment, registry);
  // What is switched off records into a registry that nobody reads.
  const recorded = environment.isEnabled ? registry : createRegistry(options);
  const tracing = createTracing(options.traces ?? {}, { definition, registry });
  const metrics = recordedMetrics(definition, recorded, tracing);
  const stopRuntime = environment.isEnabled ? startRuntime(definition, registry) : () => undefined;
  const all = gathererOfAll(definition, registry, options, environment);
  const player = createDrillPlayer(registry, metrics);
  const drills = drillEndpoint(player, options, environment);
  const endpoint = environment.isEnabled
    ? createMetricsEndpoint(all, { ...pageOptions(options, environment), drills })
    : NO_METRICS;
  const service = createServiceHealth(definition, recorded);
  const logs = serviceLogs(definition, recorded, registry);
  const ownPages = [
    service.page,
    ...infoPages(definition, options),
    ...levelPages(() => logs.logger, options),
  ];
  const http = createHttpHooks({
    instruments: environment.isEnabled ? httpInstruments(definition, metrics) : undefined,
    endpoint,
    options: httpOptions(options, environment),
    pages: ownPages,
    context: new RequestContext({ tracing, hasIds: hasRequestIds(definition, options) }),
  });
  if (environment.isEnabled) recordFiles(definition, registry);
  const push = environment.isEnabled
    ? createPush(options.push, { registry, service: definition.service })
    : idlePush;
  const servers = new Set<MetricsServer>();
  const stages = sendingStages(registry, { push, tracing, logs });
  if (definition.logs) logByItself(logs, service.state, stages);
  stages.add('close', 'outgoing requests', observeOutgoing(tracing, definition, options));
  stages.add('close', 'aggregation', () => all.close());
  stages.add('close', 'runtime', stopRuntime);
  stages.add('close', 'health', () => service.close());
  stages.add('close', 'metrics servers', () => Promise.all([...servers].map((server) => server.close())));
  const lifecycle = serviceLifecycle(service, stages, registry, options);
  const recorders = createKitRecorders(definition, recorded, callObservation(definition, tracing, logs));
  stages.add('close', 'methods', useMethods(recorders));
  return {
    // Made entry by entry from the declarations, which TypeScript cannot follow.
    metrics: metrics as unknown as InstrumentsOf<Metrics>,
    registry,
    get log() {
      return logs.logger;
    },
    http,
    health: service.health,
    lifecycle,
    ...recorders,
    push,
    trace: tracing.trace,
    tracer: tracing.tracer,
    propagation: tracing.propagation,
    withContext,
    serve: async (serveOptions = {}) => {
      const here = { ...serveDefaults(environment), ...serveOptions };
      const server = await startMetricsServer(endpoint, here, registry.diagnostics, ownPages);
      servers.add(server);
      return server;
    },
    onDiagnostic: (listener) => registry.onDiagnostic(listener),
    ready: () => service.state.markReady(),
    shutdown: () => {
      player.stop();
      return lifecycle.shutdown();
    },
  };
}

function serviceLifecycle(
  { plan, state }: ServiceHealth,
  stages: ShutdownStages,
  { diagnostics }: Registry,
  { handleSignals = false }: InstrumentOptions,
): ProgramLifecycle {
  const markEnding = () => state.markEnding();
  return new ProgramLifecycle({ plan, stages, diagnostics, markEnding, handleSignals });
}

/** Calls are told in the log where the definition has one; it is made when the first call has ended. */
function callObservation<Events extends LogEventDeclarations>(
  { logs: declared }: MonitoringDefinition,
  tracing: Tracing,
  logs: Logs<Events>,
): Observation {
  return {
    tracing,
    get log() {
      return declared && logs.logger;
    },
  };
}

/** The registry, or the sum of those of several processes. */
function gathererOfAll(
  { service: group }: MonitoringDefinition,
  registry: Registry,
  { aggregate = 'auto', maxSeriesPerMetric }: InstrumentOptions,
  { isEnabled }: MetricsEnvironment,
): ReturnType<typeof createAggregatingGatherer> {
  return createAggregatingGatherer(registry, {
    aggregate: isEnabled ? aggregate : 'off',
    group,
    diagnostics: registry.diagnostics,
    ...(maxSeriesPerMetric !== undefined && { maxSeriesPerMetric }),
  });
}

function serviceLogs<Events extends LogEventDeclarations>(
  { service, logs: declared }: MonitoringDefinition<MetricDeclarations, Events>,
  recorded: Registry,
  { diagnostics }: Registry,
): Logs<Events> {
  return createLogs({ service, declared, registry: recorded, diagnostics });
}

/** What is sent a last time when the program ends. */
function sendingStages(
  { diagnostics }: Registry,
  { push, tracing, logs }: { readonly push: Push; readonly tracing: Tracing; readonly logs: Logs<Empty> },
): ShutdownStages {
  const stages = new ShutdownStages(diagnostics);
  stages.add('send', 'metrics', () => push.shutdown(), { timeoutMs: PUSH_END_TIMEOUT_MS });
  stages.add('send', 'traces', () => tracing.shutdown(), { timeoutMs: PUSH_END_TIMEOUT_MS });
  stages.add('logs', 'logs', () => logs.close(), { timeoutMs: LOGS_END_TIMEOUT_MS });
  return stages;
}

/** Durations keep the trace of a request where there are traces. */
function recordedMetrics(
  { metrics }: MonitoringDefinition,
  registry: Registry,
  { isOn }: Tracing,
): Record<string, AnyInstrument> {
  const recorded: Record<string, AnyInstrument> = Object.create(null);
  for (const [name, declaration] of Object.entries(metrics)) {
    const hasExemplars = isOn && declaration.kind === 'histogram' && declaration.exemplars === undefined;
    recorded[name] = registry.add(name, hasExemplars ? { ...declaration, exemplars: true } : declaration);
  }
  return recorded;
}

/** Logs and traces are looked for by what a request is called. */
function hasRequestIds({ logs, traces }: MonitoringDefinition, { http = {} }: InstrumentOptions): boolean {
  return http.requestIds ?? (logs !== undefined || traces !== undefined);
}

/** Requests that the program makes are spans, and tell on the trace and the id of the request they are made for. */
function observeOutgoing(
  tracing: Tracing,
  definition: MonitoringDefinition,
  options: InstrumentOptions,
): () => void {
  return tracing.isOn || hasRequestIds(definition, options) ? watchOutgoing(tracing) : () => undefined;
}

function levelPages(log: () => Logger, { logLevels }: InstrumentOptions): readonly OwnPage[] {
  if (logLevels === undefined || logLevels === false) return [];
  return [logLevelPage(log, logLevels === true ? {} : logLevels)];
}

/** What is logged where a service has logs, without its doing. */
function logByItself(logs: Logs<Empty>, state: HealthState, stages: ShutdownStages): void {
  logHealth(state, () => logs.logger.named('health'));
  stages.add(
    'close',
    'crash log',
    logCrash(() => logs.logger),
  );
}

function infoPages(definition: MonitoringDefinition, { info }: InstrumentOptions): readonly OwnPage[] {
  if (info === undefined || info === false) return [];
  return [infoPage(definition.service, info === true ? {} : info)];
}

function tellOfFaults({ faults }: MetricsEnvironment, { diagnostics }: Registry): void {
  for (const { variable, message } of faults) {
    diagnostics.tell('invalid_environment', variable, () => message);
  }
}

/** Where drills are allowed; what the code says comes before the environment. */
function drillEndpoint(
  player: DrillPlayer,
  { drills }: InstrumentOptions,
  environment: MetricsEnvironment,
): DrillEndpoint | undefined {
  if (drills === false) return undefined;
  const allowed = drills === undefined ? environment.drills : drills === true ? {} : drills;
  return allowed && createDrillEndpoint(player, allowed);
}

function pageOptions(
  { textCacheBytes, metricsAccess }: InstrumentOptions,
  environment: MetricsEnvironment,
): MetricsEndpointOptions {
  const access = { ...metricsAccess, ...environment.access };
  return {
    ...(textCacheBytes !== undefined && { textCacheBytes }),
    ...(Object.keys(access).length > 0 && { access: createMetricsAccess(access) }),
  };
}

/** Where metrics are switched off, the paths of the metrics page are the application's. */
function httpOptions({ http = {} }: InstrumentOptions, environment: MetricsEnvironment): HttpOptions {
  if (!environment.isEnabled) return { metricsPath: false };
  return environment.paths ? { ...http, metricsPath: environment.paths } : http;
}

/** Scrapers of a port of its own expect `/metrics` whatever the path on the application's server is. */
function serveDefaults({ port, paths }: MetricsEnvironment): ServeOptions {
  return {
    ...(port !== undefined && { port }),
    ...(paths && { paths: [...new Set([...paths, '/metrics'])] }),
  };
}

function startRuntime(definition: MonitoringDefinition, registry: Registry): StopRecording {
  try {
    return recordRuntime(definition, registry);
  } catch (error) {
    const describe = () => `the Node.js runtime cannot be recorded: ${String(error)}`;
    registry.diagnostics.tell('invalid_declaration', 'node-runtime', describe);
    return () => undefined;
  }
}
