import type { NativeHistogram } from '@telltale/model';
import {
  CUSTOM_BUCKETS_SCHEMA,
  LabelSet,
  MemorySeriesStore,
  parseExposition,
  staleColumn,
} from '@telltale/model';
import { parsePrometheusProto } from '@telltale/model/wire';
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { registerFederation } from './federate-route.ts';

const NOW_MS = 1_000_000;
const OPENMETRICS = 'application/openmetrics-text;version=1.0.0';
const PROTOBUF = 'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited';

const histogram: NativeHistogram = {
  schema: 0,
  count: 2.5,
  sum: 7,
  zeroThreshold: 0.001,
  zeroCount: 0.5,
  positive: [{ start: 2, counts: Float64Array.of(1.5, 0.5) }],
  negative: [],
  customValues: [],
  counterReset: 'unknown',
};
const customBounds: NativeHistogram = {
  ...histogram,
  schema: CUSTOM_BUCKETS_SCHEMA,
  zeroThreshold: 0,
  zeroCount: 0,
  positive: [{ start: 1, counts: Float64Array.of(2, 1) }],
  customValues: [0.1, 0.5],
  count: 3,
};

function storeOf(): MemorySeriesStore {
  const store = new MemorySeriesStore();
  const add = (name: string, labels: Record<string, string>, points: [number, number][]) =>
    store.add(LabelSet.of({ ...labels, __name__: name }), points);
  add('up', { job: 'b', instance: 'b:1' }, [
    [NOW_MS - 20_000, 0],
    [NOW_MS - 5000, 1],
  ]);
  add('up', { job: 'a "quoted"' }, [[NOW_MS, Number.NaN]]);
  add('old', { job: 'a' }, [[NOW_MS - 300_000, 1]]);
  add('http.requests', { 'http.route': '/' }, [[NOW_MS - 1000, 3]]);
  add('gone', { job: 'a' }, [[NOW_MS - 2000, 1]]);
  const gone = store.intern(LabelSet.of({ __name__: 'gone', job: 'a' }));
  store.append({ group: 'a', timestampMs: NOW_MS - 1000, ids: [gone], values: staleColumn(1) });
  for (const [name, one] of [
    ['latency', histogram],
    ['sizes', customBounds],
  ] as const) {
    const ids = [store.intern(LabelSet.of({ __name__: name, job: 'a' }))];
    const values = Float64Array.of(0);
    store.append({ group: name, timestampMs: NOW_MS - 1000, ids, values, histograms: [one] });
  }
  return store;
}

async function federate(question: string, accept = '*/*') {
  const server = fastify();
  registerFederation(server, storeOf(), () => NOW_MS);
  const response = await server.inject({ url: `/federate?${question}`, headers: { accept } });
  const type = String(response.headers['content-type']);
  return { statusCode: response.statusCode, type, body: response.rawPayload, text: response.payload };
}

test('the newest samples of current series are written with their times, by name', async () => {
  const { text, type } = await federate('match[]=up&match[]={job=~"a.*"}&match[]={__name__="old"}');
  expect(type).toBe('text/plain; version=0.0.4; charset=utf-8; escaping=underscores');
  expect(text).toBe(
    [
      '# TYPE sizes histogram',
      'sizes_bucket{job="a",instance="",le="0.1"} 0 999000',
      'sizes_bucket{job="a",instance="",le="0.5"} 2 999000',
      'sizes_bucket{job="a",instance="",le="+Inf"} 3 999000',
      'sizes_sum{job="a",instance=""} 7 999000',
      'sizes_count{job="a",instance=""} 3 999000',
      '# TYPE up untyped',
      'up{instance="b:1",job="b"} 1 995000',
      'up{job="a \\"quoted\\"",instance=""} NaN 1000000',
      '',
    ].join('\n'),
  );
});

test.each([
  ['underscores', '# TYPE http_requests untyped\nhttp_requests{http_route="/",instance=""} 3 999000\n'],
  ['dots', '# TYPE http_dot_requests untyped\nhttp_dot_requests{http_dot_route="/",instance=""} 3 999000\n'],
  [
    'values',
    '# TYPE U__http_2e_requests untyped\nU__http_2e_requests{U__http_2e_route="/",instance=""} 3 999000\n',
  ],
  [
    'allow-utf-8',
    '# TYPE "http.requests" untyped\n{"http.requests","http.route"="/",instance=""} 3 999000\n',
  ],
])('names that are not plain are written as the reader asks: %s', async (escaping, page) => {
  const { text, type } = await federate('match[]={"http.requests"}', `text/plain;escaping=${escaping}`);
  expect(text).toBe(page);
  expect(type).toContain(`escaping=${escaping}`);
});

test('OpenMetrics has seconds and an end', async () => {
  const { text, type } = await federate('match[]=up{job="b"}', OPENMETRICS);
  expect(text).toBe('# TYPE up unknown\nup{instance="b:1",job="b"} 1 995\n# EOF\n');
  expect(type).toMatch(/^application\/openmetrics-text/);
  expect(parseExposition(text, type).families[0].samples[0].timestampMs).toBe(995_000);
});

test('native histograms are in protocol buffers with all their fractions', async () => {
  const { body } = await federate('match[]=latency', PROTOBUF);
  const [family] = parsePrometheusProto(body);
  expect(family).toMatchObject({ name: 'latency', type: 'histogram' });
  expect(family.metrics).toMatchObject([
    {
      labels: [
        ['job', 'a'],
        ['instance', ''],
      ],
      timestampMs: 999_000,
      value: { count: 2.5, sum: 7, native: { zeroCount: 0.5, positive: [{ start: 2, counts: [1.5, 0.5] }] } },
    },
  ]);
  expect((await federate('match[]=latency')).text).toBe('');
});

test('the preferred form is taken', async () => {
  const { type } = await federate('match[]=up', `${OPENMETRICS};q=0.5,text/html,${PROTOBUF};q=0.9`);
  expect(type).toMatch(/^application\/vnd\.google\.protobuf/);
});

test('without a selector there is nothing, and what is no selector is refused', async () => {
  expect((await federate('')).text).toBe('');
  expect(await federate('match[]=up{')).toMatchObject({ statusCode: 400, type: 'text/plain; charset=utf-8' });
  expect(await federate('match[]=rate(up[5m])')).toMatchObject({ statusCode: 400 });
});
