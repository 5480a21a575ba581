import type { InstrumentsOf } from '@telltale/sdk';
import { counter, gauge } from '@telltale/sdk/define';
import type { DiscoveryResponse } from '../contract.ts';
import { createTotals } from './totals.ts';

/** Not `job`: that is the station itself where these metrics are scraped. */
const ofJob = { scrape_job: { maxValues: 500 } } as const;
const ofPlace = { ...ofJob, mechanism: ['file', 'http', 'dns'] } as const;

/** Finding targets, for each job. */
export const discoveryMetrics = {
  telltale_discovery_targets: gauge({
    help: 'Targets of the job by what became of them: scraped, dropped by relabelling, or no target.',
    labels: { ...ofJob, state: ['active', 'dropped', 'invalid'] },
  }),
  telltale_discovery_over_limit: gauge({
    help: 'Whether the job has more targets than its limit, so that none is scraped.',
    labels: ofJob,
  }),
  telltale_discovery_found_targets: gauge({
    help: 'Targets that discovery knows, before relabelling.',
    labels: ofPlace,
  }),
  telltale_discovery_failing: gauge({
    help: 'Whether the last look for targets failed somewhere.',
    labels: ofPlace,
  }),
  telltale_discovery_last_success_timestamp_seconds: gauge({
    help: 'When targets were last looked for without an error, as Unix time; 0 for never.',
    unit: 'seconds',
    labels: ofPlace,
  }),
  telltale_discovery_refreshes_total: counter({ help: 'Looks for targets.', labels: ofPlace }),
  telltale_discovery_failures_total: counter({ help: 'Looks for targets that failed.', labels: ofPlace }),
};

type Place = DiscoveryResponse['jobs'][number]['places'][number];

/** Reads the figures of all jobs at each gathering of the metrics; jobs come and go. */
export function collectDiscovery(
  metrics: InstrumentsOf<typeof discoveryMetrics>,
  discovery: () => DiscoveryResponse,
): void {
  const raise = createTotals();
  const {
    telltale_discovery_targets: targets,
    telltale_discovery_over_limit: overLimit,
    telltale_discovery_found_targets: found,
    telltale_discovery_failing: failing,
    telltale_discovery_last_success_timestamp_seconds: lastSuccess,
  } = metrics;
  targets.collect(() => {
    for (const instrument of [targets, overLimit, found, failing, lastSuccess]) instrument.clear();
    for (const { job: name, places, active, dropped, invalid, fault } of discovery().jobs) {
      targets.set({ scrape_job: name, state: 'active' }, active);
      targets.set({ scrape_job: name, state: 'dropped' }, dropped);
      targets.set({ scrape_job: name, state: 'invalid' }, invalid);
      overLimit.set({ scrape_job: name }, fault === '' ? 0 : 1);
      for (const [mechanism, all] of Map.groupBy(places, (place) => place.mechanism)) {
        const of = { scrape_job: name, mechanism };
        found.set(
          of,
          sumOf(all, (place) => place.targets),
        );
        failing.set(of, all.some(({ error }) => error !== '') ? 1 : 0);
        lastSuccess.set(of, Math.min(...all.map(({ lastRefreshMs }) => lastRefreshMs ?? 0)) / 1000);
        raise(
          metrics.telltale_discovery_refreshes_total,
          of,
          sumOf(all, (place) => place.refreshes),
        );
        raise(
          metrics.telltale_discovery_failures_total,
          of,
          sumOf(all, (place) => place.failures),
        );
      }
    }
  });
}

function sumOf(places: readonly Place[], read: (place: Place) => number): number {
  return places.reduce((total, place) => total + read(place), 0);
}
