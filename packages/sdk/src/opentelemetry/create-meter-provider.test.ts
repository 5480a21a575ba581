import { ROOT_CONTEXT, TraceFlags, ValueType, context, trace } from '@opentelemetry/api';
import type { Attributes, ContextManager, MeterProvider, ObservableResult } from '@opentelemetry/api';
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MetricReader, MeterProvider as SdkMeterProvider } from '@opentelemetry/sdk-metrics';
import { parseExposition } from '@telltale/model';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { createRegistry } from '../registry/registry.ts';
import { activeSpan } from './active-span.ts';
import { createMeterProvider } from './create-meter-provider.ts';
import type { MeterProviderOptions } from './create-meter-provider.ts';

function metering(options: MeterProviderOptions = {}, maxSeriesPerMetric = 2000) {
  const registry = createRegistry({ maxSeriesPerMetric });
  const told: string[] = [];
  registry.onDiagnostic(({ metric, message }) => told.push(`${metric}: ${message}`));
  const provider = createMeterProvider(registry, options);
  const page = async () => {
    await registry.gather();
    return registry.expose();
  };
  const lines = async () =>
    (await page()).split('\n').filter((line) => /^[^#t]/.test(line) || line.startsWith('test'));
  return { registry, provider, meter: provider.getMeter('test', '1'), told, page, lines };
}

test('all instruments of a meter are on the metrics page, named as Prometheus translates them', async () => {
  const { meter, page } = metering();
  meter
    .createCounter('http.requests', { description: 'Requests', unit: '{request}' })
    .add(2, { 'http.route': '/a' });
  meter.createUpDownCounter('queue.size').add(-3);
  meter.createGauge('cpu.load', { unit: '1' }).record(0.5);
  meter
    .createHistogram('http.duration', { unit: 's', advice: { explicitBucketBoundaries: [1, 2] } })
    .record(1.5);
  meter
    .createObservableCounter('disk.io', { unit: 'By' })
    .addCallback((result) => result.observe(7, { disk: 'a' }));
  meter.createObservableUpDownCounter('memory', { unit: 'By' }).addCallback((result) => result.observe(-1));
  const text = await page();
  expect(text).toContain('# HELP http_requests_total Requests\n');
  for (const line of [
    'http_requests_total{http_route="/a"} 2',
    'queue_size -3',
    'cpu_load_ratio 0.5',
    'http_duration_seconds_bucket{le="2"} 1',
    'http_duration_seconds_sum 1.5',
    'disk_io_bytes_total{disk="a"} 7',
    'memory_bytes -1',
  ]) {
    expect(text).toContain(`${line}\n`);
  }
});

test('attributes that come later become one more label, empty for the series before', async () => {
  const { meter, lines } = metering();
  const jobs = meter.createCounter('test.jobs');
  jobs.add(1, { queue: 'mail' });
  expect(await lines()).toEqual(['test_jobs_total{queue="mail"} 1']);
  jobs.add(2, { queue: 'mail', region: 'eu' });
  jobs.add(3, { region: 'eu' });
  jobs.add(4, { queue: 'mail' });
  expect((await lines()).filter((line) => line.startsWith('test_jobs')).sort()).toEqual([
    'test_jobs_total{queue="",region="eu"} 3',
    'test_jobs_total{queue="mail",region=""} 5',
    'test_jobs_total{queue="mail",region="eu"} 2',
  ]);
});

test('a histogram keeps its buckets when a label is added', async () => {
  const { meter, page } = metering({ views: [{ buckets: [1], native: true }] });
  const sizes = meter.createHistogram('size');
  sizes.record(0.5);
  sizes.record(3, { kind: 'a' });
  sizes.record(0.7);
  const text = await page();
  expect(text).toContain('size_bucket{kind="",le="1"} 2\n');
  expect(text).toContain('size_bucket{kind="a",le="+Inf"} 1\n');
});

test('attributes without end are held by the cap of the metric', async () => {
  const { meter, lines, registry } = metering({}, 10);
  const jobs = meter.createCounter('test.jobs');
  for (let i = 0; i < 1000; i++) jobs.add(1, { id: i });
  for (let i = 0; i < 1000; i++) jobs.add(1, { [`key${i}`]: 1 });
  const shown = await lines();
  expect(shown.filter((line) => line.startsWith('test_jobs')).length).toBeLessThanOrEqual(11);
  const total = shown.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  expect(total).toBe(2000);
  expect(registry.expose()).toMatch(/telltale_sdk_dropped_total\{reason="series_limit"\} [1-9]/);
});

test('views rename, drop, choose attributes and buckets', async () => {
  const { meter, lines } = metering({
    views: [
      { instrument: 'test.old', name: 'test.new', attributes: ['kept'] },
      { instrument: 'test.hidden*', drop: true },
      { instrument: 'test.time', meter: 'test', buckets: [5] },
      { instrument: 'test.time', meter: 'another', buckets: [7] },
    ],
  });
  meter.createCounter('test.old').add(1, { kept: 'a', left: 'b' });
  meter.createCounter('test.hidden.one').add(1);
  meter.createHistogram('test.time').record(6);
  expect(await lines()).toEqual([
    'test_new_total{kept="a"} 1',
    'test_time_bucket{le="5"} 0',
    'test_time_bucket{le="+Inf"} 1',
    'test_time_sum 6',
    'test_time_count 1',
  ]);
});

test('other strategies keep names as they are, with or without suffixes', async () => {
  const nameWith = async (translation: NonNullable<MeterProviderOptions['translation']>) => {
    const { meter, registry } = metering({ translation });
    meter.createCounter('http.requests', { unit: 'By' }).add(1, { 'http.route': '/' });
    const { metrics } = await registry.gather();
    const metric = metrics.find(({ name }) => name.startsWith('http'));
    return [metric?.name, ...(metric?.labelNames ?? [])];
  };
  expect(await nameWith('UnderscoreEscapingWithSuffixes')).toEqual([
    'http_requests_bytes_total',
    'http_route',
  ]);
  expect(await nameWith('UnderscoreEscapingWithoutSuffixes')).toEqual(['http_requests', 'http_route']);
  expect(await nameWith('NoUTF8EscapingWithSuffixes')).toEqual(['http.requests_bytes_total', 'http.route']);
  expect(await nameWith('NoTranslation')).toEqual(['http.requests', 'http.route']);
});

test('attributes that become one label are joined and told', async () => {
  const { meter, lines, told } = metering();
  meter.createCounter('test.jobs').add(1, { 'a.b': 'x', a_b: 'y' });
  expect(await lines()).toEqual(['test_jobs_total{a_b="x;y"} 1']);
  expect(told).toEqual([expect.stringContaining('several attributes become the label a_b')]);
});

test('hostile names, attributes and values are recorded or refused, and nothing throws', async () => {
  const { meter, page, told } = metering();
  const jobs = meter.createCounter('test.jobs');
  const throwing = Object.defineProperty({}, 'bad', {
    enumerable: true,
    get: () => JSON.parse('{') as string,
  });
  jobs.add(1, throwing);
  jobs.add(NaN);
  jobs.add(-1);
  jobs.add(1, {
    ['__proto__']: 'p',
    __name__: 'other',
    '': 'x',
    '1st': 'f',
    _own: 'o',
    le: 'l',
    list: ['a', 'b'],
  });
  meter.createHistogram('test.time').record(-1);
  meter.createCounter('bad name\n').add(1);
  meter.createObservableGauge('test.fails').addCallback(() => {
    throw new Error('bug');
  });
  const text = await page();
  const { families } = parseExposition(text);
  const labels = families
    .find(({ name }) => name === 'test_jobs_total')
    ?.samples.map((one) => one.labels.names);
  expect(labels).toEqual([
    ['__name__', '__proto__', 'key1st', 'key_1st', 'key_own', 'le', 'list'].filter(
      (name) => name !== 'key1st',
    ),
  ]);
  expect(text).not.toContain('bad name');
  expect(told.map((one) => one.split(':')[0])).toEqual(
    expect.arrayContaining(['opentelemetry', 'test_jobs_total', 'test_time', 'bad name\n']),
  );
});

test('series that a callback no longer observes are gone, and a batch callback serves several instruments', async () => {
  const { meter, lines } = metering();
  let ids = ['a', 'b'];
  const one = meter.createObservableGauge('test.one');
  const two = meter.createObservableCounter('test.two');
  const observe = (result: {
    observe: (metric: typeof one, value: number, attributes?: Attributes) => void;
  }) => {
    for (const id of ids) result.observe(one, 1, { id });
    result.observe(two, 5);
  };
  meter.addBatchObservableCallback(observe, [one, two]);
  expect(await lines()).toEqual(['test_one{id="a"} 1', 'test_one{id="b"} 1', 'test_two_total 5']);
  ids = ['b'];
  expect(await lines()).toEqual(['test_one{id="b"} 1', 'test_two_total 5']);
  meter.removeBatchObservableCallback(observe, [one, two]);
  const late = async (result: ObservableResult) => result.observe(await Promise.resolve(9), { id: 'late' });
  one.addCallback(late);
  expect(await lines()).toContain('test_one{id="late"} 9');
});

test('guards of the registry hold for instruments as well', async () => {
  const guards = { dropMetrics: ['test_left_total'], dropLabels: ['user'] };
  const registry = createRegistry({ guards });
  const meter = createMeterProvider(registry).getMeter('test');
  meter.createCounter('test.left').add(1);
  meter.createCounter('test.kept').add(1, { user: 'a', password: 'b' });
  const page = registry.expose();
  expect(page).not.toContain('test_left');
  expect(page).toContain('test_kept_total{password="__redacted__"} 1');
});

test('a declared metric keeps its name, which is told', async () => {
  const { registry, meter, page, told } = metering();
  registry.counter('orders_total', { help: 'Declared' }).inc(3);
  meter.createCounter('orders').add(1);
  expect(await page()).toContain('orders_total 3\n');
  expect(told).toEqual([expect.stringContaining('orders_total: another metric has this name')]);
});

test('the resource is shown as target_info', async () => {
  const { page } = metering({ resource: { 'service.name': 'shop', region: 'eu' } });
  expect(await page()).toContain('target_info{service_name="shop",region="eu"} 1');
});

const attributes = fc.dictionary(fc.constantFrom('a', 'b.c'), fc.constantFrom('x', 'y "z"\\\n'), {
  maxKeys: 2,
});
const call = fc.record({
  instrument: fc.constantFrom('counter', 'whole', 'updown', 'gauge', 'histogram', 'seconds', 'observed'),
  value: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.double({ min: 0, max: 1e6, noNaN: true })),
  attributes,
});

test('random measurements have the values that the OpenTelemetry SDK and its exporter show', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(call, { maxLength: 40 }), async (calls) => {
      const { provider, registry } = metering();
      const reader = new CollectingReader();
      const theirs = new SdkMeterProvider({ readers: [reader] });
      for (const one of [provider, theirs]) perform(one, calls);
      await registry.gather();
      const { resourceMetrics } = await reader.collect();
      // The same enum, declared once for `import` and once for `require`.
      // oxlint-disable-next-line typescript/no-unsafe-enum-assignment
      const page = new PrometheusSerializer('', false, undefined, true, true).serialize(resourceMetrics);
      expect(values(registry.expose())).toEqual(values(page));
      await theirs.shutdown();
    }),
    { numRuns: 40 },
  );
});

