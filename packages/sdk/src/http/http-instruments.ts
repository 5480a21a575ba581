import type { MetricDeclarations, MonitoringDefinition } from '@telltale/definition';
import { Counter, CounterHandle } from '../metrics/counter.ts';
import { GaugeHandle } from '../metrics/gauge.ts';
import { Histogram, HistogramHandle } from '../metrics/histogram.ts';
import type { AnyInstrument } from '../metrics/instrument-of.ts';
import { LabelledInstrument } from '../metrics/labelled-instrument.ts';

/** What is known of a request when it is recorded. */
export interface RequestLabels {
  readonly method: string;
  readonly route: string;
  readonly status: string;
}

/** The instruments of one series of requests; those that the definition does not have are absent. */
export interface RequestSeries {
  readonly requests: CounterHandle | undefined;
  readonly duration: HistogramHandle | undefined;
  readonly aborted: CounterHandle | undefined;
}

/** Takes the duration of one phase of a request. */
export type ObservePhase = (phase: 'middleware' | 'handler' | 'database', seconds: number) => void;

/** What records into the metrics of an HTTP server kit, whatever their names and labels are. */
export interface HttpInstruments {
  readonly inFlight: GaugeHandle | undefined;
  readonly connections: GaugeHandle | undefined;
  readonly observePhase: ObservePhase | undefined;
  readonly seriesOf: (labels: RequestLabels) => RequestSeries;
  /** Calls a function when those that {@link seriesOf} gave before are void, because series were removed. */
  readonly onRemoval: (listener: () => void) => void;
}

type Instruments = Readonly<Record<keyof MetricDeclarations, AnyInstrument>>;

/** The instruments of a definition's HTTP server kit; `undefined` where it has none. */
export function httpInstruments(
  definition: MonitoringDefinition,
  instruments: Instruments,
): HttpInstruments | undefined {
  const kit = definition.kits.find(({ kit }) => kit === 'http-server');
  if (!kit) return undefined;
  const { roles, labels = {} } = kit;
  const instrumentOf = (role: string) => instruments[roles[role]];
  const labelsOf = (role: string) => labelReader(definition.metrics[roles[role]]?.labels ?? {}, labels);
  const [requestLabels, durationLabels, abortedLabels] = ['requests', 'duration', 'aborted'].map(labelsOf);
  return {
    inFlight: gaugeHandle(instrumentOf('inFlight')),
    connections: gaugeHandle(instrumentOf('connections')),
    observePhase: phaseObserver(instrumentOf('phases')),
    seriesOf: (request) => ({
      requests: counterHandle(instrumentOf('requests'), requestLabels(request)),
      duration: histogramHandle(instrumentOf('duration'), durationLabels(request)),
      aborted: counterHandle(instrumentOf('aborted'), abortedLabels(request)),
    }),
    onRemoval: (listener) => {
      for (const role of ['requests', 'duration', 'aborted']) {
        const instrument = instrumentOf(role);
        if (instrument instanceof LabelledInstrument) instrument.onRemoval(listener);
      }
    },
  };
}

/** Makes the label object of a metric from what is known of a request. */
function labelReader(
  declared: object,
  names: Readonly<Record<string, string>>,
): (request: RequestLabels) => Readonly<Record<string, string>> {
  const entries = Object.entries(names).filter(([, name]) => Object.hasOwn(declared, name));
  return (request) => {
    const values: Readonly<Record<string, string>> = { ...request };
    return Object.fromEntries(entries.map(([role, name]) => [name, values[role]]));
  };
}

function phaseObserver(instrument: AnyInstrument | undefined): ObservePhase | undefined {
  if (!(instrument instanceof Histogram)) return undefined;
  return (phase, seconds) => instrument.observe({ phase }, seconds);
}

function counterHandle(
  instrument: AnyInstrument | undefined,
  labels: Readonly<Record<string, string>>,
): CounterHandle | undefined {
  if (instrument instanceof Counter) return instrument.with(labels);
  return instrument instanceof CounterHandle ? instrument : undefined;
}

function histogramHandle(
  instrument: AnyInstrument | undefined,
  labels: Readonly<Record<string, string>>,
): HistogramHandle | undefined {
  if (instrument instanceof Histogram) return instrument.with(labels);
  return instrument instanceof HistogramHandle ? instrument : undefined;
}

function gaugeHandle(instrument: AnyInstrument | undefined): GaugeHandle | undefined {
  return instrument instanceof GaugeHandle ? instrument : undefined;
}
