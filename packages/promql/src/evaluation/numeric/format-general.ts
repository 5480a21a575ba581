import { formatPlain } from './format-plain.ts';

/**
 * As Go's `%g`: the shortest text that reads back as the same number, with an exponent from 1e6 and
 * below 1e-4.
 *
 * @param digits Rounds to so many digits, as `%.2g`; the exponent begins where they end then.
 */
export function formatGeneral(value: number, digits?: number): string {
  const rounded = digits === undefined ? value : Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  const isPlain = size >= 1e-4 && size < 10 ** (digits ?? 6);
  if (!Number.isFinite(rounded) || rounded === 0 || isPlain) return formatPlain(rounded);
  const [mantissa, exponent] = rounded.toExponential().split('e');
  return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}
