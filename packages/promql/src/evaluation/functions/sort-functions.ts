import { compareLabelSets } from '@telltale/model';
import { compareNatural } from '../numeric/compare-natural.ts';
import { onlyNumbers } from '../values/sample-kinds.ts';
import type { InstantVector, StepSeries } from '../values/value.ts';
import type { CallInput, FunctionFamily } from './call-input.ts';
import { stringArgument, vectorArgument } from './call-input.ts';

/** Functions that order an instant result. Range results are always ordered by labels. */
export const sortFunctions: FunctionFamily = {
  sort: (input) => sorted(input, onlyNumbers(vectorArgument(input, 0)), byValue(1)),
  sort_desc: (input) => sorted(input, onlyNumbers(vectorArgument(input, 0)), byValue(-1)),
  sort_by_label: (input) => sorted(input, vectorArgument(input, 0), byLabels(input, 1)),
  sort_by_label_desc: (input) => sorted(input, vectorArgument(input, 0), byLabels(input, -1)),
};

type Order = (a: StepSeries, b: StepSeries) => number;

function sorted(input: CallInput, vector: InstantVector, order: Order): InstantVector {
  const { grid, annotations } = input.context;
  if (grid.count === 1) return { type: 'vector', series: vector.series.toSorted(order) };
  const reason = 'sort is ineffective for range queries since results are always ordered by labels';
  annotations.warn(input.node, `PromQL warning: ${reason}`);
  return vector;
}

/** NaN comes last in both directions. */
function byValue(sign: 1 | -1): Order {
  return ({ values: [a] }, { values: [b] }) => {
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
    return a === b ? 0 : sign * (a < b ? -1 : 1);
  };
}

function byLabels(input: CallInput, sign: 1 | -1): Order {
  const names = input.args.slice(1).map((_, i) => stringArgument(input, i + 1));
  return (a, b) => {
    for (const name of names) {
      const order = compareNatural(a.labels.get(name), b.labels.get(name));
      if (order !== 0) return sign * order;
    }
    return sign * compareLabelSets(a.labels, b.labels);
  };
}
