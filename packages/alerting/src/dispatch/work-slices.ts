/**
 * Spreads much work over turns of the event loop, so that scrapes and requests find room in between.
 * Order is kept; little work is done at once.
 */
export interface WorkSlices {
  /** Does a task now, or later when much was done in this turn already. `cost` is its size in alerts. */
  run(cost: number, task: () => void): void;
  /** Resolves when nothing waits. */
  idle(): Promise<void>;
  /** Drops what waits. */
  stop(): void;
}

/** Alerts of one turn: some ten milliseconds. */
const BUDGET = 250;

interface Task {
  readonly cost: number;
  readonly run: () => void;
}

/** Runs tasks in their order, a slice at a time. */
export function createWorkSlices(): WorkSlices {
  let waiting: Task[] = [];
  let spent = 0;
  let isTurnDue = false;
  let wakeIdle: (() => void)[] = [];

  const spend = ({ cost, run }: Task): void => {
    spent += Math.max(1, cost);
    if (!isTurnDue) setImmediate(turn);
    isTurnDue = true;
    run();
  };
  const turn = (): void => {
    isTurnDue = false;
    spent = 0;
    const hasRoom = () => waiting.length > 0 && spent < BUDGET;
    while (hasRoom()) {
      const [next] = waiting.splice(0, 1);
      spend(next);
    }
    if (waiting.length > 0) return;
    for (const wake of wakeIdle) wake();
    wakeIdle = [];
  };
  return {
    run: (cost, run) => {
      if (waiting.length === 0 && spent < BUDGET) spend({ cost, run });
      else waiting.push({ cost, run });
    },
    idle: async () => {
      while (waiting.length > 0) await new Promise<void>((resolve) => wakeIdle.push(resolve));
    },
    stop: () => {
      waiting = [];
    },
  };
}
