import type { ResolvedCapacity } from '@telltale/definition';
import type { ResourceUse } from '../contract.ts';

/** What one station has a measured limit of. */
export type CapacityResource = ResourceUse['resource'];

/** What one station was measured with, on two cores. */
export interface EnvelopeLimit {
  readonly resource: CapacityResource;
  readonly limit: number;
  /** Command and result, so that it can be measured again. */
  readonly measured: string;
}

/** From here on it is time to prepare for more. */
export const NEARLY_FULL_RATIO = 0.7;

/** All of it was held with room to spare; it is where we have measured, not where it breaks. */
export const ENVELOPE: readonly EnvelopeLimit[] = [
  {
    resource: 'series',
    limit: 100_000,
    measured: 'npm run bench -- ingest: 100,000 series of 20 targets in 405 MB',
  },
  {
    resource: 'targets',
    limit: 1000,
    measured: 'npm test: 1,000 targets of one job, all scraped within their interval of 3 s',
  },
  {
    resource: 'samples_per_second',
    limit: 200_000,
    measured: 'npm run bench -- ingest: 200,000 samples/s, 0.7 s of processor a million, 0.6 of Prometheus',
  },
  {
    resource: 'log_records_per_second',
    limit: 100_000,
    measured:
      'npm run bench -- storage: the store alone writes 226,000 lines of 226 bytes a second; half of that',
  },
  {
    resource: 'spans_per_second',
    limit: 35_000,
    measured: 'npm run bench -- storage: the store alone writes 76,000 spans a second; half of that',
  },
];

/** How a definition calls them. */
const OPTIONS: Readonly<Record<CapacityResource, keyof ResolvedCapacity>> = {
  series: 'series',
  targets: 'targets',
  samples_per_second: 'samplesPerSecond',
  log_records_per_second: 'logRecordsPerSecond',
  spans_per_second: 'spansPerSecond',
};

/** The limits that hold on this machine: those that were measured, where the definition has no others. */
export function envelopeOf(capacity: ResolvedCapacity = {}): readonly EnvelopeLimit[] {
  return ENVELOPE.map((measured) => {
    const option = OPTIONS[measured.resource];
    const limit = capacity[option];
    if (limit === undefined) return measured;
    return { ...measured, limit, measured: `set in the definition: station.capacity.${option}` };
  });
}
