import type { InstrumentsOf } from '@telltale/sdk';
import { counter, gauge } from '@telltale/sdk/define';
import type { TargetHealth } from '../contract.ts';
import type { ScrapeLimitName } from '../scrape/scrape-limit-error.ts';
import type { ScrapeOutcome } from '../scrape/scrape-target.ts';

const HEALTHS = ['up', 'down', 'unknown'] as const satisfies readonly TargetHealth[];
const LIMITS = [
  'bodySize',
  'samples',
  'labels',
  'labelNameSize',
  'labelValueSize',
] as const satisfies readonly ScrapeLimitName[];

/** Scrapes and their targets; counters of Prometheus beside our own, for what watches both. */
export const scrapeMetrics = {
  telltale_scrapes_total: counter({
    help: 'Scrapes by result.',
    labels: { result: ['success', 'failure'] },
  }),
  telltale_scrapes_over_limit_total: counter({
    help: 'Scrapes that failed because the page was over a limit of its target.',
    labels: { limit: LIMITS },
  }),
  telltale_scrape_left_out_samples_total: counter({
    help: 'Samples of pages that were left out: a second one of a series, or of a time that the store does not take.',
    labels: { reason: ['duplicate', 'out_of_order'] },
  }),
  telltale_scrape_targets: gauge({
    help: 'Targets by the result of their last scrape.',
    labels: { health: HEALTHS },
  }),
  prometheus_target_scrapes_exceeded_sample_limit_total: counter({
    help: 'Scrapes that failed for too many samples.',
  }),
  prometheus_target_scrapes_exceeded_body_size_limit_total: counter({
    help: 'Scrapes that failed for too large a page.',
  }),
  prometheus_target_scrape_pool_exceeded_label_limits_total: counter({
    help: 'Scrapes that failed for too many or too long labels.',
  }),
  prometheus_target_scrapes_sample_duplicate_timestamp_total: counter({
    help: 'Samples of pages whose series had one of that time.',
  }),
  prometheus_target_scrapes_sample_out_of_order_total: counter({
    help: 'Samples of pages with a time that the store does not take.',
  }),
};

type ScrapeInstruments = InstrumentsOf<typeof scrapeMetrics>;

/** What is counted of a scrape. */
export type ScrapeResult = Pick<ScrapeOutcome, 'error' | 'overLimit' | 'duplicates' | 'outOfOrder'>;

/** Counts a scrape that has ended. */
export function recordScrape(
  metrics: ScrapeInstruments,
  { error, overLimit, duplicates, outOfOrder }: ScrapeResult,
): void {
  metrics.telltale_scrapes_total.inc({ result: error === '' ? 'success' : 'failure' });
  if (overLimit) {
    metrics.telltale_scrapes_over_limit_total.inc({ limit: overLimit });
    limitCounter(metrics, overLimit).inc();
  }
  if (duplicates > 0) {
    metrics.telltale_scrape_left_out_samples_total.inc({ reason: 'duplicate' }, duplicates);
    metrics.prometheus_target_scrapes_sample_duplicate_timestamp_total.inc(duplicates);
  }
  if (outOfOrder > 0) {
    metrics.telltale_scrape_left_out_samples_total.inc({ reason: 'out_of_order' }, outOfOrder);
    metrics.prometheus_target_scrapes_sample_out_of_order_total.inc(outOfOrder);
  }
}

function limitCounter(metrics: ScrapeInstruments, limit: ScrapeLimitName) {
  switch (limit) {
    case 'samples':
      return metrics.prometheus_target_scrapes_exceeded_sample_limit_total;
    case 'bodySize':
      return metrics.prometheus_target_scrapes_exceeded_body_size_limit_total;
    case 'labels':
    case 'labelNameSize':
    case 'labelValueSize':
      return metrics.prometheus_target_scrape_pool_exceeded_label_limits_total;
  }
}

/** Counts the targets at each gathering of the metrics. */
export function collectScrapes(
  { telltale_scrape_targets: byHealth }: ScrapeInstruments,
  targets: () => readonly { readonly health: TargetHealth }[],
): void {
  for (const health of HEALTHS) {
    byHealth.with({ health }).collect(() => targets().filter((target) => target.health === health).length);
  }
}
