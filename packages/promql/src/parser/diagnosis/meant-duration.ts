import { formatDuration } from '@telltale/model';

const UNIT_NAMES: readonly (readonly [names: RegExp, ms: number])[] = [
  [/^(?:ms|msecs?|millis|milliseconds?)$/, 1],
  [/^(?:s|secs?|seconds?)$/, 1000],
  [/^(?:m|mins?|minutes?)$/, 60_000],
  [/^(?:h|hrs?|hours?)$/, 3_600_000],
  [/^(?:d|days?)$/, 86_400_000],
  [/^(?:w|weeks?)$/, 604_800_000],
];

/** What a number with the name of a unit, or with a fraction, is in the units that exist. */
export function meantDuration(text: string): string | undefined {
  const [, count, name] = /^(\d+(?:\.\d+)?)([A-Za-z]+)$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const unit = UNIT_NAMES.find(([names]) => names.test(name.toLowerCase()));
  if (!unit) return undefined;
  const ms = Number(count) * unit[1];
  return Number.isInteger(ms) && ms > 0 ? formatDuration(ms) : undefined;
}
