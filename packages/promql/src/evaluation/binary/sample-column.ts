import type { NativeHistogram } from '@telltale/model';
import type { Column } from '../values/value.ts';
import { emptyColumn } from '../values/value.ts';
import type { SampleOutcome } from './sample-operation.ts';

/**
 * A column of samples of any type.
 *
 * @param sampleOf Is asked for every step; `undefined` where there is no sample.
 */
export function sampleColumn(count: number, sampleOf: (step: number) => SampleOutcome | undefined): Column {
  const { values, present } = emptyColumn(count);
  const histograms: (NativeHistogram | undefined)[] = Array.from({ length: count });
  let hasHistograms = false;
  for (let step = 0; step < count; step++) {
    const sample = sampleOf(step);
    if (sample === undefined || typeof sample === 'string') continue;
    present[step] = 1;
    if (typeof sample === 'number') values[step] = sample;
    else {
      histograms[step] = sample;
      hasHistograms = true;
    }
  }
  return hasHistograms ? { values, present, histograms } : { values, present };
}
