import type {
  PrometheusBucket,
  PrometheusExemplar,
  PrometheusLabels,
  PrometheusMetric,
  PrometheusNativeBuckets,
  PrometheusValue,
} from '@telltale/model/wire';
import { NativeBuckets } from '../../metrics/distribution/native-buckets.ts';
import { isSketch } from '../../metrics/distribution/sketch.ts';
import type { Exemplar } from '../../metrics/view/exemplar.ts';
import type { MetricView } from '../../metrics/view/metric-view.ts';
import type { SeriesPage } from '../../metrics/view/series-page.ts';
import type { ExposedMetric } from '../names/exposed-metric.ts';
import { isShort } from '../text/exemplar-text.ts';
import { bucketRuns } from './bucket-runs.ts';

/** The series of a page with their values. */
export function* pageMetrics(metric: ExposedMetric, page: SeriesPage): Generator<PrometheusMetric> {
  const { view, name, labelNames } = metric;
  for (let row = 0; row < page.rowCount; row++) {
    if (page.live[row] === 0) continue;
    const labels = labelNames.map((label, index) => [label, page.textOf(row, index)] as const);
    if (view.kind === 'stateset') yield* stateMetrics(view, name, labels, page, row);
    else yield { labels, value: valueOf(view, page, row) };
  }
}

function* stateMetrics(
  view: MetricView,
  name: string,
  labels: PrometheusLabels,
  page: SeriesPage,
  row: number,
): Generator<PrometheusMetric> {
  for (const [index, state] of view.states.entries()) {
    const value = page.values[row * view.width + index];
    yield { labels: [...labels, [name, state]], value: { kind: 'gauge', value } };
  }
}

function valueOf(view: MetricView, page: SeriesPage, row: number): PrometheusValue {
  const { createdMs } = view;
  const start = row * view.width;
  switch (view.kind) {
    case 'counter': {
      const exemplar = exemplarOf(page.exemplars[row]?.[0]);
      return { kind: 'counter', value: page.values[start], createdMs, ...(exemplar && { exemplar }) };
    }
    case 'summary': {
      const [sum, count] = page.values.subarray(start, start + 2);
      return { kind: 'summary', count, sum, quantiles: quantilesOf(view, page.cells[row]), createdMs };
    }
    case 'histogram':
      return histogramOf(view, page, row);
    default:
      return { kind: 'gauge', value: page.values[start] };
  }
}

function quantilesOf({ quantiles }: MetricView, cell: unknown): { quantile: number; value: number }[] {
  const counts = isSketch(cell) ? cell.merged() : undefined;
  return quantiles.map((quantile) => ({ quantile, value: counts?.quantile(quantile) ?? NaN }));
}

/** A histogram that is only native has no classic buckets: readers would keep both. */
function histogramOf(view: MetricView, page: SeriesPage, row: number): PrometheusValue {
  const { bounds, width, createdMs } = view;
  const start = row * width;
  const exemplars = page.exemplars[row] ?? [];
  const cell = page.cells[row];
  const native = cell instanceof NativeBuckets ? nativeOf(cell) : undefined;
  const isNativeOnly = native !== undefined && bounds.length === 0;
  const buckets: PrometheusBucket[] = [];
  let count = 0;
  for (let index = 0; index < width - 1; index++) {
    count += page.values[start + 1 + index];
    const upperBound = bounds[index] ?? Infinity;
    const exemplar = exemplarOf(exemplars[index]);
    // The last one says no more than the count, unless it has an exemplar.
    if ((!isNativeOnly && upperBound < Infinity) || exemplar) {
      buckets.push({ upperBound, cumulativeCount: count, ...(exemplar && { exemplar }) });
    }
  }
  const sum = page.values[start];
  return { kind: 'histogram', count, sum, buckets, createdMs, ...(native && { native }) };
}

function nativeOf({
  schema,
  zeroThreshold,
  zeroCount,
  positive,
  negative,
}: NativeBuckets): PrometheusNativeBuckets {
  return {
    schema,
    zeroThreshold,
    zeroCount,
    positive: bucketRuns(positive),
    negative: bucketRuns(negative),
  };
}

function exemplarOf(exemplar: Exemplar | undefined): PrometheusExemplar | undefined {
  if (!exemplar || !isShort(exemplar)) return undefined;
  const { labels, value, timestampMs } = exemplar;
  return { labels: Object.entries(labels), value, timestampMs };
}
