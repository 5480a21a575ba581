import type { MatrixSelector } from '@telltale/model';
import { executionError } from '../../errors/execution-error.ts';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import type { GatheredRange, RangeSeries, RangeVector } from '../values/value.ts';
import type { Extension } from './extended-window.ts';
import { edgeSamples } from './extended-window.ts';
import { edgeValues } from './number-edges.ts';
import { selectExtended } from './select-extended.ts';

/** An extended range as the result of an instant query: its samples, and values at both its edges. */
export async function extendedMatrix(
  context: EvaluationContext,
  node: MatrixSelector,
  extension: Extension,
): Promise<GatheredRange> {
  const range = await selectExtended(context, node);
  return {
    ...range,
    series: range.series.flatMap((series) => withEdges(node, series, range, extension) ?? []),
  };
}

function withEdges(
  node: MatrixSelector,
  series: RangeSeries,
  { endsMs, rangeMs }: RangeVector,
  extension: Extension,
): RangeSeries | undefined {
  const { labels, timestamps, values, histograms } = series;
  const [from, to, endMs] = [series.from[0], series.to[0], endsMs[0]];
  if (histograms?.slice(from, to).some((histogram) => histogram !== undefined))
    throw executionError(`${extension} modifier is not supported with histograms`, node.source);
  const window = { timestamps, from, to, startMs: endMs - rangeMs, endMs };
  const edges = edgeSamples(window, extension);
  if (!edges) return undefined;
  const { left, right } = edgeValues({ values, timestamps, isCounter: false }, window, edges, extension);
  const begin = timestamps[edges.first] <= window.startMs ? edges.first + 1 : edges.first;
  const end = Math.max(begin, timestamps[edges.last] >= endMs ? edges.last : edges.last + 1);
  const times = Float64Array.of(window.startMs, ...timestamps.subarray(begin, end), endMs);
  return {
    labels,
    dropName: false,
    timestamps: times,
    values: Float64Array.of(left, ...values.subarray(begin, end), right),
    from: Int32Array.of(0),
    to: Int32Array.of(times.length),
  };
}
