import type { SourceRange } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import { PromqlError } from './promql-error.ts';

class ExecutionError extends TelltaleError {
  readonly source: SourceRange | undefined;

  constructor(reason: string, source: SourceRange | undefined, fix: string | undefined) {
    super('TT_QUERY_EXECUTION', reason, fix === undefined ? {} : { fix });
    this.source = source;
  }
}

/**
 * The error for a query that is correct but cannot be answered on the data: TT_QUERY_EXECUTION.
 *
 * @param place The part of the query that it is about; {@link inQuery} shows it.
 * @param fix How to mend it; by default that of the code.
 */
export function executionError(reason: string, place?: SourceRange, fix?: string): TelltaleError {
  return new ExecutionError(reason, place, fix);
}

/** An error of the evaluation with its place in the text of the query, where both are known. */
export function inQuery(error: unknown, query: string | undefined): unknown {
  if (!(error instanceof ExecutionError) || error.source === undefined || query === undefined) return error;
  return new PromqlError('TT_QUERY_EXECUTION', error.message, query, error.source, error.fix);
}
