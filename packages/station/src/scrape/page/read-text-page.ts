import type { MetricMetadata } from '@telltale/model';
import { expositionFormat, readSeries, scanExposition } from '@telltale/model';
import type { ReadingSink } from './reading-sink.ts';

/** Reads a page in the text format or in OpenMetrics. */
export function readTextPage(text: string, contentType: string, sink: ReadingSink): void {
  const families = new Map<string, MetricMetadata>();
  const undeclared = new Set<string>();
  const describe = (name: string, part: Partial<MetricMetadata>) => {
    const known = families.get(name) ?? { type: 'unknown', help: '', unit: '' };
    families.set(name, { ...known, ...part });
  };
  scanExposition(text, expositionFormat(contentType), {
    type: (name, type) => describe(name, { type }),
    help: (name, help) => describe(name, { help }),
    unit: (name, unit) => describe(name, { unit }),
    sample: (series, value, _timestampMs, line) => {
      const labels = () => {
        const read = readSeries(series, line);
        if (!isDeclared(read.metricName, families)) undeclared.add(read.metricName);
        return read;
      };
      sink.sample(series, labels, value);
    },
    exemplar: (series, exemplar) => sink.exemplar(series, exemplar),
  });
  for (const name of undeclared) sink.metadata(name, guessMetadata(name));
  for (const [name, metadata] of families) sink.metadata(queryName(name, metadata), metadata);
}

/** Whether the name is that of a described family, or of one of its samples such as `_bucket`. */
function isDeclared(name: string, families: ReadonlyMap<string, MetricMetadata>): boolean {
  return families.has(name) || families.has(name.slice(0, Math.max(0, name.lastIndexOf('_'))));
}

/** A page need not describe its metrics; a name that ends in `_total` is a counter all the same. */
function guessMetadata(name: string): MetricMetadata {
  return { type: name.endsWith('_total') ? 'counter' : 'unknown', help: '', unit: '' };
}

/** OpenMetrics names a counter without the suffix of its sample; queries need the sample's name. */
function queryName(family: string, { type }: MetricMetadata): string {
  return type === 'counter' && !family.endsWith('_total') ? `${family}_total` : family;
}
