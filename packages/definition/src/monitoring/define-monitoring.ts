import type { FilePosition } from '@telltale/model';
import type { DashboardDeclarations } from '../dashboards/dashboard-declaration.ts';
import type { Kit, KitMetrics } from '../kits/kit.ts';
import type { MetricDeclaration, MetricDeclarations } from '../metrics/declaration.ts';
import type { Empty } from '../metrics/empty.ts';
import { given } from '../options/given.ts';
import { callerPosition } from '../position/caller-position.ts';
import type { Catalogue } from '../query/catalogue.ts';
import { createCatalogue } from '../query/catalogue.ts';
import type { Duration } from '../time/duration.ts';
import type { ReceiverDeclaration } from '../routing/receiver.ts';
import type { RouteDeclaration } from '../routing/route-declaration.ts';
import type { AlertDeclaration } from '../rules/alert.ts';
import type { RecordingDeclaration } from '../rules/recording.ts';
import type { SavedQueryDeclaration } from '../saved-queries/saved-query-declaration.ts';
import type { StationDeclaration } from '../station/station-declaration.ts';
import type { TargetDeclaration } from '../targets/target-declaration.ts';
import type { SectionFault } from './sections.ts';
import { soundKits, soundSections } from './sections.ts';

/** What {@link defineMonitoring} takes. */
export interface MonitoringOptions<
  Metrics extends MetricDeclarations,
  Kits extends readonly Kit[],
  Targets extends Readonly<Record<string, TargetDeclaration>>,
  Receivers extends Readonly<Record<string, ReceiverDeclaration>>,
> {
  /** Name of the service. */
  readonly service: string;
  /** Who looks after it. */
  readonly owner?: string;
  /** The service's own metrics by name. */
  readonly metrics?: Metrics;
  /** Metrics that come ready, with hooks and dashboards. */
  readonly kits?: Kits;
  /** What is scraped, by `job`. */
  readonly targets?: Targets;
  /** How often targets are scraped (15s by default) and how long a scrape may take (10s by default). */
  readonly scrape?: { readonly every?: Duration; readonly timeout?: Duration };
  /** How often alerts and recordings are evaluated; as often as targets are scraped by default. */
  readonly evaluateEvery?: Duration;
  /** Where notifications can go, by name. */
  readonly receivers?: Receivers;
  /** Which alert goes where; all go to the only receiver by default. */
  readonly routes?: RouteDeclaration<NoInfer<keyof Receivers & string>>;
  /** Queries that are stored under a new name. */
  readonly recordings?: (
    m: Catalogue<Metrics & KitMetrics<Kits>, keyof Targets & string>,
  ) => Readonly<Record<string, RecordingDeclaration>>;
  /** Alerts by name. */
  readonly alerts?: (
    m: Catalogue<Metrics & KitMetrics<Kits>, keyof Targets & string>,
  ) => Readonly<Record<string, AlertDeclaration>>;
  /** Queries that are asked by name: `telltale query NAME`, `/api/telltale/queries`. */
  readonly queries?: (
    m: Catalogue<Metrics & KitMetrics<Kits>, keyof Targets & string>,
  ) => Readonly<Record<string, SavedQueryDeclaration>>;
  /** How the station runs: retention, limits, pages. */
  readonly station?: StationDeclaration;
  /** Panels by title, in dashboards by title. */
  readonly dashboards?: (
    m: Catalogue<Metrics & KitMetrics<Kits>, keyof Targets & string>,
  ) => DashboardDeclarations;
}

/** Metrics with who declared them. */
export interface MetricSource {
  readonly metrics: MetricDeclarations;
  /** Absent for the definition's own metrics. */
  readonly kit?: string;
}

/**
 * A definition: inert data. Its callbacks are run by `resolveDefinition`, never by the service that is
 * instrumented with it.
 */
