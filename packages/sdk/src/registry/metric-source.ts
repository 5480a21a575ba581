import type { Collected } from '../metrics/collectors.ts';
import type { MetricSetup } from '../metrics/metric.ts';
import type { MetricView } from '../metrics/view/metric-view.ts';

/** Metrics that something else makes and records, shown by the registry as its own. */
export interface MetricSource extends Collected {
  /** All metrics there are by now. */
  metrics(): readonly MetricView[];
  /** Brings values up to date before each gathering. */
  collect(): unknown;
}

/** What a registry's metrics are made with, apart from their name and declaration. */
export type SourceSetup = Omit<MetricSetup, 'name' | 'declaration'>;
