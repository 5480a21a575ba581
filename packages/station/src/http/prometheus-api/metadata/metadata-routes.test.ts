import type { MetricMetadata } from '@telltale/model';
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { registerMetadataRoutes } from './metadata-routes.ts';

const counter: MetricMetadata = { type: 'counter', help: 'Requests.', unit: '' };
const other: MetricMetadata = { ...counter, help: 'All requests.' };
const gauge: MetricMetadata = { type: 'gauge', help: '', unit: 'bytes' };
const TARGETS = [
  { labels: { job: 'a' }, families: new Map([['requests_total', counter]]) },
  {
    labels: { job: 'b' },
    families: new Map([
      ['requests_total', other],
      ['__proto__', gauge],
    ]),
  },
  { labels: { job: 'c' }, families: new Map([['requests_total', counter]]) },
];

/** What earlier scrapes told. */
const REMEMBERED = new Map([
  ['requests_total', { ...counter, help: 'Long ago.' }],
  ['gone', gauge],
]);

async function ask(url: string) {
  const server = fastify();
  registerMetadataRoutes(server, { targets: () => TARGETS, remembered: () => REMEMBERED });
  const response = await server.inject(`/api/v1/${url}`);
  return { statusCode: response.statusCode, ...response.json<{ data: Record<string, unknown> }>() };
}

test('what targets say differently of a metric is told once each, then what earlier ones said', async () => {
  const { data } = await ask('metadata');
  expect(Object.entries(data)).toEqual([
    ['requests_total', [counter, other]],
    ['__proto__', [gauge]],
    ['gone', [gauge]],
  ]);
});

test.each([
  ['limit=1', ['requests_total']],
  ['limit=0', []],
  ['metric=__proto__', ['__proto__']],
  ['metric=nothing', []],
])('metadata for "%s" is cut or chosen', async (question, names) => {
  expect(Object.keys((await ask(`metadata?${question}`)).data)).toEqual(names);
});

test('the entries of one metric have a limit of their own', async () => {
  expect((await ask('metadata?limit_per_metric=1&metric=requests_total')).data).toEqual({
    requests_total: [counter],
  });
});

test('targets tell of their metrics; the name is told where none was asked for', async () => {
  expect((await ask('targets/metadata?match_target={job="b"}')).data).toEqual([
    { target: { job: 'b' }, metric: 'requests_total', ...other },
    { target: { job: 'b' }, metric: '__proto__', ...gauge },
  ]);
  expect((await ask('targets/metadata?metric=requests_total&limit=1')).data).toEqual([
    { target: { job: 'a' }, ...counter },
  ]);
});

test.each([
  ['metadata?limit=x', 'limit must be a number'],
  ['metadata?limit_per_metric=1.5', 'limit_per_metric must be a number'],
  ['targets/metadata?limit=x', 'limit must be a number'],
])('the question %s is refused', async (url, error) => {
  expect(await ask(url)).toMatchObject({ statusCode: 400, errorType: 'bad_data', error });
});
