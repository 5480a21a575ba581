import type { InstrumentsOf } from '@telltale/sdk';
import { histogram } from '@telltale/sdk/define';
import type { PageLoad } from '../contract.ts';

/** The pages whose times are recorded. */
export const TIMED_PAGES = [
  'overview',
  'dashboard',
  'explore',
  'logs',
  'traces',
  'alerts',
  'targets',
  'rules',
] as const satisfies readonly PageLoad['page'][];

/** What browsers say of the pages. */
export const pageMetrics = {
  ui_dashboard_load_seconds: histogram({
    help: 'Time until a page of the station was drawn with all its data, as browsers report it.',
    unit: 'seconds',
    labels: { page: TIMED_PAGES },
    buckets: [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30],
  }),
};

/** Records how long a page took. */
export function recordPageLoad(
  metrics: InstrumentsOf<typeof pageMetrics>,
  { page, durationMs }: PageLoad,
): void {
  metrics.ui_dashboard_load_seconds.observe({ page }, durationMs / 1000);
}
