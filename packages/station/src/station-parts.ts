import type { LogStore, TraceStore } from '@telltale/model';
import type { Store } from '@telltale/storage';
import type { Alerting } from './alerts/create-alerting.ts';
import type { AnnotationLog } from './annotations/annotation-log.ts';
import type { StationAudit } from './audit/station-audit.ts';
import type { CapacityMeter } from './capacity/capacity-meter.ts';
import type { ConfigurationInForce } from './configuration/configuration-in-force.ts';
import type { TargetDiscovery } from './discovery/jobs/target-discovery.ts';
import type { StationSources } from './discovery/station-sources.ts';
import type { EventBus } from './events/event-bus.ts';
import type { NoticeLog } from './events/notice-log.ts';
import type { Forwarders } from './forward/create-forwarders.ts';
import type { SlowQueries } from './query/slow-queries.ts';
import type { StationQueries } from './query/station-queries.ts';
import type { DefinitionInForce } from './reload/definition-in-force.ts';
import type { RetentionInForce } from './reload/retention-in-force.ts';
import type { RemoteStation } from './remote/remote-station.ts';
import type { BodyBudget } from './intake/body/body-budget.ts';
import type { CopyRecords } from './intake/signal-stores.ts';
import type { IntakeTargets, LogIntake, SpanIntake } from './intake/intake.ts';
import type { Pushgateway } from './intake/pushgateway/pushgateway.ts';
import type { MemoryWatch } from './memory/memory-watch.ts';
import type { ScrapeManager } from './scrape/scrape-manager.ts';
import type { StationTelemetry } from './self/station-telemetry.ts';
import type { StationSettings } from './settings.ts';
import type { SignIn } from './sign-in/sign-in.ts';
import type { StationTls } from './tls/station-tls.ts';

/** The parts of a station, in the order the data flows through them. */
export interface StationParts {
  readonly settings: StationSettings;
  /** What the pages show by; `settings` has that of the start. */
  readonly definition: DefinitionInForce;
  /** All of it as files that can be shown. */
  readonly configuration: ConfigurationInForce;
  readonly url: string;
  readonly startedAtMs: number;
  /** How much is kept. */
  readonly retention: RetentionInForce;
  readonly notices: NoticeLog;
  readonly bus: EventBus;
  readonly telemetry: StationTelemetry;
  /** What people have done. */
  readonly audit: StationAudit;
  readonly store: Store;
  readonly logs: LogStore;
  readonly traces: TraceStore;
  /** Absent where logs and traces are not in the data folder. */
  readonly copyRecords?: CopyRecords;
  /** The ways to where logs and traces go as well. */
  readonly forwarders: Forwarders;
  /** What keeps log records, wherever they come from, and tells who listens. */
  readonly logIntake: LogIntake;
  readonly spanIntake: SpanIntake;
  /** Where the ways into the station end. */
  readonly intake: IntakeTargets;
  /** Stands in for a Pushgateway. */
  readonly pushgateway: Pushgateway;
  /** Sheds load before memory runs out. */
  readonly memory: MemoryWatch;
  /** Memory for the bodies of requests with logs, traces and metrics. */
  readonly bodies: BodyBudget;
  /** Knows who asks; absent where everybody may do everything. */
  readonly signIn: SignIn | undefined;
  /** TLS of all ports; absent where they are plain. */
  readonly tls: StationTls | undefined;
  readonly scrapes: ScrapeManager;
  readonly discovery: TargetDiscovery;
  /** All that is scraped, and what is taken in its place by a reload. */
  readonly sources: StationSources;
  readonly queries: StationQueries;
  readonly slowQueries: SlowQueries;
  /** The server that is read from, in remote mode. */
  readonly remote: RemoteStation | undefined;
  readonly alerting: Alerting;
  /** What somebody said that happened. */
  readonly annotationLog: AnnotationLog;
  /** How near all of it is to what one station can do. */
  readonly capacity: CapacityMeter;
}
