const { MAX_SAFE_INTEGER } = Number;
/** Numbers below are written with 32-bit arithmetic. */
const SMALL = 2 ** 31;
const CHUNK = 1e9;
const CHUNK_DIGITS = 9;
const ZERO = 48;

/** Whether a value is printed as plain digits. */
export function isDigits(value: number): boolean {
  if (value >= 0 && value < SMALL && (value | 0) === value) return value !== 0 || !Object.is(value, -0);
  return value >= SMALL && value <= MAX_SAFE_INTEGER && Math.floor(value) === value;
}

/** How many digits a value has for which {@link isDigits} holds. */
export function digitCount(value: number): number {
  if (value >= CHUNK) return CHUNK_DIGITS + digitCount(Math.floor(value / CHUNK));
  if (value < 1e4) return value < 100 ? (value < 10 ? 1 : 2) : value < 1e3 ? 3 : 4;
  if (value < 1e6) return value < 1e5 ? 5 : 6;
  return value < 1e8 ? (value < 1e7 ? 7 : 8) : CHUNK_DIGITS;
}

/** Writes the digits of a value so that the last one stands before `end`. */
export function writeDigits(bytes: Uint8Array, end: number, value: number): void {
  let at = end;
  let rest = value;
  while (rest >= SMALL) {
    const high = Math.floor(rest / CHUNK);
    writePadded(bytes, at, rest - high * CHUNK);
    at -= CHUNK_DIGITS;
    rest = high;
  }
  let small = rest | 0;
  do {
    const tenth = (small / 10) | 0;
    bytes[--at] = ZERO + small - tenth * 10;
    small = tenth;
  } while (small > 0);
}

/** Nine digits, zeros included. */
function writePadded(bytes: Uint8Array, end: number, value: number): void {
  let small = value | 0;
  for (let at = end - 1; at >= end - CHUNK_DIGITS; at--) {
    const tenth = (small / 10) | 0;
    bytes[at] = ZERO + small - tenth * 10;
    small = tenth;
  }
}

/** Writes text of plain ASCII characters. */
export function writeAscii(bytes: Uint8Array, start: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[start + i] = text.charCodeAt(i);
}
