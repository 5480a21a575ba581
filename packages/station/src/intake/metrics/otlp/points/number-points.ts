import type { RecordProblem, SeriesId } from '@telltale/model';
import type { OtlpMetricKind, PointDraft } from '@telltale/model/wire';
import { GenerationalMap } from '../../generational-map.ts';
import type { PushedRows } from '../../pushed-rows.ts';
import type { LastDelta } from './delta-time.ts';
import { deltaOrder } from './delta-time.ts';
import { addExemplars } from './exemplars.ts';
import type { MetricPoints, MetricPointsOptions } from './metric-points.ts';

interface NumberSeries {
  readonly id: SeriesId;
  delta?: LastDelta & { sum: number };
}

/** Gauges and sums: one series a point. Deltas are added up. */
export class NumberPoints implements MetricPoints {
  readonly #options: MetricPointsOptions;
  readonly #isSum: boolean;
  readonly #known: GenerationalMap<NumberSeries>;

  constructor(kind: OtlpMetricKind, options: MetricPointsOptions) {
    this.#options = options;
    this.#isSum = kind === 'sum';
    this.#known = new GenerationalMap(options.generations);
  }

  write(point: PointDraft, rows: PushedRows): RecordProblem | undefined {
    const { key } = point.attributes;
    const series = this.#known.get(key) ?? this.#newSeries(key, point);
    if (typeof series === 'string') return series;
    const { timeMs } = point;
    if (point.hasNoValue) rows.addStale(series.id, timeMs);
    else if (this.#options.temporality !== 'delta') rows.add(series.id, timeMs, point.value);
    else {
      const sum = sumWith(series, point);
      if (sum === undefined) return 'invalid_time';
      rows.add(series.id, timeMs, sum);
    }
    if (this.#isSum && point.exemplars.length > 0) addExemplars(rows, point.exemplars, () => series.id);
    return undefined;
  }

  #newSeries(key: string, point: PointDraft): NumberSeries | RecordProblem {
    const { name, series } = this.#options;
    const labels = series.labelsOf(point.attributes.read());
    if (typeof labels === 'string') return labels;
    const id = series.series(name, labels);
    if (id === undefined) return 'series_limit';
    const made = { id };
    this.#known.set(key, made);
    return made;
  }
}

/** The sum so far with a delta; nothing for one that comes too late. */
function sumWith(series: NumberSeries, point: PointDraft): number | undefined {
  const { timeMs: lastMs, startMs: lastStartMs, value } = point;
  const { delta } = series;
  if (delta === undefined) {
    series.delta = { sum: value, lastMs, lastStartMs };
    return value;
  }
  const order = deltaOrder(delta, point);
  if (order === 'late') return undefined;
  if (order === 'next') series.delta = { sum: delta.sum + value, lastMs, lastStartMs };
  return series.delta?.sum;
}