class CollectingReader extends MetricReader {
  protected override onShutdown = () => Promise.resolve();
  protected override onForceFlush = () => Promise.resolve();
}

function perform(
  provider: MeterProvider,
  calls: readonly { instrument: string; value: number; attributes: Attributes }[],
) {
  const meter = provider.getMeter('test');
  const counter = meter.createCounter('counter', { unit: '{thing}' });
  const whole = meter.createCounter('whole', { valueType: ValueType.INT });
  const updown = meter.createUpDownCounter('updown');
  const gauge = meter.createGauge('gauge');
  const histogram = meter.createHistogram('histogram');
  const seconds = meter.createHistogram('seconds', { advice: { explicitBucketBoundaries: [0.5, 10, 50] } });
  const observed = new Map<string, { value: number; attributes: Attributes }>();
  meter.createObservableGauge('observed').addCallback((result) => {
    for (const { value, attributes: labels } of observed.values()) result.observe(value, labels);
  });
  for (const { instrument, value, attributes: labels } of calls) {
    if (instrument === 'counter') counter.add(value, labels);
    else if (instrument === 'whole') whole.add(value, labels);
    else if (instrument === 'updown') updown.add(value - 50, labels);
    else if (instrument === 'gauge') gauge.record(value, labels);
    else if (instrument === 'histogram') histogram.record(value, labels);
    else if (instrument === 'seconds') seconds.record(value, labels);
    else observed.set(`${String(labels['a'])}\n${String(labels['b.c'])}`, { value, attributes: labels });
  }
}

