import type { TargetView } from '@telltale/station/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filterTargets } from './filter-targets.ts';
import { poolsOf, isPoolOpen, poolWords } from './pools.ts';
import { relabelled, upQuery } from './relabelled.ts';
import { HEALTH_FILTERS, UNFILTERED, targetsCodec } from './view-state.ts';
import type { PoolFold } from './view-state.ts';

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
  const shown = filterTargets(ALL, { ...UNFILTERED, health: 'all', search: '' });
  expect(shown.map((one) => one.instance)).toEqual(['h:1', 'h:9', 'h:10']);
});

test('a search looks at jobs, instances and labels, whatever the case', () => {
  expect(filterTargets(ALL, { ...UNFILTERED, health: 'all', search: ' SHOP ' })).toHaveLength(2);
  expect(filterTargets(ALL, { ...UNFILTERED, health: 'all', search: 'env=prod' })).toHaveLength(3);
  expect(filterTargets(ALL, { ...UNFILTERED, health: 'up', search: 'mail' })).toHaveLength(0);
});

test('a search looks at why a probe failed', () => {
  const probe = { ...target('probes', 'db:5432', 'up'), note: 'connection refused' };
  expect(filterTargets([...ALL, probe], { ...UNFILTERED, health: 'all', search: 'refused' })).toEqual([
    probe,
  ]);
});

test('jobs in trouble come first, and tell how many of their targets are up', () => {
  const pools = poolsOf([...ALL, target('shop', 'h:1', 'down')], ALL, undefined, false);
  expect(pools.map((pool) => [pool.job, poolWords(pool)])).toEqual([
    ['mail', '0 of 1 up'],
    ['shop', '2 of 3 up'],
  ]);
});

test('a job that finds no target is shown, unless something else is looked for', () => {
  const job = {
    job: 'lost',
    active: 0,
    dropped: 3,
    invalid: 0,
    invalidReason: '',
    fault: 'the file targets.json is missing',
    places: [],
  };
  const jobs = (isFiltered: boolean) =>
    poolsOf(ALL, ALL, { jobs: [job] }, isFiltered).map((pool) => pool.job);
  expect(jobs(false)).toEqual(['lost', 'mail', 'shop']);
  expect(jobs(true)).toEqual(['mail', 'shop']);
});

test('of many targets only those of jobs in trouble are listed at first', () => {
  const many = Array.from({ length: 500 }, (_, i) => target('big', `h:${i}`, 'up'));
  const pools = poolsOf([...many, ...ALL], [...many, ...ALL], undefined, false);
  const isOpen = (chosen?: PoolFold) => pools.map((pool) => [pool.job, isPoolOpen(pool, chosen, 503)]);
  expect(isOpen()).toEqual([
    ['mail', true],
    ['big', false],
    ['shop', false],
  ]);
  expect(isOpen('open').every(([, open]) => open)).toBe(true);
  expect(isOpen('folded').some(([, open]) => open)).toBe(false);
});

test('labels before and after relabelling stand side by side', () => {
  const before = { __address__: 'h:1', env: 'test', job: 'shop' };
  const after = { env: 'prod', instance: 'h:1', job: 'shop' };
  expect(relabelled(before, after).map(({ name, change }) => [name, change])).toEqual([
    ['env', 'changed'],
    ['instance', 'added'],
    ['job', 'kept'],
    ['__address__', 'removed'],
  ]);
});

test('a label called like something of every object is a label', () => {
  expect(relabelled({}, { constructor: 'x' })).toEqual([
    { name: 'constructor', before: undefined, after: 'x', change: 'added' },
  ]);
});

test('the query for a target quotes whatever its labels hold', () => {
  expect(upQuery({ job: 'a"b', instance: 'c\\d\n' })).toBe('up{job="a\\"b", instance="c\\\\d\\n"}');
});

test('the view can be read back from its address', () => {
  const states = fc.record({
    health: fc.constantFrom(...HEALTH_FILTERS),
    search: fc.string({ unit: 'grapheme' }),
    job: fc.string({ unit: 'grapheme' }),
    sort: fc.record({ column: fc.constantFrom('health', 'instance', 'took'), isDescending: fc.boolean() }),
    pools: fc
      .array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.constantFrom<PoolFold>('open', 'folded')))
      .map((entries) => new Map(entries)),
  });
  fc.assert(
    fc.property(states, (state) => {
      expect(targetsCodec.parse(new URLSearchParams(targetsCodec.format(state).toString()))).toEqual(state);
    }),
  );
});
