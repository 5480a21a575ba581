import { isDeepStrictEqual } from 'node:util';
import type { Rule, RuleGroup } from '@telltale/model';

/** Whether two groups are evaluated in the same way; where in its file a rule stands does not matter. */
export function areEqualGroups(a: RuleGroup, b: RuleGroup): boolean {
  return isDeepStrictEqual(meaningOf(a), meaningOf(b));
}

function meaningOf(group: RuleGroup): unknown {
  const { name, file, intervalMs, limit = 0, queryOffsetMs = 0, rules } = group;
  return { name, file, intervalMs, limit, queryOffsetMs, rules: rules.map(ruleMeaning) };
}

function ruleMeaning(rule: Rule): unknown {
  const { kind, name, query } = rule;
  // Of an expression that was built the text is what it was printed as.
  const base = { kind, name, query, labels: Object.entries(rule.labels) };
  if (rule.kind === 'recording') return base;
  const { forMs, keepFiringForMs, annotations } = rule;
  return { ...base, forMs, keepFiringForMs, annotations: Object.entries(annotations) };
}
