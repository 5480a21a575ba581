import type { ResolvedDefinition } from '@telltale/definition';
import type { Rule, RuleGroup } from '@telltale/model';

/**
 * The rule groups of a definition: one group named after the service, recordings before alerts in
 * the order written, so that an alert sees what was recorded in the same evaluation.
 */
export function compileRules(resolved: ResolvedDefinition): readonly RuleGroup[] {
  if (resolved.rules.length === 0) return [];
  const isRecording = (rule: Rule): boolean => rule.kind === 'recording';
  return [
    {
      name: resolved.service,
      file: resolved.file ?? '',
      intervalMs: resolved.evaluationIntervalMs,
      rules: [...resolved.rules.filter(isRecording), ...resolved.rules.filter((rule) => !isRecording(rule))],
    },
  ];
}
