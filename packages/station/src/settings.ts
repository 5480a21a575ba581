import type {
  ResolvedCapacity,
  ResolvedClickHouse,
  ResolvedCollectors,
  ResolvedDefinition,
  ResolvedForward,
  ResolvedOpenIn,
  ResolvedRemote,
  ResolvedStartedExporter,
  ResolvedStationTls,
  ResolvedTarget,
} from '@telltale/definition';
import type { NotifierConfiguration, SecretReader } from '@telltale/alerting';
import type { RuleGroup, TailSampling } from '@telltale/model';
import type { StationFeature } from './feature.ts';
import type { AccessSource } from './sign-in/access.ts';
import type { QueryLimits } from './query/station-queries.ts';

/** What is alerted on, and who is told. */
export interface AlertingSettings {
  /** Rules to evaluate: the definition's and those of rule files. */
  readonly ruleGroups: readonly RuleGroup[];
  /** Who is told. Default: nobody. */
  readonly notifier?: NotifierConfiguration;
  /** Reads the secrets of receivers. Default: from variables and files. */
  readonly secrets?: SecretReader;
  /** Addresses of Alertmanagers that are told instead of the receivers. Default: none. */
  readonly alertmanagers?: readonly string[];
}

/** What is read anew: all of it is taken, or nothing. */
export interface ReloadedSettings extends AlertingSettings {
  /** What pages show: dashboards, services, metrics. Default: the one before. */
  readonly definition?: ResolvedDefinition | undefined;
  /** Programs to scrape. Default: those from before. */
  readonly targets?: readonly ResolvedTarget[];
  /** What is read in this process. Default: as before. */
  readonly collectors?: ResolvedCollectors;
  /** Programs that are started and scraped. Default: those from before. */
  readonly exporters?: readonly ResolvedStartedExporter[];
  /** How much is kept. Default: as much as before. */
  readonly retention?: RetentionSource;
}

/** How long a signal is kept, and how much of it. */
export interface RetentionSettings {
  /** Default: 15 days. */
  readonly retentionMs?: number;
  /** The most that its files may take; the oldest days go first. Default: no limit. */
  readonly maxBytes?: number;
}

/** Where settings say how much is kept. */
export interface RetentionSource {
  readonly retentionMs?: number;
  readonly retentionBytes?: number;
  readonly logs?: RetentionSettings;
  readonly traces?: RetentionSettings;
}

/** How traces are kept. */
export interface TraceSettings extends RetentionSettings {
  /** Which traces are kept, decided after their end. Default: as the definition says, or all. */
  readonly sampling?: TailSampling;
  /** A trace counts as ended when no span of it has come for so long. Default: 10,000 ms. */
  readonly decisionDelayMs?: number;
}

/** Ports on 127.0.0.1 where programs expect OTLP, beside the station's own; one that is taken is left out. */
export interface OtlpPorts {
  /** OTLP over HTTP, 4318 by convention; 0 lets the system choose. Default: none. */
  readonly http?: number;
  /** OTLP over gRPC, 4317 by convention; 0 lets the system choose. Default: none. */
  readonly grpc?: number;
}

/** Everything a station needs to know; the command line fills it in. */
export interface StationSettings extends AlertingSettings {
  readonly version: string;
  /** Port of `host`; 0 lets the system choose. */
  readonly port: number;
  /** Address of this machine that is listened at, such as `0.0.0.0`. Default: 127.0.0.1. */
  readonly host?: string;
  /** Who may do what. Absent: everybody may do everything, which is for stations that only this machine reaches. */
  readonly access?: AccessSource;
  /** What features send where they ask the station itself; as good as any token of an admin. Default: made up. */
  readonly ownToken?: string;
  /** TLS of all its ports. Default: plain HTTP. */
  readonly tls?: ResolvedStationTls;
  readonly dataFolder: string;
  readonly definition?: ResolvedDefinition;
  /** Programs to scrape: the definition's and those named on the command line. */
  readonly targets: readonly ResolvedTarget[];
  /** Interval of the host collector and of the station's own scrape. */
  readonly builtInIntervalMs: number;
  /** Whether figures of this machine are collected under `node_*` names. */
  readonly collectHost: boolean;
  /** What else is read in this process, without an exporter. Default: nothing. */
  readonly collectors?: ResolvedCollectors;
  /** Exporters that are started and scraped, and ended with the station. Default: none. */
  readonly exporters?: readonly ResolvedStartedExporter[];
  /** What this machine can bear, in place of what was measured. */
  readonly capacity?: ResolvedCapacity;
  /** Folder with the built web pages; without it `/` explains how to build them. */
  readonly webFolder?: string;
  /** Whether the pages are served. Default: true. */
  readonly hasPages?: boolean;
  /** Whether programs may send metrics, logs and traces. Default: true. */
  readonly takesPushes?: boolean;
  /** How long samples are kept. Default: 15 days. */
  readonly retentionMs?: number;
  /** The most that the data folder may hold; the oldest days go first. Default: no limit. */
  readonly retentionBytes?: number;
  readonly logs?: RetentionSettings;
  readonly traces?: TraceSettings;
  readonly otlp?: OtlpPorts;
  /** Keeps logs and traces in place of the data folder. */
  readonly clickhouse?: ResolvedClickHouse;
  /** Is read from in place of the data folder, scrapes and evaluates the rules. Default: the station does. */
  readonly remote?: ResolvedRemote;
  /** Where else logs and traces go. */
  readonly forward?: ResolvedForward;
  /** Where pages offer to open what was forwarded. */
  readonly openIn?: ResolvedOpenIn;
  /** How often pages ask again. Default: as often as the time they show asks for. */
  readonly uiRefreshMs?: number;
  /** Which time pages show at first. Default: as the pages have it. */
  readonly uiRangeMs?: number;
  /** Prometheus 2 range windows (closed on the left), to compare results with such a server. */
  readonly closedWindows?: boolean;
  /** Whether the experimental parts of PromQL are answered. Default: false. */
  readonly experimentalQueries?: boolean;
  /** The most memory that the process may have. Default: that of its control group, or what the heap bears. */
  readonly memoryLimitBytes?: number;
  /** Time of a query of a page or of the API, with its waiting; a request may ask for less. Default: 120,000 ms. */
  readonly queryTimeoutMs?: number;
  /** What queries of pages and of the API may take. */
  readonly queryLimits?: QueryLimits;
  /** Reads rules, routing and what is scraped anew, for `Station.reload`. Default: nothing can be read anew. */
  readonly reload?: () => Promise<ReloadedSettings>;
  /** Whether `POST /-/reload` is answered, as with Prometheus' `--web.enable-lifecycle`. Default: false. */
  readonly lifecycleApi?: boolean;
  /** Whether `PUT /api/v1/admin/wipe` deletes what was pushed to the paths of a Pushgateway. Default: false. */
  readonly adminApi?: boolean;
  readonly features?: readonly StationFeature[];
  /** Receives one line for each notable event; silent by default. */
  readonly log?: (line: string) => void;
}
