import { parseDuration } from '../../../format/durations.ts';

const MICROSECONDS = /^(\d+(?:\.\d+)?)[uµμ]s$/;
const FRACTION = /^(\d+\.\d+)(ms|[smh])$/;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a duration such as `250ms`, `1.5s`, `80us` or `1m30s`; nothing for anything else. */
export function parseSpanDuration(text: string): number | undefined {
  const micro = MICROSECONDS.exec(text);
  if (micro) return Number(micro[1]) / 1000;
  const fraction = FRACTION.exec(text);
  if (fraction) return Number(fraction[1]) * UNIT_MS[fraction[2]];
  return parseDuration(text);
}
