import { parseMinuteOfDay, parseTimeWindowRange } from '@telltale/model';
import type { InclusiveRange, TimeInterval, TimeWindow, TimeWindowField } from '@telltale/model';
import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { TimeWindowDeclaration } from '../time-intervals/time-interval-declaration.ts';

const RANGES: Readonly<Record<TimeWindowField, string>> = {
  weekdays: "such as 'monday:friday' or 'saturday'",
  daysOfMonth: "such as '1:5', or '-1' for the last day",
  months: "such as 'january:march' or '12'",
  years: "such as '2026:2028'",
};
const FIELDS = ['times', ...Object.keys(RANGES), 'location'];

/** The times that routes name, checked. */
export function resolveTimeIntervals(
  { timeIntervals }: Pick<MonitoringDefinition, 'timeIntervals'>,
  faults: FaultList,
): readonly TimeInterval[] {
  return Object.entries(timeIntervals).map(([name, declared]) => {
    const path = `timeIntervals.${name}`;
    const windows: readonly TimeWindowDeclaration[] = isList(declared) ? declared : [declared];
    if (windows.length === 0) faults.add(path, "write a window: { weekdays: ['saturday', 'sunday'] }");
    return {
      name,
      windows: windows.map((window, index) =>
        resolveWindow(window, windows.length === 1 ? path : `${path}.${index}`, faults),
      ),
    };
  });
}

function isList<Item>(value: Item | readonly Item[]): value is readonly Item[] {
  return Array.isArray(value);
}

function resolveWindow(window: TimeWindowDeclaration, path: string, faults: FaultList): TimeWindow {
  checkKeys(window, FIELDS, path, faults);
  const { times, location } = window;
  if (location !== undefined && !isTimeZone(location)) {
    faults.add(`${path}.location`, `'${location}' is no time zone: write one such as 'Europe/Berlin'`);
  }
  const ranges = Object.keys(RANGES).flatMap((field) => {
    const name = field as TimeWindowField;
    const declared = window[name];
    return declared === undefined ? [] : [[name, resolveRanges(name, declared, path, faults)] as const];
  });
  return {
    ...(times && { times: times.flatMap((text, index) => timeOf(text, `${path}.times.${index}`, faults)) }),
    ...Object.fromEntries(ranges),
    ...(location !== undefined && { location }),
  };
}

function resolveRanges(
  field: TimeWindowField,
  texts: readonly string[],
  path: string,
  faults: FaultList,
): readonly InclusiveRange[] {
  return texts.flatMap((text, index) => {
    const range = parseTimeWindowRange(field, text);
    if (range === undefined)
      faults.add(`${path}.${field}.${index}`, `'${text}' is no range: write one ${RANGES[field]}`);
    return range ?? [];
  });
}

function timeOf(text: string, path: string, faults: FaultList): NonNullable<TimeWindow['times']> {
  const [from, to, ...rest] = text.split('-');
  const fromMinute = parseMinuteOfDay(from);
  const toMinute = to === undefined ? undefined : parseMinuteOfDay(to);
  if (fromMinute !== undefined && toMinute !== undefined && fromMinute < toMinute && rest.length === 0)
    return [{ fromMinute, toMinute }];
  faults.add(path, `'${text}' is no time of the day: write '09:00-17:00'; a night is two, up to 24:00`);
  return [];
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}
