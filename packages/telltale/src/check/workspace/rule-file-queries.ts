import type { ParsedRule, ParsedRuleFile, SourceText } from '@telltale/formats';
import type { SourceRange } from '@telltale/model';
import type { FindingPlace } from '../finding.ts';
import type { CheckedQuery } from './checked-query.ts';
import { createCheckedQuery } from './checked-query.ts';
import { excerptOf } from './source-excerpt.ts';

/** Loki's ruler reads files of the same shape with LogQL inside: its pipes never occur in PromQL. */
const LOGQL =
  /\|[=~>]|\|\s*(?:json|logfmt|pattern|regexp|unpack|unwrap|line_format|label_format|drop|keep)\b/;

const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g;

/** The queries of a rule file; those in LogQL are left out. */
export function queriesOfRuleFile(parsed: ParsedRuleFile, source: SourceText): readonly CheckedQuery[] {
  return parsed.groups
    .flatMap((group) => group.rules)
    .filter((rule) => !LOGQL.test(rule.expr.replaceAll(QUOTED, '""')))
    .map((rule) =>
      createCheckedQuery({
        text: rule.expr,
        origin: 'rule-file',
        use: rule.kind === 'alerting' ? 'alert' : 'recording',
        placeOf: (range) => placeInFile(rule, source, range),
      }),
    );
}

function placeInFile(rule: ParsedRule, source: SourceText, range: SourceRange): FindingPlace {
  const position = rule.exprSource.positionAt(range.start);
  // The character behind the last one may stand on another line: the last one itself never does.
  const last = rule.exprSource.positionAt(Math.max(range.start, range.end - 1));
  const end = { ...last, column: last.column + 1 };
  const what = rule.kind === 'alerting' ? 'alert' : 'recording rule';
  return { position, excerpt: excerptOf(source, position, end), subject: `${what} ${rule.name}` };
}
