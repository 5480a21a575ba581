import type {
  CounterDeclaration,
  GaugeDeclaration,
  HistogramDeclaration,
  InfoDeclaration,
  MetricDeclarations,
  StateSetDeclaration,
  SummaryDeclaration,
} from '@telltale/definition';
import type { Counter, CounterHandle } from './counter.ts';
import type { Gauge, GaugeHandle } from './gauge.ts';
import type { Histogram, HistogramHandle } from './histogram.ts';
import type { Info } from './info.ts';
import type { StateSet, StateSetHandle } from './state-set.ts';
import type { Summary, SummaryHandle } from './summary.ts';

/** One of two types: the first for a metric without labels. */
type ByLabels<Specs, Single, Labelled> = keyof Specs extends never ? Single : Labelled;

/** What records into a declared metric; one without labels is the handle of its only series. */
export type InstrumentOf<Declaration> =
  Declaration extends CounterDeclaration<infer Specs>
    ? ByLabels<Specs, CounterHandle, Counter<Specs>>
    : Declaration extends GaugeDeclaration<infer Specs>
      ? ByLabels<Specs, GaugeHandle, Gauge<Specs>>
      : Declaration extends HistogramDeclaration<infer Specs>
        ? ByLabels<Specs, HistogramHandle, Histogram<Specs>>
        : Declaration extends SummaryDeclaration<infer Specs>
          ? ByLabels<Specs, SummaryHandle, Summary<Specs>>
          : Declaration extends StateSetDeclaration<infer Specs, infer State>
            ? ByLabels<Specs, StateSetHandle<State>, StateSet<Specs, State>>
            : Declaration extends InfoDeclaration<infer Specs>
              ? Info<Specs>
              : never;

/** What records into declared metrics, by name. */
export type InstrumentsOf<Metrics extends MetricDeclarations> = {
  readonly [Name in keyof Metrics]: InstrumentOf<Metrics[Name]>;
};

/** What records into a metric of any kind. */
export type AnyInstrument =
  | CounterHandle
  | Counter
  | GaugeHandle
  | Gauge
  | HistogramHandle
  | Histogram
  | SummaryHandle
  | Summary
  | StateSetHandle
  | StateSet
  | Info;
