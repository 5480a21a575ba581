import type { NativeHistogram, RecordProblem, SeriesId } from '@telltale/model';
import type { PointDraft } from '@telltale/model/wire';
import { GenerationalMap } from '../../generational-map.ts';
import type { PushedRows } from '../../pushed-rows.ts';
import type { LastDelta } from './delta-time.ts';
import { deltaOrder } from './delta-time.ts';
import { addExemplars } from './exemplars.ts';
import { ExponentialSum, readExponential } from './exponential-sum.ts';
import type { MetricPoints, MetricPointsOptions } from './metric-points.ts';
import { seriesOfPoint } from './metric-points.ts';

interface NativeSeries {
  readonly id: SeriesId;
  delta?: LastDelta & { readonly sum: ExponentialSum };
}

/** Exponential histograms: native ones, one sample a point. Deltas are added up. */
export class ExponentialPoints implements MetricPoints {
  readonly #options: MetricPointsOptions;
  readonly #known: GenerationalMap<NativeSeries>;

  constructor(options: MetricPointsOptions) {
    this.#options = options;
    this.#known = new GenerationalMap(options.generations);
  }

  write(point: PointDraft, rows: PushedRows): RecordProblem | undefined {
    const series = this.#known.find(point.attributes) ?? this.#newSeries(point);
    if (typeof series === 'string') return series;
    if (point.hasNoValue) {
      rows.addStale(series.id, point.timeMs);
      return undefined;
    }
    const read = readExponential(point);
    if (read === undefined) return 'invalid_histogram';
    const histogram = this.#options.temporality === 'delta' ? sumWith(series, read, point) : read.histogram();
    if (histogram === undefined) return 'invalid_time';
    rows.addHistogram(series.id, point.timeMs, histogram);
    addExemplars(rows, point.exemplars, () => series.id);
    return undefined;
  }

  #newSeries(point: PointDraft): NativeSeries | RecordProblem {
    const id = seriesOfPoint(point, this.#options);
    if (typeof id === 'string') return id;
    const made = { id };
    this.#known.set(point.attributes.key, made);
    return made;
  }
}

function sumWith(series: NativeSeries, read: ExponentialSum, point: PointDraft): NativeHistogram | undefined {
  const { timeMs: lastMs, startMs: lastStartMs } = point;
  const { delta } = series;
  if (delta === undefined) {
    series.delta = { sum: read, lastMs, lastStartMs };
    return read.histogram();
  }
  const order = deltaOrder(delta, point);
  if (order === 'late') return undefined;
  if (order === 'next') {
    delta.sum.add(read);
    delta.lastMs = lastMs;
    delta.lastStartMs = lastStartMs;
  }
  return delta.sum.histogram();
}
