import type { OtlpTranslationStrategy } from '@telltale/definition';
import type { MetricMetadata, RecordProblem } from '@telltale/model';
import type { OtlpMetricHead, PointDraft } from '@telltale/model/wire';
import { GenerationalMap } from '../generational-map.ts';
import type { Generations } from '../generational-map.ts';
import type { PushedRows } from '../pushed-rows.ts';
import { metricName } from './names/metric-name.ts';
import { unitName } from './names/unit-name.ts';
import { DeltaSumPoints } from './points/delta-sum-points.ts';
import { ExponentialPoints } from './points/exponential-points.ts';
import { HistogramPoints } from './points/histogram-points.ts';
import type { MetricPoints, MetricPointsOptions } from './points/metric-points.ts';
import { NumberPoints } from './points/number-points.ts';
import { SummaryPoints } from './points/summary-points.ts';
import type { SeriesMaker } from './series-maker.ts';

/** What the metrics of a scope need. */
export interface ScopeMetricsOptions {
  readonly series: SeriesMaker;
  readonly strategy: OtlpTranslationStrategy;
  readonly generations: Generations;
  readonly onMetadata: (name: string, metadata: MetricMetadata) => void;
}

/** The metrics of one instrumentation scope of a program. */
export class ScopeMetrics {
  readonly #options: ScopeMetricsOptions;
  readonly #known: GenerationalMap<OtlpMetric>;

  constructor(options: ScopeMetricsOptions) {
    this.#options = options;
    this.#known = new GenerationalMap(options.generations);
  }

  /** What writes the points of a metric. One that changes its kind is another metric. */
  metric(head: OtlpMetricHead): OtlpMetric {
    const known = this.#known.find(head.description);
    if (known?.isOf(head)) return known;
    const metric = new OtlpMetric(head, this.#options);
    this.#known.set(head.description.key, metric);
    return metric;
  }
}

/** One metric with the series of its points. */
export class OtlpMetric implements MetricPoints {
  readonly #head: Pick<OtlpMetricHead, 'kind' | 'temporality' | 'isMonotonic'>;
  readonly #points: MetricPoints | RecordProblem;

  constructor(head: OtlpMetricHead, options: ScopeMetricsOptions) {
    const { kind, temporality, isMonotonic } = head;
    this.#head = { kind, temporality, isMonotonic };
    this.#points = pointsOf(head, options);
  }

  isOf({ kind, temporality, isMonotonic }: OtlpMetricHead): boolean {
    const head = this.#head;
    return head.kind === kind && head.temporality === temporality && head.isMonotonic === isMonotonic;
  }

  write(point: PointDraft, rows: PushedRows): RecordProblem | undefined {
    return typeof this.#points === 'string' ? this.#points : this.#points.write(point, rows);
  }
}

function pointsOf(
  head: OtlpMetricHead,
  { series, strategy, generations, onMetadata }: ScopeMetricsOptions,
): MetricPoints | RecordProblem {
  const { kind, temporality, isMonotonic } = head;
  const hasTemporality = kind !== 'gauge' && kind !== 'summary';
  if (hasTemporality && temporality === 'unspecified') return 'invalid_temporality';
  const { name: given, description, unit } = head.description.read();
  const name = metricName({ name: given, unit, kind, isMonotonic }, strategy);
  if (name === undefined) return 'invalid_name';
  onMetadata(name, { type: typeOf(head), help: description, unit: unitName(unit) });
  const options: MetricPointsOptions = { name, temporality, series, generations };
  switch (kind) {
    case 'gauge':
      return new NumberPoints(options, { keepsExemplars: false });
    case 'sum':
      if (temporality === 'delta') return new DeltaSumPoints(options);
      return new NumberPoints(options, { keepsExemplars: true });
    case 'histogram':
      return new HistogramPoints(options);
    case 'exponentialHistogram':
      return new ExponentialPoints(options);
    case 'summary':
      return new SummaryPoints(options);
  }
}

/** A sum that may go down is a gauge. */
function typeOf({ kind, isMonotonic }: OtlpMetricHead): MetricMetadata['type'] {
  switch (kind) {
    case 'gauge':
      return 'gauge';
    case 'sum':
      return isMonotonic ? 'counter' : 'gauge';
    case 'histogram':
    case 'exponentialHistogram':
      return 'histogram';
    case 'summary':
      return 'summary';
  }
}
