import type { ParsedPrometheusConfig, ParsedScrapeConfig } from '@telltale/formats';
import type { DefinitionDraft } from './definition-draft.ts';

/** Takes the jobs of a `prometheus.yml` over whose addresses are written out. */
export function draftPrometheusConfig(
  config: ParsedPrometheusConfig,
  file: string,
  draft: DefinitionDraft,
): void {
  const { global, scrapeConfigs, remoteWrite, alertmanagers } = config;
  draft.scrapeEveryMs ??= global.scrapeIntervalMs;
  draft.evaluateEveryMs ??= global.evaluationIntervalMs;
  for (const job of scrapeConfigs) draftJob(job, draft);
  if (Object.keys(global.externalLabels).length > 0) {
    draft.drop(file, 'external_labels', 'write them into the section `stack`');
  }
  if (remoteWrite && remoteWrite.length > 0)
    draft.drop(file, 'remote_write', 'it is not part of a definition');
  if (alertmanagers.length > 0) {
    draft.drop(file, 'the addresses of Alertmanagers', 'the receivers of the definition say who is told');
  }
}

function draftJob(job: ParsedScrapeConfig, draft: DefinitionDraft): void {
  const place = `${job.position.file}:${job.position.line}`;
  const { staticConfigs, relabelConfigs, metricRelabelConfigs, unreadFields } = job;
  if (unreadFields.length > 0)
    draft.drop(place, `${unreadFields.join(', ')} of the job ${job.jobName}`, 'targets have an address');
  if (relabelConfigs.length + metricRelabelConfigs.length > 0) {
    draft.drop(place, `relabelling of the job ${job.jobName}`, 'targets have labels that are written out');
  }
  const addresses = staticConfigs.flatMap(({ targets }) => targets);
  if (addresses.length === 0) {
    draft.drop(place, `the job ${job.jobName}`, 'none of its addresses is written out');
    return;
  }
  if (staticConfigs.length > 1 && staticConfigs.some(({ labels }) => Object.keys(labels).length > 0)) {
    draft.drop(place, `labels of the job ${job.jobName}`, 'they differ between its addresses');
  }
  draft.targets.push({
    job: job.jobName,
    addresses,
    ...(job.metricsPath !== undefined && job.metricsPath !== '/metrics' && { path: job.metricsPath }),
    ...(job.scheme === 'https' && { scheme: job.scheme }),
    ...(job.scrapeIntervalMs !== undefined && { everyMs: job.scrapeIntervalMs }),
    ...(job.scrapeTimeoutMs !== undefined && { timeoutMs: job.scrapeTimeoutMs }),
    labels: staticConfigs.length === 1 ? staticConfigs[0].labels : {},
  });
}
