import type { HistogramColumn, NativeHistogram } from '@telltale/model';
import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { decodeHistograms, encodeHistograms } from './histograms.ts';
import { decodeValues, encodeValues } from './values.ts';

/** First byte of a column that has native histograms: the encoding that values alone never have. */
const MIXED = 3;

/** The samples of one series in one slab or block. */
export interface SampleColumn {
  /** One per sample; 0 in place of a histogram. */
  readonly values: Float64Array;
  /** Set where any sample is a native histogram; as long as `values`. */
  readonly histograms: HistogramColumn | undefined;
}

/** Writes the samples of a column: numbers alone as {@link encodeValues} does, or with histograms between. */
export function encodeSamples(
  writer: ByteWriter,
  values: Float64Array,
  histograms: HistogramColumn | undefined,
): void {
  const present = histograms?.filter((histogram) => histogram !== undefined) ?? [];
  if (histograms === undefined || present.length === 0) {
    encodeValues(writer, values);
    return;
  }
  writer.u8(MIXED);
  const numbers = new Float64Array(values.length - present.length);
  writer.varint(numbers.length);
  let kept = 0;
  let next = 0;
  for (let i = 0; i < values.length; i++) {
    if (histograms[i] !== undefined) continue;
    writer.varint(i - next);
    next = i + 1;
    numbers.set(values.subarray(i, i + 1), kept++);
  }
  if (numbers.length > 0) encodeValues(writer, numbers);
  encodeHistograms(writer, present);
}

/** Whether the samples that come next have native histograms between them. */
export function isMixed(reader: ByteReader): boolean {
  return reader.bytes[reader.offset] === MIXED;
}

/** Reads the `count` samples that {@link encodeSamples} wrote. */
export function decodeSamples(reader: ByteReader, count: number): SampleColumn {
  if (!isMixed(reader)) {
    return { values: decodeValues(reader, count), histograms: undefined };
  }
  reader.offset++;
  const places = readPlaces(reader);
  const numbers = places.length === 0 ? new Float64Array() : decodeValues(reader, places.length);
  const present = decodeHistograms(reader, count - places.length);
  const values = new Float64Array(count);
  const histograms: (NativeHistogram | undefined)[] = [];
  let nextNumber = 0;
  for (let i = 0; i < count; i++) {
    const isNumber = places[nextNumber] === i;
    histograms.push(isNumber ? undefined : present[i - nextNumber]);
    if (isNumber) values.set(numbers.subarray(nextNumber, ++nextNumber), i);
  }
  return { values, histograms };
}

function readPlaces(reader: ByteReader): number[] {
  const places: number[] = [];
  const count = reader.varint();
  let next = 0;
  for (let i = 0; i < count; i++) {
    next += reader.varint();
    places.push(next++);
  }
  return places;
}
