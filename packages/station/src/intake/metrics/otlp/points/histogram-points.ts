import type { RecordProblem, SeriesId } from '@telltale/model';
import type { PointDraft } from '@telltale/model/wire';
import { GenerationalMap } from '../../generational-map.ts';
import type { PushedRows } from '../../pushed-rows.ts';
import { decimalText } from '../names/decimal-text.ts';
import type { PointLabels } from '../series-maker.ts';
import type { LastDelta } from './delta-time.ts';
import { deltaOrder } from './delta-time.ts';
import { addExemplars } from './exemplars.ts';
import type { MetricPoints, MetricPointsOptions } from './metric-points.ts';

/** Bounds of a histogram: each is a series. */
const MAX_BOUNDS = 1000;

/** The values of a histogram; buckets are not cumulative. */
interface HistogramValues {
  count: number;
  sum: number | undefined;
  readonly buckets: readonly number[];
}

interface HistogramSeries {
  readonly labels: PointLabels;
  readonly countId: SeriesId;
  /** Made with the first sum: histograms of values below zero have none. */
  sumId: SeriesId | undefined;
  readonly bounds: readonly number[];
  /** One for each bound, then that of `+Inf`. */
  readonly bucketIds: readonly SeriesId[];
  delta?: LastDelta & HistogramValues;
}

/** Histograms with bounds of their own: classic ones, of a series for each bucket. Deltas are added up. */
export class HistogramPoints implements MetricPoints {
  readonly #options: MetricPointsOptions;
  readonly #known: GenerationalMap<HistogramSeries>;

  constructor(options: MetricPointsOptions) {
    this.#options = options;
    this.#known = new GenerationalMap(options.generations);
  }

  write(point: PointDraft, rows: PushedRows): RecordProblem | undefined {
    const known = this.#known.find(point.attributes);
    if (known !== undefined && point.hasNoValue) return this.#end(known, point, rows);
    if (!isSound(point)) return 'invalid_histogram';
    const series = known && haveSameBounds(known.bounds, point.bounds) ? known : this.#newSeries(point);
    if (typeof series === 'string') return series;
    if (point.hasNoValue) return this.#end(series, point, rows);
    const values = this.#options.temporality === 'delta' ? sumsWith(series, point) : valuesOf(point);
    if (values === undefined) return 'invalid_time';
    if (!this.#writeSum(series, values.sum, point, rows)) return 'series_limit';
    this.#writeBuckets(series, values, point, rows);
    addExemplars(rows, point.exemplars, ({ value }) => {
      const bucket = series.bounds.findIndex((bound) => value <= bound);
      return series.bucketIds[bucket < 0 ? series.bounds.length : bucket];
    });
    return undefined;
  }

  #writeSum(
    series: HistogramSeries,
    sum: number | undefined,
    { timeMs }: PointDraft,
    rows: PushedRows,
  ): boolean {
    if (sum === undefined) return true;
    const { name, series: maker } = this.#options;
    series.sumId ??= maker.series(`${name}_sum`, series.labels);
    if (series.sumId === undefined) return false;
    rows.add(series.sumId, timeMs, sum);
    return true;
  }

  /** Buckets of Prometheus hold those below them, too; that of `+Inf` holds all. */
  #writeBuckets(
    { bounds, bucketIds, countId }: HistogramSeries,
    { count, buckets }: HistogramValues,
    { timeMs }: PointDraft,
    rows: PushedRows,
  ): void {
    rows.add(countId, timeMs, count);
    let cumulative = 0;
    for (let i = 0; i < bounds.length; i++) {
      cumulative += buckets[i];
      rows.add(bucketIds[i], timeMs, cumulative);
    }
    rows.add(bucketIds[bounds.length], timeMs, count);
  }

  #end(series: HistogramSeries, { timeMs }: PointDraft, rows: PushedRows): undefined {
    rows.addStale(series.countId, timeMs);
    if (series.sumId !== undefined) rows.addStale(series.sumId, timeMs);
    for (const id of series.bucketIds) rows.addStale(id, timeMs);
  }

  #newSeries(point: PointDraft): HistogramSeries | RecordProblem {
    const { name, series: maker } = this.#options;
    const labels = maker.labelsOf(point.attributes.read());
    if (typeof labels === 'string') return labels;
    const bounds = point.bucketCounts.length === 0 ? [] : [...point.bounds];
    const countId = maker.series(`${name}_count`, labels);
    const bucketIds: SeriesId[] = [];
    for (const bound of [...bounds, Infinity]) {
      const id = maker.series(`${name}_bucket`, labels, ['le', decimalText(bound)]);
      if (id === undefined) return 'series_limit';
      bucketIds.push(id);
    }
    if (countId === undefined) return 'series_limit';
    const made = { labels, countId, sumId: undefined, bounds, bucketIds };
    this.#known.set(point.attributes.key, made);
    return made;
  }
}

/** Bounds ascend, and there is a bucket more than there are bounds; or there is neither. */
function isSound({ bounds, bucketCounts }: PointDraft): boolean {
  if (bucketCounts.length === 0) return true;
  if (bucketCounts.length !== bounds.length + 1 || bounds.length > MAX_BOUNDS) return false;
  return bounds.every(
    (bound, i) => !Number.isNaN(bound) && (i === 0 || bound > bounds[i - 1]) && bound < Infinity,
  );
}

function haveSameBounds(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function valuesOf({ count, sum, bucketCounts }: PointDraft): HistogramValues {
  return { count, sum, buckets: bucketCounts };
}

/** The histogram so far with a delta; nothing for one that comes too late. */
function sumsWith(series: HistogramSeries, point: PointDraft): HistogramValues | undefined {
  const { timeMs: lastMs, startMs: lastStartMs, count, sum, bucketCounts } = point;
  const { delta } = series;
  const order = delta === undefined ? 'next' : deltaOrder(delta, point);
  if (order === 'late') return undefined;
  if (order === 'next') {
    series.delta = {
      count: count + (delta?.count ?? 0),
      sum: sum === undefined ? delta?.sum : sum + (delta?.sum ?? 0),
      buckets: delta ? delta.buckets.map((before, i) => before + (bucketCounts[i] ?? 0)) : bucketCounts,
      lastMs,
      lastStartMs,
    };
  }
  return series.delta;
}
