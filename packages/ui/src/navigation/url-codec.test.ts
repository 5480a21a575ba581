import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTimeCodec } from './time-codec.ts';
import {
  choiceField,
  choiceMapField,
  combineCodecs,
  flagField,
  listField,
  mapField,
  numberField,
  optionalTextField,
  sortField,
  textField,
  urlCodec,
  variablesField,
} from './url-codec.ts';
import type { UrlCodec } from './url-codec.ts';
import { addressOf, replaceOwned } from './url-state.ts';

const texts = fc.string({ unit: 'grapheme' });
const SIZES = ['small', 'large', 'constructor'] as const;

const everything = urlCodec({
  text: textField('q'),
  worded: textField('mode', 'usual'),
  optional: optionalTextField('drawer'),
  number: numberField('n', 5),
  choice: choiceField('size', SIZES, 'large'),
  flag: flagField('wrap'),
  flagOn: flagField('live', true),
  list: listField('fold'),
  map: mapField('only'),
  choices: choiceMapField('view', SIZES),
  variables: variablesField(),
  sort: sortField({ column: 'name', isDescending: false }),
});

const states = fc.record({
  text: texts,
  worded: texts,
  optional: fc.option(texts, { nil: undefined }),
  number: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  choice: fc.constantFrom(...SIZES),
  flag: fc.boolean(),
  flagOn: fc.boolean(),
  list: fc.array(texts),
  map: fc.array(fc.tuple(texts, texts)).map((all) => new Map(all)),
  choices: fc.array(fc.tuple(texts, fc.constantFrom(...SIZES))).map((all) => new Map(all)),
  variables: fc.array(fc.tuple(texts, fc.array(texts, { minLength: 1 }))).map((all) => new Map(all)),
  sort: fc.record({
    column: fc.stringMatching(/^[a-z][a-z-]*$/),
    isDescending: fc.boolean(),
  }),
});

function throughAddress<State>(codec: UrlCodec<State>, state: State): State {
  return codec.parse(new URLSearchParams(codec.format(state).toString()));
}

describe('view state in the address', () => {
  test('of every kind is read back as it was written', () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(throughAddress(everything, state)).toEqual(state);
      }),
    );
  });

  test('that is as it is at first leaves no trace', () => {
    const plain = everything.parse(new URLSearchParams());
    expect(everything.format(plain).toString()).toBe('');
  });

  test('that makes no sense is as at first, whatever the address says', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('n', 'size', 'wrap', 'view', 'sort'), texts)),
        (pairs) => {
          const state = everything.parse(new URLSearchParams(pairs));
          expect(throughAddress(everything, state)).toEqual(state);
          expect(SIZES).toContain(state.choice);
          expect(state.number).toSatisfy(Number.isFinite);
        },
      ),
    );
  });

  test('of several parts stands side by side, and a change of one leaves the others', () => {
    const time = createTimeCodec({ range: { kind: 'last', spanMs: 3_600_000 }, refreshMs: 30_000 });
    const both = combineCodecs(everything, time);
    const ranges = fc
      .integer({ min: 10_000, max: 10_000_000 })
      .map((spanMs) => ({ kind: 'last' as const, spanMs }));
    const refreshes = fc.option(fc.integer({ min: 1000, max: 86_400_000 }), { nil: null });
    const zones = fc.constantFrom('utc' as const, 'local' as const, undefined);
    const times = fc.record({ range: ranges, refreshMs: refreshes, zone: zones });
    fc.assert(
      fc.property(states, times, times, (state, one, other) => {
        expect(throughAddress(both, { ...state, ...one })).toEqual({ ...state, ...one });
        const changed = replaceOwned(both.format({ ...state, ...one }).toString(), time, other);
        expect(both.parse(changed)).toEqual({ ...state, ...other });
      }),
    );
  });
});

test('an address without parameters has no question mark', () => {
  expect(addressOf('/targets', new URLSearchParams())).toBe('/targets');
  expect(addressOf('/targets', new URLSearchParams({ q: 'a b' }))).toBe('/targets?q=a+b');
});
