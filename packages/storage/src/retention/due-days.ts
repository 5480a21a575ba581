import type { Clock } from '@telltale/model';
import type { StoreNotice } from '../notice.ts';

const DAY_MS = 86_400_000;

/** As many as a weekend without the machine makes; more at once, and the clock may be wrong. */
const MAX_DAYS_AT_ONCE = 2;
/** Hourly looks after which the clock is believed. */
const LOOKS_BEFORE_BELIEF = 2;

export interface DueDaysOptions {
  readonly clock: Clock;
  readonly retentionMs: number;
  readonly onNotice: (notice: StoreNotice) => void;
}

/** Says which days are older than what is kept, and doubts the clock when they are unusually many. */
export class DueDays {
  readonly #options: DueDaysOptions;
  #retentionMs: number;
  /** How often more days than usual were due, one look after the other. */
  #looks = 0;

  constructor(options: DueDaysOptions) {
    this.#options = options;
    this.#retentionMs = options.retentionMs;
  }

  /** Somebody says what is kept from now on: days that are due by that are so whatever the clock may be. */
  keep(retentionMs: number): void {
    if (retentionMs === this.#retentionMs) return;
    this.#retentionMs = retentionMs;
    this.#looks = LOOKS_BEFORE_BELIEF;
  }

  /** The start of the oldest day that is kept. */
  firstDayMs(): number {
    const oldestMs = this.#options.clock.now() - this.#retentionMs;
    return Math.floor(oldestMs / DAY_MS) * DAY_MS;
  }

  /** To be called every hour: those of all `days`, ascending, that are to be deleted now. */
  of(days: readonly number[]): number[] {
    const firstDayMs = this.firstDayMs();
    const due = days.filter((dayMs) => dayMs < firstDayMs);
    const isUnusual = due.length > MAX_DAYS_AT_ONCE || (due.length > 0 && due.length === days.length);
    if (!isUnusual) this.#looks = 0;
    else if (this.#looks++ < LOOKS_BEFORE_BELIEF) {
      if (this.#looks === 1) this.#tellHeld(due);
      return [];
    }
    return due;
  }

  #tellHeld(due: readonly number[]): void {
    const { clock, onNotice } = this.#options;
    const [now, first, last] = [clock.now(), due[0], due[due.length - 1]].map((timeMs) =>
      new Date(timeMs).toISOString().slice(0, 10),
    );
    onNotice({
      kind: 'retention-held',
      message: `By the clock today is ${now}, and ${due.length} days from ${first} to ${last} are older than the retention: they are deleted in two hours. Set the clock, or a longer retention, to keep them.`,
    });
  }
}
