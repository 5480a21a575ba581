import type { ByteReader } from '../bytes/byte-reader.ts';
import { unzigzag } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { zigzagOf } from '../bytes/byte-writer.ts';

/**
 * Integers must be smaller than this in size: a difference of differences then stays below 2^52, so
 * that its zigzag form is an exact double.
 */
export const INTEGER_LIMIT = 2 ** 50;

/** Tokens of the stream: a run of zeros, a single zero, and then every other value. */
const ZERO_RUN = 0;
const SINGLE_ZERO = 1;

const CONSTANT = 0;
const DELTA = 1;
const DELTA_OF_DELTA = 2;

interface Shape {
  readonly order: number;
  /** All differences are multiples of 2^shift, as for memory sizes in pages. */
  readonly shift: number;
}

/**
 * Writes `count` integers as first value and differences, or differences of differences where that
 * is shorter. `exponent` is kept for the reader: the values are to be divided by 10^exponent.
 */
export function encodeIntegers(
  writer: ByteWriter,
  values: Float64Array,
  count: number,
  exponent: number,
): void {
  const { order, shift } = shapeOf(values, count);
  writer.u8(order | (exponent << 2) | (shift > 0 ? 32 : 0));
  if (shift > 0) writer.u8(shift);
  writer.zigzag(values[0]);
  if (order === CONSTANT) return;
  const unit = 2 ** -shift;
  const second = order === DELTA_OF_DELTA;
  let previous = values[0];
  let previousDelta = 0;
  let zeros = 0;
  for (let i = 1; i < count; i++) {
    const delta = (values[i] - previous) * unit;
    const step = second ? delta - previousDelta : delta;
    previous = values[i];
    previousDelta = delta;
    if (step === 0) {
      zeros++;
      continue;
    }
    if (zeros > 0) writeZeros(writer, zeros);
    zeros = 0;
    writer.varint(zigzagOf(step) + 1);
  }
  if (zeros > 0) writeZeros(writer, zeros);
}

/** Reads what {@link encodeIntegers} wrote into `count` places of `out`, from `at` on. */
export function decodeIntegers(reader: ByteReader, count: number, out: Float64Array, at = 0): void {
  const head = reader.u8();
  const order = head & 3;
  const scale = 10 ** ((head >>> 2) & 7);
  const unit = (head & 32) === 0 ? 1 : 2 ** reader.u8();
  const first = reader.zigzag();
  const end = at + count;
  if (order === CONSTANT) out.fill(first / scale, at, end);
  else if (order === DELTA) decodeDeltas(reader, out, at, end, first, unit);
  else decodeDeltasOfDeltas(reader, out, at, end, first, unit);
  if (scale > 1 && order !== CONSTANT) for (let i = at; i < end; i++) out[i] /= scale;
}

/** The hot loops below read tokens of one and two bytes, nearly all there are, without a call. */
function decodeDeltas(
  reader: ByteReader,
  out: Float64Array,
  at: number,
  end: number,
  first: number,
  unit: number,
): void {
  const { bytes } = reader;
  let value = first;
  out[at] = value;
  for (let i = at + 1; i < end;) {
    let token = bytes[reader.offset++];
    if (token >= 128) token = restOfVarint(reader, bytes, token);
    if (token > SINGLE_ZERO) {
      value += unzigzag(token - 1) * unit;
      out[i++] = value;
      continue;
    }
    const runEnd = token === SINGLE_ZERO ? i + 1 : Math.min(end, i + reader.varint() + 2);
    while (i < runEnd) out[i++] = value;
  }
}

function decodeDeltasOfDeltas(
  reader: ByteReader,
  out: Float64Array,
  at: number,
  end: number,
  first: number,
  unit: number,
): void {
  const { bytes } = reader;
  let value = first;
  let delta = 0;
  out[at] = value;
  for (let i = at + 1; i < end;) {
    let token = bytes[reader.offset++];
    if (token >= 128) token = restOfVarint(reader, bytes, token);
    if (token > SINGLE_ZERO) {
      delta += unzigzag(token - 1) * unit;
      value += delta;
      out[i++] = value;
      continue;
    }
    const runEnd = token === SINGLE_ZERO ? i + 1 : Math.min(end, i + reader.varint() + 2);
    while (i < runEnd) {
      value += delta;
      out[i++] = value;
    }
  }
}

/** A varint whose first byte was read and is not its last. */
function restOfVarint(reader: ByteReader, bytes: Uint8Array, first: number): number {
  const second = bytes[reader.offset];
  if (second < 128) {
    reader.offset++;
    return (first & 127) | (second << 7);
  }
  reader.offset--;
  return reader.varint();
}

function writeZeros(writer: ByteWriter, zeros: number): void {
  if (zeros === 1) {
    writer.u8(SINGLE_ZERO);
    return;
  }
  writer.u8(ZERO_RUN);
  writer.varint(zeros - 2);
}

/** Which order of differences is shorter, by an estimate of the varint lengths. */
function shapeOf(values: Float64Array, count: number): Shape {
  let deltaCost = 0;
  let secondCost = 0;
  let usedBits = 0;
  let isConstant = true;
  let previous = values[0];
  let previousDelta = 0;
  for (let i = 1; i < count; i++) {
    const delta = values[i] - previous;
    deltaCost += tokenCost(delta);
    secondCost += tokenCost(delta - previousDelta);
    usedBits |= delta;
    if (delta !== 0) isConstant = false;
    previous = values[i];
    previousDelta = delta;
  }
  if (isConstant) return { order: CONSTANT, shift: 0 };
  return {
    order: secondCost < deltaCost ? DELTA_OF_DELTA : DELTA,
    shift: usedBits === 0 ? 0 : 31 - Math.clz32(usedBits & -usedBits),
  };
}

function tokenCost(step: number): number {
  const size = step < 0 ? -step : step;
  if (size === 0) return 0.2;
  if (size < 64) return 1;
  if (size < 8192) return 2;
  return size < 1_048_576 ? 3 : 4;
}
