import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Postgres } from '../../../test/support/postgres.ts';
import { startPostgres } from '../../../test/support/postgres.ts';
import { startReceiver } from '../../../test/support/receiver.ts';
import type { Program } from '../../../test/support/workspace.ts';
import {
  ROOT,
  freePort,
  hasProgram,
  runProgram,
  startProgram,
  stopProgram,
  suiteFolder,
  temporaryFolder,
  waitFor,
} from '../../../test/support/workspace.ts';
import { createRegistry } from '../../registry/registry.ts';
import { defineMonitoring } from '@telltale/definition';
import { registerOpenTelemetry } from './register-opentelemetry.ts';

/** A program whose packages are loaded after the instrumentations are registered; it prints its metrics. */
async function runInstrumented(kits: string, body: string): Promise<string[]> {
  const script = `
    import { cache, database, defineMonitoring, httpClient } from '@telltale/sdk/define';
    import { createRegistry } from '@telltale/sdk';
    import { registerOpenTelemetry } from '@telltale/sdk/opentelemetry';
    const registry = createRegistry();
    const definition = defineMonitoring({ service: 'shop', kits: [${kits}] });
    const { registered, missing } = registerOpenTelemetry(registry, { definition });
    console.log('registered', registered.join(), 'missing', missing.join());
    ${body}
    await registry.gather();
    console.log(registry.expose());
    process.exit();`;
  const args = ['--conditions=@telltale/source', '--no-warnings', '--input-type=module', '-e', script];
  const { exit, output } = await runProgram('node', args, { cwd: join(ROOT, 'packages/sdk') });
  expect(exit, output).toBe(0);
  return output.split('\n');
}

/** How often each combination of labels was observed. */
function counts(lines: readonly string[], metric: string): string[] {
  return lines.filter((line) => line.startsWith(`${metric}_count`) && !line.endsWith(' 0')).sort();
}

describe.runIf(hasProgram('postgres') && hasProgram('initdb'))('with a real PostgreSQL', () => {
  const folder = suiteFolder();
  let postgres: Postgres;

  beforeAll(async () => {
    postgres = await startPostgres(folder.path);
  }, 60_000);
  afterAll(() => stopProgram(postgres));

  function statements(): string {
    return `
      const { default: pg } = await import('pg');
      const pool = new pg.Pool({ host: '127.0.0.1', port: ${postgres.port}, user: 'app', database: 'postgres', max: 3 });
      await pool.query('drop table if exists orders');
      await pool.query('create table orders (id int)');
      await pool.query('INSERT INTO orders VALUES ($1)', [1]);
      await pool.query({ text: 'update orders set id = 2' });
      await pool.query('with o as (select * from orders) select o.id from o join orders p on true');
      await pool.query('with moved as (select 3 as id) insert into orders select id from moved');
      await new Promise((resolve) => pool.query('select * from orders', resolve));
      await pool.query('delete from orders');
      await pool.query('select * from nowhere').catch(() => undefined);
      await new Promise((resolve) => pool.query('select * from nowhere', resolve));`;
  }

  test('the four operations of a database are timed under the names of seed 002', async () => {
    const lines = await runInstrumented('database({ labels: { table: false } })', statements());
    expect(lines[0]).toMatch(/^registered pg/);
    expect(counts(lines, 'db_query_duration_seconds')).toEqual([
      'db_query_duration_seconds_count{operation="__other__"} 2',
      'db_query_duration_seconds_count{operation="delete"} 1',
      'db_query_duration_seconds_count{operation="insert"} 2',
      'db_query_duration_seconds_count{operation="select"} 4',
      'db_query_duration_seconds_count{operation="update"} 1',
    ]);
    const bounds = lines.flatMap(
      (line) => /_seconds_bucket\{operation="select",le="(.*)"\}/.exec(line)?.[1] ?? [],
    );
    expect(bounds.join(' ')).toBe('0.001 0.005 0.01 0.025 0.05 0.1 0.25 0.5 1 2.5 5 +Inf');
  });

  test('queries are timed by query type and table, joins and common table expressions included', async () => {
    const kit = `database({
      names: { duration: 'database_query_duration_seconds' },
      labels: { operation: 'query_type' },
    })`;
    const lines = await runInstrumented(kit, statements());
    expect(counts(lines, 'database_query_duration_seconds')).toEqual([
      'database_query_duration_seconds_count{query_type="__other__",table="none"} 2',
      'database_query_duration_seconds_count{query_type="delete",table="orders"} 1',
      'database_query_duration_seconds_count{query_type="insert",table="orders"} 2',
      'database_query_duration_seconds_count{query_type="select",table="nowhere"} 2',
      'database_query_duration_seconds_count{query_type="select",table="orders"} 2',
      'database_query_duration_seconds_count{query_type="update",table="orders"} 1',
    ]);
    expect(lines.join('\n')).toContain('db_client_connection_max{db_client_connection_pool_name=');
  });
});

describe.runIf(hasProgram('redis-server'))('with a real Redis', () => {
  const folder = suiteFolder();
  let redis: Program;
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder.path, '--save', ''];
    redis = startProgram('redis-server', args);
    await waitFor('Redis', () => redis.output().includes('Ready to accept connections'));
  }, 30_000);
  afterAll(() => stopProgram(redis));

  test('reads are counted as hits and misses, writes and deletions as what they are', async () => {
    const lines = await runInstrumented(
      'cache({ labels: { cache: false } })',
      `const { createClient } = await import('redis');
       const client = await createClient({ url: 'redis://127.0.0.1:${port}' }).connect();
       await client.set('a', '1');
       await client.get('a');
       await client.get('b');
       await client.mGet(['a', 'b', 'c']);
       await client.del('a');
       await client.ping();`,
    );
    expect(lines.filter((line) => line.startsWith('cache_operations_total')).sort()).toEqual([
      'cache_operations_total{operation="delete",status="success"} 1',
      'cache_operations_total{operation="get",status="hit"} 2',
      'cache_operations_total{operation="get",status="miss"} 3',
      'cache_operations_total{operation="set",status="success"} 1',
    ]);
  });
});

test('outgoing requests of fetch are timed by method, host and status', async () => {
  const receiver = await startReceiver((response) => response.writeHead(404).end());
  const lines = await runInstrumented(
    'httpClient()',
    `await (await fetch('${receiver.url}/secret')).text();`,
  );
  expect(counts(lines, 'http_client_request_duration_seconds')).toEqual([
    'http_client_request_duration_seconds_count{method="GET",host="127.0.0.1",status_code="404"} 1',
  ]);
});

test('a program without the packages has nothing to register, and nothing is missing', () => {
  const definition = defineMonitoring({ service: 'shop' });
  const folder = temporaryFolder();
  const { registered, missing, stop } = registerOpenTelemetry(createRegistry(), { definition, folder });
  expect({ registered, missing }).toEqual({ registered: [], missing: [] });
  stop();
});
