import { createHash } from 'node:crypto';

const HASH_LENGTH = 12;

/** A name for the folder of a destination's spool: the same for the same address, and nothing of what it may hold. */
export function destinationKey(kind: string, ...parts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return `${kind}-${hash.slice(0, HASH_LENGTH)}`;
}
