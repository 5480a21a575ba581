import { DAY_MS, dayOf } from '../file/log-files.ts';
import type { KeptRecord } from '../record/kept-record.ts';

/** The records that are in no block yet, in memory, where searches find them. */
export class LogTail {
  /** By day, each in the order of arrival. */
  readonly #days = new Map<number, KeptRecord[]>();

  add(records: readonly KeptRecord[]): void {
    for (const record of records) {
      const dayMs = dayOf(record.timeUs);
      let day = this.#days.get(dayMs);
      if (day === undefined) this.#days.set(dayMs, (day = []));
      day.push(record);
    }
  }

  /** Records of a day up to this one are in blocks. */
  release(dayMs: number, lastSequence: number): void {
    const records = this.#days.get(dayMs) ?? [];
    const kept = records.findIndex(({ sequence }) => sequence > lastSequence);
    if (kept === -1) this.#days.delete(dayMs);
    else this.#days.set(dayMs, records.slice(kept));
  }

  dropDay(dayMs: number): void {
    this.#days.delete(dayMs);
  }

  get days(): number[] {
    return [...this.#days.keys()];
  }

  /** What there is now of the days of a range; what comes later does not show in it. */
  snapshot(startUs: number, endUs: number): KeptRecord[] {
    return [...this.#days]
      .filter(([dayMs]) => dayMs * 1000 < endUs && (dayMs + DAY_MS) * 1000 > startUs)
      .flatMap(([, records]) => records);
  }

  get count(): number {
    return [...this.#days.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** The time of the oldest record. */
  oldestMs(): number | undefined {
    let oldestMs: number | undefined;
    for (const { timeMs } of [...this.#days.values()].flat()) {
      if (oldestMs === undefined || timeMs < oldestMs) oldestMs = timeMs;
    }
    return oldestMs;
  }
}
