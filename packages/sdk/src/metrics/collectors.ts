import type { Metric } from './metric.ts';

/** Functions that bring values up to date before a scrape. */
export class Collectors {
  readonly #tasks: (() => void)[] = [];

  /**
   * Runs a task before each scrape; what it throws is counted for the metric. A promise is not waited
   * for, but its rejection is counted too: left alone, it would end the process.
   */
  add(metric: Metric, task: () => unknown): void {
    this.#tasks.push(() => {
      try {
        const result = task();
        if (result instanceof Promise) result.catch((error: unknown) => metric.collectFailed(error));
      } catch (error) {
        metric.collectFailed(error);
      }
    });
  }

  run(): void {
    for (const task of this.#tasks) task();
  }
}
