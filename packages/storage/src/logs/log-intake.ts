import type { Clock, LogRecord } from '@telltale/model';
import type { IntakeLog } from '../intake-log/intake-log.ts';
import type { StoreNotice } from '../notice.ts';
import type { KeptRecord } from './record/kept-record.ts';
import { printBatch } from './record/packed-records.ts';
import { RecordAdmission } from './record/record-admission.ts';

export interface LogIntakeOptions {
  readonly log: IntakeLog;
  readonly firstSequence: number;
  readonly clock: Clock;
  /** The start of the oldest day that is kept. */
  readonly firstDayMs: () => number;
  /** Takes records that survive the death of the process from now on. */
  readonly onTaken: (records: readonly KeptRecord[], number: number, bytes: Uint8Array<ArrayBuffer>) => void;
  readonly onNotice: (notice: StoreNotice) => void;
}

/** Takes records: makes them sound, numbers them, and writes them to the intake log. */
export class LogIntake {
  readonly #options: LogIntakeOptions;
  readonly #admission = new RecordAdmission();
  #nextSequence: number;
  #tooOld = 0;

  constructor(options: LogIntakeOptions) {
    this.#options = options;
    this.#nextSequence = options.firstSequence;
  }

  /** @throws TelltaleError TT_OVERLOADED or TT_DATA_FOLDER; nothing was taken then. */
  async append(records: readonly LogRecord[]): Promise<void> {
    const kept = this.#admit(records);
    if (kept.length === 0) return;
    const bytes = printBatch(kept);
    const number = await this.#options.log.append(bytes);
    this.#options.onTaken(kept, number, bytes);
  }

  /** To be called now and then: tells of records that were too old to be kept. */
  tellTooOld(): void {
    if (this.#tooOld === 0) return;
    const message = `${this.#tooOld} log records were older than what is kept, and were left out. Keep logs for longer, or set the clock of who sent them.`;
    this.#tooOld = 0;
    this.#options.onNotice({ kind: 'records-too-old', message });
  }

  #admit(records: readonly LogRecord[]): KeptRecord[] {
    const nowMs = this.#options.clock.now();
    const firstDayMs = this.#options.firstDayMs();
    const kept: KeptRecord[] = [];
    for (const record of records) {
      const admitted = this.#admission.admit(record, nowMs, this.#nextSequence);
      if (admitted.timeMs < firstDayMs) {
        this.#tooOld++;
        continue;
      }
      this.#nextSequence++;
      kept.push(admitted);
    }
    return kept;
  }
}
