import { ERRORS, TelltaleError } from '@telltale/model';
import type { ErrorCode } from '@telltale/model';

/** An error that keeps what people see of it on its way to another thread. */
export interface SentError {
  /** Of a `TelltaleError`. */
  readonly code?: ErrorCode;
  readonly message: string;
  readonly fix?: string;
}

export function sentErrorOf(error: unknown): SentError {
  if (error instanceof TelltaleError) {
    const { code, message, fix } = error;
    return { code, message, fix };
  }
  return { message: error instanceof Error ? error.message : String(error) };
}

export function errorOf({ code, message, fix }: SentError): Error {
  return code === undefined
    ? new Error(message)
    : new TelltaleError(code, message, { fix: fix ?? ERRORS[code].fix });
}
