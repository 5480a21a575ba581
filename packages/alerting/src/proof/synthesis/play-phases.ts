import type { GivenSeries } from '../testing/given-series.ts';
import { createRecordingAppender } from './recording-appender.ts';
import { createSyntheticScrape } from './synthetic-scrape.ts';
import type { Assignment, SyntheticSource } from './synthetic-source.ts';

/** Sources on levels for a while. */
export interface Phase {
  readonly levels: Assignment;
  readonly lengthMs: number;
}

/** Series of sources that go through phases: a sample an interval, from time 0 on. */
export function playPhases(
  sources: readonly SyntheticSource[],
  phases: readonly Phase[],
  intervalMs: number,
): readonly GivenSeries[] {
  const recorded = createRecordingAppender();
  const scrape = createSyntheticScrape(sources, recorded);
  let timeMs = 0;
  let endMs = 0;
  for (const { levels, lengthMs } of phases) {
    endMs += lengthMs;
    for (; timeMs <= endMs; timeMs += intervalMs) scrape.scrape(timeMs, levels);
  }
  return recorded.series();
}
