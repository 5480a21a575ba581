import type { LabelObject } from '../contract/label-values.ts';
import type { Aggregator } from '../contract/metric-object.ts';

/** One value of a metric as a process sent it. */
export interface SentValue {
  readonly value: number;
  readonly labels: LabelObject;
  readonly metricName?: string;
}

/** A metric as a process sent it: an element of `getMetricsAsJSON()`, possibly read from JSON. */
export interface SentMetric {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly aggregator: string;
  readonly values: readonly SentValue[];
}

type Aggregate = (metrics: readonly SentMetric[]) => SentMetric | undefined;

/**
 * What brings the same metric of several processes together, by name.
 *
 * @example
 * ```ts
 * import { aggregators } from '@telltale/sdk/prom-client';
 *
 * const sent = (value: number) => ({
 *   name: 'queue_length',
 *   help: 'Jobs waiting',
 *   type: 'gauge',
 *   aggregator: 'max',
 *   values: [{ value, labels: {} }],
 * });
 * console.log(aggregators.max([sent(3), sent(5)])?.values[0].value); // 5
 * ```
 */
export const aggregators: Readonly<Record<Aggregator, Aggregate>> = {
  sum: aggregateWith((values) => values.reduce((total, { value }) => total + value, 0)),
  first: aggregateWith(([first]) => first.value),
  omit: () => undefined,
  average: aggregateWith((values) => values.reduce((total, { value }) => total + value, 0) / values.length),
  min: aggregateWith((values) => values.reduce((least, { value }) => Math.min(least, value), Infinity)),
  max: aggregateWith((values) => values.reduce((most, { value }) => Math.max(most, value), -Infinity)),
};

function aggregateWith(combine: (values: readonly SentValue[]) => number): Aggregate {
  return (metrics) => {
    const [first] = metrics;
    if (first === undefined) return undefined;
    const groups = Map.groupBy(
      metrics.flatMap(({ values }) => values),
      seriesKey,
    );
    const { help, name, type, aggregator } = first;
    const values = Array.from(groups.values(), (group) => ({
      value: combine(group),
      labels: group[0].labels,
      ...(group[0].metricName && { metricName: group[0].metricName }),
    }));
    return { help, name, type, values, aggregator };
  };
}

/** The same for the same labels in any order; JSON, so that no value can pass for two. */
function seriesKey({ metricName, labels }: SentValue): string {
  const pairs = Object.entries(labels)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, String(value)])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([metricName, pairs]);
}
