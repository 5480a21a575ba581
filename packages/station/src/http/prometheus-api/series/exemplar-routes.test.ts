import type { ExemplarStore, SelectRequest } from '@telltale/model';
import { LabelSet } from '@telltale/model';
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { MAX_TIME_MS, MIN_TIME_MS } from '../../parameters.ts';
import { registerExemplarRoutes } from './exemplar-routes.ts';

const series = LabelSet.of({ __name__: 'latency_bucket', le: '1' });

async function ask(url: string) {
  const asked: SelectRequest[] = [];
  const store: ExemplarStore = {
    appendExemplar: () => true,
    exemplars: async (request) => {
      asked.push(request);
      const exemplar = { labels: LabelSet.of({ trace_id: 'x' }), value: Infinity, timestampMs: 1500 };
      return [{ labels: series, exemplars: [exemplar] }];
    },
  };
  const server = fastify();
  registerExemplarRoutes(server, store);
  const response = await server.inject(`/api/v1/query_exemplars?${url}`);
  return { asked, statusCode: response.statusCode, body: response.payload };
}

test('the exemplars of every selector of a query are told, each series once', async () => {
  const query = encodeURIComponent('sum(rate(latency_bucket{le="1"}[5m])) / latency_count');
  const { asked, body } = await ask(`query=${query}&start=1&end=2`);
  expect(asked.map(({ matchers, startMs, endMs }) => [matchers.map(String).length, startMs, endMs])).toEqual([
    [2, 1000, 2000],
    [1, 1000, 2000],
  ]);
  expect(JSON.parse(body)).toEqual({
    status: 'success',
    data: [
      {
        seriesLabels: { __name__: 'latency_bucket', le: '1' },
        exemplars: [{ labels: { trace_id: 'x' }, value: '+Inf', timestamp: 1.5 }],
      },
    ],
  });
});

test('without bounds all time is asked for', async () => {
  const { asked } = await ask('query=up');
  expect(asked[0]).toMatchObject({ startMs: MIN_TIME_MS, endMs: MAX_TIME_MS });
});

test('a query without a selector has nothing to tell, one that is none is refused', async () => {
  expect(await ask('query=1')).toMatchObject({ statusCode: 204, body: '' });
  expect(await ask('query=sum(')).toMatchObject({ statusCode: 400 });
  expect((await ask('query=up&start=2&end=1')).body).toContain(
    '"error":"end timestamp must not be before start timestamp"',
  );
});
