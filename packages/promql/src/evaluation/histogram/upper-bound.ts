const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const INFINITE = /^[+-]?inf(?:inity)?$/i;

/** The upper bound that an `le` label says, or `undefined` where it is not a number. */
export function parseUpperBound(le: string): number | undefined {
  if (INFINITE.test(le)) return le.startsWith('-') ? -Infinity : Infinity;
  return NUMBER.test(le) ? Number(le) : undefined;
}
