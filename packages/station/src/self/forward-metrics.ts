import type { InstrumentsOf } from '@telltale/sdk';
import { counter, gauge } from '@telltale/sdk/define';
import type { Forwarders } from '../forward/create-forwarders.ts';
import { createTotals } from './totals.ts';

/** Most destinations that are told apart. */
const MAX_DESTINATIONS = 50;
const labels = {
  signal: ['metrics', 'logs', 'traces'],
  destination: { maxValues: MAX_DESTINATIONS },
} as const;

/** What is forwarded, for each destination; counted in samples, log records and spans. */
export const forwardMetrics = {
  telltale_forward_waiting: gauge({
    help: 'Samples, log records or spans that wait on disk to be forwarded.',
    labels,
  }),
  telltale_forward_spool_bytes: gauge({
    help: 'Size of the files in which they wait.',
    unit: 'bytes',
    labels,
  }),
  telltale_forward_lag_seconds: gauge({
    help: 'How long the oldest of them has waited.',
    unit: 'seconds',
    labels,
  }),
  telltale_forward_failing: gauge({ help: 'Whether the last attempt to forward failed.', labels }),
  telltale_forward_sent_total: counter({
    help: 'Samples, log records or spans that were forwarded.',
    labels,
  }),
  telltale_forward_rejected_total: counter({
    help: 'Samples, log records or spans that the destination refused for good.',
    labels,
  }),
  telltale_forward_dropped_total: counter({
    help: 'Samples, log records or spans that were lost because the spool was full or could not be written.',
    labels,
  }),
};

/** Reads the figures of all destinations at each gathering of the metrics. */
export function collectForward(
  metrics: InstrumentsOf<typeof forwardMetrics>,
  figures: Forwarders['figures'],
): void {
  const raise = createTotals();
  metrics.telltale_forward_waiting.collect(() => {
    for (const { signal, destination, ...one } of figures()) {
      const of = { signal, destination };
      metrics.telltale_forward_waiting.set(of, one.waiting);
      metrics.telltale_forward_spool_bytes.set(of, one.waitingBytes);
      metrics.telltale_forward_lag_seconds.set(of, one.lagMs / 1000);
      metrics.telltale_forward_failing.set(of, one.failingSinceMs === undefined ? 0 : 1);
      raise(metrics.telltale_forward_sent_total, of, one.sent);
      raise(metrics.telltale_forward_rejected_total, of, one.rejected);
      raise(metrics.telltale_forward_dropped_total, of, one.dropped);
    }
  });
}
