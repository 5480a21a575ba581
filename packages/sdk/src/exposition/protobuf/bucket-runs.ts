import type { PrometheusBucketRun } from '@telltale/model/wire';

/** Empty buckets in a row up to this many are sent as zeros: a new run takes more. */
const LONGEST_GAP = 2;

/** The stretches of a window of counts that are worth sending. */
export function bucketRuns({
  offset,
  counts,
}: {
  readonly offset: number;
  readonly counts: Float64Array;
}): PrometheusBucketRun[] {
  const runs: PrometheusBucketRun[] = [];
  let start = -1;
  let end = -1;
  const close = () => {
    if (start >= 0) runs.push({ start: offset + start, counts: [...counts.subarray(start, end)] });
  };
  for (let at = 0; at < counts.length; at++) {
    if (counts[at] === 0) continue;
    if (start < 0 || at - end > LONGEST_GAP) {
      close();
      start = at;
    }
    end = at + 1;
  }
  close();
  return runs;
}
