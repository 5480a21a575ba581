import { currentZone } from './zone.ts';
import type { Zone } from './zone.ts';

// Calendar and clock in the words of the pages, by hand: making `Intl.DateTimeFormat` costs more than a chart.
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

type Style = 'time' | 'seconds' | 'day' | 'full';

/** Ways to write a moment; its UTC fields are those of the clock that is shown. */
const STYLES: Readonly<Record<Style, (at: Date) => string>> = {
  time: (at) => at.toISOString().slice(11, 16),
  seconds: (at) => at.toISOString().slice(11, 19),
  day: (at) => `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]}`,
  full: (at) => `${WEEKDAYS[at.getUTCDay()]}, ${STYLES.day(at)} ${at.getUTCFullYear()}`,
};
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A moment of today as `14:03:27`, of another day as `21 Nov 14:03:27`; 24-hour clock. */
export function formatMoment(atMs: number, nowMs: number): string {
  const time = print('seconds', atMs);
  return print('day', atMs) === print('day', nowMs) ? time : `${print('day', atMs)} ${time}`;
}

/** A moment of today as `14:03`, of another day as `21 Nov 14:03`. */
function formatMinute(atMs: number, nowMs: number): string {
  const time = print('time', atMs);
  return print('day', atMs) === print('day', nowMs) ? time : `${print('day', atMs)} ${time}`;
}

/** A moment in full, for titles and copies: `Sat, 21 Nov 2026, 14:03:27 UTC`. */
export function formatFullMoment(atMs: number): string {
  const zone = currentZone() === 'utc' ? 'UTC' : nameLocalZone(atMs);
  return `${print('full', atMs)}, ${print('seconds', atMs)} ${zone}`;
}

/** From one moment to another: `21 Nov 14:03 – 15:10`; the day stands once, today's not at all. */
export function formatStretch(startMs: number, endMs: number, nowMs: number): string {
  const isOneDay = print('day', startMs) === print('day', endMs);
  const isShort = endMs - startMs < 10 * MINUTE_MS;
  const style = isShort ? formatMoment : formatMinute;
  const end = isOneDay ? print(isShort ? 'seconds' : 'time', endMs) : style(endMs, nowMs);
  return `${style(startMs, nowMs)} – ${end}`;
}

/** Labels of a time axis whose ticks lie `distanceMs` apart. Midnight shows the day instead. */
export function formatTimeTicks(ticks: readonly number[], distanceMs: number): readonly string[] {
  if (distanceMs < MINUTE_MS) return ticks.map((tick) => print('seconds', tick));
  if (distanceMs >= DAY_MS) return ticks.map((tick) => print('day', tick));
  return ticks.map((tick) => {
    const text = print('time', tick);
    return text === '00:00' ? print('day', tick) : text;
  });
}

/** A moment as it is typed: `2026-11-21 14:03:27`. */
export function formatInputMoment(atMs: number, zone: Zone): string {
  return clockOf(atMs, zone).toISOString().slice(0, 19).replace('T', ' ');
}

const TYPED_MOMENT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d?:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z?))?$/;

/**
 * Reads what {@link formatInputMoment} writes, also without its seconds or its time of day, and with a `Z` at its
 * end whatever the zone; `undefined` where it is no moment.
 */
export function parseInputMoment(text: string, zone: Zone): number | undefined {
  const [, day, time = '00:00', mark = ''] = TYPED_MOMENT.exec(text.trim()) ?? [];
  if (day === undefined) return undefined;
  const suffix = zone === 'utc' || mark === 'Z' ? 'Z' : '';
  const atMs = Date.parse(
    `${day}T${time.padStart(time.indexOf(':') === 1 ? time.length + 1 : 0, '0')}${suffix}`,
  );
  return Number.isFinite(atMs) && atMs >= 0 ? atMs : undefined;
}

function print(style: Style, atMs: number): string {
  return STYLES[style](clockOf(atMs, currentZone()));
}

/** A moment whose UTC fields are what a clock of the zone shows at another one. */
function clockOf(atMs: number, zone: Zone): Date {
  const at = new Date(atMs);
  return zone === 'utc' ? at : new Date(atMs - at.getTimezoneOffset() * MINUTE_MS);
}

/** Made when it is first needed: making it costs more than all the words of a page. */
let zoneName: Intl.DateTimeFormat | undefined;

function nameLocalZone(atMs: number): string {
  zoneName ??= new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' });
  const parts = zoneName.formatToParts(atMs);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}
