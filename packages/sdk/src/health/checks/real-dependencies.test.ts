import { createServer } from 'node:http';
import { defineMonitoring } from '@telltale/definition';
import { Client as MinioClient } from 'minio';
import pg from 'pg';
import { createClient } from 'redis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { instrument } from '../../instrument.ts';
import type { HealthCheck } from '../health-check.ts';
import { close, listen } from '../../../test/support/http-requests.ts';
import { signalPostgres, startPostgres } from '../../../test/support/postgres.ts';
import type { Program } from '../../../test/support/workspace.ts';
import {
  freePort,
  hasProgram,
  startProgram,
  stopProgram,
  temporaryFolder,
  waitFor,
} from '../../../test/support/workspace.ts';
import { checks } from './checks.ts';

const TIMEOUT_MS = 500;
/** The default time of the readiness probe: whoever asks gives up then. */
const PROBE_TIMEOUT_MS = 3000;

interface Probed {
  /** Status and services of a probe; fails where the probe would have given up. */
  readonly probe: (
    path: '/live' | '/ready',
  ) => Promise<{ readonly status: number; readonly word: string | undefined }>;
}

/** A service that depends on one thing. */
async function serviceWith(name: string, check: HealthCheck): Promise<Probed> {
  const definition = defineMonitoring({
    service: 'gateway',
    health: { paths: { live: '/live', ready: '/ready' }, timeout: `${BigInt(TIMEOUT_MS)}ms`, cache: '0s' },
  });
  const t = instrument(definition);
  t.health.add(name, check);
  t.ready();
  const server = createServer(t.http.wrap((_, response) => response.end()));
  const url = await listen(server);
  onTestFinished(async () => {
    await close(server);
    await t.shutdown();
  });
  return {
    probe: async (path) => {
      const response = await fetch(url + path, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
      const { services } = (await response.json()) as { services: Record<string, string | undefined> };
      return { status: response.status, word: services[name] };
    },
  };
}

const READY = { status: 200, word: 'connected' };
const NOT_READY = { status: 503, word: 'disconnected' };
const ALIVE = { status: 200, word: undefined };

async function expectIll({ probe }: Probed): Promise<void> {
  expect([await probe('/ready'), await probe('/live')]).toEqual([NOT_READY, ALIVE]);
}

async function expectRecovery({ probe }: Probed): Promise<void> {
  await waitFor('recovery', async () => (await probe('/ready')).status === 200);
  expect([await probe('/ready'), await probe('/live')]).toEqual([READY, ALIVE]);
}

describe.skipIf(!hasProgram('initdb') || !hasProgram('postgres'))('PostgreSQL that', () => {
  test('is stopped or frozen turns readiness to 503 in time while liveness stays, and recovery is seen', async () => {
    const folder = temporaryFolder();
    let postgres = await startPostgres(folder);
    const { port } = postgres;
    onTestFinished(async () => {
      postgres.kill('SIGINT');
      await postgres.exit;
    });
    const pool = new pg.Pool({ host: '127.0.0.1', port, user: 'app', database: 'postgres', max: 2 });
    pool.on('error', () => undefined);
    onTestFinished(() => pool.end());
    const service = await serviceWith('database', checks.postgres(pool));
    expect(await service.probe('/ready')).toEqual(READY);

    signalPostgres(postgres, 'SIGSTOP');
    // More questions than the pool has connections: none of them may keep one.
    for (let i = 0; i < 4; i++) await expectIll(service);
    signalPostgres(postgres, 'SIGCONT');
    await expectRecovery(service);
    await waitFor('connections of the pool', () => pool.waitingCount === 0);
    expect((await pool.query('SELECT 2 AS two')).rows).toEqual([{ two: 2 }]);

    // A fast end: it does not wait for the connections of the pool.
    postgres.kill('SIGINT');
    await postgres.exit;
    await expectIll(service);
    postgres = await startPostgres(folder, port);
    await expectRecovery(service);
  }, 30_000);
});

describe.skipIf(!hasProgram('redis-server'))('Redis that', () => {
  const startRedis = async (port: number): Promise<Program> => {
    const server = startProgram('redis-server', [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
    ]);
    await waitFor('Redis', () => server.output().includes('Ready to accept connections'));
    return server;
  };

  test('is stopped or frozen turns readiness to 503 in time while liveness stays, and recovery is seen', async () => {
    const port = await freePort();
    let server = await startRedis(port);
    onTestFinished(() => stopProgram(server));
    const client = createClient({
      socket: { host: '127.0.0.1', port, reconnectStrategy: 50 },
    });
    client.on('error', () => undefined);
    await client.connect();
    onTestFinished(() => client.destroy());
    const service = await serviceWith('redis', checks.redis(client));
    expect(await service.probe('/ready')).toEqual(READY);

    server.kill('SIGSTOP');
    for (let i = 0; i < 3; i++) await expectIll(service);
    server.kill('SIGCONT');
    await expectRecovery(service);

    await stopProgram(server);
    await expectIll(service);
    server = await startRedis(port);
    await expectRecovery(service);
  }, 30_000);
});

describe('a bucket of S3-compatible storage that', () => {
  const BUCKET = 'dev-pynode-storage';

  test('is deleted turns readiness to 503 while liveness stays; so does storage that is away', async () => {
    const port = await freePort();
    const address = ['--address', '127.0.0.1', '--port', String(port)];
    const server = startProgram('s3rver', ['--directory', temporaryFolder(), ...address]);
    onTestFinished(() => stopProgram(server));
    await waitFor('s3rver', () => server.output().includes('listening'));
    const client = new MinioClient({
      endPoint: '127.0.0.1',
      port,
      useSSL: false,
      accessKey: 'S3RVER',
      secretKey: 'S3RVER',
    });
    await client.makeBucket(BUCKET);
    const service = await serviceWith('storage', checks.s3({ client, bucket: BUCKET }));
    const unsigned = await serviceWith(
      'storage',
      checks.s3({ endpoint: `http://127.0.0.1:${port}`, bucket: BUCKET }),
    );
    expect([await service.probe('/ready'), await unsigned.probe('/ready')]).toEqual([READY, READY]);
    await client.removeBucket(BUCKET);
    await expectIll(service);
    await client.makeBucket(BUCKET);
    await expectRecovery(service);
    await stopProgram(server);
    await expectIll(service);
    await expectIll(unsigned);
  }, 30_000);
});
