import type { ResourceUse } from '@telltale/station/contract';
import { expect, test } from 'vitest';
import { capacityFact } from './capacity-fact.ts';

const use = (resource: ResourceUse['resource'], ratio: number): ResourceUse => ({
  resource,
  used: ratio * 1000,
  limit: 1000,
  ratio,
  isNearlyFull: ratio >= 0.7,
  measured: '',
});

test('of what one station bears the part is told that is used most, with what to do when it is nearly full', () => {
  expect(capacityFact([use('series', 0.12), use('samples_per_second', 0.3)])).toBe(
    '30 % of capacity (samples per second)',
  );
  expect(capacityFact([use('series', 0.82), use('samples_per_second', 0.3)])).toBe(
    '82 % of capacity (series): telltale doctor capacity',
  );
  expect(capacityFact([use('series', 0.001)])).toBeUndefined();
  expect(capacityFact([])).toBeUndefined();
});
