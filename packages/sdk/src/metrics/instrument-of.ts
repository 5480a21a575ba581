import type {
  CounterDeclaration,
  GaugeDeclaration,
  HistogramDeclaration,
  MetricDeclarations,
} from '@telltale/definition';
import type { Counter, CounterHandle } from './counter.ts';
import type { Gauge, GaugeHandle } from './gauge.ts';
import type { Histogram, HistogramHandle } from './histogram.ts';

/** What records into a declared metric; one without labels is the handle of its only series. */
export type InstrumentOf<Declaration> =
  Declaration extends CounterDeclaration<infer Specs>
    ? keyof Specs extends never
      ? CounterHandle
      : Counter<Specs>
    : Declaration extends GaugeDeclaration<infer Specs>
      ? keyof Specs extends never
        ? GaugeHandle
        : Gauge<Specs>
      : Declaration extends HistogramDeclaration<infer Specs>
        ? keyof Specs extends never
          ? HistogramHandle
          : Histogram<Specs>
        : never;

/** What records into declared metrics, by name. */
export type InstrumentsOf<Metrics extends MetricDeclarations> = {
  readonly [Name in keyof Metrics]: InstrumentOf<Metrics[Name]>;
};

/** What records into a metric of any kind. */
export type AnyInstrument = CounterHandle | Counter | GaugeHandle | Gauge | HistogramHandle | Histogram;
