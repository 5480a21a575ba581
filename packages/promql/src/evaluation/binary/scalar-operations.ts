import type { BinaryExpr } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { histogramBytes } from '../values/histogram-bytes.ts';
import { ColumnPool } from '../values/column-pool.ts';
import type { InstantVector, ScalarValue, StepSeries } from '../values/value.ts';
import { vectorOf } from '../values/value.ts';
import { dropsName, elementOperation } from './element-operation.ts';
import { sampleColumn } from './sample-column.ts';
import { isTrim, sampleAt, sampleOperation } from './sample-operation.ts';

/** Two scalars. */
export function combineScalars(node: BinaryExpr, left: ScalarValue, right: ScalarValue): ScalarValue {
  const operation = elementOperation(node);
  return {
    type: 'scalar',
    values: left.values.map((value, step) => operation(value, right.values[step]) ?? Number.NaN),
  };
}

/**
 * Every value of a vector with the scalar of its step. A comparison passes on the vector's value,
 * on whichever side the vector stands.
 */
export async function combineWithScalar(
  context: EvaluationContext,
  node: BinaryExpr,
  vector: InstantVector,
  scalar: ScalarValue,
  vectorSide: 'left' | 'right',
): Promise<InstantVector> {
  const { budget, grid } = context;
  budget.spend(vector.series.length * grid.count);
  if (isTrim(node.op) || vector.series.some(({ histograms }) => histograms))
    return combineSamples(context, node, vector, scalar, vectorSide);
  const operation = elementOperation(node, vectorSide);
  const dropName = dropsName(node);
  const columns = new ColumnPool(grid.count);
  const results: StepSeries[] = [];
  for (const item of vector.series) {
    if (budget.isDue()) await budget.pause();
    const column = columns.take();
    for (let step = 0; step < grid.count; step++) {
      if (item.present[step] === 0) continue;
      const own = item.values[step];
      const other = scalar.values[step];
      const value = vectorSide === 'left' ? operation(own, other) : operation(other, own);
      if (value === undefined) continue;
      column.values[step] = value;
      column.present[step] = 1;
    }
    results.push({ labels: item.labels, dropName: item.dropName || dropName, ...column });
  }
  return vectorOf(results);
}

async function combineSamples(
  context: EvaluationContext,
  node: BinaryExpr,
  { series }: InstantVector,
  { values: scalars }: ScalarValue,
  vectorSide: 'left' | 'right',
): Promise<InstantVector> {
  const { budget, grid } = context;
  const operation = sampleOperation(context, node, vectorSide);
  const results: StepSeries[] = [];
  for (const item of series) {
    if (budget.isDue()) await budget.pause();
    const column = sampleColumn(grid.count, (step) => {
      if (item.present[step] === 0) return undefined;
      const own = sampleAt(item, step);
      return vectorSide === 'left' ? operation(own, scalars[step]) : operation(scalars[step], own);
    });
    if (column.histograms) budget.hold(histogramBytes(column.histograms));
    results.push({ labels: item.labels, dropName: item.dropName || dropsName(node), ...column });
  }
  return vectorOf(results);
}
