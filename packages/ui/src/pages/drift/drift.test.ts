import type { DriftFinding } from '@telltale/station/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shownDrift } from './filter-drift.ts';
import { AREAS, KINDS, UNFILTERED, driftCodec } from './view-state.ts';

function finding(more: Partial<DriftFinding>): DriftFinding {
  return {
    area: 'metrics',
    kind: 'extra',
    title: 'metric a',
    fields: [],
    fix: 'declare it',
    server: 's',
    ...more,
  };
}

const FINDINGS = [
  finding({ title: 'metric orders_total', code: 'orders_total: counter({})' }),
  finding({
    area: 'rules',
    kind: 'changed',
    title: 'alert Slow',
    fields: [{ name: 'for', defined: '2m', live: '20m' }],
  }),
  finding({ area: 'rules', kind: 'missing', title: 'alert Down' }),
];

test('what is shown is read back from the address as it was written', () => {
  const state = fc.record({
    search: fc.string({ unit: 'grapheme' }),
    area: fc.constantFrom('all' as const, ...AREAS),
    kind: fc.constantFrom('all' as const, ...KINDS),
  });
  fc.assert(
    fc.property(state, (one) => {
      expect(driftCodec.parse(driftCodec.format(one))).toEqual(one);
    }),
  );
});

test('differences stand by area in the order of the areas, and areas without any are left out', () => {
  const groups = shownDrift(FINDINGS, UNFILTERED);
  expect(groups.map(({ area, findings }) => [area, findings.length])).toEqual([
    ['rules', 2],
    ['metrics', 1],
  ]);
});

test('filters hold together; every word is looked for in names, values, fixes and code', () => {
  const titles = (state: Partial<typeof UNFILTERED>) =>
    shownDrift(FINDINGS, { ...UNFILTERED, ...state }).flatMap(({ findings }) =>
      findings.map(({ title }) => title),
    );
  expect(titles({ area: 'rules', kind: 'missing' })).toEqual(['alert Down']);
  expect(titles({ search: '20M slow' })).toEqual(['alert Slow']);
  expect(titles({ search: 'counter(' })).toEqual(['metric orders_total']);
  expect(titles({ search: 'nothing of it' })).toEqual([]);
});
