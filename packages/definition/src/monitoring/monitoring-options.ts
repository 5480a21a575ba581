import type { DashboardDeclarations } from '../dashboards/dashboard-declaration.ts';
import type { EnvironmentDeclarations } from '../environments/environment-declaration.ts';
import type { ExporterMetrics, ExporterPack } from '../exporters/exporter-pack.ts';
import type { HealthDeclaration } from '../health/health-declaration.ts';
import type { Kit, KitMetrics } from '../kits/kit.ts';
import type { LayoutDeclaration } from '../layout/layout-declaration.ts';
import type { LogEventDeclarations } from '../logs/event.ts';
import type { LogMetricDeclarations } from '../logs/log-metric.ts';
import type { LogsDeclaration } from '../logs/logs-declaration.ts';
import type { MetricDeclarations } from '../metrics/declaration.ts';
import type { Empty } from '../metrics/empty.ts';
import type { NoPreset, Preset } from './preset.ts';
import type { Catalogue } from '../query/catalogue.ts';
import type {
  NotificationsDeclaration,
  ProofDeclaration,
} from '../notifications/notifications-declaration.ts';
import type { InhibitionDeclaration } from '../routing/inhibition-declaration.ts';
import type { ReceiverDeclaration } from '../routing/receiver.ts';
import type { RouteDeclaration } from '../routing/route-declaration.ts';
import type { AlertDeclaration } from '../rules/alert.ts';
import type { RecordingDeclaration } from '../rules/recording.ts';
import type { SavedQueryDeclaration } from '../saved-queries/saved-query-declaration.ts';
import type { SloDeclaration } from '../slos/slo-declaration.ts';
import type { StackDeclaration } from '../stack/stack-declaration.ts';
import type { StationDeclaration } from '../station/station-declaration.ts';
import type { ScrapeDeclaration } from '../targets/scrape-declaration.ts';
import type { JobsOf, TargetDeclaration } from '../targets/target-declaration.ts';
import type { TimeIntervalDeclaration } from '../time-intervals/time-interval-declaration.ts';
import type { Duration } from '../time/duration.ts';
import type { TracesDeclaration } from '../traces/traces-declaration.ts';

/** Declared targets by name. */
export type TargetDeclarations = Readonly<Record<string, TargetDeclaration>>;

/** Declared receivers by name. */
export type ReceiverDeclarations = Readonly<Record<string, ReceiverDeclaration>>;

/** The metrics that a service registers: its own, those of kits, and those of its preset that it leaves as they are. */
export type OwnMetrics<
  Metrics extends MetricDeclarations,
  Kits extends readonly Kit[],
  Base extends Preset = NoPreset,
> = Omit<Base['metrics'], keyof Metrics> & Metrics & KitMetrics<Kits>;

/** What is in `m`: the metrics of the service, of exporters and of logs. */
export type CatalogueOf<
  Metrics extends MetricDeclarations,
  Kits extends readonly Kit[],
  Exporters extends readonly ExporterPack[],
  Targets extends TargetDeclarations,
  Base extends Preset = NoPreset,
  LogMetrics extends LogMetricDeclarations = Empty,
> = Catalogue<
  OwnMetrics<Metrics, Kits, Base> & Base['foreignMetrics'] & ExporterMetrics<Exporters> & LogMetrics,
  JobsOf<Targets> | Exporters[number]['job'] | Base['names']['targets'][number]
>;

/** The sections that a definition and a preset have in common; `M` is what callbacks get. */
export interface SectionOptions<
  Metrics extends MetricDeclarations,
  Kits extends readonly Kit[],
  Exporters extends readonly ExporterPack[],
  Targets extends TargetDeclarations,
  Receivers extends ReceiverDeclarations,
  M,
  Target extends string,
  Receiver extends string,
> {
  /** The service's own metrics by name. */
  readonly metrics?: Metrics;
  /** Metrics that come ready, with hooks and dashboards. */
  readonly kits?: Kits;
  /** Programs that expose the metrics of others; each is a target. */
  readonly exporters?: Exporters;
  /** What is scraped, by `job`. */
  readonly targets?: Targets;
  /** How often targets are scraped, how long a scrape may take and what it may bring. */
  readonly scrape?: ScrapeDeclaration;
  /** How often alerts and recordings are evaluated; as often as targets are scraped by default. */
  readonly evaluateEvery?: Duration;
  /** Where notifications can go, by name. */
  readonly receivers?: Receivers;
  /** Which alert goes where; all go to the only receiver by default. */
  readonly routes?: RouteDeclaration<NoInfer<Receiver>>;
  /** Alerts that need not be told while others fire; none by default. */
  readonly inhibitions?: readonly InhibitionDeclaration[];
  /** Times by name, in which routes tell nothing, or in which alone they do. */
  readonly timeIntervals?: Readonly<Record<string, TimeIntervalDeclaration>>;
  /** How notifications are made sure of: fallback, heartbeat, Alertmanagers. */
  readonly notifications?: NotificationsDeclaration<NoInfer<Receiver>>;
  /** How often the alerts are proven. */
  readonly proof?: ProofDeclaration;
  /** Queries that are stored under a new name. */
  readonly recordings?: (m: M) => Readonly<Record<string, RecordingDeclaration>>;
  /** Alerts by name. */
  readonly alerts?: (m: M) => Readonly<Record<string, AlertDeclaration>>;
  /** Service level objectives by name; each comes with its recordings and alerts. */
  readonly slos?: (m: M) => Readonly<Record<string, SloDeclaration>>;
  /** Queries that are asked by name: `telltale query NAME`, `/api/telltale/queries`. */
  readonly queries?: (m: M) => Readonly<Record<string, SavedQueryDeclaration>>;
  /** How the station runs: retention, limits, pages. */
  readonly station?: StationDeclaration;
  /** Panels by title, in dashboards by title. */
  readonly dashboards?: (m: M) => DashboardDeclarations;
  /** What is different in an environment, such as `staging`: `telltale up --env staging`. */
  readonly environments?: EnvironmentDeclarations<NoInfer<Target>, NoInfer<Receiver>>;
  /** Where generated files go. */
  readonly layout?: LayoutDeclaration;
  /** Ports, volumes, retention and limits of the generated stack. */
  readonly stack?: StackDeclaration;
  readonly logs?: LogsDeclaration;
  readonly traces?: TracesDeclaration;
  readonly health?: HealthDeclaration;
}

/** What `defineMonitoring` takes. */
export interface MonitoringOptions<
  Metrics extends MetricDeclarations,
  Kits extends readonly Kit[],
  Targets extends TargetDeclarations,
  Receivers extends ReceiverDeclarations,
  Exporters extends readonly ExporterPack[] = readonly [],
  Base extends Preset = NoPreset,
  Events extends LogEventDeclarations = LogEventDeclarations,
  LogMetrics extends LogMetricDeclarations = Empty,
> extends SectionOptions<
  Metrics,
  Kits,
  Exporters,
  Targets,
  Receivers,
  CatalogueOf<Metrics, Kits, Exporters, Targets, Base, LogMetrics>,
  (keyof Targets & string) | Exporters[number]['job'] | Base['names']['targets'][number],
  (keyof Receivers & string) | Base['names']['receivers'][number]
> {
  /** Name of the service. */
  readonly service: string;
  /** Who looks after it. */
  readonly owner?: string;
  /** A monitoring that is ready, such as `migration()`; what the definition says itself comes on top, by name. */
  readonly preset?: Base;
  readonly logs?: LogsDeclaration<Events, LogMetrics>;
}
