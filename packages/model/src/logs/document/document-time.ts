import type { AttributeValue } from '../../attributes/attributes.ts';

/** ISO 8601 with a time of day; what is finer than a millisecond is kept to the microsecond. */
const ISO = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,](\d{1,9}))?)?(?: ?(?:Z|[+-]\d\d:?\d\d))?$/i;
const DIGITS = /^\d{9,19}(?:\.\d{1,9})?$/;

/* Numbers of today, by their unit: seconds have ten digits, milliseconds 13, and so on. */
const MAX_SECONDS = 1e11;
const MAX_MILLISECONDS = 1e14;
const MAX_MICROSECONDS = 1e17;
const MICROSECONDS_PER_MS = 1000;

/** Reads a time as loggers write it: ISO 8601, or a number of seconds, milliseconds, microseconds or nanoseconds. */
export function documentTimeMs(value: AttributeValue): number | undefined {
  if (typeof value === 'number') return timeOfNumber(value);
  if (typeof value !== 'string') return undefined;
  const iso = ISO.exec(value);
  if (iso) return timeOfIso(value, iso[1] ?? '');
  return DIGITS.test(value) ? timeOfNumber(Number(value)) : undefined;
}

function timeOfNumber(value: number): number | undefined {
  if (!(value > 0)) return undefined;
  if (value < MAX_SECONDS) return toMicrosecond(value * 1000);
  if (value < MAX_MILLISECONDS) return toMicrosecond(value);
  if (value < MAX_MICROSECONDS) return toMicrosecond(value / 1000);
  return toMicrosecond(value / 1e6);
}

/** A time that does not say its zone is UTC, as in Elasticsearch. */
function timeOfIso(text: string, fraction: string): number | undefined {
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text);
  const plain = text
    .replace(/[.,]\d+/, '')
    .replace(' ', 'T')
    .replaceAll(' ', '');
  const seconds = Date.parse(hasZone ? plain : `${plain}Z`);
  if (Number.isNaN(seconds)) return undefined;
  return toMicrosecond(seconds + Number(`0.${fraction || '0'}`) * 1000);
}

function toMicrosecond(ms: number): number {
  return Math.round(ms * MICROSECONDS_PER_MS) / MICROSECONDS_PER_MS;
}
