import type { Route } from '@telltale/model';
import type { TimeTest } from '../time-intervals/compile-time-intervals.ts';

/** Names of the time intervals because of which a route tells nobody. */
export function mutingTimes(
  { muteTimeIntervals = [], activeTimeIntervals = [] }: Route,
  times: ReadonlyMap<string, TimeTest>,
  nowMs: number,
): readonly string[] {
  const isNow = (name: string) => times.get(name)?.(nowMs) ?? false;
  const isActive = activeTimeIntervals.length === 0 || activeTimeIntervals.some(isNow);
  return isActive ? muteTimeIntervals.filter(isNow) : activeTimeIntervals;
}
