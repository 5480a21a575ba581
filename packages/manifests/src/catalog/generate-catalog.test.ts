import { parseExpr } from '@telltale/promql';
import { expect, it } from 'vitest';
import { generateCatalog } from './generate-catalog.ts';

it('the catalogue holds what programs ask for, and nothing that differs between machines', () => {
  const [{ path, text }] = generateCatalog({
    service: 'shop',
    owner: '',
    metrics: [
      {
        name: 'cart_size',
        kind: 'histogram',
        help: 'Things in a cart',
        unit: '',
        labels: {},
        buckets: [1, 10],
        position: { file: '/home/ada/telltale.config.ts', line: 3, column: 1 },
      },
    ],
    targets: [],
    evaluationIntervalMs: 15_000,
    receivers: [{ kind: 'webhook', name: 'ops', url: 'http://127.0.0.1:9/secret', sendResolved: true }],
    route: {
      receiver: 'ops',
      matchers: [],
      continue: false,
      groupBy: [],
      groupWaitMs: 0,
      groupIntervalMs: 1,
      repeatIntervalMs: 1,
      routes: [],
    },
    rules: [{ kind: 'recording', name: 'a:b', query: 'up', expr: parseExpr('up'), labels: {} }],
    dashboards: [],
    queries: [],
    station: {},
  });
  expect(path).toBe('catalog.json');
  expect(JSON.parse(text)).toMatchObject({
    catalogVersion: 1,
    metrics: [{ name: 'cart_size', kind: 'histogram', buckets: [1, 10] }],
    rules: [{ kind: 'recording', name: 'a:b', query: 'up' }],
    receivers: [{ name: 'ops', kind: 'webhook' }],
  });
  expect(text).not.toContain('/home/ada');
  expect(text).not.toContain('secret');
});
