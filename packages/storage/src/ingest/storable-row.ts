import type { NativeHistogram, SampleRow } from '@telltale/model';
import { partOfRow } from './part-of-row.ts';
import { isSoundHistogram } from './sound-histogram.ts';

/**
 * A row as it is stored: without histograms that no evaluation could use, and without what a sender says
 * of counter resets. That is true of two samples that follow each other where it was sent; here another
 * may lie between them, late, or one be missing. Evaluations find resets by the counts.
 */
export function storableRow(row: SampleRow): SampleRow {
  const { histograms } = row;
  if (histograms === undefined) return row;
  const isSound = histograms.map((histogram) => histogram === undefined || isSoundHistogram(histogram));
  const sound = isSound.every(Boolean)
    ? row
    : partOfRow(
        row,
        [...isSound.keys()].filter((i) => isSound[i]),
      );
  return { ...sound, histograms: sound.histograms?.map((histogram) => histogram && withoutClaim(histogram)) };
}

function withoutClaim(histogram: NativeHistogram): NativeHistogram {
  const { counterReset } = histogram;
  return counterReset === 'gauge' || counterReset === 'unknown'
    ? histogram
    : { ...histogram, counterReset: 'unknown' };
}
