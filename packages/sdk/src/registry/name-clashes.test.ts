import { parseExposition } from '@telltale/model';
import { Counter, Gauge, Registry as ForeignRegistry } from 'prom-client';
import { expect, test } from 'vitest';
import { diagnosticsOf } from '../../test/support/registry-view.ts';
import { createMeterProvider } from '../opentelemetry/create-meter-provider.ts';
import { createRegistry } from './registry.ts';

/** Lines that begin with a name, `# TYPE` aside. */
function linesOf(page: string, name: string): string[] {
  return page.split('\n').filter((line) => line.replace(/^# TYPE /, '').startsWith(name));
}

test('metrics whose samples would have the same names: the first is shown, the other told', () => {
  const registry = createRegistry();
  registry.histogram('x', { help: 'X', buckets: [1] }).observe(1);
  registry.counter('x_count', { help: 'Clash' }).inc(99);
  registry.gauge('y_sum', { help: 'Y' }).set(3);
  registry.summary('y', { help: 'Clash' }).observe(1);
  const samples = parseExposition(registry.expose()).families.flatMap((family) => family.samples);
  const values = samples.map(({ labels, value }): [string, number] => [labels.metricName, value]);
  expect(values.filter(([name]) => /^(?:x_count|y)/.test(name))).toEqual([
    ['x_count', 1],
    ['y_sum', 3],
  ]);
  expect(diagnosticsOf(registry).map(({ metric }) => metric)).toEqual(['x_count', 'y']);
});

test('in OpenMetrics a counter or info keeps its name where its family would have that of another', () => {
  const registry = createRegistry();
  registry.counter('jobs_total', { help: 'Done' }).inc(2);
  registry.gauge('jobs', { help: 'Waiting' }).set(7);
  registry.counter('build_total', { help: 'Builds' }).inc(4);
  registry.info('build_info', { help: 'Build', labels: { v: 'any' } }).set({ v: '1' });
  registry.counter('alone_total', { help: 'Alone' }).inc();
  const page = registry.expose('openmetrics');
  expect(linesOf(page, 'jobs')).toEqual([
    '# TYPE jobs_total unknown',
    'jobs_total 2',
    '# TYPE jobs gauge',
    'jobs 7',
  ]);
  expect(linesOf(page, 'build')).toEqual([
    '# TYPE build_total unknown',
    'build_total 4',
    '# TYPE build_info gauge',
    'build_info{v="1"} 1',
  ]);
  expect(linesOf(page, 'alone')).toEqual(['# TYPE alone counter', 'alone_total 1']);
  expect(linesOf(registry.expose(), 'jobs_total')).toEqual(['# TYPE jobs_total counter', 'jobs_total 2']);
  // A metric that comes later takes the name from now on.
  registry.gauge('alone', { help: 'Not any more' }).set(1);
  expect(linesOf(registry.expose('openmetrics'), 'alone_total')).toEqual([
    '# TYPE alone_total unknown',
    'alone_total 1',
  ]);
});

test('included registries and OpenTelemetry: all names are shown once, `jobs` beside `jobs_total`', async () => {
  const foreign = new ForeignRegistry();
  const registers = [foreign];
  new Counter({ name: 'jobs_total', help: 'Theirs', registers }).inc(5);
  new Gauge({ name: 'jobs', help: 'Theirs', registers }).set(6);
  new Gauge({ name: 'carts', help: 'Theirs', registers }).set(7);
  const registry = createRegistry();
  registry.include(foreign);
  createMeterProvider(registry).getMeter('test').createGauge('carts').record(1);
  const { metrics, foreign: families } = await registry.gather();
  expect(metrics.map(({ name }) => name)).toContain('carts');
  expect(families.map(({ name }) => name)).toEqual(['jobs_total', 'jobs']);
});

test('a foreign series is shown once, under its own name, whatever its registry says', async () => {
  const registry = createRegistry();
  registry.include({
    getMetricsAsJSON: async () => [
      {
        name: 'odd',
        help: '',
        type: 'gauge',
        values: [
          { value: 1, labels: { of: ['a'] } },
          { value: 2, labels: { of: ['b'] } },
          { value: 3, labels: {}, metricName: 'telltale_sdk_dropped_total' },
          { value: 4, labels: { __name__: 'forged' } },
        ],
      },
    ],
  });
  const { foreign } = await registry.gather();
  expect(foreign[0].samples.map(({ labels, value }) => [String(labels), value])).toEqual([
    ['odd{of="[array]"}', 1],
    ['odd', 4],
  ]);
});
