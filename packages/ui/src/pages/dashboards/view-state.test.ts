import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PANEL_VIEWS } from '../../panels/panel/panel-views.tsx';
import { dashboardCodec, listCodec } from './view-state.ts';

const text = fc.string({ unit: 'grapheme' }).map((one) => one.toWellFormed());
const name = fc.stringMatching(/^[a-z_]{1,8}$/);
const state = fc.record({
  variables: fc
    .dictionary(name, fc.array(text, { minLength: 1, maxLength: 3 }))
    .map((all) => new Map(Object.entries(all))),
  folded: fc.array(text),
  views: fc
    .dictionary(fc.nat(30).map(String), fc.constantFrom(...PANEL_VIEWS))
    .map((all) => new Map(Object.entries(all))),
  isolated: fc.dictionary(fc.nat(30).map(String), text).map((all) => new Map(Object.entries(all))),
  full: fc.option(text, { nil: undefined }),
  hidden: fc.array(text),
});

test('whatever is chosen on a dashboard is read back from its address', () => {
  fc.assert(
    fc.property(state, (one) => {
      const address = new URLSearchParams(dashboardCodec.format(one).toString());
      expect(dashboardCodec.parse(address)).toEqual(one);
    }),
  );
});

test('a search of dashboards is read back', () => {
  fc.assert(
    fc.property(text, (search) => {
      expect(listCodec.parse(new URLSearchParams(listCodec.format({ search }).toString()))).toEqual({
        search,
      });
    }),
  );
});
