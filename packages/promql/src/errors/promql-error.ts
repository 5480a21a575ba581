import { TelltaleError } from '@telltale/model';
import type { ErrorCode, SourceRange } from '@telltale/model';
import { positionOf, renderCaret } from './source-position.ts';

/** The codes a {@link PromqlError} can have. */
export type PromqlErrorCode = Extract<
  ErrorCode,
  'TT_QUERY_SYNTAX' | 'TT_QUERY_TYPE' | 'TT_QUERY_UNSUPPORTED' | 'TT_QUERY_EXECUTION'
>;

/**
 * A query that cannot be parsed, typed or evaluated, with the place of the fault. `message` is
 * `line:column: reason`, followed by the line with a caret underline.
 */
export class PromqlError extends TelltaleError {
  /** The text of the whole query. */
  readonly query: string;
  /** The faulty part of `query`. */
  readonly source: SourceRange;
  /** What is wrong, without the position. */
  readonly reason: string;

  /** @param fix How to mend it; by default that of the code. */
  constructor(code: PromqlErrorCode, reason: string, query: string, source: SourceRange, fix?: string) {
    const { line, column } = positionOf(query, source.start);
    super(
      code,
      `${line}:${column}: ${reason}\n${renderCaret(query, source)}`,
      fix === undefined ? {} : { fix },
    );
    this.name = 'PromqlError';
    this.query = query;
    this.source = source;
    this.reason = reason;
  }
}
