import { LabelSet } from '@telltale/model';
import type { ExposedSample, MetricFamily } from '@telltale/model';
import { labelText, storableText } from '../metrics/series/label-text.ts';

const TYPES: ReadonlyMap<unknown, MetricFamily['type']> = new Map(
  (['counter', 'gauge', 'histogram', 'summary'] as const).map((type) => [type, type]),
);

/**
 * A metric of another client, as its `getMetricsAsJSON()` tells of it, as a family; `undefined` where it is
 * none. Nothing of it is trusted: it may come from anyone's code.
 */
export function foreignFamily(metric: unknown, isOpenMetrics: boolean): MetricFamily | undefined {
  const { name, help, type, values } = fieldsOf(metric);
  if (typeof name !== 'string' || name === '') return undefined;
  const known = TYPES.get(type) ?? 'unknown';
  // Such a registry names its counters without `_total`, once it has been exposed.
  const suffix = isOpenMetrics && known === 'counter' && !name.endsWith('_total') ? '_total' : '';
  const samples = (Array.isArray(values) ? values : []).flatMap((value) => sampleOf(value, name, suffix));
  const helpText = typeof help === 'string' ? storableText(help) : '';
  return { name: name + suffix, type: known, help: helpText, unit: '', samples };
}

function sampleOf(given: unknown, family: string, suffix: string): ExposedSample[] {
  const { value, metricName, labels } = fieldsOf(given);
  if (typeof value !== 'number') return [];
  const name = (typeof metricName === 'string' ? metricName : family) + suffix;
  const texts = Object.entries(fieldsOf(labels)).map(([label, text]) => [label, labelText(text)] as const);
  const entries = texts.flatMap(([label, text]) =>
    text === undefined ? [] : [[label, storableText(text)] as const],
  );
  // Last, so that no label can take its place.
  return [{ labels: LabelSet.from([...entries, ['__name__', name]]), value }];
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
