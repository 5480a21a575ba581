import type { MetricView } from '../metrics/view/metric-view.ts';
import type { Gatherer } from '../registry/gatherer.ts';

/** The metrics of this process: a registry, or a sum over its threads. */
export interface LocalMetrics extends Gatherer {
  /** As they are now, without running collectors. */
  readonly metrics: readonly MetricView[];
}
