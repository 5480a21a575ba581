import { formatSampleNumber } from '@telltale/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextBlock } from './text-block.ts';

const value = fc.oneof(
  fc.double(),
  fc.nat({ max: 12 }),
  fc.nat(),
  fc.maxSafeNat(),
  fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 9, 10, 99.5, 1e21, 5e-324, -1.7976931348623157e308),
);
const name = fc.oneof(fc.constantFrom('a', 'requests_total'), fc.string({ unit: 'binary' }));

function expected(prefixes: readonly string[], values: readonly number[]): string {
  return prefixes.map((prefix, line) => `${prefix}${formatSampleNumber(values[line])}\n`).join('');
}

function textOf({ bytes }: TextBlock): string {
  return Buffer.from(bytes).toString();
}

test('lines show the newest values, whatever they were before', () => {
  const lines = fc.array(
    name.map((text) => `${text.toWellFormed()} `),
    { minLength: 1, maxLength: 12 },
  );
  const scenario = lines.chain((prefixes) => {
    const { length } = prefixes;
    const row = fc.array(value, { minLength: length, maxLength: length });
    // Most of the values stay from one update to the next.
    const change = fc.array(fc.tuple(fc.nat({ max: length - 1 }), value), { maxLength: 5 });
    return fc.record({ prefixes: fc.constant(prefixes), row, changes: fc.array(change, { maxLength: 8 }) });
  });
  fc.assert(
    fc.property(scenario, ({ prefixes, row, changes }) => {
      const values = Float64Array.from(row);
      const block = new TextBlock(prefixes, values);
      expect(textOf(block)).toBe(expected(prefixes, [...values]));
      for (const change of changes) {
        const before = textOf(block);
        for (const [line, next] of change) values[line] = next;
        const isChanged = block.update(values);
        const text = textOf(block);
        expect(text).toBe(expected(prefixes, [...values]));
        expect(isChanged).toBe(text !== before);
      }
    }),
    { numRuns: 300 },
  );
});

test('a line with a prefix of more than 64 kB can be changed', () => {
  const prefixes = [`a{b="${'x'.repeat(70_000)}"} `, 'c '];
  const block = new TextBlock(prefixes, Float64Array.of(1, 2));
  block.update(Float64Array.of(100, 3));
  expect(textOf(block)).toBe(expected(prefixes, [100, 3]));
});

test('text comes behind the values of the lines that it belongs to', () => {
  const block = new TextBlock(['a ', 'b ', 'c '], Float64Array.of(1, 22, 333));
  let text = '';
  block.interrupt(
    (line) => ['', ' # two', ''][line],
    (bytes, suffix) => (text += Buffer.from(bytes).toString() + suffix),
  );
  expect(text).toBe('a 1\nb 22 # two\nc 333\n');
});

test('bytes that are being sent stay as they are; when they were given back, they are used again', () => {
  const block = new TextBlock(['a ', 'b '], Float64Array.of(1, 2));
  const { bytes, lease } = block;
  lease.count++;
  block.update(Float64Array.of(7, 200));
  expect(Buffer.from(bytes).toString()).toBe('a 1\nb 2\n');
  expect(textOf(block)).toBe('a 7\nb 200\n');
  const later = block.bytes;
  block.update(Float64Array.of(8, 200));
  expect(Buffer.from(later).toString()).toBe('a 8\nb 200\n');
});
