import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatTicks, formatValue } from './units.ts';

describe('formatValue', () => {
  test.each([
    ['seconds', 0.0123, '12.3 ms'],
    ['seconds', 2.5, '2.5 s'],
    ['seconds', 0.00042, '420 µs'],
    ['seconds', 5400, '1.5 h'],
    ['bytes', 1536, '1.5 KiB'],
    ['bytes', 117.6 * 2 ** 20, '118 MiB'],
    ['bytes_per_second', 2 ** 21, '2 MiB/s'],
    ['ratio', 0.5, '50%'],
    ['ratio', 0.0612, '6.12%'],
    ['per_second', 12.34, '12.3/s'],
    ['per_second', 12_340, '12.3k/s'],
    ['', 3412, '3,412'],
    ['', 1_200_000, '1.2M'],
  ])('%s %d is %s', (unit, value, text) => {
    expect(formatValue(unit, value)).toBe(text);
  });

  test('zero keeps its unit', () => {
    expect(formatValue('seconds', 0)).toBe('0 s');
    expect(formatValue('bytes_per_second', 0)).toBe('0 B/s');
    expect(formatValue('ratio', 0)).toBe('0%');
  });

  test('a missing value is a dash, and values that are no numbers say so', () => {
    expect(formatValue('seconds', null)).toBe('–');
    expect(formatValue('seconds', NaN)).toBe('NaN');
    expect(formatValue('bytes', -Infinity)).toBe('−∞');
  });

  test('a negative value reads as the positive one with a minus', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e15, noNaN: true }), (value) => {
        expect(formatValue('seconds', -value)).toBe(`-${formatValue('seconds', value)}`);
      }),
    );
  });

  test('an unknown unit reads as a plain number', () => {
    expect(formatValue('__proto__', 5)).toBe('5');
  });
});

describe('formatTicks', () => {
  test('ticks of one axis share the unit of the largest', () => {
    expect(formatTicks('seconds', [0, 0.05, 0.1])).toEqual(['0 ms', '50 ms', '100 ms']);
  });

  test('ticks have as many decimals as keep them apart', () => {
    expect(formatTicks('ratio', [0, 0.0025, 0.005])).toEqual(['0%', '0.25%', '0.50%']);
  });

  test('an axis of zeros is written out', () => {
    expect(formatTicks('per_second', [0])).toEqual(['0/s']);
  });
});
