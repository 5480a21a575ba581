import type { ResolvedTarget } from '@telltale/definition';
import { expect, test } from 'vitest';
import { withoutCollected } from './without-collected.ts';

const target = (job: string, exporter?: string): ResolvedTarget => ({
  job,
  addresses: ['127.0.0.1:9187'],
  path: '/metrics',
  scheme: 'http',
  intervalMs: 1000,
  timeoutMs: 1000,
  labels: {},
  ...(exporter !== undefined && { exporter }),
});
const targets = [target('postgres', 'postgres'), target('other', 'postgres'), target('redis'), target('app')];
const collectors = {
  postgres: [{ job: 'postgres', address: 'db:5432', labels: {}, database: 'postgres' }],
  redis: [{ job: 'redis', address: 'cache:6379', labels: {} }],
};

test('a collector takes the place of the exporter pack of its kind and job', () => {
  expect(withoutCollected(targets, collectors).map(({ job }) => job)).toEqual(['other', 'redis', 'app']);
  expect(withoutCollected(targets, { postgres: [], redis: [] })).toEqual(targets);
});
