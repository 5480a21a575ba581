import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Proof } from 'telltale-example-support/proving';
import { runScript, sumOf } from 'telltale-example-support/proving';
import { waitFor } from 'telltale-example-support/waiting';
import { TELLTALE } from 'telltale-example-support/watching';

import { CONFIG } from '../../src/demo/start-gateway.ts';
import { FAULTS } from '../../src/faults/faults.ts';
import type { Bench } from '../bench.ts';
import { chat } from '../chat.ts';

interface Health {
  readonly status: string;
  readonly services: Readonly<Record<string, string>>;
}

/** After so long the readiness probe of the definition gives up. */
const PROBE_TIMEOUT_MS = 3000;

async function probe(
  bench: Bench,
  path: string,
): Promise<{ readonly status: number; readonly body: Health }> {
  const url = `${bench.urlOf('gateway')}${path}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
  return { status: response.status, body: (await response.json()) as Health };
}

/** The faults that a check finds, and what they prove. */
const FOUND = [
  { row: 'S4-46', fault: 'database' },
  { row: 'S4-46', fault: 'frozen-database' },
  { row: 'S4-47', fault: 'cache' },
  { row: 'S4-48', fault: 'bucket' },
];

/** What an orchestrator is told. */
export const HEALTH_PROOFS: readonly Proof<Bench>[] = [
  {
    rows: ['S4-45', 'S4-49'],
    title:
      'GET /health says status, timestamp, version, uptime and the state of each service, and nothing else',
    run: async (bench) => {
      const { status, body } = await probe(bench, '/health');
      assert.equal(status, 200);
      assert.deepEqual(Object.keys(body), ['status', 'timestamp', 'version', 'uptime', 'services']);
      const connected = { database: 'connected', redis: 'connected', storage: 'connected' };
      assert.deepEqual(body.services, { ...connected, provider: 'connected' });
    },
  },
  ...FOUND.map(({ row, fault: name }): Proof<Bench> => {
    const { what, check = '', run } = FAULTS[name];
    return {
      rows: [row, 'S4-49', 'S4-50'],
      title: `${what}: /ready is 503 before its probe gives up, /live stays 200, and it recovers`,
      run: async (bench) => {
        const good = new AbortController();
        const running = run(bench.site, good.signal);
        try {
          await waitFor(`${check} to be disconnected`, async () => {
            const [ready, live] = await Promise.all([probe(bench, '/ready'), probe(bench, '/live')]);
            assert.equal(live.status, 200);
            return ready.status === 503 && ready.body.services[check] === 'disconnected';
          });
          assert.equal((await probe(bench, '/health')).status, 503);
          await waitFor('the metric of its health', async () => {
            const samples = await bench.metricsOf('gateway');
            const isChecked = sumOf(samples, 'dev_pynode_health_check_status', `check="${check}"`) === 0;
            return isChecked && sumOf(samples, 'dev_pynode_health_status') === 0;
          });
        } finally {
          good.abort();
          await running;
        }
        await waitFor('recovery', async () => (await probe(bench, '/ready')).status === 200);
      },
    };
  }),
  {
    rows: ['S4-51', 'S4-52'],
    title:
      'SIGTERM: /ready is 503 at once, answers that are being said are finished, and the next one starts',
    run: async (bench) => {
      const { gateway: pid, distant } = bench.site().pids;
      assert.ok(distant !== undefined);
      await orderLatency(bench, 500);
      const asked = Array.from({ length: 10 }, (_, index) =>
        chat(bench, { question: `Question ${index} at ${Date.now()}`, stream: index % 2 === 0 }),
      );
      await waitFor('ten requests at work', async () => {
        return sumOf(await bench.metricsOf('gateway'), 'http_requests_in_flight') >= 10;
      });
      process.kill(pid, 'SIGTERM');
      await waitFor('/ready to be 503', async () => (await probe(bench, '/ready')).status === 503);
      const answers = await Promise.all(asked);
      assert.deepEqual(
        answers.map(({ status, text }) => [status, text.includes('"conversation"')]),
        answers.map(() => [200, true]),
      );
      await orderLatency(bench, 0);
      await waitFor('another gateway that has started', async () => {
        const { gateway } = bench.site().pids;
        return gateway !== undefined && gateway !== pid && (await probe(bench, '/startup')).status === 200;
      });
      await waitFor('readiness', async () => (await probe(bench, '/ready')).status === 200);
    },
  },
  {
    rows: ['S4-50', 'S4-51', 'S4-52'],
    title: 'the manifests for Kubernetes ask the paths that the gateway answers',
    run: async (bench) => {
      await runScript(TELLTALE, ['gen', 'kubernetes', '--config', CONFIG, '--out', bench.folder]);
      const manifest = readFileSync(join(bench.folder, 'kubernetes/deployment-patch.yaml'), 'utf8');
      const paths = [...manifest.matchAll(/path: "?(\/(?:live|ready|startup))"?$/gm)].map(([, path]) => path);
      assert.deepEqual(paths.toSorted(), ['/live', '/ready', '/startup']);
      for (const path of paths) assert.equal((await probe(bench, path)).status, 200);
    },
  },
];

/** How long the local provider takes. */
async function orderLatency(bench: Bench, latencyMs: number): Promise<void> {
  const response = await fetch(`${bench.urlOf('local')}/fault`, {
    method: 'PUT',
    body: JSON.stringify({ latencyMs }),
  });
  await response.text();
}
