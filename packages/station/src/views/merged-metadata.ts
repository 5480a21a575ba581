import type { MetricMetadata } from '@telltale/model';
import type { ScrapedFamilies } from '../scrape/scrape-manager.ts';

/** What all targets together say of their metrics; of contradicting targets the last one wins. */
export function mergedMetadata(scraped: readonly ScrapedFamilies[]): ReadonlyMap<string, MetricMetadata> {
  const merged = new Map<string, MetricMetadata>();
  for (const { metadata } of scraped) {
    for (const [name, family] of metadata.all()) merged.set(name, family);
  }
  return merged;
}
