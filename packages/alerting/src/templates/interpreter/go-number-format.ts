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
  const scientific = roundedExponential(value, precision - 1);
  const exponent = decimalExponent(scientific);
  const [mantissa, tail] = scientific.split('e');
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  if (exponent < -4 || exponent >= precision) return goExponent(`${short}e${tail}`);
  return dropZeros(roundedFixed(value, Math.min(MAX_DIGITS, Math.max(0, precision - 1 - exponent))));
}

/** Prints a float as Go's `%.{digits}e` does. */
export function formatGoExponent(value: number, digits: number): string {
  if (!Number.isFinite(value)) return specialValue(value);
  return goExponent(roundedExponential(value, Math.min(MAX_DIGITS, digits)));
}

/** Prints a float as Go's `%.{digits}f` does. */
export function formatGoFixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return specialValue(value);
  const places = Math.min(MAX_DIGITS, digits);
  if (Math.abs(value) < 1e21) return roundedFixed(value, places);
  const whole = BigInt(value).toString();
  return places === 0 ? whole : `${whole}.${'0'.repeat(places)}`;
}

/** As many digits as the runtime prints, all of them exact. */
const MAX_DIGITS = 100;

/** Like `toFixed`, but a number that lies in the middle goes to the even digit, as in Go. */
function roundedFixed(value: number, places: number): string {
  const rounded = value.toFixed(places);
  const text = Object.is(value, -0) || (value < 0 && !rounded.startsWith('-')) ? `-${rounded}` : rounded;
  return evenOf(text, value.toFixed(MAX_DIGITS), places);
}

/** Like `toExponential`, but a number that lies in the middle goes to the even digit. */
function roundedExponential(value: number, places: number): string {
  const [mantissa, exponent] = value.toExponential(MAX_DIGITS).split('e');
  const [rounded, roundedExponent] = value.toExponential(places).split('e');
  const even = evenOf(rounded, mantissa, places);
  return `${even}e${even === rounded ? roundedExponent : exponent}`;
}

function evenOf(rounded: string, exact: string, places: number): string {
  const rest = exact.slice(exact.indexOf('.') + 1 + places);
  if (!/^50*$/.test(rest)) return rounded;
  const cut = exact.slice(0, exact.length - rest.length).replace(/\.$/, '');
  return /[02468]$/.test(cut) ? cut : rounded;
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
