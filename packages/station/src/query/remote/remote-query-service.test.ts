import { LabelSet, TelltaleError } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import { expect, test } from 'vitest';
import { createRemoteQueryService } from './remote-query-service.ts';
import type { ApiAnswer } from './server/read-envelope.ts';
import type { ApiQuestion, RemoteServer } from './server/remote-server.ts';

/** A server that answers all questions alike, and remembers them. */
function answering(answer: (question: ApiQuestion) => Partial<ApiAnswer>) {
  const asked: ApiQuestion[] = [];
  const server: RemoteServer = {
    host: 'prometheus:9090',
    ask: async (question) => {
      asked.push(question);
      return { data: undefined, warnings: [], infos: [], ...answer(question) };
    },
    figures: () => ({ host: 'prometheus:9090', isUp: true, lastError: '' }),
    close: async () => undefined,
  };
  const parameters = () => asked.map((one) => Object.fromEntries(one.parameters ?? []));
  return { service: createRemoteQueryService(server), asked, parameters };
}

const HISTOGRAM = { count: '3', sum: '4', buckets: [[0, '1', '2', '3']] };

test.each([
  [
    { resultType: 'vector', result: [{ metric: { job: 'a' }, value: [1.5, '+Inf'] }] },
    { type: 'vector', samples: [{ labels: LabelSet.of({ job: 'a' }), timestampMs: 1500, value: Infinity }] },
  ],
  [
    { resultType: 'vector', result: [{ metric: {}, histogram: [1, HISTOGRAM] }] },
    {
      type: 'vector',
      samples: [{ timestampMs: 1000, value: 0, histogram: { count: 3, sum: 4, schema: 0 } }],
    },
  ],
  [
    {
      resultType: 'matrix',
      result: [
        {
          metric: {},
          values: [
            [1, '1'],
            [3, 'NaN'],
          ],
          histograms: [[2, HISTOGRAM]],
        },
      ],
    },
    {
      type: 'matrix',
      series: [
        {
          timestamps: Float64Array.of(1000, 2000, 3000),
          values: Float64Array.of(1, 0, Number.NaN),
          histograms: [undefined, { count: 3 }, undefined],
        },
      ],
    },
  ],
  [
    { resultType: 'scalar', result: [2, '-1e-05'] },
    { type: 'scalar', timestampMs: 2000, value: -1e-5 },
  ],
  [
    { resultType: 'string', result: [2, 'text'] },
    { type: 'string', timestampMs: 2000, value: 'text' },
  ],
])('the value %j is read', async (data, value) => {
  const { service } = answering(() => ({ data }));
  expect((await service.instant('x', 0)).value).toMatchObject(value);
});

test.each([
  [undefined, 'no data'],
  [{ resultType: 'table', result: [] }, 'of the type "table"'],
  [{ resultType: 'vector', result: {} }, 'should be a list'],
  [{ resultType: 'vector', result: [{ metric: { a: 1 }, value: [1, '1'] }] }, 'the label "a" is no text'],
  [
    { resultType: 'vector', result: [{ metric: {}, value: [1, 'one'] }] },
    'a point of the answer is [1,"one"]',
  ],
  [{ resultType: 'matrix', result: [{ metric: {}, values: [null] }] }, 'a point of the answer is null'],
  [{ resultType: 'scalar', result: [] }, 'a point of the answer is []'],
])('the value %j is told to be none', async (data, message) => {
  const { service } = answering(() => ({ data }));
  await expect(service.instant('x', 0)).rejects.toMatchObject({
    code: 'TT_REMOTE_UNAVAILABLE',
    message: expect.stringContaining(`prometheus:9090: `),
  });
  await expect(service.instant('x', 0)).rejects.toThrow(message);
});

