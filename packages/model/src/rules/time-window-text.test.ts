import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  parseMinuteOfDay,
  parseTimeWindowRange,
  printMinuteOfDay,
  printTimeWindowRange,
} from './time-window-text.ts';

describe('a range of a time window', () => {
  test.each([
    ['weekdays', 'monday:friday', { from: 1, to: 5 }],
    ['weekdays', 'Saturday', { from: 6, to: 6 }],
    ['daysOfMonth', '1:5', { from: 1, to: 5 }],
    ['daysOfMonth', '-3:-1', { from: -3, to: -1 }],
    ['daysOfMonth', '1:-1', { from: 1, to: -1 }],
    ['months', 'january:march', { from: 1, to: 3 }],
    ['months', '5', { from: 5, to: 5 }],
    ['years', '2026:2028', { from: 2026, to: 2028 }],
  ] as const)('of %s is read from %s', (field, text, range) => {
    expect(parseTimeWindowRange(field, text)).toEqual(range);
  });

  test.each([
    ['weekdays', 'friday:monday'],
    ['weekdays', '1:5'],
    ['weekdays', 'someday'],
    ['daysOfMonth', '0'],
    ['daysOfMonth', '32'],
    ['daysOfMonth', '-1:1'],
    ['months', '13'],
    ['years', '2026:2025'],
    ['years', '2026:2027:2028'],
    ['years', ''],
  ] as const)('of %s is not %s', (field, text) => {
    expect(parseTimeWindowRange(field, text)).toBeUndefined();
  });

  test('is printed as it is read', () => {
    const field = fc.constantFrom('weekdays' as const, 'daysOfMonth' as const, 'months' as const);
    fc.assert(
      fc.property(
        field,
        fc.integer({ min: -31, max: 31 }),
        fc.integer({ min: -31, max: 31 }),
        (one, a, b) => {
          const read = parseTimeWindowRange(one, printTimeWindowRange(one, { from: a, to: b }));
          if (read !== undefined) expect(read).toEqual({ from: a, to: b });
        },
      ),
    );
  });
});

describe('a time of the day', () => {
  test('is read and printed, up to the end of the day', () => {
    for (const minute of [0, 1, 599, 1439, 1440]) {
      expect(parseMinuteOfDay(printMinuteOfDay(minute))).toBe(minute);
    }
  });

  test.each(['24:01', '9:00', '12:60', 'noon', ''])('is not %j', (text) => {
    expect(parseMinuteOfDay(text)).toBeUndefined();
  });
});
