import type { ResolvedDefinition, ResolvedTarget } from '@telltale/definition';
import type { ScrapeConfig } from '@telltale/formats';
import { hasAlertmanager } from '../has-alertmanager.ts';
import type { GenerateOptions } from '../generate-options.ts';
import { mountedSecretOf } from '../secrets/stack-secret.ts';
import { addressFor } from './container-address.ts';
import { isAtLeast, targetVersion } from './prometheus-version.ts';

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

function scrapeJob(target: ResolvedTarget, options: GenerateOptions): ScrapeConfig {
  const { container, addresses, exporter } = target;
  // Prometheus asks itself in its own container, where localhost is right.
  const reached =
    exporter === 'prometheus'
      ? addresses
      : addresses.map((address) => addressFor(address, options, container));
  return {
    jobName: target.job,
    scrapeIntervalMs: target.intervalMs,
    // Prometheus refuses a timeout longer than the interval.
    scrapeTimeoutMs: Math.min(target.timeoutMs, target.intervalMs),
    metricsPath: target.path,
    scheme: target.scheme,
    ...(target.authorization && { credentialsFile: mountedSecretOf(target.authorization) }),
    // A Pushgateway tells of others: their labels are the ones that count.
    ...(target.exporter === 'pushgateway' && { honorLabels: true }),
    ...LIMITS,
    ...histograms(target, options),
    staticConfigs: [{ targets: [...new Set(reached)], labels: target.labels }],
    relabelConfigs: [],
    metricRelabelConfigs: [],
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
