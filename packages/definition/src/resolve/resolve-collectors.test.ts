import { describe, expect, test } from 'vitest';
import { defineMonitoring } from '../monitoring/define-monitoring.ts';
import { resolveDefinition } from './resolve-definition.ts';

const resolve = (collectors: unknown) =>
  resolveDefinition(defineMonitoring({ service: 'shop', station: { collectors } as object })).station
    .collectors;

describe('what a station reads by itself', () => {
  test('is one server or several of each kind, containers and the host', () => {
    const password = { env: 'PGPASSWORD' };
    expect(
      resolve({
        postgres: { address: 'db:5432', user: 'monitor', password, every: '30s' },
        redis: [{ address: '[::1]:6379' }, { address: '/run/redis.sock', job: 'cache', timeout: '2s' }],
        containers: true,
        host: false,
      }),
    ).toEqual({
      postgres: [
        {
          job: 'postgres',
          address: 'db:5432',
          user: 'monitor',
          password,
          intervalMs: 30_000,
          labels: {},
          database: 'postgres',
        },
      ],
      redis: [
        { job: 'redis', address: '[::1]:6379', labels: {} },
        { job: 'cache', address: '/run/redis.sock', timeoutMs: 2000, labels: {} },
      ],
      containers: { job: 'cadvisor', dockerSocket: '/var/run/docker.sock' },
      host: false,
    });
  });

  test.each<[unknown, string]>([
    [{ postgres: { address: 'postgres://me:hush@db:5432' } }, "write 'host:port' or the path"],
    [{ postgres: { address: 'db' } }, 'station.collectors.postgres[0].address'],
    [{ postgres: { address: 'db:5432', password: 'hush' } }, 'a secret never stands in a definition'],
    [{ redis: [{ address: 'a:1' }, { address: 'a:1' }] }, 'redis at a:1 is there twice'],
    [{ redis: { address: 'a:1', every: 'soon' } }, 'station.collectors.redis[0].every'],
    [{ postgres: 'db:5432' }, "write { address: 'db:5432' }"],
    [{ redis: [7] }, "write { address: 'db:5432' }"],
    [{ redis: { address: 7 } }, 'write text'],
    [{ containers: 'yes' }, 'write true or false'],
    ['all', "write { postgres: { address: 'db:5432' } }"],
    [{ postgress: {} }, "there is no 'postgress' here: did you mean 'postgres'?"],
    [{ containers: { dockerSocket: 'docker.sock' } }, 'write the whole path of the socket'],
  ])('%j is a fault that names the place and no secret', (collectors, message) => {
    expect(() => resolve(collectors)).toThrow(message);
    expect(() => resolve(collectors)).not.toThrow('hush');
  });
});
