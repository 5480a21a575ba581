/** Prints a float as Go's `%v` does: the shortest digits, with an exponent from 1e+06 and below 1e-04. */
export function formatGoFloat(value: number): string {
  if (!Number.isFinite(value)) return specialValue(value);
  const exponent = decimalExponent(value.toExponential());
  return exponent < -4 || exponent >= 6 ? goExponent(value.toExponential()) : plain(value, exponent);
}

/** Prints a float as Go's `%.{digits}g` does. */
export function formatGoSignificant(value: number, digits: number): string {
  if (!Number.isFinite(value)) return specialValue(value);
  const precision = Math.min(100, Math.max(1, digits));
  const scientific = value.toExponential(precision - 1);
  const exponent = decimalExponent(scientific);
  const [mantissa, tail] = scientific.split('e');
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  if (exponent < -4 || exponent >= precision) return goExponent(`${short}e${tail}`);
  return dropZeros(value.toFixed(Math.min(100, Math.max(0, precision - 1 - exponent))));
}

/** Prints a float as Go's `%.{digits}e` does. */
export function formatGoExponent(value: number, digits: number): string {
  if (!Number.isFinite(value)) return specialValue(value);
  return goExponent(value.toExponential(Math.min(100, digits)));
}

/** Prints a float as Go's `%.{digits}f` does. */
export function formatGoFixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return specialValue(value);
  const places = Math.min(100, digits);
  if (Math.abs(value) < 1e21) return value.toFixed(places);
  const whole = BigInt(value).toString();
  return places === 0 ? whole : `${whole}.${'0'.repeat(places)}`;
}

function plain(value: number, exponent: number): string {
  // JavaScript turns to exponents below 1e-6, Go below 1e-4: only tiny numbers need help.
  if (Object.is(value, -0)) return '-0';
  return exponent >= -6 ? String(value) : dropZeros(value.toFixed(20));
}

function specialValue(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}

function decimalExponent(scientific: string): number {
  return Number(scientific.slice(scientific.indexOf('e') + 1));
}

/** Go writes at least two digits of exponent. */
function goExponent(scientific: string): string {
  return scientific.replace(/e([+-])(\d)$/, 'e$10$2');
}

function dropZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
