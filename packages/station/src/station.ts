import type { ResolvedTarget } from '@telltale/definition';
import type { Clock, QueryService } from '@telltale/model';
import { TelltaleError, systemClock } from '@telltale/model';
import type { Store, StoreNotice } from '@telltale/storage';
import { DEFAULT_RETENTION_MS, compileRegexp, openStore, refuseNewerFolder } from '@telltale/storage';
import type { FastifyInstance } from 'fastify';
import { HttpConnections } from './access/http-connections.ts';
import { AnnotationLog } from './annotations/annotation-log.ts';
import { audited, createStationAudit } from './audit/station-audit.ts';
import { createAlerting } from './alerts/create-alerting.ts';
import { createQueries } from './create-queries.ts';
import { createStationIntake } from './create-intake.ts';
import { createConfigurationInForce } from './configuration/configuration-in-force.ts';
import type { EventBus } from './events/event-bus.ts';
import { createStationCapacity } from './capacity/station-capacity.ts';
import { createEventBus } from './events/event-bus.ts';
import type { NoticeLog } from './events/notice-log.ts';
import { createNoticeLog } from './events/notice-log.ts';
import { BodyBudget } from './intake/body/body-budget.ts';
import { groupLimitBytes } from './memory/memory-use.ts';
import { MemoryWatch } from './memory/memory-watch.ts';
import type { OtlpPorts } from './intake/otlp/otlp-ports.ts';
import { openOtlpPorts } from './intake/otlp/otlp-ports.ts';
import type { SignalStores } from './intake/signal-stores.ts';
import { closeSignalStores, openSignalStores, openTheRest } from './intake/signal-stores.ts';
import { HOST, choosePort, listen } from './http/listen.ts';
import { registerRoutes } from './http/routes.ts';
import { createServer } from './http/server.ts';
import type { CompiledLogMetric } from './logs/metrics/compile-log-metrics.ts';
import { compileLogMetrics } from './logs/metrics/compile-log-metrics.ts';
import { recordLogMetrics } from './logs/metrics/record-log-metrics.ts';
import { SlowQueries } from './query/slow-queries.ts';
import type { StationQueries } from './query/station-queries.ts';
import { createDefinitionInForce } from './reload/definition-in-force.ts';
import { createRetentionInForce } from './reload/retention-in-force.ts';
import { createRemoteServer } from './query/remote/server/remote-server.ts';
import { inRemoteMode, scrapesTargets } from './remote/remote-mode.ts';
import type { RemoteStation } from './remote/remote-station.ts';
import { createRemoteStation } from './remote/remote-station.ts';
import { readerOfTarget } from './probes/reader-of-target.ts';
import { createScrapeManager } from './scrape/scrape-manager.ts';
import { stationTarget } from './discovery/built-in-targets.ts';
import { CollectorTargets } from './discovery/collector-targets.ts';
import { createTargetDiscovery } from './discovery/jobs/target-discovery.ts';
import { StationSources, sourcesOf } from './discovery/station-sources.ts';
import { StartedExporters } from './exporters/started-exporters.ts';
import { diskFreeBytes } from './self/disk-free.ts';
import type { StationFigures, StationTelemetry } from './self/station-telemetry.ts';
import { createStationTelemetry } from './self/station-telemetry.ts';
import type { StationSettings, TraceSettings } from './settings.ts';
import { hasCredentials } from './sign-in/access.ts';
import { isFromThisMachine } from './sign-in/local-connections.ts';
import { keptSessionKey } from './sign-in/session-key.ts';
import { SignIn } from './sign-in/sign-in.ts';
import { makeToken } from './sign-in/tokens.ts';
import type { StationParts } from './station-parts.ts';
import type { TlsRefusalReason } from './tls/station-tls.ts';
import { StationTls } from './tls/station-tls.ts';
import { discoveryView } from './views/discovery-view.ts';
import { mergedMetadata } from './views/merged-metadata.ts';

