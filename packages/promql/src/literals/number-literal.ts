import { parseDuration } from '@telltale/model';

const DIGITS = String.raw`\d+(?:_\d+)*`;
const HEXADECIMAL = /^0x_?[\da-f]+(?:_[\da-f]+)*$/;
const OCTAL = /^0_?[0-7]+(?:_[0-7]+)*$/;
const DECIMAL = new RegExp(String.raw`^(?:${DIGITS}(?:\.(?:${DIGITS})?)?|\.${DIGITS})(?:e[+-]?${DIGITS})?$`);

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
  if (OCTAL.test(lower)) return representable(Number.parseInt(plain, 8));
  if (HEXADECIMAL.test(lower) || DECIMAL.test(lower)) return representable(Number(plain));
  const ms = parseDuration(text);
  return ms === undefined ? undefined : ms / 1000;
}

/** Digits for more than the largest number are a mistake; who means infinity writes `Inf`. */
function representable(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

/** Whether the text of a number is a duration with units. */
export function isDurationText(text: string): boolean {
  return /^\d+(?:ms|[ywdhms])/.test(text);
}

/** Parses a duration, or a number of seconds, to whole milliseconds; what is finer is cut off. */
export function parseDurationLiteral(text: string): number | undefined {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  const seconds = parseNumberLiteral(text);
  return seconds === undefined ? undefined : Math.trunc(Math.round(seconds * 1e9) / 1e6);
}
