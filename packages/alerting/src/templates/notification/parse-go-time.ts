/** The parts of Go's reference time that texts are read by, as an expression each. */
const PARTS: ReadonlyMap<string, string> = new Map([
  ['2006', '(?<year>\\d{4})'],
  ['January', '(?<monthName>[A-Za-z]+)'],
  ['Jan', '(?<monthName>[A-Za-z]{3})'],
  ['01', '(?<month>\\d{2})'],
  ['02', '(?<day>\\d{2})'],
  ['15', '(?<hour>\\d{2})'],
  ['04', '(?<minute>\\d{2})'],
  ['05', '(?<second>\\d{2}(?:\\.\\d{1,9})?)'],
  ['Z07:00', '(?<zone>Z|[+-]\\d{2}:\\d{2})'],
  ['-07:00', '(?<zone>[+-]\\d{2}:\\d{2})'],
  ['-0700', '(?<zone>[+-]\\d{4})'],
  ['MST', '(?<zone>UTC|GMT)'],
]);
const PART = /2006|January|Jan|Z07:00|-07:00|-0700|MST|01|02|15|04|05|[\\^$.*+?()[\]{}|/]/g;
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/**
 * Reads a time as Go's `time.Parse` does, by the common parts of a layout.
 *
 * @returns Milliseconds since the Unix epoch; `undefined` for a text that is not of the layout.
 */
export function parseGoTime(layout: string, text: string): number | undefined {
  const seen = new Set<string>();
  const pattern = layout.replace(PART, (part) => {
    const expression = PARTS.get(part);
    if (expression === undefined) return `\\${part}`;
    if (seen.has(part)) return part;
    seen.add(part);
    return expression;
  });
  const groups = matchOf(pattern, text)?.groups;
  if (!groups) return undefined;
  const { year = '0', month, monthName, day = '1', hour = '0', minute = '0', second = '0', zone } = groups;
  const monthIndex =
    monthName === undefined ? Number(month ?? 1) - 1 : MONTHS.indexOf(monthName.slice(0, 3).toLowerCase());
  const date = new Date(0);
  date.setUTCFullYear(Number(year), monthIndex, Number(day));
  date.setUTCHours(Number(hour), Number(minute), 0, Math.round(Number(second) * 1000));
  const isReal = date.getUTCMonth() === monthIndex && date.getUTCDate() === Number(day) && Number(hour) < 24;
  return isReal ? date.getTime() - zoneMinutes(zone) * 60_000 : undefined;
}

/** A layout whose parts contradict each other is like a text that does not fit. */
function matchOf(pattern: string, text: string): RegExpExecArray | null {
  try {
    return new RegExp(`^${pattern}$`).exec(text);
  } catch {
    return null;
  }
}

function zoneMinutes(zone: string | undefined): number {
  const parts = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '');
  if (!parts) return 0;
  return (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3]));
}
