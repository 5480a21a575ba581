import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Proof } from 'telltale-example-support/proving';
import { waitFor } from 'telltale-example-support/waiting';

import type { Bench } from '../bench.ts';

const BUCKETS = ['0.1', '0.3', '0.5', '0.7', '1', '3', '5', '7', '10', '+Inf'];

/** What was written for prom-client and winston. */
export const LEGACY_PROOFS: readonly Proof<Bench>[] = [
  {
    rows: ['S4-11', 'S4-12', 'S4-14', 'S4-15', 'S4-16', 'S4-17', 'S4-18'],
    title: 'metrics that were written for prom-client come out of our entry as they are declared there',
    run: async (bench) => {
      assert.equal((await fetch(`${bench.urlOf('legacy')}/chat`)).status, 200);
      const samples = [...(await bench.metricsOf('legacy')).keys()];
      const bounds = samples
        .filter(
          (one) => one.startsWith('http_request_duration_seconds_bucket') && one.includes('route="/chat"'),
        )
        .map((one) => /le="([^"]+)"/.exec(one)?.[1]);
      assert.deepEqual(bounds, BUCKETS);
      for (const series of [
        'http_requests_total{method="GET",route="/chat",status_code="200"}',
        'database_connections_active{database="main"}',
        'ai_requests_total{model="gpt-4",provider="openai",status="success"}',
        'ai_tokens_used_total{model="gpt-4",provider="openai",token_type="completion"}',
      ])
        assert.ok(samples.includes(series), series);
    },
  },
  {
    rows: ['S4-01'],
    title: 'a logger that was written for winston goes on writing its files, and the station has its records',
    run: async (bench) => {
      assert.equal((await fetch(`${bench.urlOf('legacy')}/fail`)).status, 500);
      const files = join(bench.folder, 'legacy', 'logs');
      for (const name of ['combined.log', 'error.log']) {
        const line = readFileSync(join(files, name), 'utf8').trim().split('\n').at(-1) ?? '';
        const { level, message } = JSON.parse(line) as { readonly level: string; readonly message: string };
        assert.deepEqual([level, message], ['error', 'the model is not there']);
      }
      const query = encodeURIComponent('service:dev-pynode-legacy level:error "the model is not there"');
      await waitFor('the record at the station', async () => {
        const response = await fetch(`${bench.stationUrl}/api/telltale/logs?query=${query}`);
        return ((await response.json()) as { readonly records: readonly unknown[] }).records.length > 0;
      });
    },
  },
];
