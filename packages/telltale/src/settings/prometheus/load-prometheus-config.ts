import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ResolvedTarget } from '@telltale/definition';
import { parsePrometheusConfig } from '@telltale/formats';
import type { ParsedPrometheusConfig } from '@telltale/formats';
import { TelltaleError } from '@telltale/model';
import { compileRelabelRegexp } from '@telltale/promql';
import { JobFault } from './job-fault.ts';
import { jobTargets, unusedFields } from './job-targets.ts';

/** A `prometheus.yml` as the station runs it. */
export interface LoadedPrometheusConfig {
  /** What is scraped; several of one job where its addresses have different labels. */
  readonly targets: readonly ResolvedTarget[];
  /** Rule files, or patterns of them. */
  readonly ruleFiles: readonly string[];
  /** Addresses of the Alertmanagers that are written out; absent where the file has none. */
  readonly alertmanagers?: readonly string[];
  readonly evaluationIntervalMs: number;
  /** What is left out, with its place. */
  readonly warnings: readonly string[];
}

const DEFAULT_EVALUATION_MS = 60_000;

/**
 * Reads a `prometheus.yml`. A job that the station cannot scrape as Prometheus does, for example one with
 * `kubernetes_sd_configs`, is left out, and told of with its place.
 *
 * @throws TelltaleError `TT_FILE_READ`, or `TT_FILE_FORMAT` with file, line and column for what Prometheus
 * would refuse too.
 */
export function loadPrometheusConfig(file: string): LoadedPrometheusConfig {
  const config = parsePrometheusConfig(read(file), file, { compileRegexp: compileRelabelRegexp });
  refuseFaults(config);
  const at = (path: string): string => resolve(dirname(file), path);
  const warnings: string[] = [];
  const targets = config.scrapeConfigs.flatMap((job) => {
    const { line, column } = job.position;
    const place = `${file}:${line}:${column}: the job ${job.jobName}`;
    try {
      const taken = jobTargets(job, config.global, at);
      const unused = unusedFields(job);
      if (unused.length > 0) warnings.push(`${place} is scraped without ${unused.join(', ')}`);
      return taken;
    } catch (error) {
      if (!(error instanceof JobFault)) throw error;
      warnings.push(`${place} is left out: it has ${error.message}`);
      return [];
    }
  });
  const alertmanagers = alertmanagersOf(config);
  return {
    targets,
    ruleFiles: config.ruleFiles.map(at),
    ...(alertmanagers.length > 0 && { alertmanagers }),
    evaluationIntervalMs: config.global.evaluationIntervalMs ?? DEFAULT_EVALUATION_MS,
    warnings: [...warnings, ...unusedSections(config)],
  };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TelltaleError('TT_FILE_READ', `${file} cannot be read: ${reason}`, { cause });
  }
}

function refuseFaults({ issues }: ParsedPrometheusConfig): void {
  const [first, ...others] = issues.filter(({ severity }) => severity === 'error');
  if (!first) return;
  const { file, line, column } = first.position;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  throw new TelltaleError('TT_FILE_FORMAT', `${file}:${line}:${column}: ${first.message}${more}`, {
    ...(first.fix !== '' && { fix: `${first.fix[0].toUpperCase()}${first.fix.slice(1)}.` }),
  });
}

function alertmanagersOf({ alertmanagers }: ParsedPrometheusConfig): readonly string[] {
  return alertmanagers.flatMap(({ scheme = 'http', pathPrefix = '', staticConfigs }) => {
    const path = pathPrefix.replace(/\/+$/, '');
    const prefix = path === '' || path.startsWith('/') ? path : `/${path}`;
    return staticConfigs.flatMap(({ targets }) => targets.map((host) => `${scheme}://${host}${prefix}`));
  });
}

function unusedSections(config: ParsedPrometheusConfig): readonly string[] {
  const { file, unreadFields, remoteWrite, alertRelabelConfigs, global } = config;
  const unused = [
    ...unreadFields,
    ...(remoteWrite ? ['remote_write'] : []),
    ...(alertRelabelConfigs ? ['alert_relabel_configs'] : []),
    ...(Object.keys(global.externalLabels).length > 0 ? ['external_labels'] : []),
  ];
  return unused.length > 0 ? [`${file}: not used are ${unused.join(', ')}`] : [];
}
