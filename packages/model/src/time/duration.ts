const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ['y', 365 * 24 * 3_600_000],
  ['w', 7 * 24 * 3_600_000],
  ['d', 24 * 3_600_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
];
const UNIT_MS: ReadonlyMap<string, number> = new Map(UNITS);
const DURATION = /^(?:\d+(?:ms|[ywdhms]))+$/;
/** What no longer fits in the 63 bits of nanoseconds that Prometheus has for a duration: some 292 years. */
export const MAX_DURATION_MS = 2 ** 63 / 1e6;
const PART = /(\d+)(ms|[ywdhms])/g;

/**
 * Parses a Prometheus duration such as `5m`, `1h30m` or `250ms` to milliseconds. Units must
 * descend and appear once each; `0` is allowed. Returns `undefined` for anything else, and for more
 * than 292 years, which Prometheus does not accept.
 */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0;
  if (!DURATION.test(text)) return undefined;
  let total = 0;
  let previous = Infinity;
  for (const [, count, unit] of text.matchAll(PART)) {
    const ms = UNIT_MS.get(unit)!;
    if (ms >= previous) return undefined;
    previous = ms;
    total += Number(count) * ms;
  }
  return total < MAX_DURATION_MS ? total : undefined;
}

/**
 * Formats milliseconds as the shortest exact Prometheus duration: `90000` is `1m30s`. Years and
 * weeks are used only where the whole duration divides by them, as Prometheus prints.
 */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0s';
  let rest = Math.round(ms);
  let text = '';
  for (const [unit, size] of UNITS) {
    const isCoarse = unit === 'y' || unit === 'w';
    if (isCoarse && rest % size !== 0) continue;
    const count = Math.floor(rest / size);
    if (count === 0) continue;
    text += `${count}${unit}`;
    rest -= count * size;
  }
  return text;
}
