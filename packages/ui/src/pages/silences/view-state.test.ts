import fc from 'fast-check';
import { expect, test } from 'vitest';
import { combineCodecs } from '../../navigation/url-codec.ts';
import { SILENCE_DEEDS, SILENCE_LISTS, deedCodec, listCodec, newSilenceCodec } from './view-state.ts';

test('the view can be read back from its address', () => {
  const codec = combineCodecs(combineCodecs(listCodec, newSilenceCodec), deedCodec);
  const states = fc.record({
    list: fc.constantFrom(...SILENCE_LISTS),
    matchers: fc.array(fc.string({ unit: 'grapheme' })),
    deed: fc.constantFrom(...SILENCE_DEEDS),
  });
  fc.assert(
    fc.property(states, (state) => {
      expect(codec.parse(new URLSearchParams(codec.format(state).toString()))).toEqual(state);
    }),
  );
});
