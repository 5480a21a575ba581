/*
 * Mistakes in recording that the compiler must find. This file is compiled, never run: each
 * `@ts-expect-error` fails the compilation where the mistake in the next line is accepted.
 */
import { createRegistry, instrument } from '@telltale/sdk';
import { counter, defineMonitoring, gauge, histogram, httpServer, nodeRuntime } from '@telltale/sdk/define';

const t = instrument(
  defineMonitoring({
    service: 'shop',
    kits: [httpServer({ names: { inFlight: 'shop_requests_in_flight' } }), nodeRuntime()],
    metrics: {
      orders_total: counter({ help: 'Orders', labels: { method: ['card', 'invoice'], shop: 'any' } }),
      carts_open: gauge({ help: 'Carts' }),
      payment_seconds: histogram({ help: 'Payment', unit: 'seconds', buckets: [1] }),
    },
  }),
);

t.metrics.orders_total.inc({ method: 'card', shop: 7 });
t.metrics.orders_total.with({ method: 'invoice', shop: 'north' }).inc(2);
t.metrics.carts_open.set(1);
t.metrics.carts_open.collect(() => 3);
t.metrics.http_requests_total.inc({ method: 'GET', route: '/', status_code: 200 });
t.metrics.shop_requests_in_flight.inc();
/** What a timed function returns is what timing it returns. */
export const timed: Promise<string> = t.metrics.payment_seconds.time(async () => 'paid');

// @ts-expect-error an unknown metric
t.metrics.order_total.inc();
// @ts-expect-error a missing label
t.metrics.orders_total.inc({ method: 'card' });
// @ts-expect-error an unknown label
t.metrics.orders_total.inc({ method: 'card', shop: 'north', till: '1' });
// @ts-expect-error a value that is not listed
t.metrics.orders_total.inc({ method: 'cash', shop: 'north' });
// @ts-expect-error labels are not optional
t.metrics.orders_total.inc();
// @ts-expect-error a gauge without labels takes none
t.metrics.carts_open.set({ shop: 'north' }, 1);
// @ts-expect-error a counter cannot be set
t.metrics.orders_total.set({ method: 'card', shop: 'north' }, 1);
// @ts-expect-error a histogram observes
t.metrics.payment_seconds.inc();
// @ts-expect-error the kit's metric has another name
t.metrics.http_requests_in_flight.inc();

const jobs = createRegistry().counter('jobs_total', { help: 'Jobs', labels: { queue: ['mail'] } });
jobs.inc({ queue: 'mail' });
// @ts-expect-error a value that is not listed
jobs.inc({ queue: 'post' });
