import type { ResolvedDefinition } from '@telltale/definition';
import type { Rule, RuleGroup } from '@telltale/model';

/**
 * The rule groups of a definition: one named after the service, or one for each service of a workspace, and
 * those that alerts name; recordings before alerts in the order written, so that an alert sees what was recorded in the same
 * evaluation.
 */
export function compileRules(resolved: ResolvedDefinition): readonly RuleGroup[] {
  const byGroup = Map.groupBy(resolved.rules, (rule) => rule.group ?? rule.service ?? resolved.service);
  const isRecording = (rule: Rule): boolean => rule.kind === 'recording';
  return [...byGroup].map(([name, rules]) => ({
    name,
    file: resolved.file ?? '',
    intervalMs: resolved.evaluationIntervalMs,
    rules: [...rules.filter(isRecording), ...rules.filter((rule) => !isRecording(rule))],
  }));
}
