/*
 * Prometheus' staleness marker is one NaN bit pattern among many. JavaScript sees every NaN as the
 * same number, so markers are only ever written and read through an integer view of the column.
 */
const STALE_HIGH = 0x7ff00000;
const STALE_LOW = 0x00000002;

const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
const HIGH = LITTLE_ENDIAN ? 1 : 0;
const LOW = LITTLE_ENDIAN ? 0 : 1;

/** The 32-bit words of a column, for reading and writing exact bit patterns. */
export function bitsOf(values: Float64Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
}

/** Whether the sample at `index` is the staleness marker `0x7ff0000000000002`. */
export function isStaleAt(bits: Uint32Array, index: number): boolean {
  return bits[index * 2 + HIGH] === STALE_HIGH && bits[index * 2 + LOW] === STALE_LOW;
}

/** Writes the staleness marker at `index`. */
export function writeStaleAt(bits: Uint32Array, index: number): void {
  bits[index * 2 + HIGH] = STALE_HIGH;
  bits[index * 2 + LOW] = STALE_LOW;
}

/** A new column of `length` staleness markers. */
export function staleColumn(length: number): Float64Array {
  const values = new Float64Array(length);
  const bits = bitsOf(values);
  for (let i = 0; i < length; i++) writeStaleAt(bits, i);
  return values;
}
