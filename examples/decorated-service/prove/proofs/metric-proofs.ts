import assert from 'node:assert/strict';
import type { Proof } from 'telltale-example-support/proving';
import { queryValues, sumOf } from 'telltale-example-support/proving';
import { waitFor } from 'telltale-example-support/waiting';

import type { Bench } from '../bench.ts';

const METRICS = [
  'requests_total',
  'response_time_seconds_count',
  'request_duration_seconds_count',
  'active_requests',
  'memory_usage_bytes',
];

/** What the programs say of themselves. */
export const METRIC_PROOFS: readonly Proof<Bench>[] = [
  {
    rows: ['S3-04', 'S3-05', 'S3-09', 'S3-10'],
    title: 'each method of the decorated classes is counted and timed, and no private one is',
    run: async (bench) => {
      await waitFor('a quote', async () => calls(await bench.metricsOf('pricing'), 'Pricing', 'quote') > 0);
      const samples = await bench.metricsOf('orders');
      for (const [owner, method] of [
        ['Catalog', 'list'],
        ['Catalog', 'reserve'],
        ['Orders', 'place'],
      ]) {
        assert.ok(calls(samples, owner, method) > 0, `${owner}.${method} is not counted`);
      }
      for (const metric of METRICS) assert.ok(sumOf(samples, metric) >= 0, metric);
      const pricing = [...(await bench.metricsOf('pricing')).keys()];
      assert.ok(!pricing.some((series) => series.includes('discounted')));
    },
  },
  {
    rows: ['S3-14'],
    title: 'the page of the collector "custom" is scraped at its own path',
    run: async (bench) => {
      const query = 'min(up{job="shop-custom"})';
      await waitFor('both targets', async () => (await queryValues(bench.stationUrl, query))[0] === 1);
    },
  },
  {
    rows: ['S3-18'],
    title: 'middleware, handler and database of a request add up to its whole time within 5 %',
    run: async (bench) => {
      const samples = await bench.metricsOf('orders');
      const parts = sumOf(samples, 'request_phase_duration_seconds_sum');
      const whole = sumOf(samples, 'request_duration_seconds_sum');
      assert.ok(Math.abs(parts - whole) <= 0.05 * whole, `${parts} s of ${whole} s`);
    },
  },
  {
    rows: ['S3-21'],
    title: 'requests whose clients go away leave the gauge of active requests',
    run: async (bench) => {
      await bench.setFault('slow', true);
      const leave = new AbortController();
      const url = `${bench.urlOf('pricing')}/prices/rope?quantity=1`;
      const asked = Array.from({ length: 20 }, () =>
        fetch(url, { signal: leave.signal }).catch(() => undefined),
      );
      const active = async () => sumOf(await bench.metricsOf('pricing'), 'active_requests');
      await waitFor('20 requests', async () => (await active()) >= 20);
      leave.abort();
      await Promise.all(asked);
      await bench.setFault('slow', false);
      await waitFor('the end of all requests', async () => (await active()) <= 3);
    },
  },
];

/** How often a method was called. */
function calls(samples: ReadonlyMap<string, number>, owner: string, method: string): number {
  return sumOf(samples, 'requests_total', `class="${owner}",method="${method}"`);
}
