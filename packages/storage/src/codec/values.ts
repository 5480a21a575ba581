import { bitsOf, isStaleAt, writeStaleAt } from '@telltale/model';
import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { INTEGER_LIMIT, decodeIntegers, encodeIntegers } from './integers.ts';
import { decodeXor, encodeXor } from './xor.ts';

/** First byte of an encoded column: the encoding, and whether a list of stale markers precedes it. */
const CONSTANT = 0;
const INTEGERS = 1;
const XOR = 2;
const ENCODING_MASK = 3;
const HAS_STALE = 4;

/** Up to a millionth: what people round seconds, ratios and temperatures to. */
const MAX_EXPONENT = 6;

/** Working memory of the encoder, one per thread; a column is at most a slab long in practice. */
let scratch = new Float64Array(256);

/**
 * Writes a column of values bit for bit in the shortest of three forms: one constant, integers (also
 * decimals times a power of ten) as differences, or XOR of the raw bits. Staleness markers are
 * listed apart, because one marker would push a whole counter into the XOR form.
 */
export function encodeValues(writer: ByteWriter, values: Float64Array): void {
  const bits = bitsOf(values);
  const staleCount = countStale(bits, values.length);
  if (staleCount === 0 || staleCount === values.length) {
    encodeFilled(writer, values, bits, 0);
    return;
  }
  const tagOffset = writer.length;
  writer.u8(0);
  const filled = writeStaleList(writer, bits, values.length, staleCount);
  const tag = writer.length;
  encodeFilled(writer, filled, bitsOf(filled), HAS_STALE);
  // The tag stands in front of the list; move it there.
  writer.bytes[tagOffset] = writer.bytes[tag];
  writer.bytes.copyWithin(tag, tag + 1, writer.length);
  writer.length--;
}

/** Reads the `count` values that {@link encodeValues} wrote. */
export function decodeValues(reader: ByteReader, count: number): Float64Array<ArrayBuffer> {
  const out = new Float64Array(count);
  decodeValuesInto(reader, count, out, 0);
  return out;
}

/** Reads `count` values into `out`, from `at` on. */
export function decodeValuesInto(reader: ByteReader, count: number, out: Float64Array, at: number): void {
  const tag = reader.u8();
  if ((tag & HAS_STALE) === 0) {
    decodeFilled(reader, tag & ENCODING_MASK, count, out, at);
    return;
  }
  const stale = readStaleList(reader);
  decodeFilled(reader, tag & ENCODING_MASK, count - stale.length, out, at);
  insertStale(out.subarray(at, at + count), stale);
}

/**
 * Whether any of the values is a staleness marker: read from the first bytes, as markers stand before
 * the values, and nothing but markers is a constant without a list.
 */
export function holdsStaleness(reader: ByteReader): boolean {
  const tag = reader.u8();
  if ((tag & HAS_STALE) !== 0) return true;
  if ((tag & ENCODING_MASK) !== CONSTANT) return false;
  return isStaleAt(Uint32Array.of(reader.u32(), reader.u32()), 0);
}

function encodeFilled(writer: ByteWriter, values: Float64Array, bits: Uint32Array, flags: number): void {
  const count = values.length;
  if (areIntegers(values, count)) {
    writer.u8(INTEGERS | flags);
    encodeIntegers(writer, values, count, 0);
    return;
  }
  if (isConstant(bits, count)) {
    writer.u8(CONSTANT | flags);
    writer.u32(bits[0]);
    writer.u32(bits[1]);
    return;
  }
  if (scratch.length < count) scratch = new Float64Array(count);
  const exponent = scaleToIntegers(values, count, scratch);
  if (exponent > 0) {
    writer.u8(INTEGERS | flags);
    encodeIntegers(writer, scratch, count, exponent);
    return;
  }
  writer.u8(XOR | flags);
  encodeXor(writer, bits, count);
}

function decodeFilled(
  reader: ByteReader,
  encoding: number,
  count: number,
  out: Float64Array,
  at: number,
): void {
  if (encoding === INTEGERS) decodeIntegers(reader, count, out, at);
  else if (encoding === XOR) decodeXor(reader, count, bitsOf(out), at);
  else {
    const bits = bitsOf(out);
    const low = reader.u32();
    const high = reader.u32();
    for (let i = at; i < at + count; i++) {
      bits[i * 2] = low;
      bits[i * 2 + 1] = high;
    }
  }
}

function areIntegers(values: Float64Array, count: number): boolean {
  for (let i = 0; i < count; i++) {
    const value = values[i];
    if (value !== Math.floor(value) || value >= INTEGER_LIMIT || value <= -INTEGER_LIMIT) return false;
    if (value === 0 && Object.is(value, -0)) return false;
  }
  return true;
}

function isConstant(bits: Uint32Array, count: number): boolean {
  for (let i = 1; i < count; i++) {
    if (bits[i * 2] !== bits[0] || bits[i * 2 + 1] !== bits[1]) return false;
  }
  return true;
}

/** Finds the smallest power of ten that makes all values integers and back exactly; 0 if none does. */
function scaleToIntegers(values: Float64Array, count: number, out: Float64Array): number {
  for (let exponent = 1; exponent <= MAX_EXPONENT; exponent++) {
    if (scaleBy(10 ** exponent, values, count, out)) return exponent;
  }
  return 0;
}

function scaleBy(scale: number, values: Float64Array, count: number, out: Float64Array): boolean {
  for (let i = 0; i < count; i++) {
    const value = values[i];
    const scaled = Math.round(value * scale);
    if (scaled / scale !== value || scaled >= INTEGER_LIMIT || scaled <= -INTEGER_LIMIT) return false;
    if (scaled === 0 && Object.is(value, -0)) return false;
    out[i] = scaled;
  }
  return true;
}

function countStale(bits: Uint32Array, count: number): number {
  let stale = 0;
  for (let i = 0; i < count; i++) if (isStaleAt(bits, i)) stale++;
  return stale;
}

/** Writes the places of the markers as gaps and returns the other values, bits kept. */
function writeStaleList(
  writer: ByteWriter,
  bits: Uint32Array,
  count: number,
  staleCount: number,
): Float64Array {
  const filled = new Float64Array(count - staleCount);
  const filledBits = bitsOf(filled);
  writer.varint(staleCount);
  let next = 0;
  let kept = 0;
  for (let i = 0; i < count; i++) {
    if (isStaleAt(bits, i)) {
      writer.varint(i - next);
      next = i + 1;
    } else {
      filledBits[kept++] = bits[i * 2];
      filledBits[kept++] = bits[i * 2 + 1];
    }
  }
  return filled;
}

function readStaleList(reader: ByteReader): number[] {
  const places: number[] = [];
  const count = reader.varint();
  let next = 0;
  for (let i = 0; i < count; i++) {
    next += reader.varint();
    places.push(next++);
  }
  return places;
}

/** Moves the values apart, from the end, and writes markers into the gaps. */
function insertStale(out: Float64Array, places: readonly number[]): void {
  const bits = bitsOf(out);
  let source = out.length - places.length - 1;
  let place = places.length - 1;
  for (let i = out.length - 1; place >= 0; i--) {
    if (places[place] === i) {
      writeStaleAt(bits, i);
      place--;
    } else {
      bits[i * 2] = bits[source * 2];
      bits[i * 2 + 1] = bits[source * 2 + 1];
      source--;
    }
  }
}
