import type { LogContext, LogCount, LogField, LogPage } from '@telltale/model';

/**
 * `GET /api/telltale/logs`; the next page comes with `after` and the id of the last record. `query` is what somebody
 * writes, `filter` what they chose beside it, in the same language: both hold, here and in the other answers.
 */
export type LogsResponse = LogPage;

/** `GET /api/telltale/logs/counts` */
export interface LogCountsResponse {
  readonly stepMs: number;
  /** Steps without records are left out. */
  readonly counts: readonly LogCount[];
}

/** `GET /api/telltale/logs/fields`: of the newest records, the most frequent field first. */
export interface LogFieldsResponse {
  readonly fields: readonly LogField[];
}

/** `GET /api/telltale/logs/context`: what the same service logged around a record. */
export type LogContextResponse = LogContext;

/**
 * `GET /api/telltale/logs/tail`: server-sent events. `hello` is sent once; `records` has {@link LogRecord}s, the
 * oldest first; `dropped` has a {@link LogTailGap}.
 */
export type LogTailEvent = 'hello' | 'records' | 'dropped';

/** Records that are missing from a tail, because the client was slower than they came. */
export interface LogTailGap {
  readonly dropped: number;
}

/** `POST /api/telltale/log_code`: records as a metric and an alert on it, as TypeScript for the definition. */
export interface LogCodeRequest {
  /** What was written. */
  readonly query: string;
  /** What was chosen beside it; both hold. */
  readonly filter: string;
  /** What the alert is called. */
  readonly title: string;
}

/** The answer to {@link LogCodeRequest}. */
export interface LogCodeResponse {
  readonly code: string;
}
