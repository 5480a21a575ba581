import { LabelSet, parseExposition } from '@telltale/model';
import type { MetricFamily } from '@telltale/model';
import { parsePrometheusProto } from '@telltale/model/wire';
import { describe, expect, test } from 'vitest';
import { TestPage, metricView } from '../../test/support/metric-view.ts';
import type { MetricView } from '../metrics/view/metric-view.ts';
import { createRegistry } from '../registry/registry.ts';
import type { ExpositionOptions, PageFormat } from './exposition.ts';
import { createExposition } from './exposition.ts';
import type { EscapingScheme } from './names/name-escaping.ts';

const exemplar = { labels: { trace_id: 'abc' }, value: 0.4, timestampMs: 1_700_000_000_123 };

async function bytesOf(
  metrics: readonly MetricView[],
  format: PageFormat,
  {
    foreign = [],
    escaping = 'underscores',
  }: { foreign?: readonly MetricFamily[]; escaping?: EscapingScheme } = {},
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of createExposition().chunks({ metrics, foreign }, { format, escaping }))
    chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function textOf(...parameters: Parameters<typeof bytesOf>): Promise<string> {
  return (await bytesOf(...parameters)).toString();
}

/** Metrics of all kinds that OpenMetrics names otherwise than the text format, or has alone. */
function allKinds(): readonly MetricView[] {
  const registry = createRegistry();
  registry.summary('size_bytes', { help: 'Size', unit: 'bytes', quantiles: [0.5] }).observe(8);
  registry.info('build_info', { help: 'Build', labels: { version: 'any' } }).set({ version: '1' });
  registry.stateset('breaker', { help: 'Breaker', states: ['open', 'closed'] }).set('closed');
  registry.histogram('wait_seconds', { help: 'Wait', native: true }).observe(3);
  return registry.metrics.filter(({ name }) => !name.startsWith('telltale'));
}

describe('metrics of every kind', () => {
  test('in the text format', async () => {
    expect(await textOf(allKinds(), 'text')).toBe(`# HELP size_bytes Size
# TYPE size_bytes summary
size_bytes{quantile="0.5"} 8.0625
size_bytes_sum 8
size_bytes_count 1
# HELP build_info Build
# TYPE build_info gauge
build_info{version="1"} 1
# HELP breaker Breaker
# TYPE breaker gauge
breaker{breaker="open"} 0
breaker{breaker="closed"} 1
# HELP wait_seconds Wait
# TYPE wait_seconds histogram
wait_seconds_bucket{le="+Inf"} 1
wait_seconds_sum 3
wait_seconds_count 1
`);
  });

  test('in OpenMetrics have the same samples, their own types and units', async () => {
    const page = await textOf(allKinds(), 'openmetrics');
    const samples = (text: string) => text.split('\n').filter((line) => !line.startsWith('#'));
    expect(samples(page)).toEqual(samples(await textOf(allKinds(), 'text')));
    expect(page.match(/^# (?:TYPE|UNIT|EOF).*$/gm)).toEqual([
      '# TYPE size_bytes summary',
      '# UNIT size_bytes bytes',
      '# TYPE build info',
      '# TYPE breaker stateset',
      '# TYPE wait_seconds histogram',
      '# EOF',
    ]);
  });

  test('in protocol buffers', async () => {
    const families = parsePrometheusProto(await bytesOf(allKinds(), 'protobuf'));
    expect(families.map(({ name, type, unit, metrics }) => [name, type, unit, metrics.length])).toEqual([
      ['size_bytes', 'summary', 'bytes', 1],
      ['build_info', 'gauge', '', 1],
      ['breaker', 'gauge', '', 2],
      ['wait_seconds', 'histogram', '', 1],
    ]);
    expect(families[3].metrics[0].value).toMatchObject({
      count: 1,
      sum: 3,
      buckets: [],
      native: { schema: 3, zeroCount: 0, positive: [{ start: 13, counts: [1] }], negative: [] },
    });
  });
});

describe('exemplars', () => {
  const counter = (name: string, labels: Record<string, string> = exemplar.labels) =>
    metricView({
      name,
      hasExemplars: true,
      pages: [new TestPage([{ labels: [], values: [2], exemplars: [{ ...exemplar, labels }] }])],
    });
  const histogram = metricView({
    name: 'h',
    kind: 'histogram',
    labelNames: ['a'],
    bounds: [1],
    width: 3,
    hasExemplars: true,
    pages: [
      new TestPage([
        { labels: ['x'], values: [0.4, 1, 0] },
        { labels: ['y'], values: [2.4, 1, 1], exemplars: [exemplar, undefined] },
      ]),
    ],
  });

  test('stand behind counters and buckets in OpenMetrics, and nowhere in the text format', async () => {
    const page = await textOf([counter('c_total'), histogram], 'openmetrics');
    expect(page.split('\n').filter((line) => line.includes(' # '))).toEqual([
      'c_total 2 # {trace_id="abc"} 0.4 1700000000.123',
      'h_bucket{a="y",le="1"} 1 # {trace_id="abc"} 0.4 1700000000.123',
    ]);
    expect(await textOf([counter('c_total'), histogram], 'text')).not.toContain('trace_id');
  });

  test('are left out where readers would refuse them: too long, or of an unknown type', async () => {
    const metrics = [counter('long_total', { trace_id: 'x'.repeat(200) }), counter('odd')];
    expect(await textOf(metrics, 'openmetrics')).not.toContain('trace_id');
  });

  test('are in protocol buffers with the bucket that they are of', async () => {
    const [counts, times] = parsePrometheusProto(await bytesOf([counter('c_total'), histogram], 'protobuf'));
    const own = { labels: [['trace_id', 'abc']], value: 0.4, timestampMs: 1_700_000_000_123 };
    expect(counts.metrics[0].value).toMatchObject({ value: 2, exemplar: own });
    expect(times.metrics[1].value).toMatchObject({
      buckets: [{ upperBound: 1, cumulativeCount: 1, exemplar: own }],
    });
  });
});

