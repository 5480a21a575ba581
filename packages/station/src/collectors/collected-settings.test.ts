import type { ResolvedTarget } from '@telltale/definition';
import { expect, test } from 'vitest';
import { withoutCollectedTwice } from './collected-settings.ts';

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
const settings = {
  version: '0.0.0',
  port: 0,
  dataFolder: '',
  ruleGroups: [],
  targets,
  builtInIntervalMs: 1000,
  collectHost: true,
  reload: async () => ({ ruleGroups: [], targets }),
};
const collectors = {
  postgres: [{ job: 'postgres', address: 'db:5432', labels: {}, database: 'postgres' }],
  redis: [{ job: 'redis', address: 'cache:6379', labels: {} }],
};

test('a collector takes the place of the exporter pack of its kind and job, after a reload too', async () => {
  const kept = withoutCollectedTwice({ ...settings, collectors });
  expect(kept.targets.map(({ job }) => job)).toEqual(['other', 'redis', 'app']);
  expect((await kept.reload!()).targets?.map(({ job }) => job)).toEqual(['other', 'redis', 'app']);
  expect(withoutCollectedTwice(settings).targets).toBe(targets);
});

test('the host is left out where the definition says so', () => {
  expect(withoutCollectedTwice({ ...settings, collectors }).collectHost).toBe(true);
  expect(withoutCollectedTwice({ ...settings, collectors: { ...collectors, host: false } }).collectHost).toBe(
    false,
  );
});
