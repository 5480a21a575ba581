import type { RecordProblem, SeriesId } from '@telltale/model';
import type { OtlpTemporality, PointDraft } from '@telltale/model/wire';
import type { Generations } from '../../generational-map.ts';
import type { PushedRows } from '../../pushed-rows.ts';
import type { SeriesMaker } from '../series-maker.ts';

/** Turns the points of one metric into samples of its series, which it remembers. */
export interface MetricPoints {
  /** Adds the samples of a point; what it returns is why the point is left out. */
  write(point: PointDraft, rows: PushedRows): RecordProblem | undefined;
}

/** What the points of a metric need. */
export interface MetricPointsOptions {
  /** The translated name. */
  readonly name: string;
  readonly temporality: OtlpTemporality;
  readonly series: SeriesMaker;
  readonly generations: Generations;
}

/** The series of a point that has but one; or why it cannot have it. */
export function seriesOfPoint(
  point: PointDraft,
  { name, series }: MetricPointsOptions,
): SeriesId | RecordProblem {
  const labels = series.labelsOf(point.attributes.read());
  return typeof labels === 'string' ? labels : (series.series(name, labels) ?? 'series_limit');
}
