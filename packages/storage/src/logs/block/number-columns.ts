import { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';

/** Times are usually whole milliseconds, and then take two bytes less. */
const US_PER_MS = 1000;

/** Ascending times in microseconds: their unit, the first one, and the differences. */
export function encodeTimes(timesUs: readonly number[]): Uint8Array {
  const unit = timesUs.every((timeUs) => timeUs % US_PER_MS === 0) ? US_PER_MS : 1;
  const writer = new ByteWriter(timesUs.length * 3 + 16);
  writer.varint(unit);
  let previous = 0;
  for (const timeUs of timesUs) {
    const time = timeUs / unit;
    writer.varint(time - previous);
    previous = time;
  }
  return writer.copy();
}

export function decodeTimes(bytes: Uint8Array, count: number): Float64Array {
  const reader = new ByteReader(bytes);
  const unit = reader.varint();
  const timesUs = new Float64Array(count);
  let time = 0;
  for (let i = 0; i < count; i++) {
    time += reader.varint();
    timesUs[i] = time * unit;
  }
  return timesUs;
}

/** Numbers that mostly follow one another: the differences from the number after the last. */
export function encodeSequences(sequences: readonly number[]): Uint8Array {
  const writer = new ByteWriter(sequences.length + 16);
  let expected = 0;
  for (const sequence of sequences) {
    writer.zigzag(sequence - expected);
    expected = sequence + 1;
  }
  return writer.copy();
}

export function decodeSequences(bytes: Uint8Array, count: number): Float64Array {
  const reader = new ByteReader(bytes);
  const sequences = new Float64Array(count);
  let expected = 0;
  for (let i = 0; i < count; i++) {
    sequences[i] = expected + reader.zigzag();
    expected = sequences[i] + 1;
  }
  return sequences;
}

/** Small numbers, such as places in a list. */
export function encodeNumbers(numbers: ArrayLike<number>): Uint8Array {
  const writer = new ByteWriter(numbers.length + 16);
  for (let i = 0; i < numbers.length; i++) writer.varint(numbers[i]);
  return writer.copy();
}

export function decodeNumbers(bytes: Uint8Array, count: number): Uint32Array {
  // One byte each: none is above 127.
  if (bytes.length === count) return Uint32Array.from(bytes);
  const reader = new ByteReader(bytes);
  const numbers = new Uint32Array(count);
  for (let i = 0; i < count; i++) numbers[i] = reader.varint();
  return numbers;
}