describe('names that are not plain', () => {
  const pages = [new TestPage([{ labels: ['v'], values: [1, 1, 0] }])];
  const views = [
    metricView({
      name: 'my.metric',
      kind: 'histogram',
      labelNames: ['label.x'],
      bounds: [1],
      width: 3,
      pages,
    }),
  ];

  test.each<[EscapingScheme, string]>([
    ['allow-utf-8', '{"my.metric_bucket","label.x"="v",le="1"} 1'],
    ['underscores', 'my_metric_bucket{label_x="v",le="1"} 1'],
    ['dots', 'my_dot_metric_bucket{label_dot_x="v",le="1"} 1'],
    ['values', 'U__my_2e_metric_bucket{U__label_2e_x="v",le="1"} 1'],
  ])('are written as the client reads them: %s', async (escaping, line) => {
    for (const format of ['text', 'openmetrics'] as const) {
      expect(await textOf(views, format, { escaping })).toContain(`${line}\n`);
    }
  });

  test('in quotes are read by the parser of the model', async () => {
    const page = await textOf(views, 'openmetrics', { escaping: 'allow-utf-8' });
    const [family] = parseExposition(page, 'application/openmetrics-text').families;
    expect([family.name, family.type]).toEqual(['my.metric', 'histogram']);
    expect(family.samples[0]).toEqual({
      labels: LabelSet.of({ __name__: 'my.metric_bucket', 'label.x': 'v', le: '1' }),
      value: 1,
    });
  });
});

describe('families of other registries', () => {
  const read = (text: string) => parseExposition(text, 'application/openmetrics-text').families;
  const foreign = read(`# TYPE hits counter
# HELP hits Hits "now"
hits_total{a="x"} 3 1.5
# TYPE t.s histogram
{"t.s_bucket",le="1"} 2
{"t.s_bucket",le="+Inf"} 3
{"t.s_sum"} 4.5
{"t.s_count"} 3
# TYPE q summary
q{quantile="0.5"} 7
q_sum 9
q_count 2
# EOF
`);

  test('keep the names of their samples in both formats of text', async () => {
    const text = await textOf([], 'text', { foreign });
    expect(text).toContain(
      '# HELP hits_total Hits "now"\n# TYPE hits_total counter\nhits_total{a="x"} 3 1500\n',
    );
    expect(text).toContain('t_s_bucket{le="+Inf"} 3\n');
    const openMetrics = await textOf([], 'openmetrics', { foreign, escaping: 'allow-utf-8' });
    expect(read(openMetrics)).toEqual(foreign);
  });

  test('are put together again in protocol buffers', async () => {
    const families = parsePrometheusProto(await bytesOf([], 'protobuf', { foreign }));
    expect(families.map(({ name, metrics: [{ value }] }) => [name, value])).toEqual([
      ['hits_total', { kind: 'counter', value: 3 }],
      [
        't_s',
        {
          kind: 'histogram',
          count: 3,
          sum: 4.5,
          buckets: [
            { upperBound: 1, cumulativeCount: 2 },
            { upperBound: Infinity, cumulativeCount: 3 },
          ],
        },
      ],
      ['q', { kind: 'summary', count: 2, sum: 9, quantiles: [{ quantile: 0.5, value: 7 }] }],
    ]);
  });
});

describe('text that is kept', () => {
  function gaugeOf(rows: number) {
    const page = new TestPage(
      Array.from({ length: rows }, (_, row) => ({ labels: [`row ${row}`], values: [row] })),
    );
    return { page, view: metricView({ name: 'g', kind: 'gauge', labelNames: ['a'], pages: [page] }) };
  }

  test.each<ExpositionOptions>([{}, { textCacheBytes: 0 }])(
    'shows new values, and rows that come, go and come back (%j)',
    (options) => {
      const exposition = createExposition(options);
      const { page, view } = gaugeOf(3);
      const lines = () =>
        exposition
          .page({ metrics: [view], foreign: [] }, 'text')
          .split('\n')
          .filter((line) => line.startsWith('g{'));
      expect(lines()).toEqual(['g{a="row 0"} 0', 'g{a="row 1"} 1', 'g{a="row 2"} 2']);
      page.values[1] = 1000;
      expect(lines()).toEqual(['g{a="row 0"} 0', 'g{a="row 1"} 1000', 'g{a="row 2"} 2']);
      page.live[1] = 0;
      page.version++;
      expect(lines()).toEqual(['g{a="row 0"} 0', 'g{a="row 2"} 2']);
      page.live[1] = 1;
      page.version++;
      expect(lines()).toHaveLength(3);
    },
  );

  test('stays within its budget, and is forgotten with its metric', () => {
    const exposition = createExposition({ textCacheBytes: 2000 });
    const metrics = [gaugeOf(20).view, gaugeOf(20).view];
    const page = exposition.page({ metrics, foreign: [] }, 'text');
    expect(page.match(/^g\{/gm)).toHaveLength(40);
    // There is room for one of them.
    expect(exposition.cachedBytes).toBeGreaterThan(1000);
    expect(exposition.cachedBytes).toBeLessThanOrEqual(2000);
    for (let scrape = 0; scrape < 6; scrape++) exposition.page({ metrics: [], foreign: [] }, 'text');
    expect(exposition.cachedBytes).toBe(0);
  });
});