/** Values by series, empty labels being absent; sums within the precision of adding in another order. */
function values(page: string): Map<string, number> {
  const samples = parseExposition(page).families.flatMap((family) => family.samples);
  const wanted = samples.filter(({ labels }) => !/^(?:telltale|target_info)/.test(labels.metricName));
  const entries = wanted.map(({ labels, value }): [string, number] => [
    String(labels.with({})),
    Number(value.toPrecision(12)),
  ]);
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

test('measurements within a sampled span keep its trace as their exemplar', async () => {
  const sampled = spanContext(TraceFlags.SAMPLED);
  let active = trace.setSpan(ROOT_CONTEXT, trace.wrapSpanContext(sampled));
  context.setGlobalContextManager({ ...noManager, active: () => active });
  onTestFinished(() => context.disable());
  const registry = createRegistry({ exemplars: activeSpan });
  const meter = createMeterProvider(registry).getMeter('test');
  meter.createCounter('test.jobs').add(3);
  active = trace.setSpan(ROOT_CONTEXT, trace.wrapSpanContext(spanContext(TraceFlags.NONE)));
  expect(activeSpan()).toBeUndefined();
  meter.createCounter('test.quiet').add(1);
  const { metrics } = await registry.gather();
  const exemplars = metrics
    .filter(({ name }) => name.startsWith('test'))
    .map(({ pages }) => pages[0].exemplars[0]);
  const labels = { trace_id: sampled.traceId, span_id: sampled.spanId };
  expect(exemplars).toMatchObject([[{ labels, value: 3 }], undefined]);
});

function spanContext(traceFlags: TraceFlags) {
  return { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags };
}

const noManager: ContextManager = {
  active: () => ROOT_CONTEXT,
  with: (_context, call, self, ...args) => call.apply(self as ThisParameterType<typeof call>, args),
  bind: (_context, target) => target,
  enable: () => noManager,
  disable: () => noManager,
};
