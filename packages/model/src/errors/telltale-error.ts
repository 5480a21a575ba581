import type { ErrorCode } from './catalogue.ts';
import { ERRORS } from './catalogue.ts';

/** An error for people: what is wrong and where, how to mend it, and a stable code. */
export class TelltaleError extends Error {
  readonly code: ErrorCode;
  /** How to mend it. */
  readonly fix: string;

  constructor(code: ErrorCode, message: string, options: { fix?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'TelltaleError';
    this.code = code;
    this.fix = options.fix ?? ERRORS[code].fix;
  }
}
