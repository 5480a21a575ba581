import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Proof } from 'telltale-example-support/proving';
import { queryValues, sumOf } from 'telltale-example-support/proving';
import { waitFor } from 'telltale-example-support/waiting';

import type { Bench } from '../bench.ts';
import { chat } from '../chat.ts';
import { whileStill } from '../while-still.ts';

/** Metrics with their labels, as they are written on the page. */
const METRICS: Readonly<Record<string, readonly string[]>> = {
  http_request_duration_seconds_count: ['method', 'route', 'status_code'],
  http_requests_total: ['method', 'route', 'status_code'],
  active_connections: [],
  database_connections_active: ['database'],
  database_query_duration_seconds_count: ['query_type', 'table'],
  ai_requests_total: ['model', 'provider', 'status'],
  ai_request_duration_seconds_count: ['model', 'provider'],
  ai_tokens_used_total: ['model', 'provider', 'token_type'],
};

/** Its own figures, compared with those of others. */
export const FIGURE_PROOFS: readonly Proof<Bench>[] = [
  {
    rows: ['S4-11', 'S4-12', 'S4-13', 'S4-14', 'S4-15', 'S4-16', 'S4-17', 'S4-18'],
    title:
      'the gateway shows the metrics of requests, connections, the database and AI with exactly their labels',
    run: async (bench) => {
      const series = [...(await bench.metricsOf('gateway')).keys()];
      for (const [metric, labels] of Object.entries(METRICS)) {
        const found = series.find((one) => one === metric || one.startsWith(`${metric}{`)) ?? '';
        const names = [...found.matchAll(/(\w+)="/g)].map(([, name]) => name);
        assert.deepEqual([metric, names.toSorted()], [metric, labels.toSorted()]);
      }
    },
  },
  {
    rows: ['S4-16', 'S4-17', 'S4-18'],
    title:
      'requests and tokens of each provider are as many as the providers themselves have counted, streamed or not',
    run: (bench) =>
      whileStill(bench, async () => {
        const own = await bench.metricsOf('gateway');
        for (const provider of ['local', 'distant'] as const) {
          const its = await bench.metricsOf(provider);
          const label = `provider="${provider}"`;
          const success = [...own].filter(
            ([name]) => name.startsWith('ai_requests_total') && name.includes(label),
          );
          const asked = success.reduce((sum, [, value]) => sum + value, 0);
          assert.ok(asked > 0, `nobody has asked ${provider}`);
          assert.equal(asked, sumOf(its, 'http_requests_total', 'route="/v1/chat/completions"'));
          assert.equal(asked, sumOf(own, 'ai_request_duration_seconds_count', label));
          assert.equal(sumOf(own, 'ai_tokens_used_total', label), sumOf(its, 'served_tokens_total'));
        }
      }),
  },
  {
    rows: ['S4-12', 'S4-15'],
    title: 'an answer is stored in one row of PostgreSQL and counted once, whichever way it was given',
    run: (bench) =>
      whileStill(bench, async () => {
        const counted = async () => {
          const samples = await bench.metricsOf('gateway');
          return [
            sumOf(samples, 'http_requests_total', 'status_code="200"'),
            sumOf(samples, 'database_query_duration_seconds_count', 'table="message"'),
          ];
        };
        const [{ rows: before }] = await bench.ask<{ rows: number }>(
          `select count(*)::int as rows from message`,
        );
        const [requests, queries] = await counted();
        const question = `What is a span, asked at ${Date.now()}?`;
        for (const stream of [false, true, true]) {
          const { status, text } = await chat(bench, { question, stream });
          assert.deepEqual([status, text.includes('"cached":')], [200, true]);
        }
        const [{ rows }] = await bench.ask<{ rows: number }>(`select count(*)::int as rows from message`);
        assert.deepEqual([rows - before, await counted()], [6, [requests + 3, queries + 3]]);
      }),
  },
  {
    rows: ['S4-14'],
    title: 'the active connections of the database are those that PostgreSQL sees at work',
    run: async (bench) => {
      const active = async () => sumOf(await bench.metricsOf('gateway'), 'database_connections_active');
      const lock = bench.ask(
        'begin; lock table message in access exclusive mode; select pg_sleep(3); rollback',
      );
      await waitFor('connections that wait for the lock', async () => {
        const [{ waiting }] = await bench.ask<{ waiting: number }>(
          `select count(*)::int as waiting from pg_stat_activity where wait_event_type = 'Lock'`,
        );
        return waiting >= 5 && Math.abs((await active()) - waiting) <= 2;
      });
      await lock;
    },
  },
  {
    rows: ['S4-13'],
    title: 'connections that are opened are counted, and no more when they are closed',
    run: async (bench) => {
      const { port } = new URL(bench.urlOf('gateway'));
      const count = async () => sumOf(await bench.metricsOf('gateway'), 'active_connections');
      // Many more than the load has, whose own come and go.
      const sockets = Array.from({ length: 100 }, () => connect(Number(port), '127.0.0.1'));
      await Promise.all(sockets.map((socket) => once(socket, 'connect')));
      await waitFor('so many connections', async () => (await count()) >= sockets.length);
      for (const socket of sockets) socket.destroy();
      await waitFor('no more than those of the load', async () => (await count()) < sockets.length / 2);
    },
  },
  {
    rows: ['S4-53'],
    title: 'what was recorded for New Relic is in the metrics that the station has scraped',
    run: async (bench) => {
      for (const metric of ['custom_ai_requests_count', 'custom_ai_tokens_used_sum'])
        await waitFor(metric, async () => (await queryValues(bench.stationUrl, metric))[0] > 0);
      const samples = await bench.metricsOf('gateway');
      const asked = sumOf(samples, 'ai_requests_total', 'status="success"');
      assert.ok(Math.abs(sumOf(samples, 'custom_ai_requests_count') - asked) <= 3);
    },
  },
];