/** Scrapes of one server at a time: pages that do not answer must not hold up the others of their program. */
const SCRAPES_PER_SERVER = 100;

/** A running station. */
export interface Station {
  /** Address of the page and the API. */
  readonly url: string;
  /** Addresses that take OTLP beside it, where their ports were wanted and free. */
  readonly otlp: { readonly httpUrl?: string; readonly grpcUrl?: string };
  readonly query: QueryService;
  /**
   * Reads rules, routing and targets anew: all of the new configuration is taken, or it rejects with what is wrong
   * and all of the old one stays in force.
   */
  reload(): Promise<void>;
  /** Ends scrapes and deliveries under way, writes everything and frees the port. */
  stop(): Promise<void>;
}

/**
 * Starts a station: opens the data folder, listens, then scrapes and evaluates.
 *
 * @throws TelltaleError `TT_PORT_IN_USE`, `TT_DATA_FOLDER`, `TT_DATA_LOCKED`, `TT_DEFINITION_INVALID`
 */
export async function createStation(given: StationSettings): Promise<Station> {
  const settings = inRemoteMode(given);
  const logMetrics = compileLogMetrics(settings.definition?.logMetrics ?? [], compileRegexp);
  const port = await choosePort(settings.port);
  const retentionMs = settings.retentionMs ?? DEFAULT_RETENTION_MS;
  const notices = createNoticeLog(() => systemClock.now());
  const onNotice = (notice: StoreNotice) => {
    notices.add(notice);
    settings.log?.(notice.message);
  };
  const { dataFolder, retentionBytes } = settings;
  const followsLog = (settings.forward?.metrics ?? []).length > 0;
  refuseNewerFolder(dataFolder);
  const store = await openStore({ folder: dataFolder, retentionMs, retentionBytes, followsLog, onNotice });
  const connections = new HttpConnections({ connectionsPerOrigin: SCRAPES_PER_SERVER });
  let signals: SignalStores | undefined;
  try {
    signals = await openSignalStores({
      ...settings,
      traces: traceSettings(settings),
      metrics: store,
      onNotice,
    });
    return await run({ settings, logMetrics, store, signals, notices, port, retentionMs, connections });
  } catch (error) {
    await Promise.all([signals && closeSignalStores(signals), connections.close()]);
    await store.close();
    throw error;
  }
}

/** Where a service sends all its traces, as it does unless told otherwise, the station decides which are kept. */
function traceSettings({ definition, traces }: StationSettings): TraceSettings {
  const declared = definition?.traces;
  if (!declared?.tailSampling) return { ...traces };
  const { ratio, keepErrors, slowerThanMs } = declared;
  return { sampling: { ratio, keepErrors, slowerThanMs }, ...traces };
}

/** Puts the station on its foundation; what was started is stopped again when a part fails. */
async function run(foundation: Foundation): Promise<Station> {
  const parts = assemble(foundation);
  const takeSources = await parts.sources.prepare({});
  const { host } = foundation.settings;
  const server = await createServer(parts.signIn, parts.tls);
  let otlp: OtlpPorts | undefined;
  try {
    await registerRoutes(server, parts);
    await listen(server, foundation.port, host);
    await start(parts, takeSources);
    otlp = await listenForOtlp(server, parts);
  } catch (error) {
    await stop(parts, server, otlp);
    throw error;
  }
  return {
    url: parts.url,
    otlp: { httpUrl: otlp.httpUrl, grpcUrl: otlp.grpcUrl },
    query: parts.queries.query,
    reload: () => audited(parts.audit.trail, 'configuration.reload', () => parts.alerting.reloader.reload()),
    stop: async () => {
      await stop(parts, server, otlp);
      await foundation.connections.close();
    },
  };
}

interface Foundation {
  readonly settings: StationSettings;
  readonly logMetrics: readonly CompiledLogMetric[];
  readonly store: Store;
  readonly signals: SignalStores;
  readonly notices: NoticeLog;
  readonly port: number;
  readonly retentionMs: number;
  readonly connections: HttpConnections;
}

