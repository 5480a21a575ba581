import type { SourceRange } from '../expression/source-range.ts';
import type { FieldOperator } from './field-operator.ts';

/** A text of a search: a bare word or one in quotes. */
export interface SearchText {
  readonly text: string;
  /** What stands between the stars of a bare word; the whole text where it has none. */
  readonly pieces: readonly string[];
  /** Whether it is in quotes, which say that it is meant as it stands. */
  readonly isQuoted: boolean;
  readonly source: SourceRange;
}

/** What a search says, before anybody knows what it is a search for. */
export type SearchTerm =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly SearchTerm[]; readonly source: SourceRange }
  | { readonly kind: 'not'; readonly term: SearchTerm; readonly source: SourceRange }
  /** A star alone, or nothing: everything. */
  | { readonly kind: 'all'; readonly source: SourceRange }
  /** A word or a phrase. */
  | { readonly kind: 'text'; readonly value: SearchText; readonly source: SourceRange }
  /** Between slashes. */
  | { readonly kind: 'regexp'; readonly pattern: string; readonly source: SourceRange }
  /** `field:value`. A star in a bare value stands for any text; the value of `=~` is a regular expression. */
  | {
      readonly kind: 'field';
      readonly field: SearchText;
      readonly operator: FieldOperator;
      readonly value: SearchText;
      readonly source: SourceRange;
    }
  /** `field:*` */
  | { readonly kind: 'has'; readonly field: SearchText; readonly source: SourceRange };
