import type { InclusiveRange } from './routing.ts';

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
] as const;

/** What a range of a time window counts: how Alertmanager writes it. */
export type TimeWindowField = 'weekdays' | 'daysOfMonth' | 'months' | 'years';

const NAMES: Readonly<
  Record<TimeWindowField, { readonly names: readonly string[]; readonly first: number }>
> = {
  weekdays: { names: WEEKDAYS, first: 0 },
  daysOfMonth: { names: [], first: 1 },
  months: { names: MONTHS, first: 1 },
  years: { names: [], first: 0 },
};

/**
 * Reads a range as Alertmanager writes it: `monday:friday`, `saturday`, `1:5`, `-1`, `january:march`, `2026:2028`.
 * `undefined` for text that is none, or whose end lies before its start.
 */
export function parseTimeWindowRange(field: TimeWindowField, text: string): InclusiveRange | undefined {
  const [fromText, toText, ...rest] = text.split(':');
  const from = parseEnd(field, fromText);
  const to = toText === undefined ? from : parseEnd(field, toText);
  if (from === undefined || to === undefined || rest.length > 0) return undefined;
  if (!isWithin(field, from) || !isWithin(field, to)) return undefined;
  // `-3:-1` counts from the end; `1:-1` is the whole month.
  const isOrdered = Math.sign(from) === Math.sign(to) || field !== 'daysOfMonth' ? from <= to : from > 0;
  return isOrdered ? { from, to } : undefined;
}

/** Prints a range as {@link parseTimeWindowRange} reads it. */
export function printTimeWindowRange(field: TimeWindowField, { from, to }: InclusiveRange): string {
  return from === to ? printEnd(field, from) : `${printEnd(field, from)}:${printEnd(field, to)}`;
}

/** Reads `HH:MM`, up to `24:00`, as minutes of the day; `undefined` for other text. */
export function parseMinuteOfDay(text: string): number | undefined {
  const [, hours, minutes] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? [];
  const minute = Number(hours) * 60 + Number(minutes);
  return minute <= 24 * 60 ? minute : undefined;
}

/** Prints minutes of the day as `HH:MM`. */
export function printMinuteOfDay(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

function parseEnd(field: TimeWindowField, text: string): number | undefined {
  const { names, first } = NAMES[field];
  const place = names.indexOf(text.trim().toLowerCase());
  if (place >= 0) return place + first;
  // Weekdays have names only.
  return field !== 'weekdays' && /^-?\d+$/.test(text.trim()) ? Number(text) : undefined;
}

function printEnd(field: TimeWindowField, value: number): string {
  const { names, first } = NAMES[field];
  return (value >= first ? names.at(value - first) : undefined) ?? String(value);
}

function isWithin(field: TimeWindowField, value: number): boolean {
  switch (field) {
    case 'weekdays':
      return value >= 0 && value <= 6;
    case 'daysOfMonth':
      return value !== 0 && Math.abs(value) <= 31;
    case 'months':
      return value >= 1 && value <= 12;
    case 'years':
      return value >= 0;
  }
}
