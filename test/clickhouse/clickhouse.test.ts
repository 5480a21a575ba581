import { join } from 'node:path';
import { createClickHouseLogs, createClickHouseTraces } from '@telltale/station/clickhouse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { suiteFolder } from '../support/temporary-folder.ts';
import { MIDNIGHT_MS, record } from '../stores/log-fixture.ts';
import { describeLogStore } from '../stores/log-store-contract.ts';
import { span } from '../stores/trace-fixture.ts';
import { describeTraceStore } from '../stores/trace-store-contract.ts';
import { COLLECTOR_LOGS, COLLECTOR_SPANS, OLD_LOGS_TABLE, runSql } from './collector-rows.ts';
import type { RunningClickHouse } from './start-chdb.ts';
import { hasChdb, startChdb } from './start-chdb.ts';
import { QUESTIONS, answerOf, stationWithFixtures } from './station-answers.ts';

const isLong = process.env['TELLTALE_TEST_SCALE'] === 'long';
const MINUTE = { startMs: MIDNIGHT_MS, endMs: MIDNIGHT_MS + 60_000 };

// Half a gigabyte to install, and a quarter of a minute to run.
if (isLong && hasChdb) describe('ClickHouse', describeClickHouse);
else test.skip('ClickHouse answers as the store in memory does (long tests)');

function describeClickHouse(): void {
  let clickhouse: RunningClickHouse;
  const folder = suiteFolder();
  let databases = 0;
  beforeAll(async () => {
    clickhouse = await startChdb();
  });
  afterAll(() => clickhouse.stop());

  /** As `telltale up --clickhouse` takes it. */
  const address = () => clickhouse.url.replace('http:', 'clickhouse:');

  /** A database that nothing is in. */
  const fresh = () => ({ url: clickhouse.url, database: `test_${databases++}`, createTables: true });

  describeLogStore('in ClickHouse', { open: async () => createClickHouseLogs(fresh()), filters: 200 });
  describeTraceStore('in ClickHouse', { open: async () => createClickHouseTraces(fresh()) });

  test.each(['old', 'new'])('log records that a Collector wrote are found, in its %s table', async (age) => {
    const settings = { ...fresh(), createTables: age === 'new' };
    const logs = createClickHouseLogs(settings);
    if (age === 'new') await logs.stats();
    else {
      await runSql(clickhouse.url, 'default', `CREATE DATABASE ${settings.database}`);
      await expect(logs.stats()).rejects.toThrow('has no table otel_logs');
      await runSql(clickhouse.url, settings.database, OLD_LOGS_TABLE);
    }
    await runSql(clickhouse.url, settings.database, COLLECTOR_LOGS(MIDNIGHT_MS / 1000));
    const { records } = await logs.search({ ...MINUTE, order: 'oldest', limit: 5 });
    expect(records).toMatchObject([
      {
        timeMs: MIDNIGHT_MS + 123.456,
        severity: 17,
        service: 'shop',
        logger: 'http',
        message: 'payment failed',
        traceId: '0af7651916cd43dd8448eb211c80319c',
        spanId: 'b7ad6b7169203331',
        attributes: { order: { id: 7 }, retries: '3' },
        resource: { 'host.name': 'a1' },
      },
      { severity: 0, service: 'unknown_service', message: '{"odd":1}' },
    ]);
    expect(records[0]).not.toHaveProperty('severityText');
    const filter = { kind: 'field', field: 'order.id', operator: '>', value: '6' } as const;
    expect((await logs.search({ ...MINUTE, filter, limit: 5 })).records).toHaveLength(1);
    await logs.append([record({ message: 'ours' })]);
    const [ours] = await runSql(
      clickhouse.url,
      settings.database,
      "SELECT Body, SeverityText, ServiceName, ResourceAttributes['service.name'] AS name FROM otel_logs WHERE Body = 'ours'",
    );
    expect(ours).toEqual({ Body: 'ours', SeverityText: 'INFO', ServiceName: 'shop', name: 'shop' });
    await logs.close();
  });

  test('spans that Collectors wrote are found, of old and new versions, and the other way round', async () => {
    const settings = fresh();
    const traces = createClickHouseTraces(settings);
    await traces.stats();
    await runSql(clickhouse.url, settings.database, COLLECTOR_SPANS(MIDNIGHT_MS / 1000));
    const trace = await traces.get('1'.repeat(32));
    expect(trace?.spans).toMatchObject([
      { kind: 'server', status: 'error', statusMessage: 'no', durationMs: 2, startMs: MIDNIGHT_MS },
      { kind: 'server', status: 'unset', traceState: 'k=v', scope: 'http', events: [{ name: 'retry' }] },
    ]);
    expect(trace?.spans[1].links).toMatchObject([{ traceId: '2'.repeat(32), spanId: 'c'.repeat(16) }]);
    expect(await traces.search({ ...MINUTE, status: 'error', limit: 5 })).toMatchObject([
      { service: 'gateway', operation: 'GET /', spans: 2, errors: 1 },
    ]);
    expect(await traces.edges(MINUTE)).toMatchObject([{ caller: 'gateway', callee: 'payment', calls: 1 }]);
    await traces.append([span({ kind: 'client', status: 'ok' })]);
    const [ours] = await runSql(
      clickhouse.url,
      settings.database,
      "SELECT SpanKind, StatusCode, Duration FROM otel_traces WHERE SpanKind = 'Client'",
    );
    expect(ours).toEqual({ SpanKind: 'Client', StatusCode: 'Ok', Duration: 5_000_000 });
    await traces.close();
  });

  test('a station whose logs and traces are in ClickHouse answers as one that keeps them itself', async () => {
    const stations = await Promise.all([
      stationWithFixtures(join(folder.path, 'own')),
      stationWithFixtures(join(folder.path, 'outside'), `${address()}/station?create=true`),
    ]);
    for (const question of QUESTIONS) {
      const [own, outside] = await Promise.all(stations.map((station) => answerOf(station, question)));
      expect(outside, question).toEqual(own);
      expect(JSON.stringify(own).length, question).toBeGreaterThan(100);
    }
    for (const station of stations) await station.stop();
  });

  test('rows are dropped after the time that they are kept', async () => {
    const settings = { ...fresh(), retentionMs: 3_600_000 };
    const logs = createClickHouseLogs(settings);
    await logs.append([record({ timeMs: Date.now() }), record({ timeMs: Date.now() - 7 * 86_400_000 })]);
    await runSql(clickhouse.url, settings.database, 'OPTIMIZE TABLE otel_logs FINAL');
    expect(await logs.stats()).toMatchObject({ records: 1 });
    await logs.close();
  });
}