test('remarks and cost are those of the server', async () => {
  const samples = {
    totalQueryableSamples: 7,
    peakSamples: 3,
    totalQueryableSamplesPerStep: [
      [1, 3],
      [2, 4],
    ],
  };
  const { service, parameters } = answering(() => ({
    data: { resultType: 'vector', result: [], stats: { samples } },
    warnings: ['w'],
    infos: ['i'],
  }));
  const { annotations, stats } = await service.instant('x', 0, { countsSamples: true, lookbackMs: 60_000 });
  expect(parameters()).toMatchObject([{ stats: 'all', lookback_delta: '60' }]);
  expect(annotations).toEqual([
    { severity: 'warning', message: 'w' },
    { severity: 'info', message: 'i' },
  ]);
  expect(stats).toMatchObject({ samplesRead: 7, peakSamples: 3, samplesPerStep: Float64Array.of(3, 4) });
});

test('a range of more points than a server answers is asked for in parts and joined', async () => {
  const { service, parameters } = answering(({ parameters: asked }) => {
    const [start, end] = ['start', 'end'].map((name) => Number(asked?.get(name)));
    const values = [
      [start, '1'],
      [end, '2'],
    ];
    return { data: { resultType: 'matrix', result: [{ metric: {}, values }] }, infos: ['same'] };
  });
  const range = { startMs: 0, endMs: 24_999_000, stepMs: 1000 };
  const { value, annotations } = await service.range(parseExpr('a - a @ start()'), range);
  expect(parameters().map(({ start, end, step, query }) => [start, end, step, query])).toEqual([
    ['0', '10999', '1', 'a - a @ 0.000'],
    ['11000', '21999', '1', 'a - a @ 0.000'],
    ['22000', '24999', '1', 'a - a @ 0.000'],
  ]);
  const timestamps = Float64Array.of(0, 10_999_000, 11_000_000, 21_999_000, 22_000_000, 24_999_000);
  expect(value).toMatchObject({ type: 'matrix', series: [{ timestamps }] });
  expect(annotations).toHaveLength(1);
});

test('label APIs are asked by selectors, without bounds that are none', async () => {
  const { service, asked, parameters } = answering(({ path }) => ({
    data: path === 'series' ? [{ __name__: 'up', job: 'a' }] : ['a', 'b'],
  }));
  const all = { selectors: [], startMs: -8.64e15, endMs: 8.64e15 };
  const matchers = [
    { name: '__name__', op: '=', value: 'up' },
    { name: 'job', op: '=~', value: '"a|b"' },
  ] as const;
  expect(await service.series(all)).toEqual([LabelSet.of({ __name__: 'up', job: 'a' })]);
  expect(await service.labelNames({ selectors: [matchers], startMs: 1000, endMs: 2500 })).toEqual(['a', 'b']);
  expect(await service.labelValues('http.route/x', all)).toEqual(['a', 'b']);
  expect(asked.map(({ path }) => path)).toEqual(['series', 'labels', 'label/http.route%2Fx/values']);
  expect(parameters()).toEqual([
    { 'match[]': '{__name__!=""}' },
    { 'match[]': String.raw`{__name__="up",job=~"\"a|b\""}`, start: '1', end: '2.5' },
    {},
  ]);
});

test('metadata are the first that targets say of a metric', async () => {
  const { service } = answering(() => ({
    data: {
      up: [{ type: 'gauge', help: 'Up.', unit: '' }, { type: 'counter' }],
      odd: [{ type: 'gaugehistogram' }],
      none: [],
    },
  }));
  expect([...(await service.metadata())]).toEqual([
    ['up', { type: 'gauge', help: 'Up.', unit: '' }],
    ['odd', { type: 'unknown', help: '', unit: '' }],
  ]);
});

test('what the server refuses is refused in its words', async () => {
  const { service } = answering(() => {
    throw new TelltaleError('TT_REMOTE_REFUSED', 'parse error');
  });
  await expect(service.instant('x(', 0)).rejects.toMatchObject({
    code: 'TT_REMOTE_REFUSED',
    message: 'parse error',
  });
});
