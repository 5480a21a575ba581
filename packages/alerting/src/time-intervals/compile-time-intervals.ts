import { TelltaleError } from '@telltale/model';
import type { InclusiveRange, TimeInterval, TimeWindow } from '@telltale/model';
import { createCalendar } from './calendar.ts';
import type { CalendarTime } from './calendar.ts';

/** Whether a moment belongs to a named time. */
export type TimeTest = (timeMs: number) => boolean;

/**
 * Prepares named times to be asked.
 *
 * @throws TelltaleError TT_DEFINITION_INVALID for a name that is there twice or an unknown time zone.
 */
export function compileTimeIntervals(intervals: readonly TimeInterval[]): ReadonlyMap<string, TimeTest> {
  const tests = new Map<string, TimeTest>();
  for (const { name, windows } of intervals) {
    if (tests.has(name)) {
      throw new TelltaleError(
        'TT_DEFINITION_INVALID',
        `The time interval ${JSON.stringify(name)} is defined twice.`,
        { fix: 'Give one of them another name, or put the windows of both into one.' },
      );
    }
    const windowTests = windows.map(compileWindow);
    tests.set(name, (timeMs) => windowTests.some((test) => test(timeMs)));
  }
  return tests;
}

function compileWindow(window: TimeWindow): TimeTest {
  const calendar = createCalendar(window.location);
  return (timeMs) => isWithin(window, calendar(timeMs));
}

function isWithin({ times, weekdays, daysOfMonth, months, years }: TimeWindow, at: CalendarTime): boolean {
  const isAtTime = ({ fromMinute, toMinute }: { readonly fromMinute: number; readonly toMinute: number }) =>
    at.minute >= fromMinute && at.minute < toMinute;
  return (
    allows(times, isAtTime) &&
    allows(weekdays, (range) => includes(range, at.weekday)) &&
    allows(daysOfMonth, (range) => includesDay(range, at)) &&
    allows(months, (range) => includes(range, at.month)) &&
    allows(years, (range) => includes(range, at.year))
  );
}

/** What is absent allows everything. */
function allows<Range>(ranges: readonly Range[] | undefined, test: (range: Range) => boolean): boolean {
  return ranges === undefined || ranges.some(test);
}

function includes({ from, to }: InclusiveRange, value: number): boolean {
  return value >= from && value <= to;
}

/** Days below zero count from the end of the month; a range that begins after it is empty. */
function includesDay({ from, to }: InclusiveRange, { day, daysInMonth }: CalendarTime): boolean {
  const fromStart = (dayOfMonth: number) => (dayOfMonth < 0 ? daysInMonth + dayOfMonth + 1 : dayOfMonth);
  return day >= fromStart(from) && day <= fromStart(to);
}
