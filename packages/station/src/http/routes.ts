import { compileRegexp } from '@telltale/storage';
import type { FastifyInstance } from 'fastify';
import { registerElasticsearch } from '../intake/elasticsearch/elasticsearch-routes.ts';
import { registerOtlp } from '../intake/otlp/otlp-routes.ts';
import { registerPushgateway } from '../intake/pushgateway/pushgateway-routes.ts';
import { registerRemoteWrite } from '../intake/remote-write/remote-write-routes.ts';
import { Annotations } from '../annotations/annotations.ts';
import { createSavedDashboards } from '../dashboards/saved/saved-dashboards.ts';
import { MetricFinder } from '../explore/metric-finder.ts';
import { Overview } from '../overview/overview.ts';
import { createProofStore } from '../proofs/proof-store.ts';
import { AnswerReader } from '../query/read-answers.ts';
import type { StationParts } from '../station-parts.ts';
import { alertsView } from '../views/alerts-view.ts';
import { dashboardsView, undescribed } from '../views/dashboards-view.ts';
import { createShownEngine } from '../views/shown-engine.ts';
import type { ShownEngine } from '../views/shown-engine.ts';
import { capacityView } from '../views/capacity-view.ts';
import { discoveryView } from '../views/discovery-view.ts';
import { pushedView } from '../views/pushed-view.ts';
import { createStatusView } from '../views/status-view.ts';
import { registerAlertmanagerApi } from './alertmanager-api/api-v2-routes.ts';
import { registerFederation } from './federation/federate-route.ts';
import { auditRequests } from './audit-requests.ts';
import { registerOwnRoutes } from './own-routes.ts';
import { registerAdminRoutes } from './prometheus-api/admin/admin-routes.ts';
import { registerExpressionRoutes } from './prometheus-api/expressions/expression-routes.ts';
import { registerMetadataRoutes } from './prometheus-api/metadata/metadata-routes.ts';
import { registerQueryRoutes } from './prometheus-api/query-routes.ts';
import { registerRemoteRoutes } from './prometheus-api/remote-routes.ts';
import { registerRuleRoutes } from './prometheus-api/rules/rule-routes.ts';
import { registerExemplarRoutes } from './prometheus-api/series/exemplar-routes.ts';
import { registerSeriesRoutes } from './prometheus-api/series/series-routes.ts';
import { flagsOf } from './prometheus-api/status/flags.ts';
import { registerOwnStatusRoutes, registerStatusRoutes } from './prometheus-api/status/status-routes.ts';
import { registerRelabelStepsRoute } from './prometheus-api/targets/relabel-steps-route.ts';
import { registerTargetRoutes } from './prometheus-api/targets/target-routes.ts';
import { registerAudit } from './telltale-api/audit-route.ts';
import { registerAlertingViews } from './telltale-api/alerting/alerting-routes.ts';
import { registerBackup } from './telltale-api/backup-route.ts';
import { registerEvents } from './telltale-api/events.ts';
import { registerExploreRoutes } from './telltale-api/explore-routes.ts';
import { registerLogRoutes } from './telltale-api/logs/log-routes.ts';
import { registerQueryBatch } from './telltale-api/query-batch.ts';
import { registerOutsideRoutes } from './telltale-api/outside-routes.ts';
import { registerOverviewRoutes } from './telltale-api/overview-routes.ts';
import { registerPageLoads } from './telltale-api/page-load-routes.ts';
import { registerProofRoutes } from './telltale-api/proof-routes.ts';
import { registerReceivers } from './telltale-api/receivers-route.ts';
import { registerReceiverTests } from './telltale-api/receiver-tests.ts';
import { registerSavedDashboards } from './telltale-api/saved-dashboards/saved-dashboard-routes.ts';
import { registerStory } from './telltale-api/story-route.ts';
import { registerScrapeNow } from './telltale-api/scrape-now-route.ts';
import { registerTelltaleState } from './telltale-api/state-routes.ts';
import { registerTraceRoutes } from './telltale-api/traces/trace-routes.ts';
import { registerWebPages } from './web-pages.ts';

