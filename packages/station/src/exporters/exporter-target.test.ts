import type { ResolvedTarget } from '@telltale/definition';
import { expect, test } from 'vitest';
import { exporterTarget } from './exporter-target.ts';

const program = { name: 'cache', job: 'redis', commands: ['x'], args: [], env: {} };
const defaults = { intervalMs: 5000, instance: 'host-1' };

test('a program that was started has the options of the target of its job, but for its addresses and access', () => {
  const of: ResolvedTarget = {
    job: 'redis',
    addresses: ['redis-exporter:9121'],
    path: '/scrape',
    scheme: 'https',
    intervalMs: 30_000,
    timeoutMs: 20_000,
    labels: { zone: 'a' },
    exporter: 'redis',
    authorization: { env: 'TOKEN' },
    discovery: [{ kind: 'file', files: ['x.json'], refreshMs: 1000 }],
    params: { target: ['cache'] },
  };
  expect(exporterTarget(program, 4711, of, defaults)).toEqual({
    job: 'redis',
    addresses: ['127.0.0.1:4711'],
    path: '/scrape',
    scheme: 'http',
    intervalMs: 30_000,
    timeoutMs: 20_000,
    labels: { zone: 'a', instance: 'host-1' },
    exporter: 'redis',
    params: { target: ['cache'] },
  });
});

test('what the program says of itself comes first, and there need be no target of its job', () => {
  const own = { ...program, instance: 'cache:6379', path: '/m', intervalMs: 2000 };
  expect(exporterTarget(own, 4711, undefined, defaults)).toEqual({
    job: 'redis',
    addresses: ['127.0.0.1:4711'],
    path: '/m',
    scheme: 'http',
    intervalMs: 2000,
    timeoutMs: 2000,
    labels: { instance: 'cache:6379' },
  });
  expect(exporterTarget(program, 4711, undefined, defaults)).toMatchObject({
    intervalMs: 5000,
    path: '/metrics',
  });
});
