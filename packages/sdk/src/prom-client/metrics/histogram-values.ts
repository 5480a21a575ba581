import type { Exemplar } from '../contract/exemplar.ts';
import type { LabelValues } from '../contract/label-values.ts';
import type { MetricValueWithName } from '../contract/metric-object.ts';
import type { Series, SeriesStore } from '../series/series-store.ts';

/** The values of a histogram as objects: cumulative buckets, sum and count of each series. */
export function histogramValues<T extends string>(
  name: string,
  bounds: readonly number[],
  store: SeriesStore,
  hasExemplars: boolean,
): MetricValueWithName<T>[] {
  return Array.from(store).flatMap((series) => valuesOf<T>(name, bounds, series, hasExemplars));
}

function valuesOf<T extends string>(
  name: string,
  bounds: readonly number[],
  { state, values, offset }: Series,
  hasExemplars: boolean,
): MetricValueWithName<T>[] {
  const labelled = (value: number, suffix: string, le: object, exemplar?: Exemplar | null) => ({
    value,
    metricName: `${name}_${suffix}`,
    exemplar,
    labels: { ...le, ...state.labels } as LabelValues<T>,
  });
  let count = 0;
  const buckets = [...bounds, '+Inf'].map((le, bucket) => {
    count += values[offset + 1 + bucket];
    // As the absence of an exemplar was always told: of +Inf as `undefined`, of the others as `null`.
    const none = hasExemplars && le === '+Inf' ? undefined : null;
    return labelled(count, 'bucket', { le }, state.exemplars?.[bucket] ?? none);
  });
  return [...buckets, labelled(values[offset], 'sum', {}), labelled(count, 'count', {})];
}
