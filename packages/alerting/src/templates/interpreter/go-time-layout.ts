import { TemplateError } from '@telltale/formats';

/** The parts of Go's reference time `Mon Jan 2 15:04:05 MST 2006`, the longer ones first. */
const LAYOUT =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|2006|Z07:00|Z0700|-07:00|-0700|-07|_2|[.,](?:0{1,9}|9{1,9})(?!\d)|002|01|02|03|04|05|06|15|PM|pm|1|2|3|4|5/g;
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const MAX_DATE_MS = 8.64e15;

interface ZonedTime {
  /** Its UTC parts are those of the wall clock in the zone. */
  readonly wall: Date;
  readonly offsetMinutes: number;
  readonly abbreviation: string;
}

/**
 * Formats a moment as Go's `time.Format` does.
 *
 * @throws TemplateError for a time or a zone that does not exist.
 */
export function formatGoTime(timeMs: number, zone: string, layout: string): string {
  const time = zonedTime(timeMs, zone);
  return layout.replace(LAYOUT, (part) => formatPart(part, time));
}

/** As Go prints a time: `1970-01-01 00:00:00 +0000 UTC`. */
export function goTimeText(timeMs: number, zone: string): string {
  return formatGoTime(timeMs, zone, '2006-01-02 15:04:05.999999999 -0700 MST');
}

function zonedTime(timeMs: number, zone: string): ZonedTime {
  if (!(Math.abs(timeMs) <= MAX_DATE_MS)) throw new TemplateError('time out of range');
  if (zone === 'UTC') return { wall: new Date(timeMs), offsetMinutes: 0, abbreviation: 'UTC' };
  const parts = new Map(partsIn(zone, timeMs).map(({ type, value }) => [type, value]));
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  const wallMs =
    Date.UTC(
      number('year'),
      number('month') - 1,
      number('day'),
      number('hour'),
      number('minute'),
      number('second'),
    ) +
    (((timeMs % 1000) + 1000) % 1000);
  const offsetMinutes = Math.round((wallMs - timeMs) / 60_000);
  return {
    wall: new Date(wallMs),
    offsetMinutes,
    abbreviation: abbreviationOf(parts.get('timeZoneName'), offsetMinutes),
  };
}

function partsIn(zone: string, timeMs: number): Intl.DateTimeFormatPart[] {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      timeZoneName: 'short',
    }).formatToParts(timeMs);
  } catch {
    throw new TemplateError(`unknown time zone ${zone}`);
  }
}

/** Zones without letters of their own are named by their offset, as in Go. */
function abbreviationOf(name: string | undefined, offsetMinutes: number): string {
  if (name !== undefined && /^[A-Z]{2,5}$/.test(name)) return name;
  return offsetText(offsetMinutes, '').replace(/00$/, '');
}

function formatPart(part: string, time: ZonedTime): string {
  if (/^[.,]/.test(part)) return fraction(part, time.wall);
  const date = DATE_PARTS.get(part) ?? CLOCK_PARTS.get(part) ?? ZONE_PARTS.get(part);
  return date?.(time) ?? part;
}

type PartFormat = (time: ZonedTime) => string;

const two = (value: number): string => String(value).padStart(2, '0');

const DATE_PARTS: ReadonlyMap<string, PartFormat> = new Map<string, PartFormat>([
  ['2006', ({ wall }) => String(wall.getUTCFullYear()).padStart(4, '0')],
  ['06', ({ wall }) => two(wall.getUTCFullYear() % 100)],
  ['January', ({ wall }) => MONTHS[wall.getUTCMonth()]],
  ['Jan', ({ wall }) => MONTHS[wall.getUTCMonth()].slice(0, 3)],
  ['01', ({ wall }) => two(wall.getUTCMonth() + 1)],
  ['1', ({ wall }) => String(wall.getUTCMonth() + 1)],
  ['Monday', ({ wall }) => DAYS[wall.getUTCDay()]],
  ['Mon', ({ wall }) => DAYS[wall.getUTCDay()].slice(0, 3)],
  ['02', ({ wall }) => two(wall.getUTCDate())],
  ['_2', ({ wall }) => String(wall.getUTCDate()).padStart(2)],
  ['2', ({ wall }) => String(wall.getUTCDate())],
  ['002', ({ wall }) => String(dayOfYear(wall)).padStart(3, '0')],
]);

const CLOCK_PARTS: ReadonlyMap<string, PartFormat> = new Map<string, PartFormat>([
  ['15', ({ wall }) => two(wall.getUTCHours())],
  ['03', ({ wall }) => two(halfDayHour(wall))],
  ['3', ({ wall }) => String(halfDayHour(wall))],
  ['04', ({ wall }) => two(wall.getUTCMinutes())],
  ['4', ({ wall }) => String(wall.getUTCMinutes())],
  ['05', ({ wall }) => two(wall.getUTCSeconds())],
  ['5', ({ wall }) => String(wall.getUTCSeconds())],
  ['PM', ({ wall }) => (wall.getUTCHours() < 12 ? 'AM' : 'PM')],
  ['pm', ({ wall }) => (wall.getUTCHours() < 12 ? 'am' : 'pm')],
]);

const ZONE_PARTS: ReadonlyMap<string, PartFormat> = new Map<string, PartFormat>([
  ['MST', ({ abbreviation }) => abbreviation],
  ['Z07:00', ({ offsetMinutes }) => (offsetMinutes === 0 ? 'Z' : offsetText(offsetMinutes, ':'))],
  ['Z0700', ({ offsetMinutes }) => (offsetMinutes === 0 ? 'Z' : offsetText(offsetMinutes, ''))],
  ['-07:00', ({ offsetMinutes }) => offsetText(offsetMinutes, ':')],
  ['-0700', ({ offsetMinutes }) => offsetText(offsetMinutes, '')],
  ['-07', ({ offsetMinutes }) => offsetText(offsetMinutes, '').slice(0, 3)],
]);

function halfDayHour(wall: Date): number {
  return wall.getUTCHours() % 12 || 12;
}

function dayOfYear(wall: Date): number {
  return Math.floor((wall.getTime() - Date.UTC(wall.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
}

/** `.000` prints so many digits, `.999` without zeros at the end. */
function fraction(part: string, wall: Date): string {
  const digits = `${String(wall.getUTCMilliseconds()).padStart(3, '0')}000000`.slice(0, part.length - 1);
  if (part[1] === '0') return part[0] + digits;
  const shown = digits.replace(/0+$/, '');
  return shown === '' ? '' : part[0] + shown;
}

function offsetText(minutes: number, separator: string): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${separator}${two(size % 60)}`;
}
