import type { Aggregation } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { executionError } from '../../errors/execution-error.ts';
import { noteQuantiles } from '../functions/quantile-range.ts';
import { gatherVector } from '../stream/read-stream.ts';
import type { SeriesStream } from '../stream/series-stream.ts';
import type { InstantVector, Value } from '../values/value.ts';
import { vectorOf } from '../values/value.ts';
import type { Accumulator } from './accumulator.ts';
import { CountAccumulator } from './count-accumulator.ts';
import { countValues } from './count-values.ts';
import { ExtremeAccumulator } from './extreme-accumulator.ts';
import { fold } from './fold.ts';
import { groupSeries } from './group-series.ts';
import { limitRatio } from './limit-ratio.ts';
import { MeanAccumulator } from './mean-accumulator.ts';
import { QuantileAccumulator } from './quantile-accumulator.ts';
import { rank } from './ranking.ts';
import { SumAccumulator } from './sum-accumulator.ts';
import { VarianceAccumulator } from './variance-accumulator.ts';

/** Aggregates a vector over its series, at all steps. */
export async function aggregate(
  context: EvaluationContext,
  node: Aggregation,
  operand: SeriesStream,
  param: Value | undefined,
): Promise<InstantVector> {
  const createAccumulator = accumulatorsOf(context, node, param);
  if (createAccumulator) {
    const [series] = await fold(context, [{ node, createAccumulator }], operand);
    return vectorOf(series);
  }
  const { series } = await gatherVector(context, operand);
  if (node.op === 'count_values')
    return vectorOf(await countValues(context, node, series, textOf(node, param)));
  const groups = groupSeries(series, node.grouping);
  context.budget.spend(groups.length * context.grid.count);
  if (node.op === 'limit_ratio')
    return vectorOf(await limitRatio(context, node, groups, scalarsOf(node, param)));
  return vectorOf(await rank(context, node, groups, scalarsOf(node, param)));
}

/** Aggregates a vector in several ways that take no parameter, reading it once. */
export async function aggregateTogether(
  context: EvaluationContext,
  nodes: readonly Aggregation[],
  operand: SeriesStream,
): Promise<ReadonlyMap<Aggregation, InstantVector>> {
  const foldings = nodes.map((node) => {
    const createAccumulator = accumulatorsOf(context, node, undefined);
    if (!createAccumulator) throw executionError(`${node.op} cannot be folded`, node.source);
    return { node, createAccumulator };
  });
  const results = await fold(context, foldings, operand);
  return new Map(nodes.map((node, index) => [node, vectorOf(results[index])]));
}

/** What makes an accumulator per group; `undefined` for aggregations that do not fold series. */
function accumulatorsOf(
  context: EvaluationContext,
  node: Aggregation,
  param: Value | undefined,
): (() => Accumulator) | undefined {
  const {
    grid: { count },
    budget,
  } = context;
  switch (node.op) {
    case 'sum':
      return () => new SumAccumulator(count);
    case 'avg':
      return () => new MeanAccumulator(count);
    case 'min':
    case 'max': {
      const which = node.op;
      return () => new ExtremeAccumulator(count, which);
    }
    case 'count':
      return () => new CountAccumulator(count);
    case 'group':
      return () => new CountAccumulator(count, 1);
    case 'stdvar':
      return () => new VarianceAccumulator(count, 'variance');
    case 'stddev':
      return () => new VarianceAccumulator(count, 'deviation');
    case 'quantile': {
      const quantiles = scalarsOf(node, param);
      if (node.param) noteQuantiles(context, node.param, quantiles);
      return () => new QuantileAccumulator(quantiles, budget);
    }
    default:
      return undefined;
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