function assemble(foundation: Foundation): StationParts {
  const { settings, store, signals, notices, port } = foundation;
  const url = `${settings.tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  const clock = systemClock;
  const bus = createEventBus();
  const telemetry = createStationTelemetry(settings.remote !== undefined);
  const remote = createRemote(settings, telemetry, clock);
  const slowQueries = new SlowQueries(() => clock.now());
  const metadata = () => mergedMetadata(scrapes.scraped(), store.metadata.get());
  const memory = new MemoryWatch({
    limitBytes: settings.memoryLimitBytes ?? groupLimitBytes(),
    letGo: () => queries.letGo(),
    onShed: (what) => telemetry.onShed(what),
    log: (line) => settings.log?.(line),
  });
  const refuse = () => memory.refuseQuery();
  const queries = createQueries({ settings, store, telemetry, slowQueries, metadata, remote, refuse });
  const own = scrapesTargets(settings) ? [stationTarget(port, settings.builtInIntervalMs, settings.tls)] : [];
  const ownToken = settings.ownToken ?? makeToken();
  const { scrapes, discovery, sources } = createScraping({
    foundation,
    queries,
    telemetry,
    bus,
    clock,
    // What is shown of it has no token.
    own: own.map((target) => ({ ...target, headers: { authorization: `Bearer ${ownToken}` } })),
  });
  const retention = createRetentionInForce(settings, {
    metrics: (limits) => store.setRetention(limits),
    signals: signals.changeRetention,
  });
  const told = createTold({ foundation, queries, sources, telemetry, bus, clock, url, own, retention });
  const { appender } = queries;
  const intake = createStationIntake({ settings, store, signals, appender, telemetry, clock });
  recordLogMetrics(foundation.logMetrics, telemetry.registry, intake.logIntake);
  const parts: StationParts = {
    settings,
    notices,
    url,
    startedAtMs: clock.now(),
    retention,
    bus,
    telemetry,
    audit: createStationAudit(settings, (outcome) => telemetry.onAudit(outcome), clock),
    store,
    ...signals,
    ...intake,
    memory,
    bodies: new BodyBudget(undefined, () => memory.takesBodies()),
    signIn: createSignIn(settings, ownToken, clock),
    tls: createTls(settings, telemetry, clock),
    scrapes,
    discovery,
    sources,
    queries,
    slowQueries,
    remote,
    ...told,
    capacity: createStationCapacity({
      capacity: settings.capacity,
      store,
      targets: () => scrapes.targets(),
      signals,
      clock,
      log: settings.log,
    }),
  };
  telemetry.collect(figuresOf(parts));
  return parts;
}

/** Rules and who is told, what was said that happened, and the configuration that a reload replaces. */
function createTold({
  foundation,
  queries,
  sources,
  telemetry,
  bus,
  clock,
  url,
  own,
  retention,
}: Pick<StationParts, 'queries' | 'sources' | 'telemetry' | 'bus' | 'url' | 'retention'> & {
  readonly foundation: Foundation;
  readonly clock: Clock;
  readonly own: readonly ResolvedTarget[];
}): Pick<StationParts, 'definition' | 'configuration' | 'annotationLog' | 'alerting'> {
  const { settings, store, retentionMs } = foundation;
  const annotationLog = new AnnotationLog({
    state: store.state,
    now: () => clock.now(),
    onChange: () => bus.emit('annotations'),
  });
  const definition = createDefinitionInForce(settings.definition);
  const alerting = createAlerting({
    settings,
    query: queries.rules,
    appender: queries.appender,
    clock,
    state: store.state,
    externalUrl: url,
    prepareSources: (next) => sources.prepare(next),
    onReceiverTests: (tests) => telemetry.onReceiverTests(tests),
    onNotification: (record) => {
      telemetry.onNotification(record);
      bus.emit('notifications');
    },
    onTaken: (next) => {
      if (next.definition) definition.replace(next.definition);
      configuration.take(next);
      retention.take(next);
      bus.emit('dashboards');
    },
    onReload: (error) => void noteReload(annotationLog, error, settings),
    onChange: () => bus.emit('alerts'),
  });
  const configuration = createConfigurationInForce({
    settings,
    url,
    retentionMs,
    own,
    notifier: () => alerting.notifier.configuration,
  });
  return { definition, configuration, annotationLog, alerting };
}

/** A reload is drawn over charts; where that cannot be kept, at least somebody is told. */
async function noteReload(
  annotationLog: AnnotationLog,
  error: Parameters<AnnotationLog['addReload']>[0],
  { log }: StationSettings,
): Promise<void> {
  try {
    await annotationLog.addReload(error);
  } catch (fault) {
    log?.(`A reload was not noted: ${fault instanceof Error ? fault.message : String(fault)}`);
  }
}

/**
 * Who asks, where anything is said of who may do what.
 *
 * @throws TelltaleError TT_ACCESS where other machines reach the station and nobody would be asked, or nobody could come
 */
function createSignIn(
  { host = HOST, access, dataFolder }: StationSettings,
  ownToken: string,
  clock: Clock,
): SignIn | undefined {
  if (!isFromThisMachine(host) && !(access && hasCredentials(access.current()))) {
    throw new TelltaleError('TT_ACCESS', `nobody could sign in at ${host}`, {
      fix: 'Give it a token, a user or a proxy that signs people in, or let it listen at 127.0.0.1.',
    });
  }
  if (!access) return undefined;
  return new SignIn({
    access,
    sessionKey: keptSessionKey(dataFolder),
    ownToken,
    now: () => clock.now(),
  });
}

/** TLS of all ports, where the settings have a certificate. */
function createTls(
  { tls, log }: StationSettings,
  telemetry: StationTelemetry,
  clock: Clock,
): StationTls | undefined {
  const observer = {
    onRefused: (reason: TlsRefusalReason) => telemetry.onTlsRefused(reason),
    onUnusable: () => telemetry.onUnusableCertificate(),
    log: (line: string) => log?.(line),
  };
  return tls && new StationTls(tls, observer, clock);
}

/** What finds targets and what scrapes them. */
function createScraping(options: {
  readonly foundation: Foundation;
  readonly queries: StationQueries;
  readonly telemetry: StationTelemetry;
  readonly bus: EventBus;
  readonly clock: Clock;
  /** The station itself as a target, unless it does not scrape. */
  readonly own: readonly ResolvedTarget[];
}): Pick<StationParts, 'scrapes' | 'discovery' | 'sources'> {
  const { queries, telemetry, bus, clock, own } = options;
  const { settings, store, connections } = options.foundation;
  const scrapes = createScrapeManager({
    appender: queries.appender,
    exemplars: store.exemplars,
    onMetadata: (name, metadata) => store.metadata.set(name, metadata),
    clock,
    lastSampleMs: store.newestAtOpenMs,
    onScrape: (outcome, isChange) => {
      telemetry.onScrape(outcome);
      if (isChange) bus.emit('targets');
    },
    onTargets: () => bus.emit('targets'),
  });
  const intervalMs = settings.builtInIntervalMs;
  const log = (line: string) => settings.log?.(line);
  const exporters = new StartedExporters({ clock, choosePort: () => choosePort(0), intervalMs, log });
  const discovery = createTargetDiscovery({
    targets: [],
    scrapes,
    readerOf: (target) => exporters.readerOf(target, readerOfTarget(target, connections, log)),
    connections,
    clock,
  });
  const sources = new StationSources({
    settings: sourcesOf(settings),
    collectsHost: settings.collectHost,
    own,
    discovery,
    collectors: new CollectorTargets({ scrapes, intervalMs, log }),
    exporters,
  });
  return { scrapes, discovery, sources };
}

/** The server that the station reads from, in remote mode. */
function createRemote(
  settings: StationSettings,
  telemetry: StationTelemetry,
  clock: Clock,
): RemoteStation | undefined {
  if (!settings.remote) return undefined;
  const server = createRemoteServer(settings.remote, {
    observe: (outcome, durationMs) => telemetry.onRemote(outcome, durationMs),
  });
  const rules = settings.definition?.rules ?? [];
  return createRemoteStation({
    server,
    scrapes: scrapesTargets(settings),
    alertNames: rules.filter(({ kind }) => kind === 'alerting').map(({ name }) => name),
    clock,
    log: settings.log,
  });
}

/** Where the figures of a running station are read. */
function figuresOf(parts: StationParts): StationFigures {
  const { settings, notices, store, queries, remote, scrapes, logs, traces } = parts;
  const { rules, notifier, reloader, outlet } = parts.alerting;
  return {
    store: {
      stats: () => store.stats(),
      retention: () => parts.retention.present().metrics,
      corruptions: () => notices.corruptions,
      diskFreeBytes: () => diskFreeBytes(settings.dataFolder),
    },
    signals: { logs, traces },
    forwarders: () => parts.forwarders.figures(),
    capacity: parts.capacity,
    queryLoad: () => queries.load(),
    remote: remote && (() => remote.server.figures()),
    ruleGroups: () => rules.groups(),
    targets: () => scrapes.targets(),
    discovery: () => discoveryView(scrapes, parts.discovery),
    reload: () => reloader.status(),
    configurationHash: () => parts.configuration.read().hash,
    memory: parts.memory,
    certificate: () => parts.tls?.validity,
    alertmanagers: () => outlet.figures(),
    notifier: {
      alerts: () => notifier.alerts(),
      groups: () => notifier.groups(),
      silences: () => notifier.silences.list(),
      channels: () => notifier.channels(),
    },
  };
}

/** Programs that were told nothing send OTLP to these ports. */
function listenForOtlp(
  server: FastifyInstance,
  { settings, intake, bodies, tls, signIn }: StationParts,
): Promise<OtlpPorts> {
  return openOtlpPorts({
    ports: settings.otlp ?? {},
    routing: (request, response) => server.routing(request, response),
    targets: intake,
    budget: bodies,
    tls,
    signIn,
    log: (line) => settings.log?.(line),
  });
}

/** Deliveries first: an alert that fires at once must find its way out. */
async function start(parts: StationParts, takeSources: () => Promise<void>): Promise<void> {
  const { alerting, scrapes, settings, forwarders } = parts;
  await alerting.notifier.start();
  await alerting.receiverTests.start();
  await alerting.drills.start();
  await alerting.rules.start();
  forwarders.start();
  await takeSources();
  scrapes.start();
  parts.memory.start();
  await parts.pushgateway.start();
  await parts.remote?.watch.start();
  await openTheRest(parts);
  for (const feature of settings.features ?? []) {
    for (const job of feature.jobs ?? []) await job.start();
  }
}

/** Against the flow: nothing new comes in, then what is under way ends, then the store closes. */
async function stop(parts: StationParts, server: FastifyInstance, otlp?: OtlpPorts): Promise<void> {
  const { settings, discovery, sources, scrapes, alerting, telemetry, queries, store } = parts;
  for (const feature of (settings.features ?? []).toReversed()) {
    for (const job of (feature.jobs ?? []).toReversed()) await job.stop();
  }
  parts.memory.stop();
  await otlp?.close();
  await server.close();
  await parts.remote?.watch.stop();
  await queries.close();
  await discovery.stop();
  await scrapes.stop();
  await sources.close();
  parts.pushgateway.stop();
  await alerting.rules.stop();
  await alerting.drills.stop();
  await alerting.receiverTests.stop();
  await alerting.outlet.stop();
  await alerting.notifier.stop();
  await telemetry.shutdown();
  await parts.audit.close();
  await closeSignalStores(parts);
  await store.close();
}
