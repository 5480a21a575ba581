import type { ResolvedDefinition } from '@telltale/definition';
import type { FilePosition, Rule } from '@telltale/model';
import type { FindingPlace } from '../finding.ts';
import type { CheckedRule, CheckedRuleGroup, CheckedRuleText } from './checked-rule.ts';
import { queryAt } from './definition-queries.ts';
import { excerptOfQuery } from './source-excerpt.ts';

/** The rules of a definition. Their texts are made by it, so they stand in no file: the rule's place is theirs. */
export function rulesOfDefinition(definition: ResolvedDefinition): readonly CheckedRule[] {
  const start: FilePosition = { file: definition.file ?? 'telltale.config.ts', line: 1, column: 1 };
  const group: CheckedRuleGroup = {
    name: definition.service,
    file: start.file,
    intervalMs: definition.evaluationIntervalMs,
    size: definition.rules.length,
    placeOf: () => placeOfText(start, definition.service, `service ${definition.service}`),
  };
  return definition.rules.map((rule) => checkedRule(rule, rule.position ?? start, group));
}

function checkedRule(rule: Rule, position: FilePosition, group: CheckedRuleGroup): CheckedRule {
  const isAlert = rule.kind === 'alerting';
  const subject = `${isAlert ? 'alert' : 'recording rule'} ${rule.name}`;
  const query = queryAt(rule.query, isAlert ? 'alert' : 'recording', position, subject);
  const textsOf = (texts: Readonly<Record<string, string>>): readonly CheckedRuleText[] =>
    Object.entries(texts).map(([name, text]) => ({
      name,
      text,
      placeOf: (range = { start: 0, end: text.length }) => ({
        position,
        excerpt: excerptOfQuery(text, range),
        subject,
      }),
    }));
  return {
    kind: rule.kind,
    name: rule.name,
    query,
    ...(isAlert && { forMs: rule.forMs, keepFiringForMs: rule.keepFiringForMs }),
    labels: textsOf(rule.labels),
    annotations: isAlert ? textsOf(rule.annotations) : [],
    group,
    origin: 'definition',
    placeOf: (part) => {
      if (part === 'expr') return query.placeOf({ start: 0, end: rule.query.length });
      return placeOfText(position, rule.name, subject);
    },
  };
}

function placeOfText(position: FilePosition, text: string, subject: string): FindingPlace {
  return { position, excerpt: { line: text, start: 0, end: text.length }, subject };
}