export interface MonitoringDefinition<Metrics extends MetricDeclarations = MetricDeclarations> {
  readonly kind: 'telltale.definition';
  readonly service: string;
  readonly owner: string;
  /** All metrics by name, those of kits included. */
  readonly metrics: Metrics;
  readonly metricSources: readonly MetricSource[];
  readonly kits: readonly Kit[];
  readonly targets: Readonly<Record<string, TargetDeclaration>>;
  readonly scrape: { readonly every?: string; readonly timeout?: string };
  readonly evaluateEvery?: string;
  readonly receivers: Readonly<Record<string, ReceiverDeclaration>>;
  readonly routes?: RouteDeclaration<string>;
  readonly recordings: () => Readonly<Record<string, RecordingDeclaration>>;
  readonly alerts: () => Readonly<Record<string, AlertDeclaration>>;
  readonly dashboards: () => DashboardDeclarations;
  readonly queries: () => Readonly<Record<string, SavedQueryDeclaration>>;
  readonly station: StationDeclaration;
  /** Faults of whole sections, which are left out; `resolveDefinition` reports them. */
  readonly sectionFaults: readonly SectionFault[];
  readonly position?: FilePosition;
}

/**
 * Describes the monitoring of a service: what it measures, what is scraped, what raises an alert and who is
 * told. Runs no callback and reads nothing.
 *
 * @example
 * ```ts
 * import { alert, counter, defineMonitoring, httpServer, nodeRuntime, webhook } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   owner: 'team-shop',
 *   metrics: {
 *     orders_total: counter({ help: 'Orders placed', labels: { method: ['card', 'invoice'] } }),
 *   },
 *   kits: [httpServer(), nodeRuntime()],
 *   targets: { shop: { address: '127.0.0.1:3000' } },
 *   receivers: { ops: webhook({ url: 'http://127.0.0.1:9/alerts' }) },
 *   routes: { to: 'ops', groupBy: ['alertname', 'route'] },
 *   alerts: (m) => ({
 *     NoOrders: alert({
 *       when: m.orders_total.increase('1h').sum().below(1),
 *       for: '10m',
 *       severity: 'ticket',
 *       summary: 'Nobody has ordered anything for an hour',
 *     }),
 *   }),
 *   dashboards: (m) => ({ Shop: { Orders: m.orders_total.rate('5m').sum('method') } }),
 * });
 * console.log(definition.service); // shop
 * ```
 */
export function defineMonitoring<
  const Metrics extends MetricDeclarations = Empty,
  const Kits extends readonly Kit[] = readonly [],
  const Targets extends Readonly<Record<string, TargetDeclaration>> = Empty,
  const Receivers extends Readonly<Record<string, ReceiverDeclaration>> = Empty,
>(
  options: MonitoringOptions<Metrics, Kits, Targets, Receivers>,
): MonitoringDefinition<Metrics & KitMetrics<Kits>> {
  const { sound, faults } = soundSections(given(options));
  const { sound: kits, faults: kitFaults } = soundKits(sound.kits ?? []);
  const metricSources = [
    { metrics: sound.metrics ?? {} },
    ...kits.map(({ kit, metrics }) => ({ metrics, kit })),
  ];
  // The sources' metrics together have the type that is the intersection of the sources' types.
  const metrics = mergeMetrics(metricSources) as Metrics & KitMetrics<Kits>;
  const catalogue = () => createCatalogue<Metrics & KitMetrics<Kits>, keyof Targets & string>(metrics);
  const position = callerPosition(defineMonitoring);
  return {
    kind: 'telltale.definition',
    service: sound.service,
    owner: sound.owner ?? '',
    metrics,
    metricSources,
    kits,
    targets: sound.targets ?? {},
    scrape: sound.scrape ?? {},
    ...(sound.evaluateEvery && { evaluateEvery: sound.evaluateEvery }),
    receivers: sound.receivers ?? {},
    ...(sound.routes && { routes: sound.routes }),
    recordings: () => sound.recordings?.(catalogue()) ?? {},
    alerts: () => sound.alerts?.(catalogue()) ?? {},
    dashboards: () => sound.dashboards?.(catalogue()) ?? {},
    queries: () => sound.queries?.(catalogue()) ?? {},
    station: sound.station ?? {},
    sectionFaults: [...faults, ...kitFaults],
    ...(position && { position }),
  };
}

/** The first declaration of a name stands; the others are faults that `resolveDefinition` reports. */
function mergeMetrics(sources: readonly MetricSource[]): MetricDeclarations {
  const merged: Record<string, MetricDeclaration> = Object.create(null);
  for (const { metrics } of sources) {
    for (const [name, declaration] of Object.entries(metrics)) merged[name] ??= declaration;
  }
  return merged;
}
