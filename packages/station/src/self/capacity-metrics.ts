import type { InstrumentsOf } from '@telltale/sdk';
import { gauge } from '@telltale/sdk/define';
import { ENVELOPE } from '../capacity/envelope.ts';
import type { ResourceUse } from '../contract.ts';

/** How near a station is to what one station can do. */
export const capacityMetrics = {
  telltale_station_capacity_used_ratio: gauge({
    help: 'Share that is used of what one station was measured with, from 0 to 1 and above.',
    labels: { resource: ENVELOPE.map(({ resource }) => resource) },
  }),
};

/** Reads the use at each gathering of the metrics. */
export function collectCapacity(
  { telltale_station_capacity_used_ratio: ratio }: InstrumentsOf<typeof capacityMetrics>,
  use: () => Promise<readonly ResourceUse[]>,
): void {
  ratio.collect(async () => {
    for (const one of await use()) ratio.set({ resource: one.resource }, one.ratio);
  });
}
