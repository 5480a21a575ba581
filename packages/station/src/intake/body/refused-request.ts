import { TelltaleError } from '@telltale/model';
import type { RefusalReason } from '../intake.ts';
import { isOverload } from '../intake.ts';

/** After this long a sender may come again. */
export const RETRY_AFTER_SECONDS = 1;

/** Why nothing of a request was taken. */
export class RefusedRequest extends Error {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, message: string) {
    super(message);
    this.name = 'RefusedRequest';
    this.reason = reason;
  }
}

/** What went wrong, as what the sender is told. */
export function refusalOf(error: unknown): RefusedRequest {
  if (error instanceof RefusedRequest) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (isOverload(error)) return new RefusedRequest('overloaded', message);
  const isMalformed = error instanceof TelltaleError && error.code === 'TT_OTLP';
  return new RefusedRequest(isMalformed ? 'malformed' : 'internal', message);
}
