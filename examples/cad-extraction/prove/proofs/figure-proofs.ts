import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Proof } from 'telltale-example-support/proving';
import { queryValues, sumOf } from 'telltale-example-support/proving';
import { waitFor } from 'telltale-example-support/waiting';

import type { SiteName } from '../../sites.ts';
import { METRICS_PATH } from '../../sites.ts';
import { TASK_TYPES } from '../../src/parsing/facts.ts';
import { SAMPLES } from '../../src/samples/samples.ts';
import type { Bench } from '../bench.ts';
import { whileStill } from '../while-still.ts';

/** Metrics with their labels, and who has them. */
const METRICS: readonly (readonly [SiteName, string, readonly string[]])[] = [
  ['backend', 'http_requests_total', ['method', 'endpoint', 'status']],
  ['backend', 'http_request_duration_seconds_count', ['method', 'endpoint']],
  ['backend', 'cache_operations_total', ['operation', 'status']],
  ['backend', 'websocket_connections_active', []],
  ['backend', 'task_queue_depth', ['queue']],
  ['backend', 'task_queue_oldest_age_seconds', ['queue']],
  ['extraction_worker', 'extraction_tasks_total', ['task_type', 'status']],
  ['extraction_worker', 'extraction_duration_seconds_count', ['task_type']],
  ['extraction_worker', 'extraction_oldest_task_age_seconds', ['task_type']],
  ['extraction_worker', 'task_retries_total', ['task_type']],
  ['search_worker', 'db_query_duration_seconds_count', ['operation']],
];

/** What the station has scraped, from where. */
const JOBS = ['backend', 'extraction-worker', 'search-worker', 'postgres', 'redis', 'node'];

interface Connections {
  readonly taken: number;
  readonly most: number;
  readonly commits: number;
}

const CONNECTIONS = `
  select count(*)::int as taken, current_setting('max_connections')::int as most,
      (select xact_commit::int from pg_stat_database where datname = 'cad') as commits
    from pg_stat_activity where datname is not null`;

