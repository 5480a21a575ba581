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
  if (order === CONSTANT) {
    out.fill(first / scale, at, end);
    return;
  }
  decodeSteps(reader, out.subarray(at, end), { first, unit, isSecond: order === DELTA_OF_DELTA });
  if (scale > 1) for (let i = at; i < end; i++) out[i] /= scale;
}

/** What the tokens of a stream mean. */
interface Steps {
  readonly first: number;
  /** What steps are multiples of. */
  readonly unit: number;
  /** Whether they are differences of differences. */
  readonly isSecond: boolean;
}

/**
 * Most of the time that a large query takes is spent in this loop: tokens of one and two bytes, nearly
 * all there are, are read without a call and without leaving small integers.
 */
function decodeSteps(reader: ByteReader, out: Float64Array, { first, unit, isSecond }: Steps): void {
  const { bytes } = reader;
  let { offset } = reader;
  let value = first;
  let delta = 0;
  out[0] = value;
  for (let i = 1; i < out.length;) {
    const token = bytes[offset++];
    if (token <= SINGLE_ZERO) {
      reader.offset = offset;
      const end = token === SINGLE_ZERO ? i + 1 : Math.min(out.length, i + reader.varint() + 2);
      offset = reader.offset;
      const step = isSecond ? delta : 0;
      while (i < end) out[i++] = value += step;
      continue;
    }
    let step: number;
    if (token < 128) {
      step = smallStep(token);
    } else if (bytes[offset] < 128) {
      step = smallStep((token & 127) | (bytes[offset++] << 7));
    } else {
      reader.offset = offset - 1;
      step = unzigzag(reader.varint() - 1);
      offset = reader.offset;
    }
    delta = isSecond ? delta + step * unit : step * unit;
    value += delta;
    out[i++] = value;
  }
  reader.offset = offset;
}

/** The step behind a token below 2^14. */
function smallStep(token: number): number {
  const zigzag = token - 1;
  return (zigzag >>> 1) ^ -(zigzag & 1);
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
