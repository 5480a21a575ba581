import type { BucketRun } from '../samples/native-histogram.ts';
import type { PrometheusBucketRun } from './prometheus-family.ts';

/** Runs of buckets as samples have them: those that touch become one, empty ones go. */
export function joinRuns(runs: readonly PrometheusBucketRun[]): readonly BucketRun[] {
  const joined: { start: number; counts: number[] }[] = [];
  for (const { start, counts } of runs) {
    if (counts.length === 0) continue;
    const last = joined.at(-1);
    if (last !== undefined && start === last.start + last.counts.length) {
      for (const count of counts) last.counts.push(count);
    } else joined.push({ start, counts: [...counts] });
  }
  return joined.map(({ start, counts }) => ({ start, counts: Float64Array.from(counts) }));
}
