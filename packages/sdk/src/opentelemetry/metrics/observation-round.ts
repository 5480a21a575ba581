import type * as Api from '@opentelemetry/api';
import { ObservableInstrument } from './instruments.ts';

/** A callback for several instruments. */
export interface BatchCallback {
  readonly callback: Api.BatchObservableCallback;
  readonly observables: ReadonlySet<Api.Observable>;
}

/** Runs all callbacks; one that fails does not spoil the values of the others. */
export class ObservationRound {
  readonly #instruments = new Set<ObservableInstrument>();
  readonly #batches = new Set<BatchCallback>();
  readonly #failed: (error: unknown) => void;

  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  add(instrument: ObservableInstrument): void {
    this.#instruments.add(instrument);
  }

  addBatch(batch: BatchCallback): void {
    this.#batches.add(batch);
  }

  removeBatch(callback: Api.BatchObservableCallback, observables: readonly Api.Observable[]): void {
    for (const batch of this.#batches) {
      const isSame = batch.callback === callback && observables.every((one) => batch.observables.has(one));
      if (isSame) this.#batches.delete(batch);
    }
  }

  /** Takes all observations; a promise only where a callback gives one. */
  run(): Promise<void> | undefined {
    const observed = [...this.#instruments].filter(
      (instrument) => instrument.callbacks.size > 0 || this.#isInBatch(instrument),
    );
    for (const { sinks } of observed) for (const sink of sinks) sink.beginRound();
    const waiting = [
      ...observed.flatMap((instrument) => this.#runOf(instrument)),
      ...[...this.#batches].map((batch) => this.#guarded(() => batch.callback(batchResult(batch)))),
    ].filter((promise) => promise !== undefined);
    const end = () => {
      for (const { sinks } of observed) for (const sink of sinks) sink.endRound();
    };
    if (waiting.length > 0) return Promise.all(waiting).then(end);
    end();
    return undefined;
  }

  #isInBatch(instrument: ObservableInstrument): boolean {
    return [...this.#batches].some(({ observables }) => observables.has(instrument));
  }

  #runOf(instrument: ObservableInstrument): (Promise<void> | undefined)[] {
    const result: Api.ObservableResult = {
      observe: (value, attributes) => instrument.observe(value, attributes),
    };
    return [...instrument.callbacks].map((callback) => this.#guarded(() => callback(result)));
  }

  #guarded(call: () => void | Promise<void>): Promise<void> | undefined {
    try {
      const result = call();
      return result instanceof Promise ? result.catch((error: unknown) => this.#failed(error)) : undefined;
    } catch (error) {
      this.#failed(error);
      return undefined;
    }
  }
}

function batchResult({ observables }: BatchCallback): Api.BatchObservableResult {
  return {
    observe: (observable, value, attributes) => {
      const isOurs = observable instanceof ObservableInstrument && observables.has(observable);
      if (isOurs) observable.observe(value, attributes);
    },
  };
}
