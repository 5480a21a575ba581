import { LabelSet } from '@telltale/model';
import type { ExposedSample, MetricFamily } from '@telltale/model';
import { labelText, storableText } from '../metrics/series/label-text.ts';
import { sampleNames } from './taken-names.ts';

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
  const family = { name: name + suffix, type: known };
  const samples = (Array.isArray(values) ? values : []).flatMap((value) => sampleOf(value, family, suffix));
  const helpText = typeof help === 'string' ? storableText(help) : '';
  return { ...family, help: helpText, unit: '', samples: withoutDoubles(samples) };
}

function sampleOf(
  given: unknown,
  family: Pick<MetricFamily, 'name' | 'type'>,
  suffix: string,
): ExposedSample[] {
  const { value, metricName, labels } = fieldsOf(given);
  if (typeof value !== 'number') return [];
  const name = typeof metricName === 'string' ? metricName + suffix : family.name;
  // It would be taken for one of another family.
  if (!sampleNames(family.name, family.type).includes(name)) return [];
  const texts = Object.entries(fieldsOf(labels)).map(([label, text]) => [label, labelText(text)] as const);
  const entries = texts.flatMap(([label, text]) =>
    text === undefined ? [] : [[label, storableText(text)] as const],
  );
  // Last, so that no label can take its place.
  return [{ labels: LabelSet.from([...entries, ['__name__', name]]), value }];
}

/** Values whose labels differ only in what cannot be shown would be one series twice: the first is kept. */
function withoutDoubles(samples: readonly ExposedSample[]): ExposedSample[] {
  const keys = new Set<string>();
  return samples.filter(({ labels: { key } }) => !keys.has(key) && keys.add(key));
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
