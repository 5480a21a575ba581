import { TelltaleError } from '@telltale/model';

/** What clock and calendar on the wall show at a moment. */
export interface CalendarTime {
  /** Minutes since midnight as the clock shows them, from 0 to 1439. */
  readonly minute: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** From 1 to {@link daysInMonth}. */
  readonly day: number;
  /** 1 is January. */
  readonly month: number;
  readonly year: number;
  readonly daysInMonth: number;
}

/** The clock and calendar of one place. */
export type Calendar = (timeMs: number) => CalendarTime;

/**
 * The calendar of a time zone such as `Europe/Berlin`; `Local` is the machine's own, UTC the default.
 *
 * @throws TelltaleError TT_DEFINITION_INVALID for a time zone that is not known.
 */
export function createCalendar(location = 'UTC'): Calendar {
  if (location === 'UTC' || location === '') return (timeMs) => calendarTime(new Date(timeMs));
  const format = dateFormat(location);
  return (timeMs) => {
    const part = new Map(format.formatToParts(timeMs).map(({ type, value }) => [type, Number(value)]));
    const of = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? 0;
    // What the wall shows, as if it were UTC: from there on all calendars are alike.
    return calendarTime(new Date(Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'))));
  };
}

function dateFormat(location: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      ...(location !== 'Local' && { timeZone: location }),
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  } catch (cause) {
    throw new TelltaleError(
      'TT_DEFINITION_INVALID',
      `There is no time zone named ${JSON.stringify(location)}.`,
      { fix: 'Name one of the IANA time zones, such as Europe/Berlin, or UTC.', cause },
    );
  }
}

function calendarTime(date: Date): CalendarTime {
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + 1;
  return {
    minute: date.getUTCHours() * 60 + date.getUTCMinutes(),
    weekday: date.getUTCDay(),
    day: date.getUTCDate(),
    month,
    year,
    daysInMonth: new Date(Date.UTC(year, month, 0)).getUTCDate(),
  };
}
