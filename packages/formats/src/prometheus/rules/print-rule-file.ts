import { formatDuration } from '@telltale/model';
import { printYamlComment, printYamlField, printYamlText } from '../../yaml/yaml-text.ts';
import type { FileRule, FileRuleGroup } from './rule-group.ts';

/** Comments for people; they do not change what the file means. */
export interface RuleFileComments {
  /** Lines at the top of the file. */
  readonly header?: readonly string[];
  /** Lines above a rule. */
  readonly ofRule?: (rule: FileRule) => readonly string[];
}

/**
 * Prints rule groups as a Prometheus rule file. The same groups always give the same text, and
 * {@link parseRuleFile} reads back exactly what was printed.
 */
export function printRuleFile(groups: readonly FileRuleGroup[], comments: RuleFileComments = {}): string {
  const lines = [...printYamlComment('', comments.header ?? [])];
  if (groups.length === 0) lines.push('groups: []');
  else lines.push('groups:', ...groups.flatMap((group) => printGroup(group, comments)));
  return `${lines.join('\n')}\n`;
}

function printGroup(group: FileRuleGroup, comments: RuleFileComments): readonly string[] {
  const lines = [`  - name: ${printYamlText(group.name)}`];
  if (group.intervalMs !== undefined) lines.push(`    interval: ${formatDuration(group.intervalMs)}`);
  if (group.queryOffsetMs !== undefined)
    lines.push(`    query_offset: ${formatDuration(group.queryOffsetMs)}`);
  if (group.limit !== undefined) lines.push(`    limit: ${group.limit}`);
  lines.push(...printTexts('    ', 'labels', group.labels));
  if (group.rules.length === 0) lines.push('    rules: []');
  else lines.push('    rules:', ...group.rules.flatMap((rule) => printRule(rule, comments)));
  return lines;
}

function printRule(rule: FileRule, comments: RuleFileComments): readonly string[] {
  const indent = '        ';
  const lines = [...printYamlComment('      ', comments.ofRule?.(rule) ?? [])];
  lines.push(`      - ${rule.kind === 'alerting' ? 'alert' : 'record'}: ${printYamlText(rule.name)}`);
  lines.push(printYamlField(indent, 'expr', rule.expr));
  if (rule.kind === 'alerting') {
    if (rule.forMs > 0) lines.push(`${indent}for: ${formatDuration(rule.forMs)}`);
    if (rule.keepFiringForMs > 0)
      lines.push(`${indent}keep_firing_for: ${formatDuration(rule.keepFiringForMs)}`);
  }
  lines.push(...printTexts(indent, 'labels', rule.labels));
  if (rule.kind === 'alerting') lines.push(...printTexts(indent, 'annotations', rule.annotations));
  return lines;
}

/** Names in code-unit order: the order of properties must not show in the file. */
function printTexts(
  indent: string,
  field: string,
  texts: Readonly<Record<string, string>>,
): readonly string[] {
  const names = Object.keys(texts).sort();
  if (names.length === 0) return [];
  return [`${indent}${field}:`, ...names.map((name) => printYamlField(`${indent}  `, name, texts[name]))];
}
