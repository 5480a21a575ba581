/*
 * Mistakes in recording that the compiler must find. This file is compiled, never run: each
 * `@ts-expect-error` fails the compilation where the mistake in the next line is accepted.
 */
import { createRegistry, instrument } from '@telltale/sdk';
import {
  counter,
  defineMonitoring,
  gauge,
  histogram,
  httpServer,
  info,
  nodeRuntime,
  stateset,
  summary,
} from '@telltale/sdk/define';

const t = instrument(
  defineMonitoring({
    service: 'shop',
    kits: [httpServer({ names: { inFlight: 'shop_requests_in_flight' } }), nodeRuntime()],
    metrics: {
      orders_total: counter({ help: 'Orders', labels: { method: ['card', 'invoice'], shop: 'any' } }),
      carts_open: gauge({ help: 'Carts' }),
      payment_seconds: histogram({ help: 'Payment', unit: 'seconds', buckets: [1] }),
      pick_seconds: histogram({ help: 'Picking', unit: 'seconds', buckets: [1], labels: { shop: 'any' } }),
      parcel_kilograms: summary({ help: 'Parcels', labels: { carrier: ['post', 'bike'] } }),
      till_state: stateset({ help: 'Tills', labels: { shop: 'any' }, states: ['open', 'closed'] }),
      shop_state: stateset({ help: 'The shop', states: ['open', 'closed'] }),
      release_info: info({ help: 'What runs', labels: { version: 'any' } }),
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
/** What ends a timer gives the seconds. */
export const seconds: number = t.metrics.payment_seconds.startTimer()();
t.metrics.pick_seconds.startTimer({ shop: 'north' })();
t.metrics.parcel_kilograms.observe({ carrier: 'bike' }, 0.4);
t.metrics.parcel_kilograms.with({ carrier: 'post' }).observe(2);
t.metrics.till_state.set({ shop: 'north' }, 'open');
t.metrics.till_state.with({ shop: 'north' }).set('closed');
t.metrics.shop_state.setMany(['open']);
t.metrics.release_info.set({ version: '1.2.0' });

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
// @ts-expect-error a carrier that is not listed
t.metrics.parcel_kilograms.observe({ carrier: 'ship' }, 1);
// @ts-expect-error a summary observes a number
t.metrics.parcel_kilograms.observe({ carrier: 'post' }, '2 kg');
// @ts-expect-error a summary with labels takes them
t.metrics.parcel_kilograms.observe(2);
// @ts-expect-error a summary cannot be set
t.metrics.parcel_kilograms.set({ carrier: 'post' }, 2);
// @ts-expect-error a state that is not declared
t.metrics.till_state.set({ shop: 'north' }, 'robbed');
// @ts-expect-error a state that is not declared, in a handle
t.metrics.till_state.with({ shop: 'north' }).set('robbed');
// @ts-expect-error a state that is not declared, among others
t.metrics.shop_state.setMany(['open', 'robbed']);
// @ts-expect-error a state set with labels takes them
t.metrics.till_state.set('open');
// @ts-expect-error a state set without labels takes none
t.metrics.shop_state.set({ shop: 'north' }, 'open');
// @ts-expect-error an info takes no value
t.metrics.release_info.set({ version: '1.2.0' }, 1);
// @ts-expect-error an info says nothing without its labels
t.metrics.release_info.set();
// @ts-expect-error an unknown label of an info
t.metrics.release_info.set({ version: '1.2.0', commit: 'ff56769' });
// @ts-expect-error a timer is started with the labels
t.metrics.pick_seconds.startTimer();
// @ts-expect-error a timer without labels takes none
t.metrics.payment_seconds.startTimer({ shop: 'north' });
// @ts-expect-error a timer is stopped without labels
t.metrics.pick_seconds.startTimer({ shop: 'north' })({ shop: 'south' });
// @ts-expect-error a counter measures no time
t.metrics.orders_total.startTimer({ method: 'card', shop: 'north' });
// @ts-expect-error what is timed is a function
t.metrics.payment_seconds.time(Promise.resolve('paid'));
// @ts-expect-error the kit's metric has another name
t.metrics.http_requests_in_flight.inc();

const jobs = createRegistry().counter('jobs_total', { help: 'Jobs', labels: { queue: ['mail'] } });
jobs.inc({ queue: 'mail' });
// @ts-expect-error a value that is not listed
jobs.inc({ queue: 'post' });
