import type { HistogramColumn, NativeHistogram } from '@telltale/model';
import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { readHistogram, writeHistogram } from '../codec/histogram-record.ts';

/** A slab that takes no more rows, packed for the writer thread. All buffers can be transferred. */
export interface SealedSlab {
  readonly slabId: number;
  /** Start of the UTC day that all rows fall in. */
  readonly dayMs: number;
  /** One per row, ascending. */
  readonly timestamps: Float64Array<ArrayBuffer>;
  /** One per column. */
  readonly seriesIds: Uint32Array<ArrayBuffer>;
  /** Samples per column; columns lie one behind the other in `rows` and `values`. */
  readonly counts: Uint16Array<ArrayBuffer>;
  /** The row of each sample, ascending within a column. */
  readonly rows: Uint8Array<ArrayBuffer>;
  readonly values: Float64Array<ArrayBuffer>;
  /** The native histograms among the samples, see `packHistograms`; none when it is not set. */
  readonly histograms?: Uint8Array<ArrayBuffer>;
}

/** The buffers of a sealed slab, for the transfer list of a message. */
export function buffersOf(slab: SealedSlab): ArrayBuffer[] {
  const { timestamps, seriesIds, counts, rows, values, histograms } = slab;
  const buffers = [timestamps, seriesIds, counts, rows, values].map(({ buffer }) => buffer);
  return histograms === undefined ? buffers : [...buffers, histograms.buffer];
}

/** Packs the histograms beside the samples of all columns; they cross threads faster as bytes. */
export function packHistograms(samples: HistogramColumn): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  let next = 0;
  for (const [i, histogram] of samples.entries()) {
    if (histogram === undefined) continue;
    writer.varint(i - next);
    writeHistogram(writer, histogram);
    next = i + 1;
  }
  return writer.copy();
}

/** What {@link packHistograms} packed, beside `count` samples. */
export function unpackHistograms(bytes: Uint8Array, count: number): HistogramColumn {
  const samples: (NativeHistogram | undefined)[] = Array.from({ length: count });
  const reader = new ByteReader(bytes);
  for (let next = 0; reader.offset < bytes.length; next++) {
    next += reader.varint();
    samples[next] = readHistogram(reader);
  }
  return samples;
}
