import type { ResolvedDefinition } from '@telltale/definition';
import type { AlertmanagerConfig, PrometheusConfig } from '@telltale/formats';
import { printPrometheusConfig, printRuleFile } from '@telltale/formats';
import { hasAlertmanager, tellsNobodyNote } from '../has-alertmanager.ts';
import { fileHeader } from '../file-header.ts';
import type { GenerateOptions } from '../generate-options.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { layoutOf } from '../layout-of.ts';
import { leftOutNotes, withoutNewerRules } from './down-level.ts';
import { needsHistogramFeature, retentionFlags } from './prometheus-flags.ts';
import { ruleComments } from './rule-comments.ts';
import { ruleFilePatternFrom, ruleFiles } from './rule-files.ts';
import { ruleGroups } from './rule-groups.ts';
import { alertmanagerAddresses, scrapeJobs, scrapeNotes } from './scrape-jobs.ts';
import { alertmanagerConfig } from './alertmanager-config.ts';
import { urlFor } from './container-address.ts';
import { webConfig } from './web-config.ts';

/**
 * Generates the configuration of a Prometheus server: `prometheus.yml` with a job per target, the rule
 * file where the definition has rules, and the web configuration. Written for the pinned version, or
 * for the one that the options name: what that one refuses is left out, and the file says so.
 *
 * @throws TelltaleError TT_USAGE for a target that is no version.
 */
export function generatePrometheus(
  definition: ResolvedDefinition,
  options: GenerateOptions = {},
): readonly GeneratedFile[] {
  const layout = layoutOf(definition);
  const header = fileHeader(definition);
  const { kept, leftOut } = withoutNewerRules(definition, options);
  const groups = ruleGroups({ ...definition, rules: kept });
  const config = prometheusConfig(definition, options, groups.length > 0);
  const notes = [
    ...header,
    ...flagNotes(definition, options),
    ...scrapeNotes(definition, options),
    ...tellsNobodyNote(definition),
  ];
  const files: GeneratedFile[] = [{ path: layout.prometheus, text: printPrometheusConfig(config, notes) }];
  const ruleHeader = [...header, ...leftOutNotes(leftOut)];
  for (const [path, members] of ruleFiles(layout, groups)) {
    files.push({
      path,
      text: printRuleFile(members, { header: ruleHeader, ofRule: ruleComments(definition) }),
    });
  }
  return [...files, { path: layout.web, text: webConfig(options.web ?? {}, header) }];
}

/** Two servers must differ in a label; the variable is set in each container. */
const REPLICA = { replica: '${PROMETHEUS_REPLICA}' };

function prometheusConfig(
  definition: ResolvedDefinition,
  options: GenerateOptions,
  hasRules: boolean,
): PrometheusConfig {
  const layout = layoutOf(definition);
  const { evaluationIntervalMs, stack } = definition;
  return {
    global: {
      // Nothing is left to a default: Prometheus' own is one minute, which nobody expects.
      scrapeIntervalMs: evaluationIntervalMs,
      scrapeTimeoutMs: Math.min(10_000, evaluationIntervalMs),
      evaluationIntervalMs,
      externalLabels: { ...(options.ha && REPLICA), ...stack?.externalLabels },
    },
    ruleFiles: hasRules ? [ruleFilePatternFrom(layout, layout.prometheus)] : [],
    alertmanagers: alertmanagersOf(definition, options),
    // Both of two servers send each alert: without this label it is one and the same.
    ...(options.ha && { alertRelabelConfigs: [{ sourceLabels: [], regex: 'replica', action: 'labeldrop' }] }),
    scrapeConfigs: scrapeJobs(definition, options),
    ...(options.ha && { remoteWrite: [{ url: 'http://mimir:9009/api/v1/push' }] }),
  };
}

/** Those of the definition, else that of the stack. */
function alertmanagersOf(
  definition: ResolvedDefinition,
  options: GenerateOptions,
): readonly AlertmanagerConfig[] {
  const { alertmanagers = [] } = definition;
  if (alertmanagers.length > 0) {
    return alertmanagers.map((address) => alertmanagerConfig(urlFor(address, options)));
  }
  if (!hasAlertmanager(definition)) return [];
  return [{ scheme: 'http', staticConfigs: [{ targets: alertmanagerAddresses(options), labels: {} }] }];
}

/** What a configuration file cannot say stands in the flags. */
function flagNotes(definition: ResolvedDefinition, options: GenerateOptions): readonly string[] {
  const flags = [
    ...retentionFlags(definition),
    ...(needsHistogramFeature(definition, options) ? ['--enable-feature=native-histograms'] : []),
  ];
  return [`Start Prometheus with ${flags.join(' ')}`];
}
