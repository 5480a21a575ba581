import fc from 'fast-check';
import type { InclusiveRange, TimeWindow } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { compileTimeIntervals } from './compile-time-intervals.ts';

const HOUR_MS = 3_600_000;
const QUARTER_MS = HOUR_MS / 4;

function compiled(window: TimeWindow) {
  return compileTimeIntervals([{ name: 'x', windows: [window] }]).get('x')!;
}

function isIn(window: TimeWindow, time: string): boolean {
  return compiled(window)(Date.parse(time));
}

const clock = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
const times = (from: string, to: string) => [{ fromMinute: clock(from), toMinute: clock(to) }];

describe('a time interval', () => {
  test.each<[string, TimeWindow, readonly string[], readonly string[]]>([
    [
      'begins with its first minute and ends before its last',
      { times: times('09:00', '17:00') },
      ['2026-03-02T09:00:00Z', '2026-03-02T16:59:59Z'],
      ['2026-03-02T08:59:59Z', '2026-03-02T17:00:00Z'],
    ],
    [
      'up to 24:00 has the last minute of the day',
      { times: times('22:00', '24:00') },
      ['2026-03-02T23:59:59Z'],
      ['2026-03-03T00:00:00Z'],
    ],
    [
      'of weekdays has both ends',
      { weekdays: [{ from: 1, to: 5 }] },
      ['2026-03-02T00:00:00Z', '2026-03-06T23:59:00Z'],
      ['2026-03-01T12:00:00Z', '2026-03-07T12:00:00Z'],
    ],
    [
      'counts days below zero from the end of the month',
      { daysOfMonth: [{ from: -3, to: -1 }] },
      ['2026-02-26T00:00:00Z', '2026-02-28T00:00:00Z', '2028-02-29T00:00:00Z', '2026-03-31T00:00:00Z'],
      ['2026-02-25T00:00:00Z', '2026-03-28T00:00:00Z', '2028-02-26T23:00:00Z'],
    ],
    [
      'from a day of the month to its end',
      { daysOfMonth: [{ from: 30, to: -1 }] },
      ['2026-04-30T00:00:00Z', '2026-05-31T00:00:00Z'],
      ['2026-02-28T00:00:00Z', '2026-05-29T00:00:00Z'],
    ],
    [
      'that begins before the month begins with the month',
      { daysOfMonth: [{ from: -31, to: 2 }] },
      ['2026-02-01T00:00:00Z', '2026-02-02T00:00:00Z'],
      ['2026-02-03T00:00:00Z'],
    ],
    [
      'of months and years',
      { months: [{ from: 11, to: 12 }], years: [{ from: 2026, to: 2027 }] },
      ['2026-11-01T00:00:00Z', '2027-12-31T23:00:00Z'],
      ['2026-10-31T23:00:00Z', '2028-11-05T00:00:00Z'],
    ],
    [
      'follows the clock of its place',
      { times: times('09:00', '17:00'), location: 'Australia/Sydney' },
      ['2026-01-01T22:00:00Z', '2026-07-01T23:00:00Z'],
      ['2026-01-01T12:00:00Z', '2026-07-01T22:00:00Z'],
    ],
    [
      'knows the weekday of its place',
      { weekdays: [{ from: 0, to: 0 }], location: 'Pacific/Kiritimati' },
      ['2026-02-28T10:00:00Z'],
      ['2026-02-28T09:59:00Z', '2026-03-01T10:00:00Z'],
    ],
  ])('%s', (_, window, inside, outside) => {
    expect(inside.filter((time) => !isIn(window, time))).toEqual([]);
    expect(outside.filter((time) => isIn(window, time))).toEqual([]);
  });

  test('of the night is an hour shorter when the clocks go forward', () => {
    const night = { times: times('01:00', '04:00'), location: 'Europe/Berlin' };
    expect(minutesIn(night, '2026-03-29')).toBe(120);
    expect(minutesIn(night, '2026-10-25')).toBe(240);
    expect(minutesIn(night, '2026-06-01')).toBe(180);
  });

  test('an hour that the clocks leave out never comes', () => {
    const left = { times: times('02:00', '03:00'), location: 'Europe/Berlin' };
    expect(minutesIn(left, '2026-03-29')).toBe(0);
  });

  test('without fields is always; without windows never', () => {
    expect(compiled({})(0)).toBe(true);
    expect(compileTimeIntervals([{ name: 'x', windows: [] }]).get('x')!(0)).toBe(false);
  });

  test('holds while one of its windows does', () => {
    const windows = [{ months: [{ from: 1, to: 1 }] }, { months: [{ from: 3, to: 3 }] }];
    const test = compileTimeIntervals([{ name: 'x', windows }]).get('x')!;
    const months = ['01', '02', '03'].map((month) => test(Date.parse(`2026-${month}-05T00:00:00Z`)));
    expect(months).toEqual([true, false, true]);
  });

  test('an unknown time zone and a doubled name are refused', () => {
    expect(() => compileTimeIntervals([{ name: 'x', windows: [{ location: 'Mars/Olympus' }] }])).toThrow(
      /"Mars\/Olympus"/,
    );
    const twice = [
      { name: 'x', windows: [] },
      { name: 'x', windows: [] },
    ];
    expect(() => compileTimeIntervals(twice)).toThrow(/"x" is defined twice/);
  });
});

