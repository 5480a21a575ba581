import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Proof } from 'telltale-example-support/proving';
import { sumOf } from 'telltale-example-support/proving';
import { waitFor } from 'telltale-example-support/waiting';

import type { Bench } from '../bench.ts';

interface Summary {
  readonly traceId: string;
  readonly operation: string;
  readonly services: Readonly<Record<string, number>>;
  readonly errors: number;
}

interface Span {
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly service: string;
  readonly name: string;
}

const FEW = 400;
/** Of 400 traces and a share of a tenth, so far from 40 is one in ten thousand. */
const MOST_OFF = 24;
/** Requests take less than this from the first to the last. */
const DECIDED_AFTER_MS = 3000;

/** How requests go through the programs. */
export const TRACE_PROOFS: readonly Proof<Bench>[] = [
  {
    rows: ['S3-06', 'S3-12', 'S3-40'],
    title: 'an order is one trace through both programs and PostgreSQL',
    run: async (bench) => {
      let found: Summary | undefined;
      await waitFor('a trace through both', async () => {
        found = (await search(bench, 'operation:"POST /orders"')).find(
          ({ services, errors }) => services.orders > 0 && services.pricing > 0 && errors === 0,
        );
        return found !== undefined;
      });
      const { spans } = await bench.ask<{ spans: readonly Span[] }>(`traces/${found?.traceId}`, {});
      const ids = new Set(spans.map(({ spanId }) => spanId));
      const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined || !ids.has(parentSpanId));
      assert.equal(roots.length, 1, 'not one tree');
      for (const name of ['Orders.place', 'Pricing.quote', 'SELECT price', 'INSERT placed_order']) {
        assert.ok(
          spans.some((span) => span.name === name),
          `no span ${name} in ${spans.map((span) => span.name).join(', ')}`,
        );
      }
    },
  },
  {
    rows: ['S3-03', 'S3-41'],
    title: 'of the traces that are well a tenth is kept, and all that have an error',
    isLong: true,
    run: async (bench) => {
      const startMs = Date.now();
      for (let asked = 0; asked < FEW; asked++) {
        await fetch(`${bench.urlOf('pricing')}/prices/rope?quantity=1`).then((one) => one.arrayBuffer());
      }
      for (let asked = 0; asked < 20; asked++) {
        await fetch(`${bench.urlOf('pricing')}/prices/kraken`).then((one) => one.arrayBuffer());
      }
      const start = new Date(startMs).toISOString();
      await waitFor('the errors', async () => {
        const failed = await search(bench, 'service:pricing status:error', start);
        return failed.filter(({ services }) => services.orders === undefined).length === 20;
      });
      const kept = async () =>
        (await search(bench, 'service:pricing', start)).filter(
          ({ errors, services }) => errors === 0 && services.orders === undefined,
        ).length;
      // Each trace is found until it has been decided on, some seconds after its end.
      await waitFor('the decisions', async () => (await kept()) <= FEW / 10 + MOST_OFF);
      await delay(DECIDED_AFTER_MS);
      const well = await kept();
      assert.ok(Math.abs(well - FEW / 10) <= MOST_OFF, `${well} of ${FEW} are kept`);
    },
  },
  {
    rows: ['S3-07'],
    title: 'the map counts all calls from program to program, also those of traces that are not kept',
    run: async (bench) => {
      await waitFor('the same counts', async () => {
        const { edges } = await bench.ask<{
          edges: readonly { caller: string; callee: string; calls: number }[];
        }>('traces/map', {});
        const edge = edges.find(({ caller, callee }) => caller === 'orders' && callee === 'pricing');
        const asked = sumOf(
          await bench.metricsOf('orders'),
          'requests_total',
          'class="Orders",method="place"',
        );
        return edge !== undefined && edge.calls > 0.5 * asked;
      });
    },
  },
];

function search(bench: Bench, query: string, start?: string): Promise<readonly Summary[]> {
  const range: Record<string, string> = start === undefined ? {} : { start };
  return bench
    .ask<{ traces: readonly Summary[] }>('traces', { query, limit: '1000', ...range })
    .then(({ traces }) => traces);
}
