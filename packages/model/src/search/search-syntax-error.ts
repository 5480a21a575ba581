import { TelltaleError } from '../errors/telltale-error.ts';
import type { SourceRange } from '../expression/source-range.ts';
import { positionOf, renderCaret } from '../expression/source-position.ts';

/**
 * A search that cannot be read, with the place of the fault: `TT_SEARCH_SYNTAX`. `message` is
 * `line:column: reason`, followed by the line with a caret underline.
 */
export class SearchSyntaxError extends TelltaleError {
  /** The text of the whole search. */
  readonly query: string;
  /** The faulty part of `query`. */
  readonly source: SourceRange;
  /** What is wrong and what to write, without the position. */
  readonly reason: string;

  constructor(reason: string, query: string, source: SourceRange) {
    const { line, column } = positionOf(query, source.start);
    super('TT_SEARCH_SYNTAX', `${line}:${column}: ${reason}\n${renderCaret(query, source)}`);
    this.name = 'SearchSyntaxError';
    this.query = query;
    this.source = source;
    this.reason = reason;
  }
}