/** Its own figures, compared with those of others. */
export const FIGURE_PROOFS: readonly Proof<Bench>[] = [
  {
    rows: ['S2-05', 'S2-06', 'S2-07', 'S2-08', 'S2-09', 'S2-10', 'S2-11'],
    title: 'the backend and its workers show the metrics of PyBase with exactly their labels',
    run: async (bench) => {
      for (const [name, metric, labels] of METRICS) {
        const series = [...(await bench.metricsOf(name)).keys()];
        const found = series.find((one) => one === metric || one.startsWith(`${metric}{`)) ?? '';
        const names = [...found.matchAll(/(\w+)="/g)].map(([, label]) => label);
        assert.deepEqual([metric, names.toSorted()], [metric, labels.toSorted()]);
      }
    },
  },
  {
    rows: ['S2-30'],
    title: 'the station scrapes the backend by its path, both workers and the exporters, and all answer',
    run: async ({ stationUrl, urlOf }) => {
      for (const job of JOBS)
        await waitFor(
          `${job} to be up`,
          async () => (await queryValues(stationUrl, `up{job="${job}"}`))[0] === 1,
        );
      const response = await fetch(`${stationUrl}/api/v1/targets`);
      const { data } = (await response.json()) as {
        readonly data: { readonly activeTargets: readonly { readonly scrapeUrl: string }[] };
      };
      const urls = data.activeTargets.map(({ scrapeUrl }) => scrapeUrl);
      const workers = ['extraction_worker', 'search_worker', 'postgres_exporter', 'redis_exporter'] as const;
      const wanted = [
        `${urlOf('backend')}${METRICS_PATH}`,
        ...workers.map((name) => `${urlOf(name)}/metrics`),
      ];
      assert.deepEqual(
        wanted.filter((url) => !urls.includes(url)),
        [],
      );
    },
  },
  {
    rows: ['S2-07', 'S2-31'],
    title: 'the four processes together have counted each task that PostgreSQL has, once',
    run: (bench) =>
      whileStill(bench, async () => {
        const counted = async () => {
          const samples = await bench.metricsOf('extraction_worker');
          return TASK_TYPES.map((type) => sumOf(samples, 'extraction_tasks_total', `task_type="${type}"`));
        };
        const before = await counted();
        const ids = await Promise.all(
          TASK_TYPES.flatMap((type) => [1, 2, 3].map((at) => bench.upload(SAMPLES[type](at)))),
        );
        await Promise.all(ids.map((id) => bench.ended(id)));
        await waitFor('12 tasks more', async () =>
          (await counted()).every((count, at) => count === before[at] + 3),
        );
      }),
  },
  {
    rows: ['S2-09', 'S2-10'],
    title: 'the second look at a task is a hit in the cache; what is deleted is a delete of both',
    run: (bench) =>
      whileStill(bench, async () => {
        const id = await bench.upload(SAMPLES.dxf(5));
        await bench.ended(id);
        const figures = async () => {
          const samples = await bench.metricsOf('backend');
          return [
            samples.get('cache_operations_total{operation="get",status="hit"}') ?? 0,
            sumOf(samples, 'cache_operations_total', 'operation="delete"'),
            sumOf(samples, 'db_query_duration_seconds_count', 'operation="delete"'),
          ];
        };
        const [hits, deletes, statements] = await figures();
        const url = `${bench.urlOf('backend')}/api/v1/tasks/${id}`;
        assert.equal((await fetch(url)).status, 200);
        assert.equal((await fetch(url, { method: 'DELETE' })).status, 204);
        assert.deepEqual(await figures(), [hits + 1, deletes + 1, statements + 1]);
      }),
  },
  {
    rows: ['S2-11'],
    title: 'sockets that are opened are counted, and no more when they are closed or cut off',
    run: async (bench) => {
      const url = `${bench.urlOf('backend').replace('http', 'ws')}/ws/progress`;
      const count = async () => sumOf(await bench.metricsOf('backend'), 'websocket_connections_active');
      const before = await count();
      const sockets = Array.from({ length: 20 }, () => new WebSocket(url));
      await Promise.all(sockets.map((socket) => once(socket, 'open')));
      await waitFor('20 sockets more', async () => (await count()) === before + 20);
      for (const socket of sockets) socket.close();
      await waitFor('no more sockets than before', async () => (await count()) === before);
    },
  },
  {
    rows: ['S2-12', 'S2-13'],
    title:
      'connections and transactions of PostgreSQL, memory, hits and clients of Redis are what the servers themselves say',
    run: async (bench) => {
      await waitFor('the connections to be those of PostgreSQL', async () => {
        const [{ taken, most, commits }] = await bench.ask<Connections>(CONNECTIONS);
        const [shown] = await queryValues(bench.stationUrl, 'sum(pg_stat_activity_count)');
        const [limit] = await queryValues(bench.stationUrl, 'pg_settings_max_connections');
        const [committed] = await queryValues(
          bench.stationUrl,
          'pg_stat_database_xact_commit{datname="cad"}',
        );
        // The one that asks is one more.
        return Math.abs(shown - taken) <= 1 && limit === most && Math.abs(committed / commits - 1) < 0.1;
      });
      for (const [metric, field] of [
        ['redis_connected_clients', 'connected_clients'],
        ['redis_memory_used_bytes', 'used_memory'],
        ['redis_keyspace_hits_total', 'keyspace_hits'],
      ]) {
        await waitFor(`${metric} to be that of Redis`, async () => {
          const [, text = ''] = new RegExp(`^${field}:(\\d+)`, 'm').exec(await bench.redis.info()) ?? [];
          const [value] = await queryValues(bench.stationUrl, metric);
          return Math.abs(value / Number(text) - 1) < 0.1;
        });
      }
    },
  },
];
