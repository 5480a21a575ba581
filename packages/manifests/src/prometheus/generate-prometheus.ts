import type { ResolvedDefinition, ResolvedTarget } from '@telltale/definition';
import type { PrometheusConfig, ScrapeConfig } from '@telltale/formats';
import { printPrometheusConfig, printRuleFile } from '@telltale/formats';
import { fileHeader } from '../file-header.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { ruleComments } from './rule-comments.ts';
import { ruleGroups } from './rule-groups.ts';

/**
 * Generates the configuration of a Prometheus server: `prometheus/prometheus.yml` with a job per
 * target, and `prometheus/rules/<service>.yml` where the definition has rules. Written for
 * Prometheus 2.42 and newer.
 */
export function generatePrometheus(definition: ResolvedDefinition): readonly GeneratedFile[] {
  const groups = ruleGroups(definition);
  const header = fileHeader(definition);
  const rulesFile = `rules/${fileName(definition.service)}.yml`;
  const config = prometheusConfig(definition, groups.length > 0 ? [rulesFile] : []);
  const files: GeneratedFile[] = [
    { path: 'prometheus/prometheus.yml', text: printPrometheusConfig(config, header) },
  ];
  if (groups.length > 0) {
    const text = printRuleFile(groups, { header, ofRule: ruleComments(definition) });
    files.push({ path: `prometheus/${rulesFile}`, text });
  }
  return files;
}

function prometheusConfig(definition: ResolvedDefinition, ruleFiles: readonly string[]): PrometheusConfig {
  return {
    global: { evaluationIntervalMs: definition.evaluationIntervalMs, externalLabels: {} },
    ruleFiles,
    alertmanagers: [],
    scrapeConfigs: definition.targets.map(scrapeConfig),
  };
}

function scrapeConfig(target: ResolvedTarget): ScrapeConfig {
  return {
    jobName: target.job,
    scrapeIntervalMs: target.intervalMs,
    // Prometheus refuses a timeout longer than the interval.
    scrapeTimeoutMs: Math.min(target.timeoutMs, target.intervalMs),
    metricsPath: target.path,
    scheme: target.scheme,
    staticConfigs: [{ targets: target.addresses, labels: target.labels }],
    relabelConfigs: [],
    metricRelabelConfigs: [],
  };
}

/** A service may have any name; its file has one that every system and shell takes as it is. */
function fileName(service: string): string {
  const name = service
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return name === '' ? 'service' : name;
}
