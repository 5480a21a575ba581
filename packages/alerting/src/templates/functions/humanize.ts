import { TemplateError } from '@telltale/formats';
import { formatGoFloat, formatGoSignificant } from '../interpreter/go-number-format.ts';
import { goTimeText } from '../interpreter/go-time-layout.ts';

const LARGE = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];
const LARGE_1024 = ['ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'Zi', 'Yi'];
const SMALL = ['m', 'u', 'n', 'p', 'f', 'a', 'z', 'y'];

function fourDigits(value: number): string {
  return formatGoSignificant(value, 4);
}

/** Four significant digits with a metric prefix: `1234567` is `1.235M`. */
export function humanize(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return fourDigits(value);
  return Math.abs(value) >= 1 ? scaleDown(value, 1000, LARGE) : scaleUp(value);
}

/** Four significant digits with a binary prefix: `2048` is `2ki`. */
export function humanize1024(value: number): string {
  if (Math.abs(value) <= 1 || !Number.isFinite(value)) return fourDigits(value);
  return scaleDown(value, 1024, LARGE_1024);
}

/** Seconds as days, hours, minutes and seconds: `3661` is `1h 1m 1s`. */
export function humanizeDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return fourDigits(seconds);
  if (seconds === 0) return '0s';
  if (Math.abs(seconds) < 1) return `${scaleUp(seconds)}s`;
  const sign = seconds < 0 ? '-' : '';
  const magnitude = Math.abs(seconds);
  const whole = Math.trunc(magnitude);
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor(whole / 3600) % 24;
  const minutes = Math.floor(whole / 60) % 60;
  const rest = whole % 60;
  if (days > 0) return `${sign}${days}d ${hours}h ${minutes}m ${rest}s`;
  if (hours > 0) return `${sign}${hours}h ${minutes}m ${rest}s`;
  if (minutes > 0) return `${sign}${minutes}m ${rest}s`;
  return `${sign}${fourDigits(magnitude)}s`;
}

/** A ratio as a percentage: `0.0512` is `5.12%`. */
export function humanizePercentage(ratio: number): string {
  return `${fourDigits(ratio * 100)}%`;
}

/** Unix seconds as a date in UTC: `0` is `1970-01-01 00:00:00 +0000 UTC`. @throws TemplateError */
export function humanizeTimestamp(seconds: number): string {
  if (!Number.isFinite(seconds)) return fourDigits(seconds);
  return goTimeText(unixMs(seconds), 'UTC');
}

const NS_PER_S = 1e9;
const NS_PER_MS = 1_000_000n;
/** As many nanoseconds as Go's integers hold: until the year 2262. */
const MAX_NS = 2 ** 63;

/** Whole milliseconds of Unix seconds, cut as Prometheus does. @throws TemplateError for a time that Go does not have. */
export function unixMs(seconds: number): number {
  const ns = seconds * NS_PER_S;
  if (Number.isFinite(ns) && Math.abs(ns) < MAX_NS) return Number(BigInt(Math.trunc(ns)) / NS_PER_MS);
  throw new TemplateError(
    Number.isFinite(seconds)
      ? `${formatGoFloat(seconds)} cannot be represented as a nanoseconds timestamp since it overflows int64`
      : 'value is NaN or Inf',
  );
}

function scaleDown(value: number, base: number, prefixes: readonly string[]): string {
  let scaled = value;
  let prefix = '';
  for (const next of prefixes) {
    if (Math.abs(scaled) < base) break;
    prefix = next;
    scaled /= base;
  }
  return fourDigits(scaled) + prefix;
}

function scaleUp(value: number): string {
  let scaled = value;
  let prefix = '';
  for (const next of SMALL) {
    if (Math.abs(scaled) >= 1) break;
    prefix = next;
    scaled *= 1000;
  }
  return fourDigits(scaled) + prefix;
}