/** How many minutes of a day in Berlin belong to a window. */
function minutesIn(window: TimeWindow, date: string): number {
  const test = compiled(window);
  const dateOf = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Berlin' });
  const startMs = Date.parse(`${date}T00:00:00Z`) - 3 * HOUR_MS;
  const quarters = Array.from({ length: 30 * 4 }, (_, index) => startMs + index * QUARTER_MS);
  return 15 * quarters.filter((timeMs) => dateOf.format(timeMs) === date && test(timeMs)).length;
}

describe('any window', () => {
  const range = (min: number, max: number): fc.Arbitrary<InclusiveRange> =>
    fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })).map(([from, to]) => ({ from, to }));
  const ranges = (min: number, max: number) => fc.array(range(min, max), { maxLength: 2 });
  const window: fc.Arbitrary<TimeWindow> = fc.record(
    {
      times: fc.array(
        range(0, 1440).map(({ from, to }) => ({ fromMinute: from, toMinute: to })),
        { maxLength: 2 },
      ),
      weekdays: ranges(0, 6),
      daysOfMonth: fc.array(fc.oneof(range(1, 31), range(-31, -1), fc.constant({ from: 15, to: -1 })), {
        maxLength: 2,
      }),
      months: ranges(1, 12),
      years: ranges(2024, 2028),
      location: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'),
    },
    { requiredKeys: [] },
  );
  const time = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2028, 11, 31) });

  test('says the same as a model that asks the calendar of the machine field by field', () => {
    fc.assert(
      fc.property(window, time, (one, timeMs) => {
        expect(compiled(one)(timeMs)).toBe(naive(one, timeMs));
      }),
      { numRuns: 100 },
    );
  });
});

/** Field by field from printed dates; the end of the month is found by walking to it. */
function naive(window: TimeWindow, timeMs: number): boolean {
  const timeZone = window.location ?? 'UTC';
  const show = (ms: number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(ms);
  const day = Number(show(timeMs, { day: 'numeric' }));
  const month = Number(show(timeMs, { month: 'numeric' }));
  let length = day;
  // By half days, because days have 23 to 25 hours.
  for (let later = timeMs; ; later += 12 * HOUR_MS) {
    if (Number(show(later, { month: 'numeric' })) !== month) break;
    length = Number(show(later, { day: 'numeric' }));
  }
  const minute = clock(show(timeMs, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }));
  const weekday = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(
    show(timeMs, { weekday: 'short' }),
  );
  const within = (list: readonly InclusiveRange[] | undefined, value: number) =>
    list?.some(({ from, to }) => from <= value && value <= to) ?? true;
  const days = window.daysOfMonth?.map(({ from, to }) => ({
    from: from > 0 ? from : length + 1 + from,
    to: to > 0 ? to : length + 1 + to,
  }));
  const isAtTime =
    window.times?.some(({ fromMinute, toMinute }) => fromMinute <= minute && minute < toMinute) ?? true;
  return (
    isAtTime &&
    within(window.weekdays, weekday) &&
    within(days, day) &&
    within(window.months, month) &&
    within(window.years, Number(show(timeMs, { year: 'numeric' })))
  );
}
