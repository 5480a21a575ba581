const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const PLUS = 43;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const NINE = 57;
const CAPITAL_E = 69;
const SMALL_E = 101;

/** Integers of so many digits are exact doubles. */
const MAX_DIGITS = 15;
/** Exact doubles too: an exact integer divided by one of them is the double next to the decimal. */
const POWERS = Float64Array.from({ length: MAX_DIGITS + 1 }, (_, i) => 10 ** i);

/** Reads decimal numbers from bytes, without making text of the usual ones. */
export class NumberReader {
  /** Where the last number ended; -1 where there was none. */
  end = -1;

  /** The number that begins at `start`; 0 with `end` -1 where none does, or a special one such as NaN. */
  read(bytes: Buffer, start: number): number {
    let at = start;
    const isNegative = bytes[at] === MINUS;
    if (isNegative) at++;
    let digits = 0;
    let decimals = -1;
    for (; ; at++) {
      const byte = bytes[at];
      if (byte >= ZERO && byte <= NINE) {
        digits = digits * 10 + (byte - ZERO);
        if (decimals >= 0) decimals++;
      } else if (byte === DOT && decimals < 0) {
        decimals = 0;
      } else {
        break;
      }
    }
    const length = at - start - (isNegative ? 1 : 0) - (decimals >= 0 ? 1 : 0);
    const isPlain = bytes[at] === SPACE || bytes[at] === NEWLINE || bytes[at] === RETURN;
    if (!isPlain || length === 0 || length > MAX_DIGITS) return this.#unusual(bytes, start);
    this.end = at;
    const value = decimals > 0 ? digits / POWERS[decimals] : digits;
    return isNegative ? -value : value;
  }

  #unusual(bytes: Buffer, start: number): number {
    let at = start;
    while (isOfNumber(bytes[at])) at++;
    const value = Number(bytes.toString('latin1', start, at));
    this.end = at > start && Number.isFinite(value) ? at : -1;
    return this.end < 0 ? 0 : value;
  }
}

function isOfNumber(byte: number): boolean {
  return (
    (byte >= ZERO && byte <= NINE) ||
    byte === DOT ||
    byte === MINUS ||
    byte === PLUS ||
    byte === SMALL_E ||
    byte === CAPITAL_E
  );
}
