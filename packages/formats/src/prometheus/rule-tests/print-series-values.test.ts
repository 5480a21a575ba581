import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { printSeriesValues } from './print-series-values.ts';
import type { RuleTestValue } from './rule-test-file.ts';

/** Reads the notation as Prometheus' tests describe it. */
function read(text: string): readonly RuleTestValue[] {
  return text.split(' ').flatMap((word): readonly RuleTestValue[] => {
    if (word === 'stale') return ['stale'];
    if (word.startsWith('_')) {
      return Array.from<RuleTestValue>({ length: Number(word.slice(2) || 1) }).fill('missing');
    }
    const run = /^(-?[\d.]+(?:e[+-]?\d+)?)([+-])([\d.]+(?:e[+-]?\d+)?)x(\d+)$/.exec(word);
    if (!run) return [Number(word)];
    const [, first, sign, step, times] = run;
    const values = [Number(first)];
    for (let i = 0; i < Number(times); i++) values.push(values[i] + Number(sign + step));
    return values;
  });
}

it.each<[readonly RuleTestValue[], string]>([
  [[0, 15, 30, 45], '0+15x3'],
  [[5, 5, 5, 5, 1], '5+0x3 1'],
  [[3, 2, 1, 0, -1], '3-1x4'],
  [['missing', 'missing', 'missing', 1, 'stale'], '_x3 1 stale'],
  [[0.1, 0.2, 0.4], '0.1 0.2 0.4'],
])('%j is written %s', (values, text) => {
  expect(printSeriesValues(values)).toBe(text);
});

it('reads back exactly what was written', () => {
  const value = fc.oneof(
    fc.integer({ min: -5, max: 5 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
    fc.constantFrom<RuleTestValue>('missing', 'stale'),
  );
  const run = fc
    .tuple(value, fc.nat(6))
    .map(([one, times]) => Array.from<RuleTestValue>({ length: times + 1 }).fill(one));
  fc.assert(
    fc.property(fc.array(run, { minLength: 1 }), (runs) => {
      const values = runs.flat();
      expect(read(printSeriesValues(values))).toEqual(values);
    }),
  );
});
