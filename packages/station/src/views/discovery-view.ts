import type { DiscoveryResponse } from '../contract.ts';
import type { TargetDiscovery } from '../discovery/jobs/target-discovery.ts';
import type { ScrapeManager } from '../scrape/scrape-manager.ts';

/** How it goes with finding targets, job by job. */
export function discoveryView(
  scrapes: Pick<ScrapeManager, 'pools'>,
  discovery: Pick<TargetDiscovery, 'status'>,
): DiscoveryResponse {
  const places = new Map(discovery.status().map((job) => [job.id, job.places]));
  const jobs = scrapes.pools().map(({ id, name, activeCount, droppedCount, invalidCount, ...pool }) => ({
    job: name,
    active: activeCount,
    dropped: droppedCount,
    invalid: invalidCount,
    invalidReason: pool.invalidReason,
    fault: pool.fault,
    places: places.get(id) ?? [],
  }));
  return { jobs };
}
