/** Why SQLite refused, as far as the store reacts differently. */
export type SqlFailure = 'locked' | 'unwritable' | 'damaged' | 'other';

/** SQLite's primary result codes (https://sqlite.org/rescode.html). */
const FAILURES: ReadonlyMap<number, SqlFailure> = new Map([
  [5, 'locked'],
  [6, 'locked'],
  [8, 'unwritable'],
  [10, 'unwritable'],
  [11, 'damaged'],
  [13, 'unwritable'],
  [14, 'unwritable'],
  [26, 'damaged'],
]);

/** Classifies an error that a `SqlDriver` threw. */
export function sqlFailureOf(error: unknown): SqlFailure {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return 'other';
  return FAILURES.get(error.errcode & 0xff) ?? 'other';
}
