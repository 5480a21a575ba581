import type { Metric } from './metric.ts';

/** Functions that bring values up to date before a scrape. */
export class Collectors {
  readonly #tasks: (() => void)[] = [];

  /** Runs a task before each scrape; what it throws is counted for the metric. */
  add(metric: Metric, task: () => void): void {
    this.#tasks.push(() => {
      try {
        task();
      } catch (error) {
        metric.collectFailed(error);
      }
    });
  }

  run(): void {
    for (const task of this.#tasks) task();
  }
}
