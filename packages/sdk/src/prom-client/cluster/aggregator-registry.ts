import { prometheusContentType } from '../contract/content-type.ts';
import type { PrometheusContentType, RegistryContentType } from '../contract/content-type.ts';
import { sharedState } from '../contract/shared-state.ts';
import { Registry, register } from '../registry/registry.ts';
import { aggregators } from './aggregators.ts';
import type { SentMetric } from './aggregators.ts';
import { askWorkers, listenForMetrics } from './worker-metrics.ts';

/** A registry of either content type. */
type AnyRegistry = Registry<RegistryContentType>;

/**
 * A registry in the primary of a `node:cluster` that can ask all workers for their metrics. Workers answer
 * once they made one, too.
 *
 * @example
 * ```ts
 * import { AggregatorRegistry } from '@telltale/sdk/prom-client';
 *
 * console.log(await new AggregatorRegistry().clusterMetrics() === ''); // true: there are no workers
 * ```
 */
export class AggregatorRegistry<T extends RegistryContentType = PrometheusContentType> extends Registry<T> {
  /** Throws a `TypeError` for an unknown content type; Prometheus' text format by default. */
  constructor(contentType: T | RegistryContentType = prometheusContentType) {
    super(contentType);
    listenForMetrics(readLocal);
  }

  /**
   * The page of all workers, without the primary's own metrics; empty without workers. Rejects where a
   * worker fails, or does not answer within 5 s.
   */
  async clusterMetrics(): Promise<string> {
    const received = await askWorkers();
    if (received.length === 0) return '';
    return AggregatorRegistry.aggregate(received as SentMetric[][], this.contentType).metrics();
  }

  /**
   * Brings what several `getMetricsAsJSON()` gave together, each metric by its `aggregator`.
   * Throws for an unknown one.
   */
  static aggregate<T extends RegistryContentType>(
    metricsOfProcesses: object[],
    contentType: RegistryContentType = prometheusContentType,
  ): Registry<T> {
    const aggregated = new Registry<T>(contentType);
    const all = (metricsOfProcesses as SentMetric[][]).flat();
    for (const metrics of Map.groupBy(all, ({ name }) => name).values()) {
      const { aggregator } = metrics[0];
      if (!isAggregator(aggregator)) throw new Error(`'${aggregator}' is not a defined aggregator.`);
      const metric = aggregators[aggregator](metrics);
      if (metric) aggregated.registerMetric({ ...metric, get: () => metric });
    }
    return aggregated;
  }

  /** Sets what a worker answers with instead of the default registry. Throws for what is no registry. */
  static setRegistries(registries: AnyRegistry | AnyRegistry[]): void {
    const all: unknown[] = Array.isArray(registries) ? registries : [registries];
    const isRegistry = (value: unknown): value is Registry => value instanceof Registry;
    for (const value of all) {
      if (!isRegistry(value)) throw new TypeError(`Expected Registry, got ${typeof value}`);
    }
    sharedState().clusterRegistries = all.filter(isRegistry);
  }
}

function isAggregator(name: string): name is keyof typeof aggregators {
  return Object.hasOwn(aggregators, name);
}

function readLocal(): Promise<readonly unknown[]> {
  const registries = sharedState().clusterRegistries ?? [register];
  return Promise.all(registries.map((registry) => (registry as Registry).getMetricsAsJSON()));
}
