import type { TargetView } from '@telltale/station/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filterTargets } from './filter-targets.ts';
import { HEALTH_FILTERS, targetsCodec } from './view-state.ts';

function target(job: string, instance: string, health: TargetView['health']): TargetView {
  const rest = { lastError: '', lastScrapeMs: null, lastDurationMs: null, samples: 0, bodyBytes: 0 };
  return {
    job,
    instance,
    url: `http://${instance}`,
    health,
    intervalMs: 1,
    timeoutMs: 1,
    labels: { env: 'prod' },
    recent: [],
    ...rest,
  };
}

const ALL = [target('shop', 'h:10', 'up'), target('shop', 'h:9', 'up'), target('mail', 'h:1', 'down')];

test('unhealthy targets come first, then jobs and instances in natural order', () => {
  const shown = filterTargets(ALL, { health: 'all', search: '' });
  expect(shown.map((one) => one.instance)).toEqual(['h:1', 'h:9', 'h:10']);
});

test('a search looks at jobs, instances and labels, whatever the case', () => {
  expect(filterTargets(ALL, { health: 'all', search: ' SHOP ' })).toHaveLength(2);
  expect(filterTargets(ALL, { health: 'all', search: 'env=prod' })).toHaveLength(3);
  expect(filterTargets(ALL, { health: 'up', search: 'mail' })).toHaveLength(0);
});

test('a search looks at why a probe failed', () => {
  const probe = { ...target('probes', 'db:5432', 'up'), note: 'connection refused' };
  expect(filterTargets([...ALL, probe], { health: 'all', search: 'refused' })).toEqual([probe]);
});

test('the view can be read back from its address', () => {
  const states = fc.record({
    health: fc.constantFrom(...HEALTH_FILTERS),
    search: fc.string({ unit: 'grapheme' }),
  });
  fc.assert(
    fc.property(states, (state) => {
      expect(targetsCodec.parse(new URLSearchParams(targetsCodec.format(state).toString()))).toEqual(state);
    }),
  );
});
