import type { ResolvedDefinition } from '@telltale/definition';
import type { FileRule, FileRuleGroup } from '@telltale/formats';
import type { Rule } from '@telltale/model';

/**
 * The rule groups of a definition: one of the service (or of each service of a workspace), and those that
 * alerts name. Recordings come first: alerts may read what they write, and Prometheus evaluates the rules of
 * one group in order.
 */
export function ruleGroups(definition: ResolvedDefinition): readonly FileRuleGroup[] {
  const { service, rules } = definition;
  const groups = Map.groupBy(rules, (rule) => rule.group ?? rule.service ?? service);
  return [...groups].map(([name, members]) => group(name, definition, sorted(members).map(fileRule)));
}

function group(
  name: string,
  { evaluationIntervalMs }: ResolvedDefinition,
  rules: readonly FileRule[],
): FileRuleGroup {
  return { name, intervalMs: evaluationIntervalMs, labels: {}, rules };
}

function sorted(rules: readonly Rule[]): readonly Rule[] {
  const isRecording = ({ kind }: Rule): boolean => kind === 'recording';
  return [...rules.filter(isRecording), ...rules.filter((rule) => !isRecording(rule))];
}

/** A rule as a rule file has it. */
export function fileRule(rule: Rule): FileRule {
  const common = { name: rule.name, expr: rule.query, labels: rule.labels };
  if (rule.kind === 'recording') return { kind: 'recording', ...common };
  const { forMs, keepFiringForMs, annotations } = rule;
  return { kind: 'alerting', ...common, forMs, keepFiringForMs, annotations };
}
