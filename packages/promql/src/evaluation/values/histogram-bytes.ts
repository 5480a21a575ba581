import type { BucketRun, HistogramColumn, NativeHistogram } from '@telltale/model';

/** A histogram without buckets and a run without counts, with what the allocator adds. */
const BYTES_PER_HISTOGRAM = 200;
const BYTES_PER_RUN = 150;

/** Roughly how much memory the histograms of a column take; the same one at successive steps is there once. */
export function histogramBytes(histograms: HistogramColumn): number {
  let bytes = 0;
  let previous: NativeHistogram | undefined;
  for (const histogram of histograms) {
    if (histogram && histogram !== previous)
      bytes += BYTES_PER_HISTOGRAM + runBytes(histogram.positive) + runBytes(histogram.negative);
    previous = histogram;
  }
  return bytes;
}

function runBytes(runs: readonly BucketRun[]): number {
  let bytes = 0;
  for (const { counts } of runs) bytes += BYTES_PER_RUN + counts.byteLength;
  return bytes;
}
