import type { TimeRange } from '@telltale/model';
import type { RedFigures } from '../contract.ts';

/** Rate and error share of calls that were counted over a range. */
export function redFigures(
  { calls, errors }: { readonly calls: number; readonly errors: number },
  { startMs, endMs }: TimeRange,
): RedFigures {
  const ratePerSecond = calls / ((endMs - startMs) / 1000);
  return { calls, errors, ratePerSecond, errorShare: calls === 0 ? 0 : errors / calls };
}

/** The busiest first; of those that are as busy, in the order of their names. */
export function byCalls<Item extends { readonly calls: number }>(name: (item: Item) => string) {
  return (a: Item, b: Item): number => b.calls - a.calls || (name(a) < name(b) ? -1 : 1);
}
