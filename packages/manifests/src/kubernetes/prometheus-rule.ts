import type { ResolvedDefinition } from '@telltale/definition';
import type { FileRule, YamlMapping } from '@telltale/formats';
import { formatDuration } from '@telltale/model';
import { ruleGroups } from '../prometheus/rule-groups.ts';
import type { KubernetesManifest } from './kubernetes-manifest.ts';
import { objectName, partOf } from './kubernetes-manifest.ts';

/** The rules of the definition for the Prometheus Operator; none where it has no rules. */
export function prometheusRule(definition: ResolvedDefinition): KubernetesManifest | undefined {
  const groups = ruleGroups(definition);
  if (groups.length === 0) return undefined;
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: objectName(definition.service), labels: partOf(definition) },
    spec: {
      groups: groups.map(({ name, intervalMs, rules }) => ({
        name,
        ...(intervalMs !== undefined && { interval: formatDuration(intervalMs) }),
        rules: rules.map(ruleOf),
      })),
    },
  };
}

function ruleOf(rule: FileRule): YamlMapping {
  const labels = Object.keys(rule.labels).length > 0 && { labels: rule.labels };
  if (rule.kind === 'recording') return { record: rule.name, expr: rule.expr, ...labels };
  const { forMs, keepFiringForMs, annotations } = rule;
  return {
    alert: rule.name,
    expr: rule.expr,
    ...(forMs > 0 && { for: formatDuration(forMs) }),
    ...(keepFiringForMs > 0 && { keep_firing_for: formatDuration(keepFiringForMs) }),
    ...labels,
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
}
