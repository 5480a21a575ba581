import type { BinaryExpr } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { mapColumns } from '../stream/map-columns.ts';
import type { SeriesStream } from '../stream/series-stream.ts';
import { streamOf } from '../stream/series-stream.ts';
import { histogramBytes } from '../values/histogram-bytes.ts';
import type { Column, InstantVector, ScalarValue } from '../values/value.ts';
import type { ElementOperation } from './element-operation.ts';
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
export function combineWithScalar(
  context: EvaluationContext,
  node: BinaryExpr,
  vector: InstantVector | SeriesStream,
  scalar: ScalarValue,
  vectorSide: 'left' | 'right',
): SeriesStream {
  const { budget, grid } = context;
  const operation = isTrim(node.op) ? undefined : elementOperation(node, vectorSide);
  const ofSamples = sampleOperation(context, node, vectorSide);
  const isDropped = dropsName(node);
  return mapColumns(context, streamOf(vector), (item, column) => {
    const { labels } = item;
    const dropName = item.dropName || isDropped;
    if (operation && !item.histograms) {
      combineNumbers(item, scalar.values, vectorSide, operation, column);
      return { labels, dropName, ...column };
    }
    const samples = sampleColumn(grid.count, (step) => {
      if (item.present[step] === 0) return undefined;
      const own = sampleAt(item, step);
      const other = scalar.values[step];
      return vectorSide === 'left' ? ofSamples(own, other) : ofSamples(other, own);
    });
    if (samples.histograms) budget.hold(histogramBytes(samples.histograms));
    return { labels, dropName, ...samples };
  });
}

function combineNumbers(
  { values, present }: Column,
  scalars: Float64Array,
  vectorSide: 'left' | 'right',
  operation: ElementOperation,
  result: Column,
): void {
  for (let step = 0; step < values.length; step++) {
    if (present[step] === 0) continue;
    const own = values[step];
    const other = scalars[step];
    const value = vectorSide === 'left' ? operation(own, other) : operation(other, own);
    if (value === undefined) continue;
    result.values[step] = value;
    result.present[step] = 1;
  }
}
