import type { MetricFamily } from '@telltale/model';
import type { MetricView } from '../metrics/view/metric-view.ts';

/** What a gathering brought together. */
export interface Gathered {
  readonly metrics: readonly MetricView[];
  /** Families of included foreign registries. */
  readonly foreign: readonly MetricFamily[];
}

/** How to gather. */
export interface GatherOptions {
  /** How long collectors may take, in milliseconds; 5 s by default, and never more. */
  readonly timeoutMs?: number;
}

/** What an endpoint or a push asks for metrics. */
export interface Gatherer {
  /** Runs the collectors, then gives the metrics. One that fails or hangs spoils only its own metric. */
  gather(options?: GatherOptions): Promise<Gathered>;
}
