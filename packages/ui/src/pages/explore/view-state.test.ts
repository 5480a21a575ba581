import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EXPLORE_VIEWS, exploreCodec } from './view-state.ts';

const states = fc.record({
  queries: fc.array(fc.string()),
  view: fc.constantFrom(...EXPLORE_VIEWS),
  atMs: fc.option(fc.integer({ min: 0, max: 8_640_000_000_000 }), { nil: undefined }),
  sort: fc.record({ column: fc.constantFrom('value', 'job', 'a~b'), isDescending: fc.boolean() }),
  isolated: fc
    .uniqueArray(fc.tuple(fc.nat().map(String), fc.string()), { selector: ([key]) => key })
    .map((entries) => new Map(entries)),
});

test('what the address of Explore says is read back as it was', () => {
  fc.assert(
    fc.property(states, (state) => {
      const address = exploreCodec.format(state).toString();
      expect(exploreCodec.parse(new URLSearchParams(address))).toEqual(state);
    }),
  );
});

test('an address that cannot be understood shows the first view at the present', () => {
  const state = exploreCodec.parse(new URLSearchParams('view=pie&at=-3e9&q=up'));
  expect(state).toMatchObject({ queries: ['up'], view: 'graph', atMs: undefined });
});
