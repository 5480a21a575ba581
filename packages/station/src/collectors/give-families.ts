import type { MetricFamily } from '@telltale/model';
import type { ReadingSink } from '../scrape/page/reading-sink.ts';

/** Gives what a collector has read to the scrape; there is no page, so its size is 0. */
export function giveFamilies(families: Iterable<MetricFamily>, sink: ReadingSink): number {
  for (const { name, type, help, unit, samples } of families) {
    sink.metadata(name, { type, help, unit });
    for (const { labels, value } of samples) sink.sample(labels.key, () => labels, value);
  }
  return 0;
}
