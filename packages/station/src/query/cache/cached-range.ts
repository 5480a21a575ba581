import type { MatrixSeries, QueryAnnotation, QueryRange } from '@telltale/model';

/** A remark and the last step of the evaluation that made it. */
export interface CachedRemark {
  readonly remark: QueryAnnotation;
  readonly untilMs: number;
}

/** What is known of one query: the result of all steps of a range, as of a moment. */
export interface CachedRange {
  /** First and last step; `endMs` is exactly a step. */
  readonly range: QueryRange;
  readonly series: readonly MatrixSeries[];
  readonly remarks: readonly CachedRemark[];
  /** What was appended after this moment is not in it. */
  readonly sequence: number;
}

const BYTES_PER_POINT = 16;
/** Arrays, label set and their texts. */
const BYTES_PER_SERIES = 600;
const BYTES_PER_HISTOGRAM = 1000;

/** Memory of series, estimated on the safe side. */
export function bytesOfSeries(series: readonly MatrixSeries[]): number {
  let bytes = 0;
  for (const { values, histograms } of series) {
    bytes += BYTES_PER_SERIES + values.length * BYTES_PER_POINT;
    if (histograms) bytes += histograms.length * BYTES_PER_HISTOGRAM;
  }
  return bytes;
}
