/**
 * A sample's value as Prometheus prints it: the shortest digits that read back as the same number, plain
 * from 1e-6 to below 1e21 and with an exponent of at least two digits beyond; `+Inf`, `-Inf`, `NaN`.
 */
export function formatSampleValue(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  const text = String(value);
  // JavaScript changes to exponents where Prometheus does, but writes their only digit alone.
  return text.at(-3) === 'e' ? `${text.slice(0, -1)}0${text.at(-1)}` : text;
}
