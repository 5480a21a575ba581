import type { MetricMetadata } from '@telltale/model';
import { isRecord, recordsOf, textOf } from '../json-record.ts';

const TYPES: ReadonlySet<string> = new Set<MetricMetadata['type']>([
  'counter',
  'gauge',
  'histogram',
  'summary',
  'info',
  'stateset',
]);

/** The metadata of `/api/v1/metadata` by metric; of what targets say differently, the first counts. */
export function readMetadata(data: unknown): ReadonlyMap<string, MetricMetadata> {
  const byName = new Map<string, MetricMetadata>();
  for (const [name, entries] of isRecord(data) ? Object.entries(data) : []) {
    const [first] = recordsOf(entries);
    if (first) byName.set(name, readFamily(first));
  }
  return byName;
}

/** One entry of metadata. */
export function readFamily(entry: Readonly<Record<string, unknown>>): MetricMetadata {
  const type = textOf(entry, 'type');
  return {
    type: isType(type) ? type : 'unknown',
    help: textOf(entry, 'help'),
    unit: textOf(entry, 'unit'),
  };
}

function isType(type: string): type is MetricMetadata['type'] {
  return TYPES.has(type);
}
