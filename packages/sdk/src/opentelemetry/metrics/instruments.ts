import type * as Api from '@opentelemetry/api';
import type { Measurements } from './measurements.ts';

/** Measurements that are taken when they are made. */
export class SynchronousInstrument implements Api.Counter, Api.Histogram {
  readonly #sinks: readonly Measurements[];
  readonly #operation: 'add' | 'set' | 'observe';
  readonly #isWhole: boolean;
  readonly #failed: (error: unknown) => void;

  constructor(
    sinks: readonly Measurements[],
    operation: 'add' | 'set' | 'observe',
    isWhole: boolean,
    failed: (error: unknown) => void,
  ) {
    this.#sinks = sinks;
    this.#operation = operation;
    this.#isWhole = isWhole;
    this.#failed = failed;
  }

  add(value: number, attributes?: Api.Attributes | null): void {
    this.#take(value, attributes ?? {});
  }

  record(value: number, attributes?: Api.Attributes | null): void {
    this.#take(value, attributes ?? {});
  }

  #take(value: number, attributes: Api.Attributes): void {
    try {
      const number = this.#isWhole ? Math.trunc(value) : value;
      for (const sink of this.#sinks) sink[this.#operation](number, attributes);
    } catch (error) {
      // Reading attributes can throw; measuring must not.
      this.#failed(error);
    }
  }
}

/** Measurements that are taken by callbacks at each gathering. */
export class ObservableInstrument implements Api.Observable {
  readonly sinks: readonly Measurements[];
  readonly callbacks = new Set<Api.ObservableCallback>();
  readonly #isWhole: boolean;

  constructor(sinks: readonly Measurements[], isWhole: boolean) {
    this.sinks = sinks;
    this.#isWhole = isWhole;
  }

  addCallback(callback: Api.ObservableCallback): void {
    this.callbacks.add(callback);
  }

  removeCallback(callback: Api.ObservableCallback): void {
    this.callbacks.delete(callback);
  }

  observe(value: number, attributes?: Api.Attributes | null): void {
    if (typeof value !== 'number') return;
    for (const sink of this.sinks) sink.set(this.#isWhole ? Math.trunc(value) : value, attributes ?? {});
  }
}
