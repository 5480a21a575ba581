import fc from 'fast-check';
import { expect, test } from 'vitest';
import { overviewCodec } from './view-state.ts';
import type { OverviewState } from './view-state.ts';

const PLAIN: OverviewState = { folded: [], views: new Map(), isolated: new Map() };

const slugs = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const panels = fc.tuple(slugs, fc.nat(20)).map(([slug, index]) => `${slug}.${index}`);
const states: fc.Arbitrary<OverviewState> = fc.record({
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
  expect(overviewCodec.format(PLAIN).toString()).toBe('');
  expect(overviewCodec.parse(new URLSearchParams(''))).toEqual(PLAIN);
});

test('an address that makes no sense is the plain view', () => {
  const params = new URLSearchParams('range=forever&view=shop.1~pie&view=table&only=shop.1');
  expect(overviewCodec.parse(params)).toEqual(PLAIN);
});
