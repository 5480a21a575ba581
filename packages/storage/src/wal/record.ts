import { LabelSet } from '@telltale/model';
import type { NativeHistogram, SampleRow } from '@telltale/model';
import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { readHistogram, writeHistogram } from '../codec/histogram-record.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Labels as JSON: `["__name__","up","job","shop"]`. JSON keeps every string, also unpaired surrogates. */
export function printLabels(labels: LabelSet): string {
  return JSON.stringify(labels.names.flatMap((name, i) => [name, labels.values[i]]));
}

/** Reads what {@link printLabels} wrote. */
export function parseLabels(json: string): LabelSet {
  const texts = JSON.parse(json) as string[];
  return LabelSet.fromSorted(
    texts.filter((_, i) => i % 2 === 0),
    texts.filter((_, i) => i % 2 === 1),
  );
}

/** Payload of a series frame: the id, then the labels as JSON. */
export function writeSeries(writer: ByteWriter, id: number, labelsJson: string): void {
  writer.varint(id);
  writer.raw(encoder.encode(labelsJson));
}

export function readSeries(reader: ByteReader): { id: number; labelsJson: string } {
  const id = reader.varint();
  return { id, labelsJson: decoder.decode(reader.bytes.subarray(reader.offset)) };
}

/** Payload of a row frame: group, time, and the samples at `indices` of the row. */
export function writeRow(writer: ByteWriter, row: SampleRow, indices: Uint32Array): void {
  const group = encoder.encode(row.group);
  writer.varint(group.length);
  writer.raw(group);
  writer.varint(row.timestampMs);
  writer.varint(indices.length);
  let previous = 0;
  for (let i = 0; i < indices.length; i++) {
    const id = row.ids[indices[i]];
    writer.zigzag(id - previous);
    previous = id;
  }
  const source = new Uint8Array(row.values.buffer, row.values.byteOffset, row.values.byteLength);
  if (indices.length === row.ids.length) {
    writer.raw(source.subarray(0, indices.length * 8));
    return;
  }
  for (const index of indices) writer.raw(source.subarray(index * 8, index * 8 + 8));
}

export function readRow(reader: ByteReader): SampleRow {
  const group = decoder.decode(reader.raw(reader.varint()));
  const timestampMs = reader.varint();
  const count = reader.varint();
  const ids: number[] = [];
  let previous = 0;
  for (let i = 0; i < count; i++) {
    previous += reader.zigzag();
    ids.push(previous);
  }
  const values = new Float64Array(count);
  new Uint8Array(values.buffer).set(reader.raw(count * 8));
  return { group, timestampMs, ids, values };
}

/** Payload of a histogram row frame: that of a row, then the histograms and where they are. */
export function writeHistogramRow(writer: ByteWriter, row: SampleRow, indices: Uint32Array): void {
  writeRow(writer, row, indices);
  let next = 0;
  for (const [i, index] of indices.entries()) {
    const histogram = row.histograms?.[index];
    if (histogram === undefined) continue;
    writer.varint(i - next);
    writeHistogram(writer, histogram);
    next = i + 1;
  }
}

export function readHistogramRow(reader: ByteReader): SampleRow {
  const row = readRow(reader);
  const histograms: (NativeHistogram | undefined)[] = Array.from({ length: row.ids.length });
  for (let next = 0; reader.offset < reader.bytes.length; next++) {
    next += reader.varint();
    histograms[next] = readHistogram(reader);
  }
  return { ...row, histograms };
}
