import type { RefusalReason } from '../intake-observer.ts';

/**
 * Codes of gRPC. `UNAVAILABLE` is what exporters send again for; so is `RESOURCE_EXHAUSTED`, but only with a time to
 * come again, which is how the protocol wants both.
 */
const CODES: Readonly<Record<RefusalReason, number>> = {
  malformed: 3,
  too_large: 3,
  unsupported: 12,
  overloaded: 14,
  internal: 13,
};

/** The code of gRPC for a reason. */
export function rpcCodeOf(reason: RefusalReason): number {
  return CODES[reason];
}
