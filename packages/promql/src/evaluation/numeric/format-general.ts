import { formatPlain } from './format-plain.ts';

/** As Go's `%g`: the shortest text that reads back as the same number, with an exponent from 1e6 and below 1e-4. */
export function formatGeneral(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || value === 0 || (size >= 1e-4 && size < 1e6)) return formatPlain(value);
  const [mantissa, exponent] = value.toExponential().split('e');
  return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}
