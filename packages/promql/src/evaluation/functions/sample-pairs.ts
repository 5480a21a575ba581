import type { NativeHistogram } from '@telltale/model';
import { isCounterReset } from '../native/counter-reset.ts';
import { equalHistograms } from '../native/equal-histograms.ts';
import type { RangeSeries } from '../values/value.ts';
import type { FunctionImplementation } from './call-input.ts';
import type { SeriesKernel } from './window-function.ts';
import { eachWindow, seriesFunction } from './window-function.ts';

/** Whether two neighbouring samples count. */
interface PairTest {
  ofNumbers(previous: number, next: number): boolean;
  ofHistograms(previous: NativeHistogram, next: NativeHistogram): boolean;
}

/** Functions that count the neighbouring samples of a window that differ in some way. */
export const pairFunctions = {
  changes: counted({
    ofNumbers: (previous, next) => previous !== next && (previous === previous || next === next),
    ofHistograms: (previous, next) => !equalHistograms(previous, next),
  }),
  resets: counted({
    ofNumbers: (previous, next) => next < previous,
    ofHistograms: (previous, next) => isCounterReset(next, previous),
  }),
};

function counted(test: PairTest): FunctionImplementation {
  return seriesFunction(() => countPairs(({ values }, i) => test.ofNumbers(values[i - 1], values[i])), {
    createMixedKernel: () => (series, column) => {
      countPairs((mixed, i) => isMixedPair(mixed, i, test))(series, column);
      return column;
    },
  });
}

/** A number and a histogram always differ. */
function isMixedPair({ values, histograms = [] }: RangeSeries, i: number, test: PairTest): boolean {
  const [previous, next] = [histograms[i - 1], histograms[i]];
  if (previous && next) return test.ofHistograms(previous, next);
  return previous !== next || test.ofNumbers(values[i - 1], values[i]);
}

/** Counts the samples of every window that count with the one before; each pair is looked at once. */
function countPairs(counts: (series: RangeSeries, index: number) => boolean): SeriesKernel {
  return (series, column) => {
    const sums = new Int32Array(series.values.length);
    for (let i = 1; i < sums.length; i++) sums[i] = sums[i - 1] + (counts(series, i) ? 1 : 0);
    eachWindow((_, from, to) => sums[to - 1] - sums[from])(series, column);
  };
}
