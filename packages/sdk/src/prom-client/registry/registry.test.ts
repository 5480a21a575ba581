import * as prom from 'prom-client';
import { expect, describe, test } from 'vitest';
import { expectSame, loose } from '../../../test/support/both-clients.ts';
import type { Scenario } from '../../../test/support/both-clients.ts';
import { ourClient } from '../../../test/support/clients.ts';
import type { Client } from '../../../test/support/clients.ts';

function shop({ Counter, Gauge, Histogram, Summary }: Client, registers: InstanceType<Client['Registry']>[]) {
  const labelNames = ['env'] as const;
  return {
    counter: new Counter({ name: 'orders_total', help: 'Orders', labelNames, registers }),
    gauge: new Gauge({ name: 'carts', help: 'Carts', registers, aggregator: 'max' }),
    histogram: new Histogram({ name: 'pay_seconds', help: 'Pay', labelNames, buckets: [1], registers }),
    summary: new Summary({ name: 'size_bytes', help: 'Size', percentiles: [0.5], labelNames, registers }),
  };
}

function record({ counter, gauge, histogram, summary }: ReturnType<typeof shop>, env: string): void {
  counter.inc({ env }, 3);
  gauge.set(2);
  histogram.observe({ env }, 0.5);
  summary.observe({ env }, 7);
}

const scenarios: Readonly<Record<string, Scenario>> = {
  'an empty registry': ({ note }) => note('nothing'),
  'all kinds of metrics': ({ client, registers }) => record(shop(client, registers), 'a'),
  'default labels are added to samples that have none of the name': ({ client, register, registers }) => {
    register.setDefaultLabels({ app: 'shop"s', zone: 5 });
    record(shop(client, registers), 'a');
  },
  'labels of samples win over default labels': ({ client, register, registers }) => {
    register.setDefaultLabels({ env: 'default', app: 'shop' });
    const metrics = shop(client, registers);
    record(metrics, 'own');
    metrics.counter.inc();
    metrics.histogram.observe(3);
    metrics.summary.observe(3);
  },
  'reset of all metrics': ({ client, register, registers }) => {
    record(shop(client, registers), 'a');
    register.resetMetrics();
  },
  'clear, then the same names again': ({ client, register, registers }) => {
    register.setDefaultLabels({ app: 'shop' });
    record(shop(client, registers), 'a');
    register.clear();
    record(shop(client, registers), 'b');
  },
  'single metrics': async ({ client, register, registers, note }) => {
    const metrics = shop(client, registers);
    record(metrics, 'a');
    note(register.getSingleMetric('carts') === metrics.gauge);
    note(register.getSingleMetric('nope'));
    note(await register.getSingleMetricAsString('carts'));
    note(register.getMetricsAsArray().map(({ name }) => name));
    register.removeSingleMetric('carts');
    register.removeSingleMetric('nope');
  },
  'names that are taken': ({ client, register, registers, attempt }) => {
    const gauge = new client.Gauge({ name: 'a', help: 'A', registers });
    attempt(() => register.registerMetric(gauge));
    attempt(() => new client.Counter({ name: 'a', help: 'A', registers }).type);
  },
  'content types': ({ client, register, attempt, note }) => {
    note([client.Registry.PROMETHEUS_CONTENT_TYPE, client.Registry.OPENMETRICS_CONTENT_TYPE]);
    note([client.prometheusContentType, client.openMetricsContentType]);
    attempt(() => loose(new client.Registry('text/html' as never)));
    attempt(() => register.setContentType('text/html' as never));
  },
  'metrics of the user: objects with a get': ({ register }) => {
    const values = [
      { value: 1, labels: { a: '"\\\n' } },
      { value: NaN },
      { value: -Infinity, metricName: 'other', labels: {} },
    ];
    const get = async () => ({ name: 'odd', help: 'Odd \\ \n', type: 'gauge', values, aggregator: 'sum' });
    register.registerMetric({ name: 'odd', get });
    register.registerMetric({ name: 'bare', get: () => ({ name: 'bare', help: 'Bare', type: 'untyped' }) });
  },
  'merged registries': async ({ client, register, registers, note, attempt }) => {
    const other = new client.Registry(register.contentType);
    new client.Gauge({ name: 'carts', help: 'Carts', labelNames: ['x'], registers }).set({ x: 1 }, 2);
    new client.Gauge({ name: 'more', help: 'More', registers: [other] }).set(5);
    register.setDefaultLabels({ app: 'shop' });
    note(await client.Registry.merge([register, other]).metrics());
    new client.Gauge({ name: 'carts', help: 'Again', registers: [other] }).set(5);
    attempt(() => client.Registry.merge([register, other]).contentType);
    attempt(() => client.Registry.merge([]));
    const types = [client.prometheusContentType, client.openMetricsContentType];
    attempt(() => client.Registry.merge(types.map((type) => new client.Registry(type))));
  },
};

describe('registries do what those of prom-client do', () => {
  test.each(Object.entries(scenarios))('%s', async (_, scenario) => {
    await expectSame(scenario);
  });

  test('bucket bounds and names', async () => {
    await expectSame(({ client, attempt }) => {
      const numbers = [-1, 0, 0.3, 1, 1.1, 2, 5, 10];
      for (const a of numbers) {
        for (const b of numbers) {
          attempt(() => client.linearBuckets(a, b, 5));
          attempt(() => client.exponentialBuckets(a, b, 5));
        }
        attempt(() => client.linearBuckets(1, 1, Math.trunc(a)));
        attempt(() => client.exponentialBuckets(1, 2, Math.trunc(a)));
      }
      const names = ['a', 'a:b', '_a1', '1a', 'a-b', '', 'ä', 'a\n'];
      for (const name of names) attempt(() => client.validateMetricName(name));
    });
  });
});

describe('both clients in one program', () => {
  test('a metric of prom-client can be in a registry of ours, and the other way round', async () => {
    const ours = new ourClient.Registry();
    const theirs = new prom.Registry();
    const registers = [ours as never, theirs];
    new prom.Histogram({ name: 'theirs', help: 'T', labelNames: ['x'], buckets: [1], registers }).observe(
      { x: 1 },
      2,
    );
    const both = [ours, theirs as never];
    const config = { help: 'O', labelNames: ['x'], registers: both };
    new ourClient.Histogram({ ...config, name: 'ours', buckets: [1] }).observe({ x: 1 }, 2);
    new ourClient.Summary({ ...config, name: 'sum', percentiles: [0.5] }).observe({ x: 1 }, 2);
    new ourClient.Counter({ ...config, name: 'count' }).inc({ x: 1 });
    const page = await ours.metrics();
    // prom-client writes labels that a second client gave in the order of the values, `le` first as well.
    expect(page).toBe(await theirs.metrics());
    expect(page).toContain('theirs_bucket{le="1",x="1"} 0');
    expect(page).toContain('ours_bucket{le="+Inf",x="1"} 1');
  });

  test('the default registry holds what names no registry', async () => {
    const { Gauge, register, contentType } = ourClient;
    new Gauge({ name: 'alone', help: 'A' }).set(1);
    expect(await register.metrics()).toBe('# HELP alone A\n# TYPE alone gauge\nalone 1\n');
    expect(contentType).toBe(register.contentType);
    register.clear();
    expect(await register.metrics()).toBe(await new prom.Registry().metrics());
  });
});
