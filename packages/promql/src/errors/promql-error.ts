import { TelltaleError, positionOf, renderCaret } from '@telltale/model';
import type { ErrorCode, SourceRange } from '@telltale/model';

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
    const told = shortened(reason);
    super(
      code,
      `${line}:${column}: ${told}\n${renderCaret(query, source)}`,
      fix === undefined ? {} : { fix },
    );
    this.name = 'PromqlError';
    this.query = query;
    this.source = source;
    this.reason = told;
  }
}

/** A query can have a name of a million characters, which is not worth showing. */
const MAX_REASON = 2000;

function shortened(reason: string): string {
  return reason.length <= MAX_REASON ? reason : `${reason.slice(0, MAX_REASON)}…`;
}
