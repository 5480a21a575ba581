import type { Aggregation } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { executionError } from '../../errors/execution-error.ts';
import { noteQuantiles } from '../functions/quantile-range.ts';
import { numbersOf } from '../values/sample-kinds.ts';
import type { InstantVector, StepSeries, Value } from '../values/value.ts';
import { vectorOf } from '../values/value.ts';
import type { Accumulator } from './accumulator.ts';
import { CountAccumulator } from './count-accumulator.ts';
import { countValues } from './count-values.ts';
import { ExtremeAccumulator } from './extreme-accumulator.ts';
import { groupSeries } from './grouping.ts';
import { includeHistograms } from './histogram-totals.ts';
import { limitRatio } from './limit-ratio.ts';
import { MeanAccumulator } from './mean-accumulator.ts';
import { QuantileAccumulator } from './quantile-accumulator.ts';
import { rank } from './ranking.ts';
import { SumAccumulator } from './sum-accumulator.ts';
import { VarianceAccumulator } from './variance-accumulator.ts';

/** What counts samples takes all of them alike. */
const COUNTING: ReadonlySet<Aggregation['op']> = new Set<Aggregation['op']>(['count', 'group']);

/** Aggregates a vector over its series, at all steps. */
export async function aggregate(
  context: EvaluationContext,
  node: Aggregation,
  vector: InstantVector,
  param: Value | undefined,
): Promise<InstantVector> {
  const { grid } = context;
  if (node.op === 'count_values') {
    return vectorOf(await countValues(context, node, vector.series, textOf(node, param)));
  }
  const groups = groupSeries(vector.series, node.grouping);
  context.budget.spend(groups.length * grid.count);
  if (node.op === 'topk' || node.op === 'bottomk' || node.op === 'limitk') {
    return vectorOf(await rank(context, node, groups, scalarsOf(node, param)));
  }
  if (node.op === 'limit_ratio') {
    return vectorOf(await limitRatio(context, node, groups, scalarsOf(node, param)));
  }
  const quantiles = node.op === 'quantile' ? scalarsOf(node, param) : undefined;
  if (quantiles && node.param) noteQuantiles(context, node.param, quantiles);
  const results: StepSeries[] = [];
  for (const { labels, members, dropName } of groups) {
    const accumulator = createAccumulator(context, node, quantiles);
    const isMixed = !COUNTING.has(node.op) && members.some(({ histograms }) => histograms);
    const numbers = isMixed ? members.map(numbersOf) : members;
    for (const member of numbers) {
      if (context.budget.isDue()) await context.budget.pause();
      accumulator.add(member);
    }
    const column = await accumulator.finish();
    const result = isMixed ? await includeHistograms(context, node, members, column) : column;
    results.push({ labels, dropName, ...result });
  }
  return vectorOf(results);
}

function createAccumulator(
  { grid: { count }, budget }: EvaluationContext,
  node: Aggregation,
  quantiles: Float64Array | undefined,
): Accumulator {
  switch (node.op) {
    case 'sum':
      return new SumAccumulator(count);
    case 'avg':
      return new MeanAccumulator(count);
    case 'min':
    case 'max':
      return new ExtremeAccumulator(count, node.op);
    case 'count':
      return new CountAccumulator(count);
    case 'group':
      return new CountAccumulator(count, 1);
    case 'stdvar':
      return new VarianceAccumulator(count, 'variance');
    case 'stddev':
      return new VarianceAccumulator(count, 'deviation');
    default:
      return new QuantileAccumulator(quantiles ?? new Float64Array(count), budget);
  }
}

function scalarsOf(node: Aggregation, param: Value | undefined): Float64Array {
  if (param?.type === 'scalar') return param.values;
  throw executionError(`${node.op} needs a number as parameter`, node.source);
}

function textOf(node: Aggregation, param: Value | undefined): string {
  if (param?.type === 'string') return param.value;
  throw executionError(`${node.op} needs a string as parameter`, node.source);
}
