import { TelltaleError } from '@telltale/model';
import type { ErrorCode } from '@telltale/model';

/** An answer that is an error, as Alertmanager words it. */
export interface ApiErrorAnswer {
  readonly status: number;
  /** A JSON text, or an object with a code. */
  readonly body: string | { readonly code: number; readonly message: string };
}

/** What a request asks for and cannot get. */
export class ApiError extends Error {
  readonly answer: ApiErrorAnswer;

  constructor(answer: ApiErrorAnswer) {
    super(typeof answer.body === 'string' ? answer.body : answer.body.message);
    this.answer = answer;
  }
}

/** Codes of the library that checks requests in Alertmanager. */
export const FAULT = { type: 601, required: 602, tooFew: 612 } as const;

/** A request whose parts can be read and make no sense. */
export function refused(status: number, message: string): ApiError {
  return new ApiError({ status, body: message });
}

/** A request that has not the form the API asks for. */
export function malformed(status: number, message: string, code: number = status): ApiError {
  return new ApiError({ status, body: { code, message } });
}

const STATUS_OF: ReadonlyMap<ErrorCode, number> = new Map<ErrorCode, number>([
  ['TT_SILENCE_UNKNOWN', 404],
  ['TT_SILENCE_INVALID', 400],
  ['TT_SILENCE_LIMIT', 400],
  ['TT_QUERY_SYNTAX', 400],
  ['TT_USAGE', 400],
]);

/** How an error is answered, whoever threw it. */
export function answerOf(error: unknown): ApiErrorAnswer {
  if (error instanceof ApiError) return error.answer;
  if (error instanceof TelltaleError && error.code === 'TT_SILENCE_UNKNOWN') {
    return { status: 404, body: 'silence not found' };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof TelltaleError) return { status: STATUS_OF.get(error.code) ?? 500, body: message };
  const status = statusOf(error);
  return status === undefined ? { status: 500, body: message } : { status, body: { code: status, message } };
}

/** The status that the HTTP server gave an error, such as 413. */
function statusOf(error: unknown): number | undefined {
  const isMarked = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number';
  return isMarked ? Number(error.statusCode) : undefined;
}
