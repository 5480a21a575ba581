import type { LabelSpecs, LabelValues } from '@telltale/definition';
import type { Metric } from './metric.ts';

/** What instruments with labels have in common, whatever they record. */
export abstract class LabelledInstrument<Specs extends LabelSpecs> {
  protected readonly metric: Metric;
  #removals = 0;
  #removalListeners: readonly (() => void)[] = [];

  constructor(metric: Metric) {
    this.metric = metric;
  }

  /** Makes the series of the labels start at zero, before anything is recorded into it. */
  zero(labels: LabelValues<Specs>): void {
    this.metric.lookup.find(labels);
  }

  /** How often series were removed. Whoever keeps handles finds them anew when it has changed. */
  get removals(): number {
    return this.#removals;
  }

  /** Calls a function whenever series were removed, so that whoever keeps handles finds them anew. */
  onRemoval(listener: () => void): void {
    this.#removalListeners = [...this.#removalListeners, listener];
  }

  /** Removes the series of the labels; a handle of it that is kept records unseen. */
  remove(labels: LabelValues<Specs>): void {
    this.metric.remove(labels);
    this.#tellOfRemoval();
  }

  /** Removes all series; those of labels whose values are listed start at zero again. */
  clear(): void {
    this.metric.clear();
    this.#tellOfRemoval();
  }

  #tellOfRemoval(): void {
    this.#removals++;
    for (const listener of this.#removalListeners) listener();
  }
}
