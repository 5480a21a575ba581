import type { Aggregator } from '../contract/metric-object.ts';
import { Gauge } from '../metrics/gauge.ts';
import type { DefaultMetricOptions } from './default-metric-options.ts';

/** What differs from gauge to gauge. */
export interface ProcessGauge {
  readonly name: string;
  readonly help: string;
  /** Labels beside those of the options. */
  readonly labelNames?: readonly string[];
  readonly aggregator?: Aggregator;
  /** Brings this gauge, and those that share its reading, up to date. */
  readonly collect?: (gauge: Gauge) => void;
}

/** A gauge with the prefix, registries and labels of the options. */
export function processGauge(options: DefaultMetricOptions, gauge: ProcessGauge): Gauge {
  const { name, help, labelNames = [], aggregator, collect } = gauge;
  return new Gauge({
    name: options.prefix + name,
    help,
    registers: options.registers,
    labelNames: [...labelNames, ...options.labelNames],
    aggregator,
    ...(collect && {
      collect() {
        collect(this);
      },
    }),
  });
}

/** Sets one value per type of what there is, and forgets types that there are no more. */
export function setCounts(gauge: Gauge, types: readonly string[], { labels }: DefaultMetricOptions): void {
  gauge.reset();
  for (const [type, group] of Map.groupBy(types, (name) => name))
    gauge.set({ type, ...labels }, group.length);
}
