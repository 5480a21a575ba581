import type { FilledQuery, ValuesOfVariable } from '@telltale/formats';
import { fillVariables } from '@telltale/formats';
import type { SourceRange } from '@telltale/model';
import type { FindingPlace } from '../finding.ts';
import type { CheckedQuery } from './checked-query.ts';
import { createCheckedQuery } from './checked-query.ts';
import { isLogql } from './logql.ts';

/** A query of a panel, before it is known what it is written in. */
export interface GrafanaQueryText {
  readonly text: string;
  readonly valuesOf: ValuesOfVariable;
  /** The place of a range of the text as it stands in the file. */
  readonly placeOf: (range: SourceRange) => FindingPlace;
}

/**
 * The query with its variables filled in; `undefined` for LogQL, and where a variable stands for so
 * much that nothing can be said of the rest.
 */
export function checkedGrafanaQuery({ text, valuesOf, placeOf }: GrafanaQueryText): CheckedQuery | undefined {
  if (text.trim() === '' || isLogql(text)) return undefined;
  const filled: FilledQuery = fillVariables(text, valuesOf);
  if (!filled.isComplete) return undefined;
  return createCheckedQuery({
    text: filled.text,
    origin: 'dashboard',
    use: 'panel',
    placeOf: (range) => placeOf(filled.rangeOf(range)),
    isFilledIn: (range) => {
      const { start, end } = filled.rangeOf(range);
      return text.slice(start, end) !== filled.text.slice(range.start, range.end);
    },
  });
}
