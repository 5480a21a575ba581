import type { LabelValues } from '../contract/label-values.ts';
import type { MetricValue } from '../contract/metric-object.ts';
import type { SeriesStore } from '../series/series-store.ts';

/** The values of a counter or gauge as objects. */
export function plainValues<T extends string>(store: SeriesStore): MetricValue<T>[] {
  return Array.from(store, ({ state, values, offset }) => {
    const [exemplar] = state.exemplars ?? [];
    // Labels are kept as they were given, whatever the types of the metric say.
    const labels = { ...state.labels } as LabelValues<T>;
    return { value: values[offset], labels, ...(exemplar && { exemplar }) };
  });
}
