import type { QueryRange, QueryStats } from '@telltale/model';
import { formatPointTime } from './time-texts.ts';

/** What an answer tells of its cost. */
export interface PrintedStats {
  readonly stats: QueryStats;
  /** How long the query waited for its turn. */
  readonly queuedMs: number;
  /** The steps, where samples are listed by step. */
  readonly steps?: Pick<QueryRange, 'startMs' | 'stepMs'>;
}

/** The member `stats` of the data of an answer, after a comma. Times are in seconds. */
export function statsJson({ stats, queuedMs, steps }: PrintedStats): string {
  const perStep = stats.samplesPerStep ?? new Float64Array();
  const seconds = (ms: number): number => Math.round(ms * 1e6) / 1e9;
  const timings = {
    evalTotalTime: seconds(stats.evaluationMs),
    resultSortTime: 0,
    queryPreparationTime: seconds(stats.loadingMs),
    innerEvalTime: seconds(stats.evaluationMs - stats.loadingMs),
    execQueueTime: seconds(queuedMs),
    execTotalTime: seconds(queuedMs + stats.evaluationMs),
  };
  const listed =
    steps && [...perStep].map((samples, i) => `[${formatPointTime(timeAt(steps, i))},${samples}]`);
  const samples = [
    ...(listed ? [`"totalQueryableSamplesPerStep":[${listed.join(',')}]`] : []),
    `"totalQueryableSamples":${perStep.reduce((sum, each) => sum + each, 0)}`,
    `"peakSamples":${stats.peakSamples}`,
  ];
  return `,"stats":{"timings":${JSON.stringify(timings)},"samples":{${samples.join(',')}}}`;
}

function timeAt({ startMs, stepMs }: Pick<QueryRange, 'startMs' | 'stepMs'>, step: number): number {
  return startMs + step * stepMs;
}
