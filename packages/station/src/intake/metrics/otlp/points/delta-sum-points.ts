import type { RecordProblem, SeriesId } from '@telltale/model';
import type { PointDraft } from '@telltale/model/wire';
import { GenerationalMap } from '../../generational-map.ts';
import type { PushedRows } from '../../pushed-rows.ts';
import type { LastDelta } from './delta-time.ts';
import { deltaOrder } from './delta-time.ts';
import { addExemplars } from './exemplars.ts';
import type { MetricPoints, MetricPointsOptions } from './metric-points.ts';
import { seriesOfPoint } from './metric-points.ts';

interface SumSeries {
  readonly id: SeriesId;
  delta?: LastDelta & { readonly sum: number };
}

/** Sums of what came since the point before: they are added up. */
export class DeltaSumPoints implements MetricPoints {
  readonly #options: MetricPointsOptions;
  readonly #known: GenerationalMap<SumSeries>;

  constructor(options: MetricPointsOptions) {
    this.#options = options;
    this.#known = new GenerationalMap(options.generations);
  }

  write(point: PointDraft, rows: PushedRows): RecordProblem | undefined {
    const series = this.#known.find(point.attributes) ?? this.#newSeries(point);
    if (typeof series === 'string') return series;
    if (point.hasNoValue) rows.addStale(series.id, point.timeMs);
    else {
      const sum = sumWith(series, point);
      if (sum === undefined) return 'invalid_time';
      rows.add(series.id, point.timeMs, sum);
    }
    addExemplars(rows, point.exemplars, () => series.id);
    return undefined;
  }

  #newSeries(point: PointDraft): SumSeries | RecordProblem {
    const id = seriesOfPoint(point, this.#options);
    if (typeof id === 'string') return id;
    const made = { id };
    this.#known.set(point.attributes.key, made);
    return made;
  }
}

/** The sum so far with a delta; nothing for one that comes too late. */
function sumWith(series: SumSeries, point: PointDraft): number | undefined {
  const { timeMs: lastMs, startMs: lastStartMs, value } = point;
  const { delta } = series;
  const order = delta === undefined ? 'next' : deltaOrder(delta, point);
  if (order === 'late') return undefined;
  if (order === 'next') series.delta = { sum: value + (delta?.sum ?? 0), lastMs, lastStartMs };
  return series.delta?.sum;
}
