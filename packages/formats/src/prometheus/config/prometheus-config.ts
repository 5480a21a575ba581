import type { FilePosition } from '@telltale/model';
import type { DiscoveryConfigs } from './discovery-config.ts';
import type { HttpClientConfig } from './http-client-config.ts';

/** Addresses that are written out, with labels for all of them. */
export interface StaticConfig {
  /** `host:port` */
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** One step of relabelling, as written; absent fields have Prometheus' defaults. */
export interface RelabelConfig {
  readonly sourceLabels: readonly string[];
  readonly separator?: string;
  readonly regex?: string;
  readonly modulus?: number;
  readonly targetLabel?: string;
  readonly replacement?: string;
  /** Default `replace`. */
  readonly action?: string;
}

/** What one scrape may bring; absent or 0 means no limit. */
export interface ScrapeLimits {
  /** Most samples of one scrape. */
  readonly sampleLimit?: number;
  readonly targetLimit?: number;
  readonly labelLimit?: number;
  readonly labelNameLengthLimit?: number;
  readonly labelValueLengthLimit?: number;
  /** Most bytes of one scrape, uncompressed, as Prometheus writes sizes: `10MB`. */
  readonly bodySizeLimit?: string;
}

/** What a job has and the global section gives to all jobs. */
interface ScrapeDefaults extends ScrapeLimits {
  /** Whether native histograms are read; Prometheus 3.8 and newer. */
  readonly scrapeNativeHistograms?: boolean;
  /** Whether classic buckets are read beside native ones; Prometheus 3.0 and newer. */
  readonly alwaysScrapeClassicHistograms?: boolean;
}

/** `scrape_configs`: a job. Absent fields have the values of `global`, or Prometheus' defaults. */
export interface ScrapeConfig extends ScrapeDefaults, HttpClientConfig, DiscoveryConfigs {
  readonly jobName: string;
  readonly scrapeIntervalMs?: number;
  readonly scrapeTimeoutMs?: number;
  readonly metricsPath?: string;
  /** Parameters of the URL. */
  readonly params?: Readonly<Record<string, readonly string[]>>;
  readonly scheme?: string;
  readonly honorLabels?: boolean;
  readonly honorTimestamps?: boolean;
  readonly staticConfigs: readonly StaticConfig[];
  readonly relabelConfigs: readonly RelabelConfig[];
  readonly metricRelabelConfigs: readonly RelabelConfig[];
}

/** A group of Alertmanagers that alerts are sent to. */
export interface AlertmanagerConfig {
  readonly scheme?: string;
  readonly pathPrefix?: string;
  readonly timeoutMs?: number;
  readonly staticConfigs: readonly StaticConfig[];
}

/** The `global` section. */
export interface GlobalConfig extends ScrapeDefaults {
  /** Prometheus' default is one minute. */
  readonly scrapeIntervalMs?: number;
  /** Prometheus' default is ten seconds. */
  readonly scrapeTimeoutMs?: number;
  /** Prometheus' default is one minute. */
  readonly evaluationIntervalMs?: number;
  readonly externalLabels: Readonly<Record<string, string>>;
}

/** A server that samples are sent to. */
export interface RemoteWriteConfig extends HttpClientConfig {
  readonly url: string;
  /** Names it in metrics. */
  readonly name?: string;
  /** What is done to the labels of samples before they are sent; absent where nothing is. */
  readonly writeRelabelConfigs?: readonly RelabelConfig[];
}

/** The parts of a `prometheus.yml` that are read and printed. */
export interface PrometheusConfig<Job extends ScrapeConfig = ScrapeConfig> {
  readonly global: GlobalConfig;
  /** Paths relative to the file; may have `*` in the last part. */
  readonly ruleFiles: readonly string[];
  readonly alertmanagers: readonly AlertmanagerConfig[];
  /** What is done to the labels of alerts before they are sent; absent where nothing is. */
  readonly alertRelabelConfigs?: readonly RelabelConfig[];
  readonly scrapeConfigs: readonly Job[];
  /** Absent where nothing is sent. */
  readonly remoteWrite?: readonly RemoteWriteConfig[];
}

/** A job as read from a file. */
export interface ParsedScrapeConfig extends ScrapeConfig {
  readonly position: FilePosition;
  /** Valid fields whose meaning is not read, for example `kubernetes_sd_configs`. */
  readonly unreadFields: readonly string[];
}