/** Everything the station answers. */
export async function registerRoutes(server: FastifyInstance, parts: StationParts): Promise<void> {
  const { settings, queries, alerting, telemetry, bus } = parts;
  const shown = createShownEngine(parts);
  await server.register(telemetry.httpPlugin);
  auditRequests(server, parts.audit.trail);
  const status = createStatusView(parts);
  registerQueryRoutes(server, queries.answers, () => Date.now());
  registerPrometheusRoutes(server, parts);
  await registerAlertmanagerApi(server, {
    notifier: alerting.notifier,
    startedAtMs: parts.startedAtMs,
    externalUrl: parts.url,
    now: () => Date.now(),
    onSilences: () => bus.emit('silences'),
    onReceived: (received) => telemetry.onReceived(received),
  });
  registerReceiverTests(server, alerting, parts.url, (tests) => telemetry.onReceiverTests(tests));
  registerReceivers(server, alerting.notifier);
  const proofs = createProofStore({
    state: parts.store.state,
    definition: parts.definition.present,
    now: () => Date.now(),
  });
  registerProofRoutes(server, {
    alerting,
    queries,
    ruleGroups: shown.ruleGroups,
    evaluatedBy: parts.remote?.server.host,
    proofs,
    onProofs: () => bus.emit('proofs'),
    now: () => Date.now(),
  });
  registerAlertingViews(server, parts, shown, proofs);
  registerScrapeNow(server, parts.scrapes);
  const saved = createSavedDashboards(parts.store.state, () => Date.now());
  registerSavedDashboards(server, saved, () => bus.emit('dashboards'));
  registerTelltaleState(server, {
    status,
    capacity: async () => capacityView(parts, await status()),
    configuration: () => parts.configuration.read(),
    dashboards: async () =>
      dashboardsView(
        { ...settings, definition: parts.definition.present(), collectHost: parts.sources.readsHost },
        await shown.families(),
        await saved.list(),
      ),
    targets: async () => ({
      targets: await shown.targets(),
      pushed: pushedView(parts.pushgateway.groups.groups()),
    }),
    discovery: () => discoveryView(parts.scrapes, parts.discovery),
    alerts: async () =>
      alertsView({ groups: await shown.ruleGroups(), history: shown.history }, alerting.notifier),
  });
  if (settings.takesPushes ?? true) await registerIntakes(server, parts);
  registerQueryBatch(server, queries.answers, parts.store.exemplars);
  registerOverviewAndExplore(server, parts, shown);
  registerLogRoutes(server, {
    logs: parts.logs,
    intake: parts.logIntake,
    compileRegexp,
    now: () => Date.now(),
  });
  registerOutsideRoutes(server, {
    openIn: settings.openIn ?? {},
    forwarders: parts.forwarders,
    compileRegexp,
    now: () => Date.now(),
  });
  registerTraceRoutes(server, { traces: parts.traces, compileRegexp, now: () => Date.now() });
  registerPageLoads(
    server,
    (load) => telemetry.onPageLoad(load),
    () => parts.slowQueries.list(),
  );
  registerAdministration(server, parts);
  for (const feature of settings.features ?? []) feature.routes?.(server, parts.definition.present);
  if (settings.hasPages ?? true) await registerWebPages(server, settings.webFolder, () => queries.warmUp());
}

/** What is told of the station itself, and what those do who run it. */
function registerAdministration(server: FastifyInstance, parts: StationParts): void {
  const { settings, alerting, telemetry, bus } = parts;
  registerBackup(server, parts);
  registerAudit(server, parts.audit.read);
  registerEvents(server, bus);
  registerOwnRoutes(server, telemetry, settings.lifecycleApi ? alerting.reloader : undefined);
}

