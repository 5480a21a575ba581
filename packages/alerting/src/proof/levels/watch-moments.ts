import type { ResolvedDefinition } from '@telltale/definition';
import { createCalendar } from '../../time-intervals/calendar.ts';

/** A moment at which somebody has to be told. */
export interface WatchMoment {
  readonly timeMs: number;
  /** For people: `03:00 on Sunday`. */
  readonly text: string;
}

const NIGHT_MINUTE = 3 * 60;
const DAY_MINUTE = 15 * 60;
const STEP_MS = 15 * 60_000;
const WEEK_MS = 7 * 86_400_000;
/** A working day, and one on which most people are at home. */
const DAYS = [
  { weekday: 3, name: 'Wednesday' },
  { weekday: 0, name: 'Sunday' },
] as const;

/**
 * The next 15:00 and 03:00 of a Wednesday and of a Sunday, in the place where the definition's time intervals
 * are meant; in that of this machine where none names a place.
 */
export function watchMoments(
  { timeIntervals = [] }: ResolvedDefinition,
  afterMs: number,
): readonly WatchMoment[] {
  const named = timeIntervals.flatMap(({ windows }) => windows.map(({ location }) => location ?? 'UTC'));
  const locations = named.length > 0 ? [...new Set(named)] : ['Local'];
  return locations.flatMap((location) => {
    const place = locations.length > 1 ? ` in ${location}` : '';
    return DAYS.flatMap(({ weekday, name }) =>
      [DAY_MINUTE, NIGHT_MINUTE].map((minute) => ({
        timeMs: nextTime(location, weekday, minute, afterMs),
        text: `${minute === DAY_MINUTE ? '15:00' : '03:00'} on ${name}${place}`,
      })),
    );
  });
}

function nextTime(location: string, weekday: number, minute: number, afterMs: number): number {
  const calendar = createCalendar(location);
  const firstMs = Math.ceil(afterMs / STEP_MS) * STEP_MS;
  // Clocks are changed on Sundays: an hour that is left out that day is there a week later.
  for (let timeMs = firstMs; timeMs < firstMs + 2 * WEEK_MS; timeMs += STEP_MS) {
    const at = calendar(timeMs);
    if (at.weekday === weekday && at.minute === minute) return timeMs;
  }
  return firstMs;
}
