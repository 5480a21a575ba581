import type { MetricView } from '../../metrics/view/metric-view.ts';
import type { GatherOptions, Gathered } from '../../registry/gatherer.ts';
import type { LocalMetrics } from '../local-metrics.ts';
import type { SumOptions } from '../sum/metric-sum.ts';
import type { Tell } from '../tell.ts';

/** What {@link linkCluster} and {@link linkThreads} take. */
export interface LinkOptions {
  readonly local: LocalMetrics;
  readonly group: string;
  readonly member: string;
  readonly sum: SumOptions;
  readonly tell: Tell;
  /** Whether the metrics of the primary are part of the sum. */
  readonly includesPrimary: boolean;
  /** The sum over everything, for members that are asked for it. */
  readonly answer: (options: GatherOptions) => Promise<Gathered>;
}

/** A registry that is linked with those of other processes or threads. */
export interface Linked {
  /** The sum, of whoever makes it. */
  gather(options?: GatherOptions): Promise<Gathered>;
  /** The sum as known by now, where it is made here; else this process' own metrics. */
  readonly metrics: readonly MetricView[];
  close(): void;
}

/** A link of these parts. */
export function linked(
  gather: (options?: GatherOptions) => Promise<Gathered>,
  known: { readonly metrics: readonly MetricView[] },
  close: () => void,
): Linked {
  return {
    gather,
    get metrics() {
      return known.metrics;
    },
    close,
  };
}
