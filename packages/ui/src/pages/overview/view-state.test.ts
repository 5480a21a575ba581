import fc from 'fast-check';
import { expect, test } from 'vitest';
import { overviewCodec } from './view-state.ts';

test('the overview can be read back from its address', () => {
  const states = fc.record({ service: fc.option(fc.string({ unit: 'grapheme' }), { nil: undefined }) });
  fc.assert(
    fc.property(states, (state) => {
      expect(overviewCodec.parse(new URLSearchParams(overviewCodec.format(state).toString()))).toEqual(state);
    }),
  );
});
