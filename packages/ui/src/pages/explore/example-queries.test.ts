import type { MetricView } from '@telltale/station/contract';
import { expect, test } from 'vitest';
import { exampleQueries } from './example-queries.ts';

const metric = (name: string, type: string, more: Partial<MetricView> = {}): MetricView => ({
  name,
  type,
  unit: '',
  help: '',
  series: 1,
  owner: '',
  source: '',
  standing: 'seen',
  ...more,
});

test('examples are made from metrics that there are, the own before others', () => {
  const examples = exampleQueries([
    metric('up', 'gauge'),
    metric('go_gc_total', 'counter'),
    metric('orders_total', 'counter', { source: 'telltale.config.ts:3', help: 'Orders placed' }),
    metric('never_seen', 'gauge', { standing: 'declared', series: 0 }),
  ]);
  expect(examples).toEqual([
    { query: 'rate(orders_total[5m])', what: 'Orders placed' },
    { query: 'sum by (job) (up)', what: 'Targets that answer, by job' },
  ]);
});

test('a station without metrics offers no example that would be empty', () => {
  expect(exampleQueries([])).toEqual([]);
});
