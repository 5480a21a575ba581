import { DEFAULT_SCRAPE_LIMITS } from '@telltale/definition';
import type { ResolvedMetricsForward, ResolvedTarget } from '@telltale/definition';
import { printPrometheusConfig } from '@telltale/formats';
import type { RemoteWriteConfig, ScrapeConfig } from '@telltale/formats';
import {
  alertmanagerConfig,
  httpClient,
  labelConfigs,
  relabelConfigs,
  scrapeJob,
} from '@telltale/manifests/prometheus';
import type { ScrapeJobOptions } from '@telltale/manifests/prometheus';
import { formatDuration } from '@telltale/model';
import { withoutPasswords } from './hide-secrets.ts';

/** What a Prometheus has to know to do what the station does. */
export interface PrometheusDocumentOptions {
  readonly evaluationIntervalMs: number;
  readonly retentionMs: number;
  readonly retentionBytes?: number | undefined;
  /** What is scraped over HTTP. */
  readonly targets: readonly ResolvedTarget[];
  /** Pattern of the files with the rules; none where there are no rules. */
  readonly ruleFiles: readonly string[];
  /** Addresses of the Alertmanagers that are told. */
  readonly alertmanagers: readonly string[];
  readonly forward: readonly ResolvedMetricsForward[];
}

/** Addresses are written as the station asks for them, and secrets are not. */
const AS_SHOWN: ScrapeJobOptions = { network: 'host', secrets: 'hidden' };

/** What a station does, as the `prometheus.yml` of a server that would do the same. */
export function prometheusDocument(options: PrometheusDocumentOptions): string {
  const { evaluationIntervalMs, targets, ruleFiles, alertmanagers, forward } = options;
  const config = {
    global: { evaluationIntervalMs, externalLabels: {} },
    ruleFiles,
    alertmanagers: alertmanagers.map(alertmanagerConfig),
    scrapeConfigs: withFreeNames(targets.map(jobOf)),
    ...(forward.length > 0 && { remoteWrite: forward.map(remoteWriteOf) }),
  };
  return printPrometheusConfig(withoutPasswords(config), [`Started with ${flagsOf(options)}`]);
}

/** What a configuration file has no place for. */
function flagsOf({ retentionMs, retentionBytes }: PrometheusDocumentOptions): string {
  const time = `--storage.tsdb.retention.time=${formatDuration(retentionMs)}`;
  return retentionBytes === undefined ? time : `${time} --storage.tsdb.retention.size=${retentionBytes}B`;
}

function jobOf(target: ResolvedTarget): ScrapeConfig {
  return scrapeJob({ ...target, limits: target.limits ?? DEFAULT_SCRAPE_LIMITS }, AS_SHOWN);
}

/** A station takes several targets of one job; names of jobs are unique, and what samples are called is a label. */
function withFreeNames(jobs: readonly ScrapeConfig[]): readonly ScrapeConfig[] {
  const taken = new Set<string>();
  return jobs.map((job) => {
    let name = job.jobName;
    for (let nth = 2; taken.has(name); nth++) name = `${job.jobName}-${nth}`;
    taken.add(name);
    if (name === job.jobName) return job;
    return {
      ...job,
      jobName: name,
      relabelConfigs: [...labelConfigs({ job: job.jobName }), ...job.relabelConfigs],
    };
  });
}

function remoteWriteOf(destination: ResolvedMetricsForward): RemoteWriteConfig {
  const { url, name, access, writeRelabel } = destination;
  return {
    url,
    ...(name !== undefined && { name }),
    ...httpClient(access, AS_SHOWN),
    ...(writeRelabel.length > 0 && { writeRelabelConfigs: relabelConfigs(writeRelabel) }),
  };
}
