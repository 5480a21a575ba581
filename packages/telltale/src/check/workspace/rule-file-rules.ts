import type {
  ParsedRule,
  ParsedRuleFile,
  ParsedRuleGroup,
  ScalarSource,
  SourceText,
} from '@telltale/formats';
import type { FilePosition, SourceRange } from '@telltale/model';
import type { FindingPlace } from '../finding.ts';
import { createCheckedQuery } from './checked-query.ts';
import type { CheckedRule, CheckedRuleGroup, CheckedRuleText, RulePart } from './checked-rule.ts';
import { isLogql } from './logql.ts';
import { excerptOf } from './source-excerpt.ts';

/** The rules of a rule file; those in LogQL are left out. */
export function rulesOfRuleFile(parsed: ParsedRuleFile, source: SourceText): readonly CheckedRule[] {
  return parsed.groups.flatMap((group) => {
    const checked = groupOf(group, source);
    return group.rules
      .filter(({ expr }) => !isLogql(expr))
      .map((rule) => checkedRule(rule, group, checked, source));
  });
}

function groupOf(group: ParsedRuleGroup, source: SourceText): CheckedRuleGroup {
  const { name, intervalMs, rules, position, intervalPosition = position } = group;
  const subject = `group ${name}`;
  return {
    name,
    file: source.file,
    ...(intervalMs !== undefined && { intervalMs }),
    size: rules.length,
    placeOf: (part) => wordAt(source, part === 'interval' ? intervalPosition : position, subject),
  };
}

function checkedRule(
  rule: ParsedRule,
  { labels: groupLabels }: ParsedRuleGroup,
  group: CheckedRuleGroup,
  source: SourceText,
): CheckedRule {
  const subject = `${rule.kind === 'alerting' ? 'alert' : 'recording rule'} ${rule.name}`;
  const query = createCheckedQuery({
    text: rule.expr,
    origin: 'rule-file',
    use: rule.kind === 'alerting' ? 'alert' : 'recording',
    placeOf: (range) => placeInScalar(rule.exprSource, source, range, subject),
  });
  const placeOf = (part: RulePart): FindingPlace => {
    if (part === 'expr') return query.placeOf({ start: 0, end: rule.expr.trimEnd().length });
    const position = rule.fieldPositions.get(part);
    if (position) return wordAt(source, position, subject);
    const { line, column } = rule.namePosition;
    const end = { file: source.file, line, column: column + rule.name.length };
    return { position: rule.namePosition, excerpt: excerptOf(source, rule.namePosition, end), subject };
  };
  const inherited = Object.entries(groupLabels).filter(([name]) => !(name in rule.labels));
  const isAlert = rule.kind === 'alerting';
  return {
    kind: rule.kind,
    name: rule.name,
    query,
    ...(isAlert && { forMs: rule.forMs, keepFiringForMs: rule.keepFiringForMs }),
    labels: [
      ...textsOf(rule.labels, rule.labelSources, source, subject),
      ...inherited.map(([name, text]) => ({ name, text, placeOf: () => placeOf('name') })),
    ],
    annotations: isAlert ? textsOf(rule.annotations, rule.annotationSources, source, subject) : [],
    group,
    origin: 'rule-file',
    placeOf,
  };
}

function textsOf(
  texts: Readonly<Record<string, string>>,
  sources: ReadonlyMap<string, ScalarSource>,
  source: SourceText,
  subject: string,
): readonly CheckedRuleText[] {
  return Object.entries(texts).flatMap(([name, text]) => {
    const scalar = sources.get(name);
    if (!scalar) return [];
    const whole = { start: 0, end: text.trimEnd().length };
    return [{ name, text, placeOf: (range = whole) => placeInScalar(scalar, source, range, subject) }];
  });
}

function placeInScalar(
  scalar: ScalarSource,
  source: SourceText,
  range: SourceRange,
  subject: string,
): FindingPlace {
  const position = scalar.positionAt(range.start);
  // The character behind the last one may stand on another line: the last one itself never does.
  const last = scalar.positionAt(Math.max(range.start, range.end - 1));
  const end = { ...last, column: last.column + 1 };
  return { position, excerpt: excerptOf(source, position, end), subject };
}

function wordAt(source: SourceText, position: FilePosition, subject: string): FindingPlace {
  const rest = source.line(position.line).slice(position.column - 1);
  const width = /^[\w.$-]+/.exec(rest)?.[0].length ?? 1;
  const excerpt = excerptOf(source, position, { ...position, column: position.column + width });
  return { position, excerpt, subject };
}
