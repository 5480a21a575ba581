import type { RecordProblem } from '../../logs/record-problem.ts';

/** One kind of problem in a request. */
export interface OtlpFault {
  readonly problem: RecordProblem;
  /** How many times. */
  readonly count: number;
  /** Where it was met first, as JSON of the protocol has it: `resourceLogs[0].scopeLogs[0].logRecords[7]`. */
  readonly where: string;
}

/** What a request of the OpenTelemetry protocol carries, with what is wrong with it. */
export interface OtlpContent<Item> {
  readonly items: readonly Item[];
  /** How many were left out. */
  readonly rejected: number;
  /** Reasons to leave one out, and flaws of those that were taken without the part that is wrong. */
  readonly faults: readonly OtlpFault[];
}

const WORDS: Readonly<Record<RecordProblem, string>> = {
  malformed: 'cannot be read',
  invalid_id: 'trace ids that are not 16 bytes or span ids that are not 8, or are zero',
  too_deep: 'values nested too deeply, left empty',
  too_many_values: 'with more attributes and values than are kept, the rest left out',
  too_many_records: 'more than are taken from one request; send smaller batches',
  invalid_name: 'metrics whose name has no letter or digit',
  invalid_temporality: 'sums or histograms that are neither cumulative nor delta',
  invalid_histogram: 'histograms that contradict themselves or are too coarse',
  invalid_time: 'without a time, or of deltas that are not newer than the one before',
  too_many_labels: 'data points with more labels than are kept',
  too_long: 'data points with a name or a label longer than is kept',
  out_of_order:
    'older than what is kept, ahead of the clock, or of a time for which the series has another value',
  series_limit: 'data points of new series, of which the store takes no more',
};

/** What is wrong, in words for whoever sent it. */
export function problemInWords(problem: RecordProblem): string {
  return WORDS[problem];
}

/** Says faults to whoever sent the request, as the `error_message` of a partial success. */
export function describeFaults(faults: readonly OtlpFault[]): string {
  return faults
    .map(({ problem, count, where }) => `${count} × ${WORDS[problem]} (first: ${where})`)
    .join('; ');
}
