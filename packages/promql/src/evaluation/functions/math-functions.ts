import type { Column, StepSeries, Value } from '../values/value.ts';
import { emptyColumn, vectorOf } from '../values/value.ts';
import type { CallInput, FunctionFamily, FunctionImplementation } from './call-input.ts';
import { scalarArgument, vectorArgument } from './call-input.ts';

/** Functions of single values. */
export const mathFunctions: FunctionFamily = {
  abs: mapped(Math.abs),
  ceil: mapped(Math.ceil),
  floor: mapped(Math.floor),
  exp: mapped(Math.exp),
  sqrt: mapped(Math.sqrt),
  ln: mapped(Math.log),
  log2: mapped(Math.log2),
  log10: mapped(Math.log10),
  sgn: mapped(Math.sign),
  sin: mapped(Math.sin),
  cos: mapped(Math.cos),
  tan: mapped(Math.tan),
  asin: mapped(Math.asin),
  acos: mapped(Math.acos),
  atan: mapped(Math.atan),
  sinh: mapped(Math.sinh),
  cosh: mapped(Math.cosh),
  tanh: mapped(Math.tanh),
  asinh: mapped(Math.asinh),
  acosh: mapped(Math.acosh),
  atanh: mapped(Math.atanh),
  deg: mapped((radians) => (radians * 180) / Math.PI),
  rad: mapped((degrees) => (degrees * Math.PI) / 180),
  round: (input) => {
    const nearest = input.args.length > 1 ? scalarArgument(input, 1) : undefined;
    return mapSteps(input, (value, step) => {
      // Multiplying by the inverse loses less than dividing by fractions such as 0.1.
      const inverse = 1 / (nearest?.[step] ?? 1);
      return Math.floor(value * inverse + 0.5) / inverse;
    });
  },
  clamp: (input) => clamped(input, scalarArgument(input, 1), scalarArgument(input, 2)),
  clamp_min: (input) => clamped(input, scalarArgument(input, 1), undefined),
  clamp_max: (input) => clamped(input, undefined, scalarArgument(input, 1)),
};

function mapped(map: (value: number) => number): FunctionImplementation {
  return (input) => mapSteps(input, map);
}

/** Maps every value of the first argument; the metric name is dropped. */
export function mapSteps(input: CallInput, map: (value: number, step: number) => number): Value {
  const { grid, budget } = input.context;
  const { series } = vectorArgument(input, 0);
  budget.spend(series.length * grid.count);
  return {
    type: 'vector',
    series: series.map(({ labels, values, present }): StepSeries => {
      const result = new Float64Array(values.length);
      for (let step = 0; step < values.length; step++)
        if (present[step] === 1) result[step] = map(values[step], step);
      return { labels, dropName: true, values: result, present };
    }),
  };
}

/** Where the bounds cross at a step there is nothing between them, and so no value. */
function clamped(input: CallInput, low: Float64Array | undefined, high: Float64Array | undefined): Value {
  const series = vectorArgument(input, 0).series.map(({ labels, values, present }): StepSeries => {
    const column: Column = emptyColumn(values.length);
    for (let step = 0; step < values.length; step++) {
      const least = low?.[step] ?? -Infinity;
      const most = high?.[step] ?? Infinity;
      if (present[step] === 0 || most < least) continue;
      column.values[step] = Math.max(least, Math.min(most, values[step]));
      column.present[step] = 1;
    }
    return { labels, dropName: true, ...column };
  });
  return vectorOf(series);
}
