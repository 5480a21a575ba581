import type { NativeHistogram } from '@telltale/model';
import type { Column } from '../values/value.ts';
import { emptyColumn } from '../values/value.ts';
import type { Sample } from './sample-operation.ts';

/**
 * A column of samples of any type.
 *
 * @param sampleOf Is asked for every step; `undefined` where there is no sample.
 */
export function sampleColumn(count: number, sampleOf: (step: number) => Sample | undefined): Column {
  const { values, present } = emptyColumn(count);
  const histograms: (NativeHistogram | undefined)[] = [];
  for (let step = 0; step < count; step++) {
    const sample = sampleOf(step);
    if (sample === undefined) continue;
    present[step] = 1;
    if (typeof sample === 'number') values[step] = sample;
    else histograms[step] = sample;
  }
  return histograms.length === 0 ? { values, present } : { values, present, histograms };
}
