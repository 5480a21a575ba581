import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { expectSame } from '../../../test/support/both-clients.ts';
import { ourClient, promClient } from '../../../test/support/clients.ts';

const run = promisify(execFile);

const answering = new URL('../../../test/programs/prom-client-cluster.ts', import.meta.url);
const silent = new URL('../../../test/programs/prom-client-silent-worker.ts', import.meta.url);

async function outputOf(program: URL, ...args: readonly string[]): Promise<string> {
  const flags = ['--conditions=@telltale/source', '--no-warnings'];
  const { stdout } = await run(process.execPath, [...flags, fileURLToPath(program), ...args]);
  return stdout;
}

async function clusterOf(client: string): Promise<unknown> {
  return JSON.parse(await outputOf(answering, client));
}

test('a cluster with real workers gives the same page as with prom-client', async () => {
  const [ours, theirs] = await Promise.all([clusterOf('ours'), clusterOf('theirs')]);
  expect(ours).toEqual(theirs);
  expect(ours).toMatchObject({ empty: '', isSame: true });
  expect((ours as { page: string }).page).toContain('orders_total{worker="both"} 3');
}, 30_000);

test('a worker that goes while it is asked does not keep the page waiting', async () => {
  expect(await outputOf(silent)).toBe('# HELP carts Carts\n# TYPE carts gauge\ncarts 3\n');
}, 30_000);

const gauge = (aggregator: string, ...values: readonly object[]) => ({
  name: `g_${aggregator}`,
  help: 'G',
  type: 'gauge',
  aggregator,
  values,
});

describe('metrics of several processes become one as with prom-client', () => {
  const labelled = [
    { value: 1, labels: { a: 'x', b: 2 } },
    { value: 5, labels: {} },
  ];
  const turned = [
    { value: 3, labels: { b: '2', a: 'x' } },
    { value: 7, labels: { a: 'y' } },
    { value: -1, labels: {}, metricName: 'other' },
  ];

  test.each(['sum', 'first', 'omit', 'average', 'min', 'max', 'median'])('%s', async (name) => {
    await expectSame(async ({ client, attempt, note }) => {
      const processes = [[gauge(name, ...labelled)], [gauge(name, ...turned)], []];
      attempt(() => void client.AggregatorRegistry.aggregate(processes));
      if (name === 'median') return;
      const all = client.AggregatorRegistry.aggregate(processes);
      note([await all.metrics(), await all.getMetricsAsJSON(), all.contentType]);
    });
  });

  test('registries to answer with must be registries', async () => {
    await expectSame(({ client, attempt, register }) => {
      attempt(() => client.AggregatorRegistry.setRegistries(register));
      attempt(() => client.AggregatorRegistry.setRegistries([register, 'register' as never]));
      attempt(() => client.AggregatorRegistry.setRegistries({} as never));
      attempt(() => new client.AggregatorRegistry('text/html' as never).contentType);
      client.AggregatorRegistry.setRegistries(client.register);
    });
  });

  test('aggregators can be called by themselves', () => {
    const metrics = [gauge('sum', ...labelled), gauge('sum', ...turned)] as never;
    for (const name of ['sum', 'first', 'omit', 'average', 'min', 'max'] as const) {
      expect(ourClient.aggregators[name](metrics)).toEqual(promClient.aggregators[name](metrics));
    }
    expect(ourClient.aggregators.sum([])).toBeUndefined();
  });
});
