import type { MetricMetadata } from '@telltale/model';
import type { ScrapedFamilies } from '../scrape/scrape-manager.ts';

/**
 * What all targets together say of their metrics, and what is remembered from before the start; of
 * contradicting targets the last one wins.
 */
export function mergedMetadata(
  scraped: readonly ScrapedFamilies[],
  remembered: ReadonlyMap<string, MetricMetadata> = new Map(),
): ReadonlyMap<string, MetricMetadata> {
  const merged = new Map(remembered);
  for (const { metadata } of scraped) {
    for (const [name, family] of metadata.all()) merged.set(name, family);
  }
  return merged;
}
