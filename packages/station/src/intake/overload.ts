import { TelltaleError } from '@telltale/model';

/** Too much waits, a server does not answer, the disk is full: nothing was taken, and it may be later. */
const OVERLOADS: ReadonlySet<string> = new Set(['TT_OVERLOADED', 'TT_STORE_UNREACHABLE', 'TT_DATA_FOLDER']);

/** Whether an error says that the sender is to come again later. */
export function isOverload(error: unknown): boolean {
  return error instanceof TelltaleError && OVERLOADS.has(error.code);
}
