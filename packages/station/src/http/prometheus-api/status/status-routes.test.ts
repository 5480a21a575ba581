import { LabelSet, MemorySeriesStore } from '@telltale/model';
import { createQueryEngine } from '@telltale/promql';
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { createNoticeLog } from '../../../events/notice-log.ts';
import { flagsOf } from './flags.ts';
import { registerStatusRoutes } from './status-routes.ts';

const settings = {
  version: '1.2.3',
  port: 0,
  dataFolder: '/data',
  ruleGroups: [],
  targets: [],
  builtInIntervalMs: 1000,
  collectHost: false,
};

function setUp(experimental = false) {
  const store = new MemorySeriesStore();
  store.add(LabelSet.of({ __name__: 'up', job: 'a' }), [[1000, 1]]);
  const notices = createNoticeLog(() => 60_000);
  const retention = () => ({ metrics: { retentionMs: 86_400_000, maxBytes: 1000 }, logs: {}, traces: {} });
  const inForce = { present: retention, take: () => {} };
  const server = fastify();
  registerStatusRoutes(server, {
    version: settings.version,
    startedAtMs: 0,
    retention,
    experimental,
    flags: () => flagsOf({ settings, url: 'http://127.0.0.1:4400', retention: inForce }),
    notices,
    reload: () => ({ isSuccessful: true, lastSuccessMs: 0, lastAttemptMs: 0, error: '' }),
    query: createQueryEngine({ source: store }),
    configuration: () => 'global:\n',
    store: () => ({ series: 1, blocks: 2 }),
  });
  const get = async (url: string) => {
    const response = await server.inject(`/api/v1/${url}`);
    return { statusCode: response.statusCode, ...response.json<{ data: unknown; error?: string }>() };
  };
  return { get, notices };
}

test('clients learn the version of the API, people that of the station', async () => {
  const { get } = setUp();
  expect((await get('status/buildinfo')).data).toMatchObject({
    version: expect.stringMatching(/^3\.\d+\.\d+$/),
    application: 'Telltale',
    applicationVersion: '1.2.3',
  });
});

test('settings have the names of flags of Prometheus', async () => {
  const { get } = setUp();
  expect((await get('status/flags')).data).toMatchObject({
    'query.timeout': '2m',
    'storage.tsdb.path': '/data',
    'storage.tsdb.retention.time': '1d',
    'storage.tsdb.retention.size': '1000B',
    'web.listen-address': '127.0.0.1:4400',
  });
});

test('what is wrong with the disk is a notification, damage is counted', async () => {
  const { get, notices } = setUp();
  expect((await get('notifications')).data).toEqual([]);
  notices.add({ kind: 'write-failed', message: 'the disk is full' });
  notices.add({ kind: 'block-damaged', message: 'a block' });
  expect((await get('notifications')).data).toEqual([
    { text: 'the disk is full', date: '1970-01-01T00:01:00.000Z', active: true },
  ]);
  expect((await get('status/runtimeinfo')).data).toMatchObject({
    corruptionCount: 1,
    startTime: '1970-01-01T00:00:00.000Z',
    storageRetention: '1d',
  });
});

test('the series of the store are counted', async () => {
  const { get } = setUp();
  expect((await get('status/tsdb')).data).toMatchObject({
    headStats: { numSeries: 1, numLabelPairs: 2, chunkCount: 2 },
    seriesCountByMetricName: [{ name: 'up', value: 1 }],
  });
});

test.each([
  ['0', 'limit must be a positive number'],
  ['x', 'limit must be a positive number'],
  ['10001', 'limit must not exceed 10000'],
])('a limit of %s is refused', async (limit, error) => {
  const { get } = setUp();
  expect(await get(`status/tsdb?limit=${limit}`)).toMatchObject({
    statusCode: 400,
    errorType: 'bad_data',
    error,
  });
});

test.each([true, false])('experimental functions are features as they are switched: %s', async (isOn) => {
  const { get } = setUp(isOn);
  expect((await get('features')).data).toMatchObject({
    promql_functions: { rate: true, mad_over_time: isOn },
    promql: { duration_expr: isOn, subqueries: true },
  });
});
