import type { MetricView } from '@telltale/station/contract';
import { expect, test } from 'vitest';
import { createExploreApi } from '../../../data/api/explore-api.ts';
import type { HttpClient, Parameters } from '../../../data/api/http.ts';
import { createPromqlClient } from './promql-client.ts';

const metric = (name: string, type: string): MetricView => ({
  name,
  type,
  unit: 'seconds',
  help: 'Help',
  series: 0,
  owner: '',
  source: '',
  standing: 'declared',
});

/** A client whose station answers from a table of paths, and remembers what it was asked. */
function clientOf(answers: Readonly<Record<string, unknown>>) {
  const asked: { readonly path: string; readonly parameters: Parameters; readonly signal?: AbortSignal }[] =
    [];
  const get = async (path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<never> => {
    asked.push({ path, parameters, ...(signal && { signal }) });
    if (!Object.hasOwn(answers, path)) throw new Error('the station does not answer');
    return answers[path] as never;
  };
  const none = (): never => {
    throw new Error('not asked for');
  };
  const http: HttpClient = { get, send: none, stream: none };
  let nowMs = 0;
  const client = createPromqlClient(createExploreApi(http), () => nowMs);
  return { client, asked, pass: (ms: number) => (nowMs += ms) };
}

const NAMES = '/api/v1/label/__name__/values';
const METRICS = '/api/telltale/metrics';

test('metrics that are declared are offered before they were ever seen, histograms by their series', async () => {
  const { client } = clientOf({
    [NAMES]: { data: ['up', 'latency_bucket'] },
    [METRICS]: { metrics: [metric('orders_total', 'counter'), metric('latency', 'histogram')] },
  });
  expect(await client.metrics()).toEqual([
    { name: 'up', type: '', help: '' },
    { name: 'latency_bucket', type: 'histogram', help: 'Help (seconds)' },
    { name: 'orders_total', type: 'counter', help: 'Help (seconds)' },
  ]);
});

test('names are asked for once, and again after a while', async () => {
  const { client, asked, pass } = clientOf({ [NAMES]: { data: [] }, [METRICS]: { metrics: [] } });
  await client.metrics();
  await client.metrics();
  const first = asked.length;
  pass(31_000);
  await client.metrics();
  expect(first).toBe(2);
  expect(asked).toHaveLength(4);
});

test('a station that does not answer offers nothing, and is no fault', async () => {
  const { client, asked } = clientOf({});
  expect(await client.metrics()).toEqual([]);
  expect(await client.functions()).toEqual([]);
  expect(await client.labelNames('up')).toEqual([]);
  expect(await client.labelValues('job', 'up')).toEqual([]);
  const first = asked.length;
  expect(await client.labelNames('up')).toEqual([]);
  expect(asked).toHaveLength(first + 1);
});

test('labels and values are those of the selector, and only the newest question is waited for', async () => {
  const { client, asked } = clientOf({
    '/api/v1/labels': { data: ['job'] },
    '/api/v1/label/job/values': { data: ['shop'] },
  });
  const labels = client.labelNames('up');
  expect(await client.labelValues('job', 'up')).toEqual(['shop']);
  await labels;
  expect(asked.map(({ parameters }) => parameters['match[]'])).toEqual(['up', 'up']);
  expect(asked.map(({ signal }) => signal?.aborted)).toEqual([true, false]);
  client.destroy();
  expect(asked[1].signal?.aborted).toBe(true);
});
