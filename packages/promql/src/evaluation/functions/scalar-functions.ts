import { LabelSet } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { mapColumns } from '../stream/map-columns.ts';
import { eachSeries } from '../stream/read-stream.ts';
import { numbersOf } from '../values/sample-kinds.ts';
import { timesOf } from '../values/step-grid.ts';
import type { Value } from '../values/value.ts';
import { fullColumn, vectorOf } from '../values/value.ts';
import { absentLabels } from './absent-labels.ts';
import type { CallInput, FunctionFamily } from './call-input.ts';
import { scalarArgument, streamArgument } from './call-input.ts';

/** Functions between scalars and vectors; those that give the times of the query are numbers by now. */
export const scalarFunctions: FunctionFamily = {
  pi: ({ context }) => constant(context, Math.PI),
  time: ({ context }) => ({ type: 'scalar', values: timesOf(context.grid).map((ms) => ms / 1000) }),
  min_of: (input) => extremeOf(input, Math.min),
  max_of: (input) => extremeOf(input, Math.max),
  // A selector as argument never comes here: its samples know their times.
  timestamp: (input) => {
    const seconds = timesOf(input.context.grid).map((ms) => ms / 1000);
    return mapColumns(input.context, streamArgument(input, 0), ({ labels, present }, column) => {
      column.values.set(seconds);
      column.present.set(present);
      return { labels, dropName: true, ...column };
    });
  },
  vector: (input) => ({
    type: 'vector',
    series: [{ labels: LabelSet.empty, dropName: false, ...fullColumn(scalarArgument(input, 0)) }],
  }),
  scalar: toScalar,
  absent: async (input) => {
    const column = fullColumn(new Float64Array(input.context.grid.count).fill(1));
    await eachSeries(input.context, streamArgument(input, 0), ({ present }) => {
      for (let step = 0; step < present.length; step++) if (present[step] === 1) column.present[step] = 0;
    });
    return vectorOf([{ labels: absentLabels(input.node.args[0]), dropName: false, ...column }]);
  },
};

function constant({ grid }: EvaluationContext, value: number): Value {
  return { type: 'scalar', values: new Float64Array(grid.count).fill(value) };
}

function extremeOf(input: CallInput, pick: (a: number, b: number) => number): Value {
  const other = scalarArgument(input, 1);
  return { type: 'scalar', values: scalarArgument(input, 0).map((value, step) => pick(value, other[step])) };
}

/** The number of the only series of a step that has one; NaN where there is none or more than one. */
async function toScalar(input: CallInput): Promise<Value> {
  const values = new Float64Array(input.context.grid.count).fill(Number.NaN);
  const seen = new Uint32Array(values.length);
  await eachSeries(input.context, streamArgument(input, 0), (item) => {
    const { values: own, present } = numbersOf(item);
    for (let step = 0; step < values.length; step++) {
      if (present[step] === 1) values[step] = ++seen[step] === 1 ? own[step] : Number.NaN;
    }
  });
  return { type: 'scalar', values };
}
