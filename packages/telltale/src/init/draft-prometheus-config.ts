import type { ParsedPrometheusConfig, ParsedScrapeConfig } from '@telltale/formats';
import type { DefinitionDraft } from './definition-draft.ts';
import { draftTargetOptions } from './draft-target-options.ts';

/** Takes the jobs of a `prometheus.yml` over whose addresses are written out, or found in ways that a definition has. */
export function draftPrometheusConfig(
  config: ParsedPrometheusConfig,
  file: string,
  draft: DefinitionDraft,
): void {
  const { global, ruleFiles, scrapeConfigs, remoteWrite, alertmanagers, alertRelabelConfigs } = config;
  draft.scrapeEveryMs ??= global.scrapeIntervalMs;
  draft.scrapeTimeoutMs ??= global.scrapeTimeoutMs;
  draft.evaluateEveryMs ??= global.evaluationIntervalMs;
  for (const job of scrapeConfigs) draftJob(job, draft);
  draft.ruleFiles.push(...ruleFiles);
  if (Object.keys(global.externalLabels).length > 0) {
    draft.drop(file, 'external_labels', 'write them into the section `stack`');
  }
  if (alertmanagers.length > 0) {
    draft.drop(file, 'the addresses of Alertmanagers', 'the receivers of the definition say who is told');
  }
  const others = [
    ...(remoteWrite && remoteWrite.length > 0 ? ['remote_write'] : []),
    ...(alertRelabelConfigs && alertRelabelConfigs.length > 0 ? ['alert_relabel_configs'] : []),
    ...config.unreadFields,
  ];
  if (others.length > 0) draft.drop(file, others.join(', '), 'a definition does not have them');
}

function draftJob(job: ParsedScrapeConfig, draft: DefinitionDraft): void {
  const place = `${job.position.file}:${job.position.line}`;
  const { staticConfigs } = job;
  const { options, lost, secrets } = draftTargetOptions(job);
  if (lost.length > 0) {
    const reason = 'targets of a definition do not have them';
    draft.drop(place, `${lost.join(', ')} of the job ${job.jobName}`, reason);
  }
  if (secrets.length > 0) {
    const reason = 'a definition names where a secret is, { env } or { file }';
    draft.drop(place, `${secrets.join(', ')} of the job ${job.jobName}`, reason);
  }
  const addresses = staticConfigs.flatMap(({ targets }) => targets);
  if (addresses.length === 0 && !('discover' in options)) {
    draft.drop(place, `the job ${job.jobName}`, 'none of its addresses is written out');
    return;
  }
  if (staticConfigs.length > 1 && staticConfigs.some(({ labels }) => Object.keys(labels).length > 0)) {
    draft.drop(place, `labels of the job ${job.jobName}`, 'they differ between its addresses');
  }
  draft.addTarget(place, {
    job: job.jobName,
    addresses,
    ...(job.metricsPath !== undefined && job.metricsPath !== '/metrics' && { path: job.metricsPath }),
    ...(job.scheme?.toLowerCase() === 'https' && { scheme: 'https' }),
    ...(job.scrapeIntervalMs !== undefined && { everyMs: job.scrapeIntervalMs }),
    ...(job.scrapeTimeoutMs !== undefined && { timeoutMs: job.scrapeTimeoutMs }),
    ...(job.credentialsFile !== undefined && { credentialsFile: job.credentialsFile }),
    labels: staticConfigs.length === 1 ? staticConfigs[0].labels : {},
    options,
  });
}
