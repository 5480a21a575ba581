/** What a collector brings values to. */
export interface Collected {
  /** A collector failed, or did not end in time. */
  collectFailed(error: unknown): void;
}

interface Collector {
  readonly target: Collected;
  readonly task: () => unknown;
  /** Set while the task is being called: one that reads metrics itself would call itself for ever. */
  isCalled: boolean;
  /** Set while the task is running. */
  running: Promise<void> | undefined;
}

/** Functions that bring values up to date before metrics are read. */
export class Collectors {
  readonly #collectors: Collector[] = [];

  /**
   * Runs a task before each reading. What it throws, or a promise of it is rejected with, is counted for
   * the target; while its promise is not settled it is not started again.
   */
  add(target: Collected, task: () => unknown): void {
    this.#collectors.push({ target, task, isCalled: false, running: undefined });
  }

  /** Runs all tasks without waiting for promises. */
  run(): void {
    for (const collector of this.#collectors) start(collector);
  }

  /** Runs all tasks and waits for their promises, for so long at most. */
  async gather(timeoutMs: number): Promise<void> {
    this.run();
    const running = this.#collectors.filter((collector) => collector.running !== undefined);
    if (running.length === 0) return;
    const all = Promise.all(running.flatMap((collector) => collector.running ?? []));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([all, late]);
    clearTimeout(timer);
    for (const { running: isRunning, target } of running) {
      if (isRunning) target.collectFailed(new Error(`no value within ${timeoutMs} ms`));
    }
  }
}

function start(collector: Collector): void {
  if (collector.running || collector.isCalled) return;
  collector.isCalled = true;
  try {
    const result = collector.task();
    if (!(result instanceof Promise)) return;
    collector.running = result
      .then(
        () => undefined,
        (error: unknown) => collector.target.collectFailed(error),
      )
      .finally(() => {
        collector.running = undefined;
      });
  } catch (error) {
    collector.target.collectFailed(error);
  } finally {
    collector.isCalled = false;
  }
}

/** Hands on what was read, at once or when its promise gives it. */
export function received<Value>(
  read: Value | Promise<Value>,
  use: (value: Value) => void,
): Promise<void> | undefined {
  if (read instanceof Promise) return read.then(use);
  use(read);
  return undefined;
}
