import { testReceivers } from '@telltale/alerting';
import type { ReceiverTest, TestReceiversOptions } from '@telltale/alerting';
import type { CancelTimer, Clock, Documents, StateStore } from '@telltale/model';

/** Sends every receiver a test message again and again: a channel nobody uses breaks unnoticed. */
export interface ReceiverTestSchedule {
  start(): Promise<void>;
  /** Waits for a test that is under way. */
  stop(): Promise<void>;
}

/** What {@link createReceiverTestSchedule} takes. */
export interface ReceiverTestScheduleOptions {
  /** How often; never where absent. */
  readonly everyMs: number | undefined;
  readonly clock: Clock;
  /** Keeps in `receiver-tests` when the last test was, so that a restart is no reason for another one. */
  readonly state: StateStore;
  readonly options: () => TestReceiversOptions;
  readonly onResults: (results: readonly ReceiverTest[]) => void;
}

const KEY = 'last';

/** Creates a schedule. The first test is a whole interval after the first start: nobody is to be surprised by it. */
export function createReceiverTestSchedule(schedule: ReceiverTestScheduleOptions): ReceiverTestSchedule {
  const { everyMs, clock, state, options, onResults } = schedule;
  const documents: Documents<number> = state.documents('receiver-tests');
  let cancel: CancelTimer | undefined;
  let running: Promise<void> = Promise.resolve();
  const plan = (intervalMs: number, lastMs: number): void => {
    cancel = clock.after(Math.max(0, lastMs + intervalMs - clock.now()), () => {
      running = run(intervalMs);
    });
  };
  const run = async (intervalMs: number): Promise<void> => {
    const startMs = clock.now();
    onResults(await testReceivers(options()));
    await documents.put(KEY, startMs).catch(() => undefined);
    if (cancel) plan(intervalMs, startMs);
  };
  return {
    start: async () => {
      if (everyMs === undefined) return;
      const known = new Map(await documents.entries()).get(KEY);
      if (known === undefined) await documents.put(KEY, clock.now()).catch(() => undefined);
      plan(everyMs, known ?? clock.now());
    },
    stop: async () => {
      cancel?.();
      cancel = undefined;
      await running;
    },
  };
}
