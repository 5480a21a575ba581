import type { HistogramColumn, MatrixSeries, QueryValue, VectorSample } from '@telltale/model';
import { LabelSet, compareLabelSets } from '@telltale/model';
import { executionError } from '../../errors/execution-error.ts';
import { mergeSameLabels, refuseSameLabels } from '../values/merge-series.ts';
import { presentSamples } from '../values/present-samples.ts';
import { withoutMetricIdentity } from '../values/relabel.ts';
import type { StepGrid } from '../values/step-grid.ts';
import { timesOf } from '../values/step-grid.ts';
import type { Column, RangeVector, StepSeries, Value } from '../values/value.ts';
import { fullColumn } from '../values/value.ts';

/** The result of an instant query: the only step, in the order of the evaluation. */
export function instantResult(value: Value, grid: StepGrid): QueryValue {
  const timestampMs = grid.startMs;
  switch (value.type) {
    case 'scalar':
      return { type: 'scalar', timestampMs, value: value.values[0] };
    case 'string':
      return { type: 'string', timestampMs, value: value.value };
    case 'matrix':
      return { type: 'matrix', series: windowSeries(value) };
    case 'vector': {
      const samples = named(value.series).map(({ labels, values, histograms }): VectorSample => {
        const histogram = histograms?.[0];
        return histogram
          ? { labels, timestampMs, value: 0, histogram }
          : { labels, timestampMs, value: values[0] };
      });
      return { type: 'vector', samples };
    }
  }
}

/** The result of a range query, sorted by labels. A scalar is a series without labels. */
export function rangeResult(value: Value, grid: StepGrid): QueryValue {
  switch (value.type) {
    case 'scalar':
      return rangeResult(
        {
          type: 'vector',
          series: [{ labels: LabelSet.empty, dropName: false, ...fullColumn(value.values) }],
        },
        grid,
      );
    case 'vector': {
      const times = timesOf(grid);
      const series = named(value.series).map((item) => points(item, times));
      return { type: 'matrix', series: series.sort(byLabels) };
    }
    default:
      throw executionError(`a range query must give a scalar or an instant vector, not a ${value.type}`);
  }
}

function byLabels(a: MatrixSeries, b: MatrixSeries): number {
  return compareLabelSets(a.labels, b.labels);
}

/** Drops the names that were only kept for the evaluation; what is the same then is joined. */
function named(series: readonly StepSeries[]): StepSeries[] {
  return mergeSameLabels(
    series.map((item) =>
      item.dropName ? { ...item, labels: withoutMetricIdentity(item.labels), dropName: false } : item,
    ),
  );
}

function points({ labels, values, present, histograms }: StepSeries, times: Float64Array): MatrixSeries {
  if (histograms) return mixedPoints(labels, times, { values, present, histograms });
  return { labels, ...presentSamples({ values, present }, times) };
}

function mixedPoints(
  labels: LabelSet,
  times: Float64Array,
  { values, present, histograms = [] }: Column,
): MatrixSeries {
  const isPresent = (_: unknown, step: number): boolean => present[step] === 1;
  const numbers = values.map((value, step) => (histograms[step] ? 0 : value));
  return withHistograms(
    { labels, timestamps: times.filter(isPresent), values: numbers.filter(isPresent) },
    Array.from(present, (_, step) => histograms[step]).filter(isPresent),
  );
}

/** Says of histograms only where there are any. */
function withHistograms(series: MatrixSeries, histograms: HistogramColumn): MatrixSeries {
  return histograms.some((histogram) => histogram !== undefined) ? { ...series, histograms } : series;
}

/** The windows of the only step; each series has nothing but its window. */
function windowSeries({ series }: RangeVector): MatrixSeries[] {
  const seen = new Set<string>();
  const result: MatrixSeries[] = [];
  for (const item of series) {
    const labels: LabelSet = item.dropName ? withoutMetricIdentity(item.labels) : item.labels;
    if (seen.has(labels.key)) refuseSameLabels(labels);
    seen.add(labels.key);
    const { timestamps, values, histograms = [] } = item;
    result.push(withHistograms({ labels, timestamps, values }, histograms));
  }
  return result.sort(byLabels);
}
