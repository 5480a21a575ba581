import type { ResolvedDefinition, ResolvedScrapeLimits, ResolvedTarget } from '@telltale/definition';
import type { ScrapeConfig, ScrapeLimits } from '@telltale/formats';
import { hasAlertmanager } from '../has-alertmanager.ts';
import type { GenerateOptions } from '../generate-options.ts';
import { addressFor } from './container-address.ts';
import { probeParts } from './probe-job.ts';
import { isAtLeast, targetVersion } from './prometheus-version.ts';
import { labelConfigs, relabelConfigs } from './relabel-configs.ts';
import { httpClient, sendsHeaders } from './scrape-access.ts';
import type { ScrapeJobOptions } from './scrape-access.ts';
import { discoveryConfigs } from './scrape-discovery.ts';

/**
 * What one scrape may bring before Prometheus refuses it: far above what a healthy program has, so
 * that a label with a value for each user breaks its own job and not the server.
 */
const LIMITS = {
  sampleLimit: 100_000,
  labelLimit: 64,
  labelNameLengthLimit: 256,
  labelValueLengthLimit: 4096,
  bodySizeLimit: '64MB',
};

/** The jobs of the definition, and those of the stack's own servers where the definition has none. */
export function scrapeJobs(
  definition: ResolvedDefinition,
  options: GenerateOptions,
): readonly ScrapeConfig[] {
  const jobs = definition.targets.map((target) => scrapeJob(target, options));
  const names = new Set(jobs.map(({ jobName }) => jobName));
  return [...jobs, ...ownJobs(definition, options).filter(({ jobName }) => !names.has(jobName))];
}

/** One target of a definition as a job of Prometheus. */
export function scrapeJob(target: ResolvedTarget, options: ScrapeJobOptions): ScrapeConfig {
  const { labels, params, discovery, relabel = [], metricRelabel = [], honorTimestamps } = target;
  const reached = reachedAddresses(target, options);
  // A Pushgateway tells of others: their labels are the ones that count.
  const honorLabels = target.honorLabels ?? (target.exporter === 'pushgateway' ? true : undefined);
  return {
    jobName: target.job,
    scrapeIntervalMs: target.intervalMs,
    // Prometheus refuses a timeout longer than the interval.
    scrapeTimeoutMs: Math.min(target.timeoutMs, target.intervalMs),
    metricsPath: target.path,
    ...(params && { params }),
    scheme: target.scheme,
    ...httpClient(target, options),
    ...(honorLabels !== undefined && { honorLabels }),
    ...(honorTimestamps !== undefined && { honorTimestamps }),
    ...(target.limits ? limitsOf(target.limits) : LIMITS),
    ...histograms(target, options),
    staticConfigs: reached.length > 0 ? [{ targets: reached, labels: discovery ? {} : labels }] : [],
    ...discoveryConfigs(discovery, options),
    relabelConfigs: [...(discovery ? labelConfigs(labels) : []), ...relabelConfigs(relabel)],
    ...(target.probes && probeParts(target, target.probes, options)),
    metricRelabelConfigs: relabelConfigs(metricRelabel),
  };
}

/** Each address once, as Prometheus has to ask for it. */
function reachedAddresses(
  { addresses, exporter, container }: ResolvedTarget,
  options: GenerateOptions,
): readonly string[] {
  // Prometheus asks itself in its own container, where localhost is right.
  if (exporter === 'prometheus') return addresses;
  return [...new Set(addresses.map((address) => addressFor(address, options, container)))];
}

function limitsOf(limits: ResolvedScrapeLimits): ScrapeLimits {
  return {
    sampleLimit: limits.samples,
    targetLimit: limits.targets,
    labelLimit: limits.labels,
    labelNameLengthLimit: limits.labelNameBytes,
    labelValueLengthLimit: limits.labelValueBytes,
    bodySizeLimit: `${limits.bodyBytes}B`,
  };
}

function histograms(
  { nativeHistograms = false }: ResolvedTarget,
  options: GenerateOptions,
): Pick<ScrapeConfig, 'scrapeNativeHistograms' | 'alwaysScrapeClassicHistograms'> {
  if (nativeHistograms === false) return {};
  const version = targetVersion(options);
  return {
    ...(isAtLeast(version, 3, 8) && { scrapeNativeHistograms: true }),
    ...(nativeHistograms === 'with-classic' &&
      isAtLeast(version, 3, 0) && { alwaysScrapeClassicHistograms: true }),
  };
}

/** Who watches the watchers: the servers of the stack expose how they are, too. */
function ownJobs(definition: ResolvedDefinition, options: GenerateOptions): readonly ScrapeConfig[] {
  const jobs = new Set(definition.targets.map(({ exporter }) => exporter));
  const intervalMs = definition.evaluationIntervalMs;
  const job = (jobName: string, targets: readonly string[]): ScrapeConfig => ({
    jobName,
    scrapeIntervalMs: intervalMs,
    scrapeTimeoutMs: Math.min(10_000, intervalMs),
    metricsPath: '/metrics',
    scheme: 'http',
    ...LIMITS,
    staticConfigs: [{ targets, labels: {} }],
    relabelConfigs: [],
    metricRelabelConfigs: [],
  });
  // With users or TLS of its own Prometheus would have to know a password to ask itself.
  const asksItself = !jobs.has('prometheus') && options.web === undefined;
  const asksAlertmanager = hasAlertmanager(definition) && !jobs.has('alertmanager');
  return [
    ...(asksItself ? [job('prometheus', ['localhost:9090'])] : []),
    ...(asksAlertmanager ? [job('alertmanager', alertmanagerAddresses(options))] : []),
    ...(hasPushgateway(definition)
      ? [
          {
            ...job('pushgateway', [options.network === 'host' ? '127.0.0.1:9091' : 'pushgateway:9091']),
            honorLabels: true,
          },
        ]
      : []),
  ];
}

/** Whether a program of the definition ends before Prometheus asks it, so that it has to push its figures. */
export function hasPushgateway({ targets }: ResolvedDefinition): boolean {
  return (
    targets.some(({ isBatch }) => isBatch) && !targets.some(({ exporter }) => exporter === 'pushgateway')
  );
}

/** Where the Alertmanagers of the stack listen. */
export function alertmanagerAddresses({ ha, network }: GenerateOptions): readonly string[] {
  if (network === 'host') return ['127.0.0.1:9093'];
  return ha ? ['alertmanager:9093', 'alertmanager-2:9093'] : ['alertmanager:9093'];
}

/** What of the targets a configuration file cannot say, or what it needs beside itself. */
export function scrapeNotes(definition: ResolvedDefinition, options: GenerateOptions): readonly string[] {
  return definition.targets.flatMap((target) => {
    const { job, tls, discovery = [] } = target;
    const tlsFiles = [tls, ...discovery.map((one) => (one.kind === 'http' ? one.access.tls : undefined))];
    const files = [
      ...tlsFiles.flatMap((one) => [one?.caFile, one?.certFile, one?.keyFile]),
      ...discovery.flatMap((one) => (one.kind === 'file' ? one.files : [])),
    ].filter((file) => file !== undefined);
    const hasHeaders = [target, ...discovery.map((one) => (one.kind === 'http' ? one.access : {}))].some(
      ({ headers }: Pick<ResolvedTarget, 'headers'>) => headers !== undefined,
    );
    return [
      ...(files.length > 0
        ? [`The job ${job} reads ${files.join(', ')}, from the folder of this file.`]
        : []),
      ...(hasHeaders && !sendsHeaders(options)
        ? [`Left out: headers of the job ${job}, which need Prometheus 2.55.`]
        : []),
    ];
  });
}
