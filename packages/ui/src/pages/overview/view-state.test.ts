import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RANGE_PRESETS } from '../../data/time-range.ts';
import { DEFAULT_OVERVIEW, createOverviewCodec } from './view-state.ts';
import type { OverviewState } from './view-state.ts';

const overviewCodec = createOverviewCodec(DEFAULT_OVERVIEW.range);

const slugs = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const panels = fc.tuple(slugs, fc.nat(20)).map(([slug, index]) => `${slug}.${index}`);
const states: fc.Arbitrary<OverviewState> = fc.record({
  range: fc.constantFrom(...RANGE_PRESETS).map((preset) => ({ kind: 'last' as const, preset })),
  folded: fc.uniqueArray(slugs, { maxLength: 4 }),
  views: fc
    .array(fc.tuple(panels, fc.constantFrom('table' as const, 'query' as const)))
    .map((all) => new Map(all)),
  isolated: fc
    .array(fc.tuple(panels, fc.string({ unit: 'grapheme', minLength: 1 })))
    .map((all) => new Map(all)),
});

test('the whole view can be read back from its address', () => {
  fc.assert(
    fc.property(states, (state) => {
      const search = overviewCodec.format(state).toString();
      expect(overviewCodec.parse(new URLSearchParams(search))).toEqual(state);
    }),
  );
});

test('the plain address is the plain view', () => {
  expect(overviewCodec.format(DEFAULT_OVERVIEW).toString()).toBe('');
  expect(overviewCodec.parse(new URLSearchParams(''))).toEqual(DEFAULT_OVERVIEW);
});

test('an address that makes no sense is the plain view', () => {
  const params = new URLSearchParams('range=forever&view=shop.1~pie&view=table&only=shop.1');
  expect(overviewCodec.parse(params)).toEqual(DEFAULT_OVERVIEW);
});
