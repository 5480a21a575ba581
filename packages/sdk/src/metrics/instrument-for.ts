import type { Collectors } from './collectors.ts';
import { Counter, CounterHandle } from './counter.ts';
import { Gauge, GaugeHandle } from './gauge.ts';
import { Histogram, HistogramHandle } from './histogram.ts';
import { Info } from './info.ts';
import type { AnyInstrument } from './instrument-of.ts';
import type { Metric } from './metric.ts';
import { StateSet, StateSetHandle } from './state-set.ts';
import { Summary, SummaryHandle } from './summary.ts';

/** What records into a metric. */
export function instrumentFor(metric: Metric, collectors: Collectors): AnyInstrument {
  const isLabelled = Object.keys(metric.declaration.labels).length > 0;
  switch (metric.kind) {
    case 'counter':
      return isLabelled ? new Counter(metric, collectors) : new CounterHandle(metric, collectors, {});
    case 'gauge':
      return isLabelled ? new Gauge(metric, collectors) : new GaugeHandle(metric, collectors, {});
    case 'histogram':
      return isLabelled ? new Histogram(metric) : new HistogramHandle(metric, {});
    case 'summary':
      return isLabelled ? new Summary(metric) : new SummaryHandle(metric, {});
    case 'stateset':
      return isLabelled ? new StateSet(metric) : new StateSetHandle(metric, {});
    case 'info':
      return new Info(metric);
  }
}
