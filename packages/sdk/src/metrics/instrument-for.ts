import type { Collectors } from './collectors.ts';
import { Counter, CounterHandle } from './counter.ts';
import { Gauge, GaugeHandle } from './gauge.ts';
import { Histogram, HistogramHandle } from './histogram.ts';
import { Info } from './info.ts';
import type { AnyInstrument } from './instrument-of.ts';
import type { SamplingOptions } from '@telltale/definition';
import type { Metric } from './metric.ts';
import { SampledHistogram, SampledHistogramHandle } from './sampled/sampled-histogram.ts';
import { SampledSummary, SampledSummaryHandle } from './sampled/sampled-summary.ts';
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
      if (metric.sampling !== undefined) return sampledHistogram(metric, metric.sampling, isLabelled);
      return isLabelled ? new Histogram(metric) : new HistogramHandle(metric, {});
    case 'summary':
      if (metric.sampling !== undefined) return sampledSummary(metric, metric.sampling, isLabelled);
      return isLabelled ? new Summary(metric) : new SummaryHandle(metric, {});
    case 'stateset':
      return isLabelled ? new StateSet(metric) : new StateSetHandle(metric, {});
    case 'info':
      return new Info(metric);
  }
}

function sampledHistogram(metric: Metric, sampling: SamplingOptions, isLabelled: boolean): AnyInstrument {
  return isLabelled
    ? new SampledHistogram(metric, sampling)
    : new SampledHistogramHandle(metric, sampling, {});
}

function sampledSummary(metric: Metric, sampling: SamplingOptions, isLabelled: boolean): AnyInstrument {
  return isLabelled ? new SampledSummary(metric, sampling) : new SampledSummaryHandle(metric, sampling, {});
}
