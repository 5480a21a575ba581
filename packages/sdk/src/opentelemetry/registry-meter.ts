import type * as Api from '@opentelemetry/api';
import { ObservableInstrument, SynchronousInstrument } from './metrics/instruments.ts';
import type { MetricStreams } from './metrics/metric-streams.ts';
import type { ObservationRound } from './metrics/observation-round.ts';
import type { InstrumentKind } from './metrics/stream-declaration.ts';

/** What a {@link RegistryMeter} works with. */
export interface RegistryMeterOptions {
  readonly name: string;
  readonly version: string;
  readonly streams: MetricStreams;
  readonly round: ObservationRound;
  readonly failed: (error: unknown) => void;
}

/** `ValueType.INT` of OpenTelemetry's API, of which only types are used here. */
const INT = 0;

function isWhole({ valueType }: Api.MetricOptions): boolean {
  const type: number | undefined = valueType;
  return type === INT;
}

/** A meter whose instruments record into a registry. */
export class RegistryMeter implements Api.Meter {
  readonly #meter: RegistryMeterOptions;

  constructor(meter: RegistryMeterOptions) {
    this.#meter = meter;
  }

  createCounter(name: string, options: Api.MetricOptions = {}): Api.Counter {
    return this.#synchronous('counter', 'add', { name, options });
  }

  createUpDownCounter(name: string, options: Api.MetricOptions = {}): Api.UpDownCounter {
    return this.#synchronous('gauge', 'add', { name, options, isUpDown: true });
  }

  createGauge(name: string, options: Api.MetricOptions = {}): Api.Gauge {
    return this.#synchronous('gauge', 'set', { name, options });
  }

  createHistogram(name: string, options: Api.MetricOptions = {}): Api.Histogram {
    return this.#synchronous('histogram', 'observe', { name, options });
  }

  createObservableCounter(name: string, options: Api.MetricOptions = {}): Api.ObservableCounter {
    return this.#observable('counter', { name, options });
  }

  createObservableUpDownCounter(name: string, options: Api.MetricOptions = {}): Api.ObservableUpDownCounter {
    return this.#observable('gauge', { name, options, isUpDown: true });
  }

  createObservableGauge(name: string, options: Api.MetricOptions = {}): Api.ObservableGauge {
    return this.#observable('gauge', { name, options });
  }

  addBatchObservableCallback(callback: Api.BatchObservableCallback, observables: Api.Observable[]): void {
    this.#meter.round.addBatch({ callback, observables: new Set(observables) });
  }

  removeBatchObservableCallback(callback: Api.BatchObservableCallback, observables: Api.Observable[]): void {
    this.#meter.round.removeBatch(callback, observables);
  }

  #synchronous(
    kind: InstrumentKind,
    operation: 'add' | 'set' | 'observe',
    asked: Asked,
  ): SynchronousInstrument {
    const options = soundOptions(asked.options);
    const sinks = this.#sinks(kind, { ...asked, options });
    return new SynchronousInstrument(sinks, operation, isWhole(options), this.#meter.failed);
  }

  #observable(kind: InstrumentKind, asked: Asked): ObservableInstrument {
    const options = soundOptions(asked.options);
    const instrument = new ObservableInstrument(this.#sinks(kind, { ...asked, options }), isWhole(options));
    this.#meter.round.add(instrument);
    return instrument;
  }

  #sinks(kind: InstrumentKind, { name, options, isUpDown = false }: Asked) {
    const { name: scopeName, version: scopeVersion, streams } = this.#meter;
    return streams.of({ name, kind, isUpDown, options, scopeName, scopeVersion });
  }
}

/** Programs without types pass anything. */
function soundOptions(options: unknown): Api.MetricOptions {
  return typeof options === 'object' && options !== null ? options : {};
}

interface Asked {
  readonly name: string;
  readonly options: Api.MetricOptions;
  readonly isUpDown?: boolean;
}
