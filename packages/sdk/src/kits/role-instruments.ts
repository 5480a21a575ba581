import type { Counter } from '../metrics/counter.ts';
import { CounterHandle } from '../metrics/counter.ts';
import { Gauge, GaugeHandle } from '../metrics/gauge.ts';
import type { Histogram } from '../metrics/histogram.ts';
import { HistogramHandle } from '../metrics/histogram.ts';
import type { RoleLabels, RoleValues } from './role-labels.ts';

/** What records into a kit's metric: an instrument with labels or, where a view left all labels out, without. */
abstract class RoleInstrument<Instrument> {
  protected readonly instrument: Instrument | undefined;
  protected readonly labels: RoleLabels;
  readonly #onAbsent: (() => void) | undefined;

  constructor(instrument: Instrument | undefined, labels: RoleLabels, onAbsent: (() => void) | undefined) {
    this.instrument = instrument;
    this.labels = labels;
    this.#onAbsent = onAbsent;
  }

  /** Called instead of recording where there is no instrument. */
  protected absent(): void {
    this.#onAbsent?.();
  }
}

/** A counter of a kit; without an instrument it does nothing. */
export class RoleCounter extends RoleInstrument<Counter | CounterHandle> {
  /** Adds to the count; 1 by default, 0 to show the series before anything is counted. */
  inc(values: RoleValues, step = 1): void {
    const { instrument } = this;
    if (!instrument) this.absent();
    else if (instrument instanceof CounterHandle) instrument.inc(step);
    else instrument.inc(this.labels.of(values), step);
  }

  /** One series, found once. */
  bind(values: RoleValues): Pick<CounterHandle, 'inc'> {
    const { instrument } = this;
    if (!instrument) return { inc: () => this.absent() };
    if (instrument instanceof CounterHandle) return instrument;
    const handle = currentHandle(instrument, this.labels.of(values));
    return { inc: (step) => handle().inc(step) };
  }

  /** Reads a total that is kept elsewhere at each scrape. */
  collect(values: RoleValues, readTotal: () => number): void {
    const { instrument } = this;
    if (!instrument) this.absent();
    else if (instrument instanceof CounterHandle) instrument.collect(readTotal);
    else instrument.with(this.labels.of(values)).collect(readTotal);
  }
}

/** How readings of the same series become one value. */
type Combine = 'sum' | 'max';

/** What the value of a series is read from. */
interface Readings {
  readonly series: Pick<GaugeHandle, 'set'>;
  readonly combine: Combine;
  readonly reads: Set<() => number>;
}

/** A gauge of a kit; without an instrument it does nothing. */
export class RoleGauge extends RoleInstrument<Gauge | GaugeHandle> {
  /** By the labels of the series; absent until something is read. */
  #readings: Map<string, Readings> | undefined;

  /** Sets the value. */
  set(values: RoleValues, value: number): void {
    const { instrument } = this;
    if (!instrument) this.absent();
    else if (instrument instanceof GaugeHandle) instrument.set(value);
    else instrument.set(this.labels.of(values), value);
  }

  /** Adds to the value, or subtracts from it. */
  add(values: RoleValues, step: number): void {
    const { instrument } = this;
    if (!instrument) this.absent();
    else if (instrument instanceof GaugeHandle) instrument.inc(step);
    else instrument.inc(this.labels.of(values), step);
  }

  /** One series, found once. */
  bind(values: RoleValues): Pick<GaugeHandle, 'inc' | 'set'> {
    const { instrument } = this;
    if (!instrument) return { inc: () => this.absent(), set: () => this.absent() };
    if (instrument instanceof GaugeHandle) return instrument;
    const handle = currentHandle(instrument, this.labels.of(values));
    return { inc: (step) => handle().inc(step), set: (value) => handle().set(value) };
  }

  /**
   * Reads the value at each scrape until the result is called. Of those with the same labels, as where a
   * view leaves the label out that told them apart, the sum or the largest is shown. The last one to stop
   * takes its series with it; one without labels goes back to zero.
   */
  read(values: RoleValues, read: () => number, combine: Combine = 'sum'): () => void {
    const { instrument } = this;
    if (!instrument) {
      this.absent();
      return () => undefined;
    }
    const labels = instrument instanceof GaugeHandle ? {} : this.labels.of(values);
    const key = JSON.stringify(labels);
    const all = (this.#readings ??= startReading(instrument));
    const readings = all.get(key) ?? { series: this.bind(values), combine, reads: new Set() };
    all.set(key, readings);
    readings.reads.add(read);
    return () => {
      if (!readings.reads.delete(read) || readings.reads.size > 0) return;
      all.delete(key);
      if (instrument instanceof Gauge) instrument.remove(labels);
    };
  }

  /** Reads the values of all series at each scrape; what is no longer among them becomes zero. */
  readAll(read: () => readonly (readonly [RoleValues, number])[]): void {
    const { instrument } = this;
    if (!instrument) {
      this.absent();
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

/** Lets a gauge read what is put into the result. One reading that fails spoils its own series only. */
function startReading(instrument: Gauge | GaugeHandle): Map<string, Readings> {
  const all = new Map<string, Readings>();
  if (instrument instanceof GaugeHandle) {
    instrument.collect(() => {
      const [only] = all.values();
      return only ? combined(only.reads, only.combine) : 0;
    });
  } else instrument.collect(() => updateAll(all.values()));
  return all;
}

function updateAll(all: Iterable<Readings>): void {
  const errors: unknown[] = [];
  for (const { series, combine, reads } of all) {
    try {
      series.set(combined(reads, combine));
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}

function combined(reads: Iterable<() => number>, combine: Combine): number {
  let result = 0;
  for (const read of reads) result = combine === 'sum' ? result + read() : Math.max(result, read());
  return result;
}

/** A histogram of a kit; without an instrument it does nothing. */
export class RoleHistogram extends RoleInstrument<Histogram | HistogramHandle> {
  /** Counts one observation, in the metric's unit. */
  observe(values: RoleValues, value: number): void {
    const { instrument } = this;
    if (!instrument) this.absent();
    else if (instrument instanceof HistogramHandle) instrument.observe(value);
    else instrument.observe(this.labels.of(values), value);
  }

  /** One series, found once. */
  bind(values: RoleValues): Pick<HistogramHandle, 'observe'> {
    const { instrument } = this;
    if (!instrument) return { observe: () => this.absent() };
    if (instrument instanceof HistogramHandle) return instrument;
    const handle = currentHandle(instrument, this.labels.of(values));
    return { observe: (value) => handle().observe(value) };
  }
}

interface Labelled<Handle> {
  readonly removals: number;
  with(labels: Record<string, string | number>): Handle;
}

/** A handle that is found anew after series of its metric were removed: an old one records unseen. */
function currentHandle<Handle>(
  instrument: Labelled<Handle>,
  labels: Record<string, string | number>,
): () => Handle {
  let handle = instrument.with(labels);
  let foundAfter = instrument.removals;
  return () => {
    if (instrument.removals !== foundAfter) {
      foundAfter = instrument.removals;
      handle = instrument.with(labels);
    }
    return handle;
  };
}
