import { parseDuration } from '@telltale/model';
import { SeriesNotationError } from './series-notation-error.ts';

/**
 * Parses a number as rule tests write it, with or without a sign: decimal, hexadecimal, `Inf`, `NaN`, or a
 * duration, which counts in seconds.
 *
 * @throws SeriesNotationError
 */
export function parseNumber(text: string): number {
  const unsigned = text.replace(/^[+-]/, '');
  return text.startsWith('-') ? -unsignedNumber(unsigned) : unsignedNumber(unsigned);
}

function unsignedNumber(text: string): number {
  const lower = text.toLowerCase();
  if (lower === 'inf') return Infinity;
  if (lower === 'nan') return Number.NaN;
  const number = /^[\d.]/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isNaN(number)) return number;
  const ms = parseDuration(text);
  if (ms === undefined) throw new SeriesNotationError(`'${text}' is no number`);
  return ms / 1000;
}

/** Prints a number as {@link parseNumber} reads it. */
export function printNumber(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Inf' : '-Inf';
}
