import type { BinaryReader } from '@bufbuild/protobuf/wire';
import type { PrometheusBucketRun } from './prometheus-family.ts';
import { ProtoContentError, readMessage, varint } from './read-prometheus-fields.ts';

/** Neighbouring buckets, and how far they are from those before. */
interface Span {
  readonly offset: number;
  readonly length: number;
}

/** Buckets of one sign as they are sent: where they are, and either whole counts or fractions. */
export class SparseBuckets {
  readonly spans: Span[] = [];
  readonly counts: number[] = [];
  #previous = 0;

  /** Adds the count of the next bucket, given as the difference to the one before. */
  addDelta(delta: number): void {
    this.#previous += delta;
    this.counts.push(this.#previous);
  }

  /** The buckets where they belong. Their number must be what the spans say. */
  runs(): PrometheusBucketRun[] {
    const runs: PrometheusBucketRun[] = [];
    let at = 0;
    let end = 0;
    for (const { offset, length } of this.spans) {
      const start = end + offset;
      end = start + length;
      if (length > this.counts.length - at)
        throw new ProtoContentError('spans have more buckets than counts');
      if (length > 0) runs.push({ start, counts: this.counts.slice(at, at + length) });
      at += length;
    }
    if (at < this.counts.length) throw new ProtoContentError('spans have fewer buckets than counts');
    return runs;
  }
}

/** Reads a `BucketSpan`. */
export function readSpan(reader: BinaryReader): Span {
  let offset = 0;
  let length = 0;
  readMessage(reader, {
    1: varint((read) => (offset = read.sint32())),
    2: varint((read) => (length = read.uint32())),
  });
  return { offset, length };
}
