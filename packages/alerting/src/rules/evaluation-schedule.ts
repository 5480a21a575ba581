import { LabelSet } from '@telltale/model';
import type { CancelTimer, Clock } from '@telltale/model';
import { fingerprint } from '../alerts/fingerprint.ts';

/** Runs a task at every slot of a grid. */
export interface EvaluationSchedule {
  /** Runs the task at every interval from now on, after the time that is given, if any. */
  start(afterMs?: number): void;
  /** Runs it no more; a running task goes on to its end. */
  stop(): void;
}

/** What {@link createEvaluationSchedule} takes. */
export interface EvaluationScheduleOptions {
  readonly clock: Clock;
  /** Whose place in the interval it is, the same at every start: spreads groups by their name. */
  readonly key: string;
  readonly intervalMs: number;
  /** `slotMs` is on the grid, however late the task runs. */
  run(slotMs: number): Promise<void>;
  /** Called with the number of slots that were left out because an earlier task took too long. */
  onMissed(slots: number): void;
}

/** A schedule that has not started. */
export function createEvaluationSchedule(options: EvaluationScheduleOptions): EvaluationSchedule {
  const { clock, key, intervalMs } = options;
  let cancelTimer: CancelTimer | undefined;
  let isStopped = true;
  const schedule = (slotMs: number): void => {
    cancelTimer = clock.after(Math.max(0, slotMs - clock.now()), () => void runSlot(slotMs));
  };
  const runSlot = async (slotMs: number): Promise<void> => {
    await options.run(slotMs).catch(() => undefined);
    if (isStopped) return;
    const missed = Math.max(0, Math.floor((clock.now() - slotMs) / intervalMs));
    if (missed > 0) options.onMissed(missed);
    schedule(slotMs + (missed + 1) * intervalMs);
  };
  return {
    start: (afterMs = -Infinity) => {
      isStopped = false;
      schedule(firstSlotMs(key, intervalMs, Math.max(clock.now(), afterMs + 1)));
    },
    stop: () => {
      isStopped = true;
      cancelTimer?.();
    },
  };
}

function firstSlotMs(key: string, intervalMs: number, fromMs: number): number {
  const hash = Number.parseInt(fingerprint(LabelSet.of({ group: key })).slice(8), 16);
  const offsetMs = hash % intervalMs;
  return Math.ceil((fromMs - offsetMs) / intervalMs) * intervalMs + offsetMs;
}
