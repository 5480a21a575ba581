import type { TraceSpan } from './trace-span.ts';

/** A span that is open, as the code of the SDK uses it, whoever makes it. */
export interface WorkSpan extends TraceSpan {
  /** Runs something in which the span is the active one. */
  run<Result>(task: () => Result): Result;
  /** Marks the span as failed by something that is no error, such as a status; `errorType` says what. */
  failBy(errorType: string): this;
  end(): void;
}
