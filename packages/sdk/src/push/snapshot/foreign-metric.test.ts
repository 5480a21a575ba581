import { parseExposition } from '@telltale/model';
import { Counter, Gauge, Histogram, Registry, Summary } from 'prom-client';
import { expect, test } from 'vitest';
import { createRegistry } from '../../registry/registry.ts';
import { pushgatewayProtocol } from '../protocol/pushgateway.ts';
import { foreignMetric } from './foreign-metric.ts';
import { takeSnapshot } from './take-snapshot.ts';

const identity = { job: 'j', instance: 'i', runId: 'r', startMs: 1, attributes: [] };

test('the metrics of an included prom-client registry are pushed as prom-client exposes them', async () => {
  const theirs = new Registry();
  const registers = [theirs];
  new Counter({ name: 'orders_total', help: 'Orders', labelNames: ['method'], registers }).inc(
    { method: 'a' },
    3,
  );
  new Gauge({ name: 'open', help: 'Open', registers }).set(-2);
  const histogram = new Histogram({
    name: 'took',
    help: 'Time',
    labelNames: ['a'],
    buckets: [1, 2],
    registers,
  });
  for (const value of [0.5, 1.5, 9]) histogram.observe({ a: 'x' }, value);
  new Summary({ name: 'wait', help: 'Wait', percentiles: [0.5], registers }).observe(4);
  const registry = createRegistry();
  registry.include(theirs);
  const snapshot = takeSnapshot(await registry.gather(), identity, 1);
  const gateway = pushgatewayProtocol({ url: 'http://gateway', headers: {}, method: 'PUT' });
  const [{ body }] = await gateway.encode(snapshot);
  const pushed = samples(String(body)).filter((line) => !line.startsWith('telltale'));
  expect(pushed).toEqual(samples(await theirs.metrics()));
});

test('a family that is not whole is pushed as far as it goes', () => {
  const { families } = parseExposition(
    '# TYPE took histogram\ntook_bucket{le="5"} 2\ntook_bucket{le="bad"} 9\ntook_bucket{le="1"} 4\ntook_count 3\n# TYPE x untyped\nx 1\n',
  );
  const [took, x] = families.map((family) => foreignMetric(family, 1));
  expect(took).toMatchObject({
    kind: 'histogram',
    bounds: [1, 5],
    series: [{ labels: [], values: [0, 4, 0, 0] }],
  });
  expect(x).toMatchObject({ kind: 'unknown', series: [{ values: [1] }] });
});

function samples(page: string): string[] {
  const all = parseExposition(page).families.flatMap((family) => family.samples);
  return all.map(({ labels, value }) => `${String(labels)} ${value}`).sort();
}