/** The ways into the station. */
async function registerIntakes(server: FastifyInstance, parts: StationParts): Promise<void> {
  const { settings } = parts;
  await registerOtlp(server, parts.intake, parts.bodies);
  await registerRemoteWrite(server, parts.intake, parts.bodies);
  await registerPushgateway(server, {
    groups: parts.pushgateway.groups,
    budget: parts.bodies,
    observer: parts.intake,
    nowMs: () => Date.now(),
    adminApi: settings.adminApi ?? false,
  });
  await registerElasticsearch(server, { targets: parts.intake, budget: parts.bodies, now: () => Date.now() });
}

/** What pages are made of beside the state of the station. */
function registerOverviewAndExplore(server: FastifyInstance, parts: StationParts, shown: ShownEngine): void {
  const { settings, queries, bus } = parts;
  const reader = new AnswerReader(queries.answers);
  const annotations = new Annotations({
    log: parts.annotationLog,
    definition: parts.definition.present,
    history: parts.remote ? undefined : () => shown.allHistory(),
    reader,
    now: () => Date.now(),
  });
  const overview = new Overview({
    definition: parts.definition.present,
    targets: () => shown.targets(),
    undescribed: async () =>
      undescribed({ ...settings, definition: parts.definition.present() }, await shown.families()),
    ruleGroups: () => shown.ruleGroups(),
    deployments: () => annotations.lastDeployments(),
    reader,
    query: queries.query,
    now: () => Date.now(),
  });
  // Who is told that something changed asks at once, and must see it.
  const unsubscribe = bus.subscribe((event) => {
    if (event === 'alerts' || event === 'targets') overview.forget();
  });
  server.addHook('onClose', async () => unsubscribe());
  registerOverviewRoutes(server, { overview, annotations, log: parts.annotationLog, now: () => Date.now() });
  registerStory(server, {
    ruleGroups: () => shown.ruleGroups(),
    history: () => shown.allHistory(),
    services: async () => (await overview.read()).services,
    logs: parts.logs,
    traces: parts.traces,
    exemplars: parts.store.exemplars,
    notifications: parts.alerting.notifier.history,
    annotations,
    reader,
    now: () => Date.now(),
  });
  registerExploreRoutes(server, {
    finder: new MetricFinder({
      definition: parts.definition.present,
      query: queries.query,
      reader,
      now: () => Date.now(),
    }),
    reader,
    experimental: settings.experimentalQueries ?? false,
  });
}

/** Prometheus' API beside its queries. */
function registerPrometheusRoutes(server: FastifyInstance, parts: StationParts): void {
  const { settings, store, queries, remote, notices } = parts;
  registerSeriesRoutes(server, queries.query);
  registerExpressionRoutes(server);
  registerAdminRoutes(server, store);
  registerFederation(server, store.metrics, () => Date.now());
  if (remote) {
    registerRemoteRoutes(server, remote.server);
    registerOwnStatusRoutes(server, { notices, experimental: settings.experimentalQueries ?? false });
  } else {
    registerOwnEngine(server, parts);
  }
}

/** What is told of the engine that scrapes, stores and evaluates, where it is the station. */
function registerOwnEngine(server: FastifyInstance, parts: StationParts): void {
  const { settings, store, scrapes, queries, alerting } = parts;
  registerExemplarRoutes(server, store.exemplars);
  registerMetadataRoutes(server, {
    targets: () =>
      scrapes.scraped().map(({ target, metadata }) => ({ labels: target.labels, families: metadata.all() })),
    remembered: () => store.metadata.get(),
  });
  registerTargetRoutes(server, () => scrapes.pools());
  registerRelabelStepsRoute(server, (job) => parts.discovery.relabelRules(job));
  registerRuleRoutes(server, alerting.rules, () => alerting.outlet.figures());
  registerStatusRoutes(server, {
    version: settings.version,
    startedAtMs: parts.startedAtMs,
    retention: () => parts.retention.present(),
    experimental: settings.experimentalQueries ?? false,
    flags: () => flagsOf(parts),
    notices: parts.notices,
    reload: () => alerting.reloader.status(),
    query: queries.query,
    configuration: () => parts.configuration.document('prometheus.yml'),
    store: () => store.stats(),
  });
}
