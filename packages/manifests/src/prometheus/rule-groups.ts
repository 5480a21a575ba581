import type { ResolvedDefinition } from '@telltale/definition';
import type { FileRule, FileRuleGroup } from '@telltale/formats';
import type { Rule } from '@telltale/model';
import { watchdogRules } from './watchdog.ts';

/**
 * The rule groups of a definition: one, with the recordings first. Alerts may read what recordings
 * write, and Prometheus evaluates the rules of one group in order.
 */
export function ruleGroups(definition: ResolvedDefinition): readonly FileRuleGroup[] {
  const { service, rules, evaluationIntervalMs } = definition;
  const watchdog = watchdogRules(definition);
  if (rules.length + watchdog.length === 0) return [];
  const sorted = [
    ...rules.filter(({ kind }) => kind === 'recording'),
    ...rules.filter(({ kind }) => kind === 'alerting'),
  ];
  return [
    {
      name: service,
      intervalMs: evaluationIntervalMs,
      labels: {},
      rules: [...sorted.map(fileRule), ...watchdog],
    },
  ];
}

function fileRule(rule: Rule): FileRule {
  const common = { name: rule.name, expr: rule.query, labels: rule.labels };
  if (rule.kind === 'recording') return { kind: 'recording', ...common };
  const { forMs, keepFiringForMs, annotations } = rule;
  return { kind: 'alerting', ...common, forMs, keepFiringForMs, annotations };
}
