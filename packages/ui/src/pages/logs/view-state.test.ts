import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LOG_LEVELS } from '../../format/log-level.ts';
import { logsCodec } from './view-state.ts';

const words = fc.string({ unit: 'grapheme' });
const states = fc.record({
  query: words,
  levels: fc.subarray([...LOG_LEVELS]),
  service: words,
  fields: fc.array(
    fc.record({
      field: fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('!a', 'a~b', '%7E', 'order.id')),
      value: fc.oneof(words, fc.constantFrom('a~b', '!', '')),
      isNot: fc.boolean(),
    }),
  ),
  columns: fc.array(words),
  isWrapped: fc.boolean(),
  isLive: fc.boolean(),
  histogram: fc.constantFrom('chart' as const, 'table' as const, 'off' as const),
  open: fc.array(words),
});

test('what the address of the logs says is read back as it was', () => {
  fc.assert(
    fc.property(states, (state) => {
      const address = logsCodec.format(state).toString();
      expect(logsCodec.parse(new URLSearchParams(address))).toEqual(state);
    }),
  );
});

test('what an address says wrongly is passed over', () => {
  const state = logsCodec.parse(
    new URLSearchParams('level=loud&level=warn&has=none&has=~x&hist=pie&live=yes'),
  );
  expect(state).toMatchObject({ levels: ['warn'], fields: [], histogram: 'chart', isLive: false });
});
