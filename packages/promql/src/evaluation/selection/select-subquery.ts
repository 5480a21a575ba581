import type { NativeHistogram, Subquery } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { countWindows } from '../context/evaluation-context.ts';
import type { StepGrid } from '../values/step-grid.ts';
import { presentSamples } from '../values/present-samples.ts';
import { timesOf } from '../values/step-grid.ts';
import type { InstantVector, RangeSeries, RangeVector, StepSeries } from '../values/value.ts';
import { selectionTimes } from './selection-times.ts';
import { WindowCutter } from './windows.ts';

/** Subqueries have more steps than queries show points; beyond this they are a mistake. */
const MAX_SUBQUERY_STEPS = 2_000_000;

/** The steps of an inner expression as samples, with the window of each outer step. */
export async function selectSubquery(
  context: EvaluationContext,
  node: Subquery,
  evaluateInner: (inner: EvaluationContext) => Promise<InstantVector>,
): Promise<RangeVector> {
  const { rangeMs } = node;
  const endsMs = selectionTimes(context, node);
  const grid = subqueryGrid(context, node, endsMs);
  const vector: InstantVector =
    grid.count > 0
      ? await evaluateInner({
          ...context,
          grid,
          samplesPerStep: undefined,
          shared: undefined,
          common: undefined,
        })
      : { type: 'vector', series: [] };
  const times = timesOf(grid);
  const cutter = new WindowCutter({ endsMs, lengthMs: rangeMs, closed: context.closedWindows });
  const series: RangeSeries[] = [];
  for (const item of vector.series) {
    if (context.budget.isDue()) await context.budget.pause();
    const samples = samplesOf(forgetResets(item), times);
    const windows = cutter.cut(samples.timestamps);
    countWindows(context, windows);
    series.push({ labels: item.labels, dropName: item.dropName, ...samples, ...windows });
  }
  return { type: 'matrix', series, endsMs, rangeMs };
}

/** Subquery steps are aligned to multiples of the step, whatever the query's own times are. */
function subqueryGrid(context: EvaluationContext, node: Subquery, endsMs: Float64Array): StepGrid {
  const stepMs = node.stepMs ?? context.subqueryStepMs;
  const edge = endsMs[0] - node.rangeMs;
  const aligned = Math.ceil(edge / stepMs) * stepMs;
  const startMs = aligned === edge && !context.closedWindows ? aligned + stepMs : aligned;
  const endMs = endsMs[endsMs.length - 1];
  const count = endMs < startMs ? 0 : Math.floor((endMs - startMs) / stepMs) + 1;
  if (count > MAX_SUBQUERY_STEPS) {
    throw new TelltaleError(
      'TT_QUERY_LIMIT',
      `subquery would have ${count} steps, more than ${MAX_SUBQUERY_STEPS}`,
    );
  }
  return { startMs, stepMs, count };
}

/**
 * What is known of a reset holds between a sample and the one stored before it. A subquery leaves
 * samples out and repeats them, so resets have to be looked for among those that it gives.
 */
function forgetResets(series: StepSeries): StepSeries {
  const { histograms } = series;
  return histograms ? { ...series, histograms: histograms.map(withoutReset) } : series;
}

function withoutReset(histogram: NativeHistogram | undefined): NativeHistogram | undefined {
  const isKnown = histogram?.counterReset === 'reset' || histogram?.counterReset === 'not_reset';
  return histogram && isKnown ? { ...histogram, counterReset: 'unknown' } : histogram;
}

function samplesOf(
  series: StepSeries,
  times: Float64Array,
): Pick<RangeSeries, 'timestamps' | 'values' | 'histograms'> {
  const { present, histograms } = series;
  const samples = presentSamples(series, times);
  if (!histograms) return samples;
  // Columns of histograms are sparse, and `filter` would skip their holes.
  return { ...samples, histograms: Array.from(histograms).filter((_, step) => present[step] === 1) };
}
