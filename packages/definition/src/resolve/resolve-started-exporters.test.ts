import { describe, expect, test } from 'vitest';
import { redisExporter } from '../exporters/redis-exporter.ts';
import { defineMonitoring } from '../monitoring/define-monitoring.ts';
import { resolveDefinition } from './resolve-definition.ts';

const resolve = (exporters: unknown, collectors?: unknown) =>
  resolveDefinition(
    defineMonitoring({
      service: 'shop',
      exporters: [redisExporter({ job: 'cache', dashboards: false })],
      station: { exporters, ...(collectors !== undefined && { collectors }) } as object,
    }),
  ).station.exporters;

describe('exporters that the station starts', () => {
  test('have the program of the pack of their job, and are told where to listen', () => {
    const env = { REDIS_ADDR: 'redis://cache:6379', REDIS_PASSWORD: { env: 'CACHE_PASSWORD' } };
    expect(
      resolve({
        cache: { env, instance: 'cache:6379' },
        node: true,
        proxy: { command: '/opt/proxy', args: ['-listen', '127.0.0.1:{port}'], every: '30s', path: '/m' },
      }),
    ).toEqual([
      {
        name: 'cache',
        job: 'cache',
        commands: ['prometheus-redis-exporter', 'redis_exporter'],
        args: ['--web.listen-address={address}'],
        env,
        instance: 'cache:6379',
      },
      {
        name: 'node',
        job: 'node',
        commands: ['prometheus-node-exporter', 'node_exporter'],
        args: ['--web.listen-address={address}'],
        env: {},
      },
      {
        name: 'proxy',
        job: 'proxy',
        commands: ['/opt/proxy'],
        args: ['-listen', '127.0.0.1:{port}'],
        env: {},
        path: '/m',
        intervalMs: 30_000,
      },
    ]);
  });

  test.each<[unknown, string]>([
    [{ haproxy: true }, "name the program to start, such as 'prometheus-redis-exporter'"],
    [{ node: { command: '' } }, 'station.exporters.node.command'],
    [{ node: { comand: 'x' } }, "did you mean 'command'?"],
    [{ node: { args: '--web' } }, "write a list of texts: ['a', 'b']"],
    [{ node: { env: { REDIS_PASSWORD: 'hush' } } }, "write { env: 'REDIS_PASSWORD' }"],
    [{ node: { env: { 'A=B': 'hush' } } }, 'is no name of a variable'],
    [{ node: { env: { A: { env: '1 hush' } } } }, 'station.exporters.node.env.A.env'],
    [{ node: { path: 'metrics' } }, 'write a path such as /metrics'],
    [{ node: { every: 'soon' } }, 'station.exporters.node.every'],
    [{ node: true, other: { job: 'node', command: 'x' } }, "another one of the job 'node'"],
    [{ node: 7 }, "write true, or { command: 'prometheus-redis-exporter' }"],
    ['all', 'write exporters by name'],
  ])('%j is a fault that names the place and no secret', (exporters, message) => {
    expect(() => resolve(exporters)).toThrow(message);
    expect(() => resolve(exporters)).not.toThrow('hush');
  });

  test('are not started beside a collector of the same job', () => {
    const collectors = { redis: { address: 'cache:6379', job: 'cache' } };
    expect(() => resolve({ cache: true }, collectors)).toThrow("station.collectors reads 'cache' already");
    expect(resolve({ cache: { job: 'other', command: 'x' } }, collectors)).toHaveLength(1);
  });
});
