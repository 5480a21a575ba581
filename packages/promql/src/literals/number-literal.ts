import { parseDuration } from '@telltale/model';

/**
 * Parses a number as PromQL writes it: decimal with underscores, hexadecimal, octal with a leading
 * zero, `Inf`, `NaN`, or a duration, which counts in seconds. Signs are not part of it. Returns
 * `undefined` for anything else.
 */
export function parseNumberLiteral(text: string): number | undefined {
  const lower = text.toLowerCase();
  if (lower === 'inf') return Infinity;
  if (lower === 'nan') return Number.NaN;
  const plain = lower.replaceAll('_', '');
  if (/^0x[\da-f]+$/.test(plain)) return Number(plain);
  if (/^0[0-7]+$/.test(plain)) return Number.parseInt(plain, 8);
  if (/^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/.test(plain)) return Number(plain);
  const ms = parseDuration(text);
  return ms === undefined ? undefined : ms / 1000;
}

/** Parses a duration, or a number of seconds, to whole milliseconds. */
export function parseDurationLiteral(text: string): number | undefined {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  const seconds = parseNumberLiteral(text);
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
}
