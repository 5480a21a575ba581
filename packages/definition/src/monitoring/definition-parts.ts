import type { DashboardDeclarations } from '../dashboards/dashboard-declaration.ts';
import type { EnvironmentDeclarations } from '../environments/environment-declaration.ts';
import type { ExporterPack } from '../exporters/exporter-pack.ts';
import type { HealthDeclaration } from '../health/health-declaration.ts';
import type { Kit } from '../kits/kit.ts';
import type { LayoutDeclaration } from '../layout/layout-declaration.ts';
import type { LogsDeclaration } from '../logs/logs-declaration.ts';
import type { MetricDeclarations } from '../metrics/declaration.ts';
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
import type { TargetDeclaration } from '../targets/target-declaration.ts';
import type { TimeIntervalDeclaration } from '../time-intervals/time-interval-declaration.ts';
import type { TracesDeclaration } from '../traces/traces-declaration.ts';
import type { SectionFault } from './sections.ts';

/** Metrics with who declared them. */
export interface MetricSource {
  readonly metrics: MetricDeclarations;
  /** Absent for the definition's own metrics. */
  readonly kit?: string;
}

/** What definitions and presets are made of: inert data, and callbacks that nobody runs yet. */
export interface DefinitionParts {
  /** The metrics that the service registers, by who declared them. */
  readonly metricSources: readonly MetricSource[];
  readonly kits: readonly Kit[];
  readonly exporters: readonly ExporterPack[];
  readonly targets: Readonly<Record<string, TargetDeclaration>>;
  readonly scrape: ScrapeDeclaration;
  readonly evaluateEvery?: string;
  readonly receivers: Readonly<Record<string, ReceiverDeclaration>>;
  readonly routes?: RouteDeclaration<string>;
  readonly inhibitions: readonly InhibitionDeclaration[];
  readonly timeIntervals: Readonly<Record<string, TimeIntervalDeclaration>>;
  readonly notifications: NotificationsDeclaration<string>;
  readonly proof: ProofDeclaration;
  readonly recordings: () => Readonly<Record<string, RecordingDeclaration>>;
  readonly alerts: () => Readonly<Record<string, AlertDeclaration>>;
  readonly slos: () => Readonly<Record<string, SloDeclaration>>;
  readonly dashboards: () => DashboardDeclarations;
  readonly queries: () => Readonly<Record<string, SavedQueryDeclaration>>;
  readonly station: StationDeclaration;
  readonly environments: EnvironmentDeclarations;
  readonly layout: LayoutDeclaration;
  readonly stack: StackDeclaration;
  readonly logs?: LogsDeclaration;
  readonly traces?: TracesDeclaration;
  readonly health?: HealthDeclaration;
  /** The sections that the definition itself has, whatever its preset has. */
  readonly ownSections: readonly string[];
  /** Faults of whole sections, which are left out; `resolveDefinition` reports them. */
  readonly sectionFaults: readonly SectionFault[];
}
