import type { RecordProblem, SeriesId } from '@telltale/model';
import type { PointDraft } from '@telltale/model/wire';
import { GenerationalMap } from '../../generational-map.ts';
import type { PushedRows } from '../../pushed-rows.ts';
import { decimalText } from '../names/decimal-text.ts';
import type { MetricPoints, MetricPointsOptions } from './metric-points.ts';

/** Quantiles of a summary: each is a series. */
const MAX_QUANTILES = 100;

interface SummarySeries {
  readonly sumId: SeriesId;
  readonly countId: SeriesId;
  readonly quantiles: readonly number[];
  readonly quantileIds: readonly SeriesId[];
}

/** Summaries, whose quantiles the program has computed. */
export class SummaryPoints implements MetricPoints {
  readonly #options: MetricPointsOptions;
  readonly #known: GenerationalMap<SummarySeries>;

  constructor(options: MetricPointsOptions) {
    this.#options = options;
    this.#known = new GenerationalMap(options.generations);
  }

  write(point: PointDraft, rows: PushedRows): RecordProblem | undefined {
    const known = this.#known.find(point.attributes);
    const { timeMs, quantiles } = point;
    if (quantiles.length > MAX_QUANTILES) return 'invalid_histogram';
    const isKnown = known && (point.hasNoValue || haveSameQuantiles(known, point));
    const series = isKnown ? known : this.#newSeries(point);
    if (typeof series === 'string') return series;
    if (point.hasNoValue) {
      for (const id of [series.sumId, series.countId, ...series.quantileIds]) rows.addStale(id, timeMs);
      return undefined;
    }
    rows.add(series.sumId, timeMs, point.sum ?? 0);
    rows.add(series.countId, timeMs, point.count);
    for (const [i, [, value]] of quantiles.entries()) rows.add(series.quantileIds[i], timeMs, value);
    return undefined;
  }

  #newSeries(point: PointDraft): SummarySeries | RecordProblem {
    const { name, series: maker } = this.#options;
    const labels = maker.labelsOf(point.attributes.read());
    if (typeof labels === 'string') return labels;
    const sumId = maker.series(`${name}_sum`, labels);
    const countId = maker.series(`${name}_count`, labels);
    const quantiles = point.quantiles.map(([quantile]) => quantile);
    const quantileIds = quantiles.flatMap(
      (quantile) => maker.series(name, labels, ['quantile', decimalText(quantile)]) ?? [],
    );
    if (sumId === undefined || countId === undefined || quantileIds.length < quantiles.length)
      return 'series_limit';
    const made = { sumId, countId, quantiles, quantileIds };
    this.#known.set(point.attributes.key, made);
    return made;
  }
}

function haveSameQuantiles({ quantiles }: SummarySeries, point: PointDraft): boolean {
  return (
    quantiles.length === point.quantiles.length &&
    point.quantiles.every(([quantile], i) => Object.is(quantile, quantiles[i]))
  );
}
