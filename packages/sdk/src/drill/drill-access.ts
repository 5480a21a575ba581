import { isLoopback } from '../platform/loopback.ts';
import { isSameText } from '../platform/same-text.ts';

/** Who may make the instruments of a service move. */
export interface DrillOptions {
  /** Token that must be sent as `Authorization: Bearer`; without it only this machine may. */
  readonly token?: string;
}

/** What of a request decides. */
export interface DrillCaller {
  readonly remoteAddress: string | undefined;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly origin: string | undefined;
}

/** Why a caller may not order a drill; `undefined` where it may. */
export function refusalOf(
  { token }: DrillOptions,
  caller: DrillCaller,
): { readonly status: number; readonly message: string } | undefined {
  // A page in somebody's browser can post to this machine, but not JSON without being asked for leave.
  if (caller.origin !== undefined || !caller.contentType?.startsWith('application/json'))
    return { status: 415, message: 'A drill is ordered with application/json, and not by a page.\n' };
  if (token !== undefined) {
    const isRight = isSameText(caller.authorization ?? '', `Bearer ${token}`);
    return isRight ? undefined : { status: 401, message: 'Drills ask for their token.\n' };
  }
  if (isLoopback(caller.remoteAddress)) return undefined;
  return { status: 403, message: 'Drills are ordered from this machine, or with a token.\n' };
}
