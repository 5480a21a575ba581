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
};

/** Says faults to whoever sent the request, as the `error_message` of a partial success. */
export function describeFaults(faults: readonly OtlpFault[]): string {
  return faults
    .map(({ problem, count, where }) => `${count} × ${WORDS[problem]} (first: ${where})`)
    .join('; ');
}
