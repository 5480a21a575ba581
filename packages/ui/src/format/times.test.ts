import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import {
  formatFullMoment,
  formatInputMoment,
  formatMoment,
  formatStretch,
  formatTimeTicks,
  parseInputMoment,
} from './times.ts';
import { setCurrentZone } from './zone.ts';

const AT_MS = Date.UTC(2026, 10, 21, 14, 3, 27);
const HOUR_MS = 3_600_000;

afterEach(() => setCurrentZone('local'));

test('times are shown by the clock that was chosen', () => {
  setCurrentZone('utc');
  expect(formatMoment(AT_MS, AT_MS)).toBe('14:03:27');
  expect(formatMoment(AT_MS, AT_MS + 48 * HOUR_MS)).toBe('21 Nov 14:03:27');
  expect(formatFullMoment(AT_MS)).toBe('Sat, 21 Nov 2026, 14:03:27 UTC');
  expect(formatTimeTicks([Date.UTC(2026, 10, 21), AT_MS], HOUR_MS)).toEqual(['21 Nov', '14:03']);
});

test.each(['utc', 'local'] as const)('days and times of the zone %s are those of the calendar', (zone) => {
  setCurrentZone(zone);
  const options = { hourCycle: 'h23', ...(zone === 'utc' && { timeZone: 'UTC' }) } as const;
  const day = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    year: 'numeric',
    ...options,
  });
  const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', ...options });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
      const atMs = seconds * 1000;
      const [weekday, date, time] = formatFullMoment(atMs).split(', ');
      const parts = new Map(day.formatToParts(atMs).map(({ type, value }) => [type, value]));
      expect(weekday).toBe(parts.get('weekday'));
      expect(date.split(' ')[0]).toBe(parts.get('day'));
      expect(date.split(' ')[2]).toBe(parts.get('year'));
      expect(time.split(' ')[0]).toBe(clock.format(atMs));
    }),
  );
});

test('a stretch of time names its day once', () => {
  setCurrentZone('utc');
  expect(formatStretch(AT_MS, AT_MS + HOUR_MS, AT_MS)).toBe('14:03 – 15:03');
  expect(formatStretch(AT_MS, AT_MS + HOUR_MS, AT_MS + 48 * HOUR_MS)).toBe('21 Nov 14:03 – 15:03');
  expect(formatStretch(AT_MS, AT_MS + 24 * HOUR_MS, AT_MS)).toBe('14:03 – 22 Nov 14:03');
});

test('what a field for date and time holds is read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
      const atMs = seconds * 1000;
      expect(parseInputMoment(formatInputMoment(atMs, 'utc'), 'utc')).toBe(atMs);
    }),
  );
  expect(formatInputMoment(AT_MS, 'utc')).toBe('2026-11-21 14:03:27');
  expect(parseInputMoment('2026-11-21', 'utc')).toBe(Date.UTC(2026, 10, 21));
  expect(parseInputMoment(' 2026-11-21T9:03Z', 'local')).toBe(Date.UTC(2026, 10, 21, 9, 3));
  for (const text of ['', '14:03', '2026-13-01 10:00', '2026-11-21 25:00', 'tomorrow']) {
    expect(parseInputMoment(text, 'utc')).toBeUndefined();
  }
});
