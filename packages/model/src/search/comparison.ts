import type { SourceRange } from '../expression/source-range.ts';
import type { CompileRegexp } from './compile-regexp.ts';
import { decimalNumber } from './decimal-number.ts';
import type { FieldOperator } from './field-operator.ts';
import { globPattern, globPieces } from './glob-pattern.ts';
import { printGlob, printSearchValue, quoteSearchText } from './print-search.ts';
import { SearchSyntaxError } from './search-syntax-error.ts';
import type { SearchTerm } from './search-term.ts';

/** How a field is compared, and with what. */
export interface Comparison {
  readonly operator: FieldOperator;
  readonly value: string;
}

/** What {@link readComparison} and {@link checkPattern} need to tell of faults. */
export interface ComparisonContext {
  /** The text of the whole search. */
  readonly text: string;
  /** Compiles regular expressions, to tell of those that are none. */
  readonly compileRegexp?: CompileRegexp | undefined;
}

const MAX_REGEXP_LENGTH = 1000;

/**
 * The comparison of `field:value`: stars make it one with a regular expression.
 *
 * @throws SearchSyntaxError for what is larger or smaller than no number, and a wrong regular expression.
 */
export function readComparison(
  { operator, value, source }: Extract<SearchTerm, { kind: 'field' }>,
  context: ComparisonContext,
): Comparison {
  switch (operator) {
    case '=':
    case '!=':
      if (value.pieces.length === 1) return { operator, value: value.text };
      return { operator: operator === '=' ? '=~' : '!~', value: globPattern(value.pieces) };
    case '=~':
    case '!~':
      checkPattern(value.text, 'whole', source, context);
      return { operator, value: value.text };
    default:
      if (value.isQuoted || isNumber(value.text)) return { operator, value: value.text };
      throw new SearchSyntaxError(
        `only numbers are larger or smaller: write one in place of "${value.text}"`,
        context.text,
        value.source,
      );
  }
}

/** @throws SearchSyntaxError for a pattern that is too long, or none. */
export function checkPattern(
  pattern: string,
  scope: 'whole' | 'part',
  source: SourceRange,
  { text, compileRegexp }: ComparisonContext,
): void {
  if (pattern.length > MAX_REGEXP_LENGTH) {
    throw new SearchSyntaxError(
      `a regular expression has at most ${MAX_REGEXP_LENGTH} characters`,
      text,
      source,
    );
  }
  try {
    compileRegexp?.(pattern, scope);
  } catch (error) {
    throw new SearchSyntaxError(error instanceof Error ? error.message : String(error), text, source);
  }
}

/** A comparison behind the printed name of a field, which {@link readComparison} reads as the same. */
export function printComparison(name: string, { operator, value }: Comparison): string {
  switch (operator) {
    case '=':
      return `${name}:${printSearchValue(value)}`;
    case '!=':
      return `${name}!=${printSearchValue(value)}`;
    case '=~':
    case '!~': {
      const pieces = globPieces(value);
      const glob = pieces && printGlob(pieces);
      if (glob !== undefined) return `${name}${operator === '=~' ? ':' : '!='}${glob}`;
      return `${name}${operator}${quoteSearchText(value)}`;
    }
    default:
      return `${name}${operator}${isNumber(value) ? printSearchValue(value) : quoteSearchText(value)}`;
  }
}

function isNumber(text: string): boolean {
  return !Number.isNaN(decimalNumber(text));
}
