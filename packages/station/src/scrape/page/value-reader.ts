import { parseSampleNumber } from '@telltale/model';

const BLANK = 32;
const NEWLINE = 10;
const RETURN = 13;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;

/** So many digits and powers of ten are exact in a double, and so is what is divided of them. */
const MAX_EXACT_DIGITS = 15;
const POWERS_OF_TEN = Float64Array.from({ length: MAX_EXACT_DIGITS + 1 }, (_, i) => 10 ** i);

/** Reads the value behind a series, out of the bytes of a page. */
export class ValueReader {
  /** What was read last. */
  value = 0;

  /**
   * Reads a blank, a value and a line break. Returns where the next line begins; -1 where something else stands there,
   * such as a timestamp.
   */
  read(bytes: Buffer, at: number): number {
    if (bytes[at] !== BLANK) return -1;
    let i = at + 1;
    const isNegative = bytes[i] === MINUS;
    if (isNegative) i++;
    const first = i;
    let code = bytes[i];
    let number = 0;
    while (code >= ZERO && code <= NINE) {
      number = number * 10 + (code - ZERO);
      code = bytes[++i];
    }
    let digits = i - first;
    let decimals = 0;
    if (code === POINT) {
      code = bytes[++i];
      const point = i;
      while (code >= ZERO && code <= NINE) {
        number = number * 10 + (code - ZERO);
        code = bytes[++i];
      }
      decimals = i - point;
      digits += decimals;
    }
    if (code !== NEWLINE || digits === 0 || digits > MAX_EXACT_DIGITS) return this.#readAny(bytes, at + 1);
    if (decimals > 0) number /= POWERS_OF_TEN[decimals];
    this.value = isNegative ? -number : number;
    return i + 1;
  }

  #readAny(bytes: Buffer, at: number): number {
    const newline = bytes.indexOf(NEWLINE, at);
    const end = newline < 0 ? bytes.length : newline;
    if (bytes[end - 1] === RETURN) return -1;
    const value = parseSampleNumber(bytes.toString('latin1', at, end));
    if (value === undefined) return -1;
    this.value = value;
    return end + 1;
  }
}
