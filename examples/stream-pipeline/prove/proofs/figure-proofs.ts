import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Proof } from 'telltale-example-support/proving';
import { sumOf } from 'telltale-example-support/proving';
import { waitFor } from 'telltale-example-support/waiting';

import { STAGES, STAGE_NAMES } from '../../src/stages.ts';
import { assertBars } from '../assert-bars.ts';
import type { Bench } from '../bench.ts';
import { whileStill } from '../while-still.ts';

const METRICS = [
  'health_status',
  'requests_total',
  'request_duration_seconds_count',
  'messages_processed_total',
  'processing_duration_seconds_count',
  'memory_usage_bytes',
  'active_connections',
  'consumer_lag_messages',
];

/** What the services say of themselves, next to what Redis and PostgreSQL know. */
export const FIGURE_PROOFS: readonly Proof<Bench>[] = [
  {
    rows: ['S1-12', 'S1-13', 'S1-14', 'S1-16', 'S1-18', 'S1-47', 'S1-56'],
    title: 'each of the four services shows its metrics under its own prefix, and is healthy',
    run: async (bench) => {
      for (const stage of STAGE_NAMES) {
        const { service } = STAGES[stage];
        const samples = await bench.metricsOf(stage);
        for (const metric of METRICS) assertShown([...samples.keys()], `${service}_${metric}`);
        assert.equal(sumOf(samples, `${service}_health_status`), 1);
        assert.ok(sumOf(samples, `${service}_memory_usage_bytes`) > 30e6);
        assert.equal((await fetch(`${bench.urlOf(stage)}/health`)).status, 200);
      }
    },
  },
  {
    rows: ['S1-15', 'S1-16', 'S1-20'],
    title: 'the messages that each service has processed are those that Redis has added to its stream',
    run: (bench) =>
      whileStill(bench, async () => {
        for (const stage of STAGE_NAMES) {
          const { service, reads } = STAGES[stage];
          const { 'entries-added': added } = await bench.redis.xInfoStream(reads);
          const samples = await bench.metricsOf(stage);
          assert.equal(sumOf(samples, `${service}_messages_processed_total`), added, service);
          assert.equal(sumOf(samples, `${service}_processing_duration_seconds_count`), added, service);
          assert.equal(sumOf(samples, `${service}_consumer_lag_messages`), 0, service);
        }
      }),
  },
  {
    rows: ['S1-21'],
    title: 'misses of the cache are the look-ups that PostgreSQL has counted; with the hits they are all',
    run: (bench) =>
      whileStill(bench, async () => {
        await waitFor('the same counts', async () => {
          const calls = await countCalls(bench);
          const samples = await bench.metricsOf('enrichment');
          const misses = sumOf(samples, 'enrichment_service_cache_misses_total');
          const hits = sumOf(samples, 'enrichment_service_cache_hits_total');
          const messages = sumOf(samples, 'enrichment_service_messages_processed_total');
          const pages = sumOf(samples, 'enrichment_service_requests_total', 'path="/instruments/:name"');
          assert.equal(misses, calls);
          assert.equal(hits + misses, messages + pages);
          return misses > 0 && hits > misses;
        });
      }),
  },
  {
    rows: ['S1-22'],
    title: 'the bars that are generated are the rows in PostgreSQL, and equal those of the reference',
    run: async (bench) => {
      await assertBars(bench);
      await whileStill(bench, async () => {
        const samples = await bench.metricsOf('aggregation');
        for (const [interval, seconds] of [
          ['1s', 1],
          ['1m', 60],
        ] as const) {
          const [{ count }] = await bench.ask<{ count: string }>(
            `select count(*) from bar where seconds = ${seconds}`,
          );
          const generated = sumOf(
            samples,
            'aggregation_service_bars_generated_total',
            `interval="${interval}"`,
          );
          assert.equal(generated, Number(count));
        }
      });
    },
  },
  {
    rows: ['S1-23'],
    title: 'the projections that are updated are the upserts that the table itself has counted',
    run: (bench) =>
      whileStill(bench, async () => {
        const [{ updates }] = await bench.ask<{ updates: string }>(
          'select sum(updates) as updates from projection',
        );
        const samples = await bench.metricsOf('projection');
        assert.equal(sumOf(samples, 'projection_service_projections_updated_total'), Number(updates));
        assert.equal(await bench.redis.xLen('bars'), Number(updates));
      }),
  },
  {
    rows: ['S1-19'],
    title: 'connections that are opened are counted, and no more when they are closed',
    run: async (bench) => {
      const { port } = new URL(bench.urlOf('normalization'));
      const count = async () =>
        sumOf(await bench.metricsOf('normalization'), 'normalization_service_active_connections');
      const before = await count();
      const sockets = Array.from({ length: 20 }, () => connect(Number(port), '127.0.0.1'));
      await Promise.all(sockets.map((socket) => once(socket, 'connect')));
      await waitFor('20 more connections', async () => (await count()) >= before + 18);
      for (const socket of sockets) socket.destroy();
      await waitFor('no more connections than before', async () => (await count()) <= before + 2);
    },
  },
];

function assertShown(series: readonly string[], metric: string): void {
  assert.ok(
    series.some((one) => one === metric || one.startsWith(`${metric}{`)),
    `${metric} is not shown`,
  );
}

/** How often PostgreSQL has called the look-up of metadata. */
async function countCalls(bench: Bench): Promise<number> {
  // A connection tells of what it has counted when it is closed at the latest.
  await bench.ask(`select pg_terminate_backend(pid) from pg_stat_activity
    where usename = 'enrichment' and state = 'idle'`);
  const [row] = await bench.ask<{ calls: string }>(
    `select calls from pg_stat_user_functions where funcname = 'instrument_of'`,
  );
  return Number(row?.calls ?? 0);
}
