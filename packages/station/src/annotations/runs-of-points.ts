import type { ReadSeries } from '../query/read-answers.ts';

/** A time without a gap in which a query had a result. */
export interface Run {
  readonly labels: ReadSeries['labels'];
  readonly fromMs: number;
  /** `null` where it goes on at the end of the range. */
  readonly untilMs: number | null;
}

/** The times in which series have points, where they have none between. */
export function runsOfPoints(
  series: readonly ReadSeries[],
  { stepMs, endMs }: { readonly stepMs: number; readonly endMs: number },
): readonly Run[] {
  return series.flatMap(({ labels, points }) => {
    const runs: { labels: ReadSeries['labels']; fromMs: number; lastMs: number }[] = [];
    for (const [timeMs] of points) {
      const run = runs.at(-1);
      if (run && timeMs - run.lastMs <= stepMs) run.lastMs = timeMs;
      else runs.push({ labels, fromMs: timeMs, lastMs: timeMs });
    }
    return runs.map(({ fromMs, lastMs }) => ({
      labels,
      fromMs,
      untilMs: lastMs + stepMs > endMs ? null : lastMs + stepMs,
    }));
  });
}
