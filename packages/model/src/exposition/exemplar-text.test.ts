import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LabelSet } from '../labels/label-set.ts';
import { parseExemplarText } from './exemplar-text.ts';
import { escapeLabelValue } from './escapes.ts';
import { scanExposition } from './scan-exposition.ts';

describe('an exemplar behind a sample', () => {
  test('is read with its labels, value and time', () => {
    const labels = fc.dictionary(
      fc.constantFrom('trace_id', 'span_id', '__proto__'),
      fc.string({ minLength: 1 }),
    );
    fc.assert(
      fc.property(labels, fc.double({ noNaN: true }), fc.option(fc.nat()), (read, value, timeMs) => {
        const inside = Object.entries(read).map(([name, text]) => `${name}="${escapeLabelValue(text)}"`);
        const time = timeMs === null ? '' : ` ${timeMs / 1000}`;
        const printed = Object.is(value, -0) ? '-0' : String(value).replace('Infinity', 'Inf');
        expect(parseExemplarText(`{${inside.join(',')}} ${printed}${time}`)).toEqual({
          labels: LabelSet.from(Object.entries(read)),
          value,
          ...(timeMs !== null && { timestampMs: timeMs }),
        });
      }),
    );
  });

  test.each(['', 'x', '{a="b"}', '{a="b} 1', '{a="b"} one', '{a="b"} 1 now', '{a="b"} 1 2 3', '{a} 1'])(
    'is left out when it is not well formed: %s',
    (text) => {
      expect(parseExemplarText(text)).toBeUndefined();
    },
  );

  test('goes with the series of its sample, which is read whatever the exemplar is', () => {
    const seen: unknown[] = [];
    const page = 'a_total{x=" # "} 1 # {trace_id="t"} 0.5\na_total 2 # broken\n# EOF\n';
    scanExposition(page, 'openmetrics', {
      type: () => {},
      help: () => {},
      unit: () => {},
      sample: (series, value) => seen.push([series, value]),
      exemplar: (series, { labels, value }) => seen.push([series, labels.get('trace_id'), value]),
    });
    expect(seen).toEqual([
      ['a_total{x=" # "}', 1],
      ['a_total{x=" # "}', 't', 0.5],
      ['a_total', 2],
    ]);
  });
});
