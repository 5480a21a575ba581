import type { Counter } from '../metrics/counter.ts';
import { CounterHandle } from '../metrics/counter.ts';
import type { Gauge } from '../metrics/gauge.ts';
import { GaugeHandle } from '../metrics/gauge.ts';
import type { Histogram } from '../metrics/histogram.ts';
import { HistogramHandle } from '../metrics/histogram.ts';
import { LabelledInstrument } from '../metrics/labelled-instrument.ts';
import type { RoleLabels, RoleValues } from './role-labels.ts';

type OnAbsent = (() => void) | undefined;

/** A counter of a kit; without an instrument it does nothing. */
export class RoleCounter {
  readonly #instrument: Counter | CounterHandle | undefined;
  readonly #labels: RoleLabels;
  readonly #onAbsent: OnAbsent;
  readonly #removals: () => number;

  constructor(instrument: Counter | CounterHandle | undefined, labels: RoleLabels, onAbsent: OnAbsent) {
    this.#instrument = instrument;
    this.#labels = labels;
    this.#onAbsent = onAbsent;
    this.#removals = removalsOf(instrument);
  }

  /** Adds to the count; 1 by default, 0 to show the series before anything is counted. */
  inc(values: RoleValues, step = 1): void {
    const instrument = this.#instrument;
    if (!instrument) this.#onAbsent?.();
    else if (instrument instanceof CounterHandle) instrument.inc(step);
    else instrument.inc(this.#labels.of(values), step);
  }

  /** One series, found once. */
  bind(values: RoleValues): Pick<CounterHandle, 'inc'> {
    const instrument = this.#instrument;
    if (!instrument) return { inc: () => this.#onAbsent?.() };
    if (instrument instanceof CounterHandle) return instrument;
    const handle = currentHandle(instrument, this.#labels.of(values), this.#removals);
    return { inc: (step) => handle().inc(step) };
  }

  /** Reads a total that is kept elsewhere at each scrape. */
  collect(values: RoleValues, readTotal: () => number): void {
    const instrument = this.#instrument;
    if (!instrument) this.#onAbsent?.();
    else if (instrument instanceof CounterHandle) instrument.collect(readTotal);
    else instrument.with(this.#labels.of(values)).collect(readTotal);
  }
}

/** A gauge of a kit; without an instrument it does nothing. */
export class RoleGauge {
  readonly #instrument: Gauge | GaugeHandle | undefined;
  readonly #labels: RoleLabels;
  readonly #onAbsent: OnAbsent;
  readonly #removals: () => number;
  /** What the value of a series is the sum of. */
  readonly #reads = new Map<string, Set<() => number>>();

  constructor(instrument: Gauge | GaugeHandle | undefined, labels: RoleLabels, onAbsent: OnAbsent) {
    this.#instrument = instrument;
    this.#labels = labels;
    this.#onAbsent = onAbsent;
    this.#removals = removalsOf(instrument);
  }

  /** Sets the value. */
  set(values: RoleValues, value: number): void {
    const instrument = this.#instrument;
    if (!instrument) this.#onAbsent?.();
    else if (instrument instanceof GaugeHandle) instrument.set(value);
    else instrument.set(this.#labels.of(values), value);
  }

  /** Adds to the value, or subtracts from it. */
  add(values: RoleValues, step: number): void {
    const instrument = this.#instrument;
    if (!instrument) this.#onAbsent?.();
    else if (instrument instanceof GaugeHandle) instrument.inc(step);
    else instrument.inc(this.#labels.of(values), step);
  }

  /** One series, found once. */
  bind(values: RoleValues): Pick<GaugeHandle, 'inc' | 'set'> {
    const instrument = this.#instrument;
    if (!instrument) return { inc: () => this.#onAbsent?.(), set: () => this.#onAbsent?.() };
    if (instrument instanceof GaugeHandle) return instrument;
    const handle = currentHandle(instrument, this.#labels.of(values), this.#removals);
    return { inc: (step) => handle().inc(step), set: (value) => handle().set(value) };
  }

  /**
   * Reads the value at each scrape until the result is called. Of those with the same labels, as where a
   * view leaves the label out that told them apart, the sum or the largest is shown.
   */
  read(values: RoleValues, read: () => number, combine: 'sum' | 'max' = 'sum'): () => void {
    const instrument = this.#instrument;
    if (!instrument) {
      this.#onAbsent?.();
      return () => undefined;
    }
    const labels = instrument instanceof GaugeHandle ? {} : this.#labels.of(values);
    const key = JSON.stringify(labels);
    let reads = this.#reads.get(key);
    if (!reads) {
      reads = new Set();
      this.#reads.set(key, reads);
      const value = () => combined(reads ?? [], combine);
      if (instrument instanceof GaugeHandle) instrument.collect(value);
      else instrument.collect(() => instrument.set(labels, value()));
    }
    reads.add(read);
    return () => reads.delete(read);
  }

  /** Reads the values of all series at each scrape; what is no longer among them becomes zero. */
  readAll(read: () => readonly (readonly [RoleValues, number])[]): void {
    const instrument = this.#instrument;
    if (!instrument) {
      this.#onAbsent?.();
    } else if (instrument instanceof GaugeHandle) {
      instrument.collect(() => read().reduce((sum, [, value]) => sum + value, 0));
    } else {
      const seen = new Map<string, RoleValues>();
      instrument.collect(() => {
        const entries = read();
        for (const values of seen.values()) this.set(values, 0);
        for (const [values, value] of entries) {
          seen.set(JSON.stringify(values), values);
          this.add(values, value);
        }
      });
    }
  }
}

function combined(reads: Iterable<() => number>, combine: 'sum' | 'max'): number {
  let result = 0;
  for (const read of reads) result = combine === 'sum' ? result + read() : Math.max(result, read());
  return result;
}

/** A histogram of a kit; without an instrument it does nothing. */
export class RoleHistogram {
  readonly #instrument: Histogram | HistogramHandle | undefined;
  readonly #labels: RoleLabels;
  readonly #onAbsent: OnAbsent;
  readonly #removals: () => number;

  constructor(instrument: Histogram | HistogramHandle | undefined, labels: RoleLabels, onAbsent: OnAbsent) {
    this.#instrument = instrument;
    this.#labels = labels;
    this.#onAbsent = onAbsent;
    this.#removals = removalsOf(instrument);
  }

  /** Counts one observation, in the metric's unit. */
  observe(values: RoleValues, value: number): void {
    const instrument = this.#instrument;
    if (!instrument) this.#onAbsent?.();
    else if (instrument instanceof HistogramHandle) instrument.observe(value);
    else instrument.observe(this.#labels.of(values), value);
  }

  /** One series, found once. */
  bind(values: RoleValues): Pick<HistogramHandle, 'observe'> {
    const instrument = this.#instrument;
    if (!instrument) return { observe: () => this.#onAbsent?.() };
    if (instrument instanceof HistogramHandle) return instrument;
    const handle = currentHandle(instrument, this.#labels.of(values), this.#removals);
    return { observe: (value) => handle().observe(value) };
  }
}

interface Labelled<Handle> {
  with(labels: Record<string, string | number>): Handle;
}

/** How often series of an instrument were removed. */
function removalsOf(instrument: unknown): () => number {
  let removals = 0;
  if (instrument instanceof LabelledInstrument) instrument.onRemoval(() => removals++);
  return () => removals;
}

/** A handle that is found anew after series of its metric were removed: an old one records unseen. */
function currentHandle<Handle>(
  instrument: Labelled<Handle>,
  labels: Record<string, string | number>,
  removals: () => number,
): () => Handle {
  let handle = instrument.with(labels);
  let foundAfter = removals();
  return () => {
    if (removals() !== foundAfter) {
      foundAfter = removals();
      handle = instrument.with(labels);
    }
    return handle;
  };
}
