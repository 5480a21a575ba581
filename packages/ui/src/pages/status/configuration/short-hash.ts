const DIGITS = 12;

/** As much of a hash as people compare. */
export function shortHash(hash: string): string {
  return hash.slice(0, DIGITS);
}
