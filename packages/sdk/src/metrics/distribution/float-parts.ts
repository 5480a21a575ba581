const FLOAT = new Float64Array(1);
const HALVES = new Uint32Array(FLOAT.buffer);
/** Where the half with sign and exponent is: 1 on the little-endian machines that Node runs on, mostly. */
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** Sign, exponent and the upper 20 bits of the fraction of a double, as they are stored. */
export function highBits(value: number): number {
  FLOAT[0] = value;
  return HALVES[HIGH];
}

/** What multiplies the smallest doubles into those with a full fraction. */
const TO_NORMAL = 2 ** 54;

/**
 * The exponent of a positive finite number as C's `frexp` has it: the number is a fraction from 0.5 to
 * below 1, times two to this.
 */
export function exponentOf(value: number): number {
  const biased = highBits(value) >>> 20;
  if (biased > 0) return biased - 1022;
  return (highBits(value * TO_NORMAL) >>> 20) - 1022 - 54;
}

/** The fraction of a positive finite number as C's `frexp` has it: from 0.5 to below 1. */
export function fractionOf(value: number): number {
  const biased = highBits(value) >>> 20;
  FLOAT[0] = biased > 0 ? value : value * TO_NORMAL;
  HALVES[HIGH] = ((HALVES[HIGH] & 0x000fffff) | (1022 << 20)) >>> 0;
  return FLOAT[0];
}
