import { DEFAULT_SCRAPE_LIMITS } from '@telltale/definition';
import type { ResolvedDiscovery, ResolvedScrapeLimits, ResolvedTarget } from '@telltale/definition';
import { relabelRuleOf } from '@telltale/formats';
import type { DnsSdConfig, GlobalConfig, ParsedScrapeConfig, ScrapeLimits } from '@telltale/formats';
import { parseByteSize } from '@telltale/model';
import { clientAccess } from './client-access.ts';
import type { FromFolder } from './client-access.ts';
import { JobFault } from './job-fault.ts';

/** What Prometheus takes where the file says nothing. */
const DEFAULT_INTERVAL_MS = 60_000;
const DEFAULT_TIMEOUT_MS = 10_000;
const FILE_REFRESH_MS = 300_000;
const HTTP_REFRESH_MS = 60_000;
const DNS_REFRESH_MS = 30_000;

const DNS_TYPES: ReadonlyMap<string, 'SRV' | 'A' | 'AAAA' | 'MX' | 'NS'> = new Map([
  ['SRV', 'SRV'],
  ['A', 'A'],
  ['AAAA', 'AAAA'],
  ['MX', 'MX'],
  ['NS', 'NS'],
]);

/** Fields without which a job would be scraped in another way than Prometheus does. */
const NEEDED =
  /_sd_configs$|^oauth2$|^tls_config\.(?:ca|cert|key)|_ref$|^proxy_connect_header$|^http_sd\.(?:oauth2|tls_config)/;

/**
 * What the station scrapes for a job of a `prometheus.yml`: a target for each group of addresses with labels
 * of its own, and one for those that are discovered. All have the name of the job.
 *
 * @throws JobFault for a job that the station cannot scrape as Prometheus does.
 */
export function jobTargets(
  job: ParsedScrapeConfig,
  global: GlobalConfig,
  at: FromFolder,
): readonly ResolvedTarget[] {
  const missing = job.unreadFields.find((field) => NEEDED.test(field));
  if (missing !== undefined) throw new JobFault(`${missing}, which the station does not have`);
  const common = commonTarget(job, global, at);
  const groups = job.staticConfigs
    .filter(({ targets }) => targets.length > 0)
    .map(({ targets, labels }): ResolvedTarget => ({ ...common, addresses: targets, labels }));
  const discovery = discoveryOf(job, at);
  return discovery.length > 0 ? [...groups, { ...common, discovery }] : groups;
}

/** The fields that change nothing of what is scraped. */
export function unusedFields({ unreadFields }: ParsedScrapeConfig): readonly string[] {
  return unreadFields.filter((field) => !NEEDED.test(field));
}

function commonTarget(job: ParsedScrapeConfig, global: GlobalConfig, at: FromFolder): ResolvedTarget {
  const intervalMs = job.scrapeIntervalMs ?? global.scrapeIntervalMs ?? DEFAULT_INTERVAL_MS;
  const timeoutMs = job.scrapeTimeoutMs ?? global.scrapeTimeoutMs ?? DEFAULT_TIMEOUT_MS;
  const { params, honorLabels, honorTimestamps = true, relabelConfigs, metricRelabelConfigs } = job;
  return {
    job: job.jobName,
    addresses: [],
    path: job.metricsPath ?? '/metrics',
    scheme: job.scheme?.toLowerCase() === 'https' ? 'https' : 'http',
    intervalMs,
    timeoutMs: Math.min(timeoutMs, intervalMs),
    labels: {},
    ...clientAccess(job, at),
    ...(params && { params }),
    ...(relabelConfigs.length > 0 && { relabel: relabelConfigs.map(relabelRuleOf) }),
    ...(metricRelabelConfigs.length > 0 && { metricRelabel: metricRelabelConfigs.map(relabelRuleOf) }),
    ...(honorLabels !== undefined && { honorLabels }),
    honorTimestamps,
    limits: limitsOf({ ...global, ...job }),
    ...histogramsOf(job, global),
  };
}

/** Where Prometheus has no limit, that of the station holds. */
function limitsOf(given: ScrapeLimits): ResolvedScrapeLimits {
  const { samples, labels, targets, labelNameBytes, labelValueBytes, bodyBytes } = DEFAULT_SCRAPE_LIMITS;
  return {
    samples: given.sampleLimit || samples,
    targets: given.targetLimit || targets,
    labels: given.labelLimit || labels,
    labelNameBytes: given.labelNameLengthLimit || labelNameBytes,
    labelValueBytes: given.labelValueLengthLimit || labelValueBytes,
    bodyBytes: parseByteSize(given.bodySizeLimit ?? '') || bodyBytes,
  };
}

function histogramsOf(
  job: ParsedScrapeConfig,
  global: GlobalConfig,
): Pick<ResolvedTarget, 'nativeHistograms'> {
  const isNative = job.scrapeNativeHistograms ?? global.scrapeNativeHistograms ?? false;
  const withClassic = job.alwaysScrapeClassicHistograms ?? global.alwaysScrapeClassicHistograms ?? false;
  if (!isNative) return {};
  return { nativeHistograms: withClassic ? 'with-classic' : true };
}

function discoveryOf(job: ParsedScrapeConfig, at: FromFolder): readonly ResolvedDiscovery[] {
  const { fileSdConfigs = [], httpSdConfigs = [], dnsSdConfigs = [] } = job;
  return [
    ...fileSdConfigs.map(({ files, refreshIntervalMs: refreshMs = FILE_REFRESH_MS }) => ({
      kind: 'file' as const,
      files: files.map(at),
      refreshMs,
    })),
    ...httpSdConfigs.map(({ url, refreshIntervalMs: refreshMs = HTTP_REFRESH_MS, ...client }) => ({
      kind: 'http' as const,
      url,
      refreshMs,
      access: clientAccess(client, at),
    })),
    ...dnsSdConfigs.map(dnsDiscovery),
  ];
}

function dnsDiscovery({ names, type = 'SRV', port, refreshIntervalMs }: DnsSdConfig): ResolvedDiscovery {
  const known = DNS_TYPES.get(type);
  if (!known) throw new JobFault(`records of the type ${type}, which the station does not look up`);
  return {
    kind: 'dns',
    names,
    type: known,
    ...(port !== undefined && { port }),
    refreshMs: refreshIntervalMs ?? DNS_REFRESH_MS,
  };
}
