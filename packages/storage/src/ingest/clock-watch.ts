import { formatDuration } from '@telltale/model';
import type { StoreNotice } from '../notice.ts';

/** Corrections of a clock by its time service stay below this. */
const MIN_JUMP_MS = 60_000;
/** A busy machine may run a timer late; what is later than this was no delay. */
const MAX_DELAY_MS = 5 * 60_000;

/** Tells, once each, when the clock jumps: samples from then on have times that are taken, or leave a gap. */
export class ClockWatch {
  readonly #onNotice: (notice: StoreNotice) => void;
  #latestMs: number;

  constructor(nowMs: number, onNotice: (notice: StoreNotice) => void) {
    this.#latestMs = nowMs;
    this.#onNotice = onNotice;
  }

  /** Call whenever the clock is read. */
  observe(nowMs: number): void {
    const backMs = this.#latestMs - nowMs;
    if (backMs < 0) this.#latestMs = nowMs;
    if (backMs < MIN_JUMP_MS) return;
    this.#latestMs = nowMs;
    this.#tell(
      `The clock went back by ${formatDuration(backMs)}. Samples whose time has another value already are refused until it has caught up.`,
    );
  }

  /** Call from a timer that was to run `intervalMs` after `startedMs`. */
  observeTimer(startedMs: number, intervalMs: number, nowMs: number): void {
    const aheadMs = nowMs - startedMs - intervalMs;
    if (aheadMs < MAX_DELAY_MS) return;
    this.#tell(`The clock went ahead by ${formatDuration(aheadMs)}, or the machine slept.`);
  }

  /** Call at start with the time of the newest sample. */
  observeNewest(newestMs: number): void {
    const aheadMs = newestMs - this.#latestMs;
    if (aheadMs < MAX_DELAY_MS) return;
    this.#tell(
      `The newest sample is ${formatDuration(aheadMs)} ahead of the clock. Until then new samples are stored as late ones.`,
    );
  }

  #tell(message: string): void {
    this.#onNotice({ kind: 'clock-jumped', message });
  }
}
