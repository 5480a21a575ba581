import type { LabelSet, MetricMetadata } from '@telltale/model';
import { decodeExposition, expositionFormat, readSeries, scanExposition } from '@telltale/model';
import type { Dispatcher } from 'undici';
import { fetchExposition } from './scrape-client.ts';
import type { ScrapeTarget } from './scrape-target.ts';

/** Largest metrics page, as fetched and as decompressed. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** Receives what a target exposes. */
export interface ReadingSink {
  /** `name` is the name that queries use. */
  metadata(name: string, metadata: MetricMetadata): void;
  /**
   * A sample. `key` is the same for the same series in every reading; `labels` is only asked when
   * the key is new.
   */
  sample(key: string, labels: () => LabelSet, value: number): void;
}

/** Reads what a target exposes now and returns the size of its page; throws an error for people. */
export type TargetReader = (sink: ReadingSink) => Promise<number>;

/** Reads a target over HTTP. Timestamps on the page are ignored: a sample counts when it is read. */
export function httpReader(target: ScrapeTarget, dispatcher: Dispatcher): TargetReader {
  return async (sink) => {
    const { body, contentType } = await fetchExposition({
      url: target.url,
      timeoutMs: target.timeoutMs,
      maxBodyBytes: MAX_BODY_BYTES,
      dispatcher,
    });
    readExposition(decodeExposition(body), contentType, sink);
    return body.byteLength;
  };
}

function readExposition(text: string, contentType: string, sink: ReadingSink): void {
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
