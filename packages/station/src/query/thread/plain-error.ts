import { TelltaleError } from '@telltale/model';
import type { PlainError } from './messages.ts';

/** An error in a form that can be sent to another thread. */
export function toPlainError(error: unknown): PlainError {
  if (error instanceof TelltaleError) return { code: error.code, message: error.message, fix: error.fix };
  return { message: error instanceof Error ? error.message : String(error) };
}

/** The error that was sent. What nobody expected counts as a query that cannot be answered. */
export function fromPlainError({ code, message, fix }: PlainError): TelltaleError {
  if (code === undefined) return new TelltaleError('TT_QUERY_EXECUTION', `the query failed: ${message}`);
  return new TelltaleError(code, message, fix === undefined ? {} : { fix });
}
