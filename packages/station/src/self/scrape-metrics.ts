import type { InstrumentsOf } from '@telltale/sdk';
import { counter, gauge } from '@telltale/sdk/define';
import type { TargetHealth } from '../contract.ts';

const HEALTHS = ['up', 'down', 'unknown'] as const satisfies readonly TargetHealth[];

/** Scrapes and their targets. */
export const scrapeMetrics = {
  telltale_scrapes_total: counter({
    help: 'Scrapes by result.',
    labels: { result: ['success', 'failure'] },
  }),
  telltale_scrape_targets: gauge({
    help: 'Targets by the result of their last scrape.',
    labels: { health: HEALTHS },
  }),
};

/** Counts the targets at each gathering of the metrics. */
export function collectScrapes(
  { telltale_scrape_targets: byHealth }: InstrumentsOf<typeof scrapeMetrics>,
  targets: () => readonly { readonly health: TargetHealth }[],
): void {
  for (const health of HEALTHS) {
    byHealth.with({ health }).collect(() => targets().filter((target) => target.health === health).length);
  }
}
