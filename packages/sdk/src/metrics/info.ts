import type { LabelSpecs, LabelValues } from '@telltale/definition';
import type { Metric } from './metric.ts';

/** Labels that describe something; their series is always 1. */
export class Info<Specs extends LabelSpecs = LabelSpecs> {
  readonly #metric: Metric;

  constructor(metric: Metric) {
    this.#metric = metric;
  }

  /** Replaces what was said before; labels that are refused change nothing. */
  set(labels: LabelValues<Specs>): void {
    if (this.#metric.lookup.find(labels) < 0) return;
    this.#metric.clear();
    const { page, row } = this.#metric.slot(labels);
    page.values[row] = 1;
  }

  /** Says nothing any more. */
  clear(): void {
    this.#metric.clear();
  }
}
