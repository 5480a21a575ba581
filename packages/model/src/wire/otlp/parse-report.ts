import { MAX_VALUES_PER_RECORD } from '../../logs/record-limits.ts';
import type { RecordProblem } from '../../logs/record-problem.ts';
import type { OtlpFault } from './otlp-content.ts';

/** What is taken from a request at most. */
export interface OtlpLimits {
  /** Log records or spans. Default: 100,000. */
  readonly maxRecords?: number;
  /** Attributes, values in them, events and links of one record. Default: 4096. */
  readonly maxValuesPerRecord?: number;
  /** The same of all records together. Default: 2,000,000. */
  readonly maxValues?: number;
}

const MAX_RECORDS = 100_000;
const MAX_VALUES = 2_000_000;

/** Names of the lists in the JSON of a signal. */
export interface SignalPath {
  readonly resources: string;
  readonly scopes: string;
  readonly records: string;
}

/** Keeps count of what is wrong with the records of a request, and of what may still be taken from it. */
export class ParseReport {
  rejected = 0;
  /** Where the reading is: places in the lists of resources, scopes and records. */
  resource = -1;
  scope = -1;
  record = -1;
  readonly #path: SignalPath;
  readonly #faults = new Map<RecordProblem, { count: number; where: string }>();
  readonly #maxValuesPerRecord: number;
  #recordsLeft: number;
  #valuesLeft: number;
  #valuesOfRecordLeft: number;

  constructor(
    path: SignalPath,
    {
      maxRecords = MAX_RECORDS,
      maxValuesPerRecord = MAX_VALUES_PER_RECORD,
      maxValues = MAX_VALUES,
    }: OtlpLimits,
  ) {
    this.#path = path;
    this.#recordsLeft = maxRecords;
    this.#valuesLeft = maxValues;
    this.#maxValuesPerRecord = maxValuesPerRecord;
    this.#valuesOfRecordLeft = maxValuesPerRecord;
  }

  /** A resource begins, with values of its own. */
  startResource(): void {
    this.resource++;
    this.scope = -1;
    this.record = -1;
    this.#valuesOfRecordLeft = this.#maxValuesPerRecord;
  }

  startScope(): void {
    this.scope++;
    this.record = -1;
  }

  /** A record begins; false when no more are taken, which is noted. */
  startRecord(): boolean {
    this.record++;
    this.#valuesOfRecordLeft = this.#maxValuesPerRecord;
    if (this.#recordsLeft > 0) {
      this.#recordsLeft--;
      return true;
    }
    this.reject('too_many_records');
    return false;
  }

  /** A data point of the record begins, with values of its own. */
  startPoint(): void {
    this.#valuesOfRecordLeft = this.#maxValuesPerRecord;
  }

  /** Whether one more value is kept; that it is not is noted once a record. */
  takeValue(): boolean {
    if (this.#valuesLeft > 0 && this.#valuesOfRecordLeft > 0) {
      this.#valuesLeft--;
      this.#valuesOfRecordLeft--;
      return true;
    }
    if (this.#valuesOfRecordLeft !== NOTED) this.flaw('too_many_values');
    this.#valuesOfRecordLeft = NOTED;
    return false;
  }

  /** The record is left out. */
  reject(problem: RecordProblem): void {
    this.rejected++;
    this.flaw(problem);
  }

  /** The record is taken, without the part that is wrong. */
  flaw(problem: RecordProblem): void {
    const fault = this.#faults.get(problem);
    if (fault) fault.count++;
    else this.#faults.set(problem, { count: 1, where: this.where() });
  }

  faults(): readonly OtlpFault[] {
    return [...this.#faults].map(([problem, fault]) => ({ problem, ...fault }));
  }

  /** Where the reading is, as JSON of the protocol has it. */
  where(): string {
    const { resources, scopes, records } = this.#path;
    const scope = this.scope < 0 ? '' : `.${scopes}[${this.scope}]`;
    const record = this.record < 0 ? '' : `.${records}[${this.record}]`;
    return `${resources}[${Math.max(0, this.resource)}]${scope}${record}`;
  }
}

/** Values left of a record for which it is noted that there are too many. */
const NOTED = -1;
