import { TelltaleError } from '@telltale/model';
import type { RefusalReason } from '../intake-observer.ts';
import { isOverload } from '../overload.ts';

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

/** The request itself is at fault: sending it again would not help. */
const MALFORMED: ReadonlySet<string> = new Set(['TT_OTLP', 'TT_REMOTE_WRITE', 'TT_EXPOSITION']);

/** What went wrong, as what the sender is told. */
export function refusalOf(error: unknown): RefusedRequest {
  if (error instanceof RefusedRequest) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (isOverload(error)) return new RefusedRequest('overloaded', message);
  const isMalformed = error instanceof TelltaleError && MALFORMED.has(error.code);
  return new RefusedRequest(isMalformed ? 'malformed' : 'internal', message);
}
