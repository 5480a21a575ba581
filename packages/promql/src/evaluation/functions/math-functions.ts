import type { SeriesStream } from '../stream/series-stream.ts';
import { mapColumns } from '../stream/map-columns.ts';
import { numbersOf } from '../values/sample-kinds.ts';
import type { CallInput, FunctionFamily, FunctionImplementation } from './call-input.ts';
import { scalarArgument, streamArgument } from './call-input.ts';

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

/** Maps every number of the first argument; the metric name is dropped, histograms are ignored. */
export function mapSteps(input: CallInput, map: (value: number, step: number) => number): SeriesStream {
  return mapColumns(input.context, streamArgument(input, 0), (item, column) => {
    const { values, present } = numbersOf(item);
    for (let step = 0; step < values.length; step++)
      if (present[step] === 1) column.values[step] = map(values[step], step);
    column.present.set(present);
    return { labels: item.labels, dropName: true, ...column };
  });
}

/** Where the bounds cross at a step there is nothing between them, and so no value. */
function clamped(
  input: CallInput,
  low: Float64Array | undefined,
  high: Float64Array | undefined,
): SeriesStream {
  return mapColumns(input.context, streamArgument(input, 0), (item, column) => {
    const { values, present } = numbersOf(item);
    for (let step = 0; step < values.length; step++) {
      const least = low?.[step] ?? -Infinity;
      const most = high?.[step] ?? Infinity;
      if (present[step] === 0 || most < least) continue;
      column.values[step] = larger(least, smaller(most, values[step]));
      column.present[step] = 1;
    }
    return { labels: item.labels, dropName: true, ...column };
  });
}

/** As in Go, and not in JavaScript: nothing is larger than infinity, so it wins over NaN too. */
function larger(a: number, b: number): number {
  return a === Infinity || b === Infinity ? Infinity : Math.max(a, b);
}

/** As in Go: nothing is smaller than negative infinity, so it wins over NaN too. */
function smaller(a: number, b: number): number {
  return a === -Infinity || b === -Infinity ? -Infinity : Math.min(a, b);
}
