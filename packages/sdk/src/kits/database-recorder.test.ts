import { spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { userInfo } from 'node:os';
import { database, defineMonitoring } from '@telltale/definition';
import { createRegistry } from '../registry/registry.ts';
import type { Registry } from '../registry/registry.ts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Program } from '../../test/support/workspace.ts';
import {
  hasProgram,
  freePort,
  runProgram,
  startProgram,
  stopProgram,
  suiteFolder,
  waitFor,
} from '../../test/support/workspace.ts';
import { valuesOf } from '../../test/support/registry-view.ts';
import { createDatabaseRecorder } from './database-recorder.ts';

const byOperation = defineMonitoring({
  service: 'cad',
  kits: [database({ labels: { table: false } })],
});
const byTable = defineMonitoring({
  service: 'shop',
  kits: [
    database({
      names: { duration: 'database_query_duration_seconds', connections: 'database_connections' },
      labels: { operation: 'query_type', database: false },
    }),
  ],
});

/** How often each combination of labels was observed. */
function counts(registry: Registry, metric: string): Record<string, number> {
  const entries = Object.entries(valuesOf(registry, metric))
    .filter(([series, value]) => series.startsWith(`${metric}_count`) && value > 0)
    .map(([series, value]) => {
      const texts = [...series.matchAll(/="([^"]*)"/g)].map(([, text]) => text);
      return [texts.join(' '), value] as const;
    });
  return Object.fromEntries(entries);
}

test('a query is timed by its operation, whether it succeeds or fails', async () => {
  const registry = createRegistry();
  const databases = createDatabaseRecorder(byOperation, registry);
  expect(databases.query('select', () => 3)).toBe(3);
  expect(await databases.query('INSERT INTO a VALUES (1)', async () => 1)).toBe(1);
  const error = Object.assign(new Error('gone'), { code: '57P01' });
  const failing = databases.query({ operation: 'update', table: 'a' }, () => Promise.reject(error));
  await expect(failing).rejects.toBe(error);
  databases.query('VACUUM', () => undefined);
  expect(counts(registry, 'db_query_duration_seconds')).toEqual({
    select: 1,
    insert: 1,
    update: 1,
    __other__: 1,
  });
  expect(valuesOf(registry, 'db_query_errors_total')).toEqual({
    'db_query_errors_total{error_type="57P01", operation="update"}': 1,
  });
});

test('a query that nothing is said of runs and is recorded', () => {
  const registry = createRegistry();
  const databases = createDatabaseRecorder(byTable, registry);
  expect(databases.query(undefined as never, () => 'rows')).toBe('rows');
  expect(counts(registry, 'database_query_duration_seconds')).toEqual({ '__other__ none': 1 });
});

test('pools that share a series are added up', () => {
  const registry = createRegistry();
  const databases = createDatabaseRecorder(byTable, registry);
  const pool = (totalCount: number) => ({ totalCount, idleCount: 1, waitingCount: 0 });
  databases.watchPool(pool(3), 'orders');
  const stop = databases.watchPool(pool(4), 'stock');
  const open = () => valuesOf(registry, 'database_connections')['database_connections'];
  expect(open()).toBe(7);
  stop();
  expect(open()).toBe(3);
});

describe.runIf(hasProgram('postgres') && hasProgram('initdb'))('with a real PostgreSQL', () => {
  const folder = suiteFolder();
  let server: Program;
  let port: number;

  /** PostgreSQL refuses to run as root. */
  const asUser = (command: string, args: readonly string[]): [string, string[]] =>
    userInfo().uid === 0
      ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', command, ...args]]
      : [command, [...args]];

  beforeAll(async () => {
    if (userInfo().uid === 0) {
      const [uid, gid] = ['-u', '-g'].map((flag) =>
        Number(spawnSync('id', [flag, 'postgres']).stdout.toString()),
      );
      chownSync(folder.path, uid, gid);
    }
    port = await freePort();
    const data = `${folder.path}/data`;
    const { output } = await runProgram(...asUser('initdb', ['-D', data, '-U', 'app', '-A', 'trust', '-N']));
    expect(output).toContain('Success');
    const args = ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1'];
    server = startProgram(...asUser('postgres', [...args, '-k', folder.path, '-c', 'fsync=off']));
    await waitFor('PostgreSQL', () => server.output().includes('ready to accept connections'));
  }, 60_000);

  afterAll(() => stopProgram(server));

  function connect(): pg.Pool {
    const pool = new pg.Pool({ host: '127.0.0.1', port, user: 'app', database: 'postgres', max: 5 });
    onTestFinished(() => pool.end());
    return pool;
  }

  test('the connections are those that PostgreSQL knows of the user', async () => {
    const registry = createRegistry();
    const pool = connect();
    createDatabaseRecorder(byTable, registry).watchPool(pool);
    const clients = await Promise.all([pool.connect(), pool.connect(), pool.connect()]);
    clients[0].release();
    const { rows } = await pool.query(
      "select count(*)::int as n from pg_stat_activity where usename = 'app' and backend_type = 'client backend'",
    );
    expect(valuesOf(registry, 'database_connections')['database_connections']).toBe(rows[0].n);
    expect(rows[0].n).toBe(3);
    expect(valuesOf(registry, 'database_connections_idle')['database_connections_idle']).toBe(1);
    expect(valuesOf(registry, 'database_connections_limit')['database_connections_limit']).toBe(5);
    for (const client of clients.slice(1)) client.release();
  });

  test('the queries of a pool are recorded by operation and table, once each', async () => {
    const registry = createRegistry();
    const pool = createDatabaseRecorder(byTable, registry).watchQueries(connect());
    await pool.query('create table orders (id int)');
    await pool.query('insert into orders values ($1)', [1]);
    await pool.query({ text: 'update orders set id = 2' });
    const { rows } = await pool.query(
      'with o as (select * from orders) select o.id from o join orders p on true',
    );
    expect(rows).toEqual([{ id: 2 }]);
    await pool.query('delete from orders');
    await expect(pool.query('select * from missing')).rejects.toMatchObject({ code: '42P01' });
    await pool.query('drop table orders');
    expect(counts(registry, 'database_query_duration_seconds')).toEqual({
      '__other__ none': 2,
      'insert orders': 1,
      'update orders': 1,
      'select orders': 1,
      'delete orders': 1,
      'select missing': 1,
    });
    expect(valuesOf(registry, 'db_query_errors_total')).toEqual({
      'db_query_errors_total{error_type="42P01", query_type="select"}': 1,
    });
  });

  test('a client with callbacks gets what it asked for', async () => {
    const registry = createRegistry();
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'app', database: 'postgres' });
    createDatabaseRecorder(byOperation, registry).watchQueries(client);
    await client.connect();
    const answer = await new Promise((resolve, reject) => {
      client.query('select 1 as one', (error: Error | null, result) =>
        error ? reject(error) : resolve(result.rows),
      );
    });
    expect(answer).toEqual([{ one: 1 }]);
    expect(counts(registry, 'db_query_duration_seconds')).toEqual({ select: 1 });
    await client.end();
  });
});
