import { printMinuteOfDay, printTimeWindowRange } from '@telltale/model';
import type { TimeInterval, TimeWindow, TimeWindowField } from '@telltale/model';
import type { YamlMapping } from '../yaml/print-yaml-value.ts';
import type { TimeInterval as WrittenTimeInterval } from './alertmanager-config.ts';

const FIELDS: Readonly<Record<TimeWindowField, string>> = {
  weekdays: 'weekdays',
  daysOfMonth: 'days_of_month',
  months: 'months',
  years: 'years',
};

/** A time interval as an `alertmanager.yml` has it. */
export function timeIntervalFields({ name, windows }: TimeInterval): WrittenTimeInterval {
  return { name, intervals: windows.map(windowFields) };
}

function windowFields(window: TimeWindow): YamlMapping {
  const { times, location } = window;
  const ranges = Object.entries(FIELDS).flatMap(([field, written]) => {
    const name = field as TimeWindowField;
    const texts = window[name]?.map((range) => printTimeWindowRange(name, range));
    return texts ? [[written, texts] as const] : [];
  });
  return {
    ...(times && {
      times: times.map(({ fromMinute, toMinute }) => ({
        start_time: printMinuteOfDay(fromMinute),
        end_time: printMinuteOfDay(toMinute),
      })),
    }),
    ...Object.fromEntries(ranges),
    ...(location !== undefined && { location }),
  };
}
