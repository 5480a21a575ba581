import type { BinaryReader } from '@bufbuild/protobuf/wire';
import { WireType } from '@bufbuild/protobuf/wire';
import type {
  PrometheusBucket,
  PrometheusExemplar,
  PrometheusNativeBuckets,
  PrometheusValue,
} from './prometheus-family.ts';
import {
  count,
  double,
  message,
  readExemplar,
  readMessage,
  readTimestamp,
  repeated,
  varint,
} from './read-prometheus-fields.ts';
import { SparseBuckets, readSpan } from './sparse-buckets.ts';

/** Reads a `Histogram`, classic, native or both. */
export function readHistogram(reader: BinaryReader): PrometheusValue {
  let observations = 0;
  let sum = 0;
  let createdMs: number | undefined;
  const buckets: PrometheusBucket[] = [];
  const native = new NativeReader();
  readMessage(reader, {
    1: count((read) => (observations ||= read)),
    2: double((read) => (sum = read)),
    3: message((bucket) => buckets.push(readBucket(bucket))),
    4: double((read) => (observations = read > 0 ? read : observations)),
    15: message((time) => (createdMs = readTimestamp(time))),
    ...native.fields,
  });
  const nativeBuckets = native.buckets();
  return {
    kind: 'histogram',
    count: observations,
    sum,
    buckets,
    ...(nativeBuckets && { native: nativeBuckets }),
    ...(createdMs !== undefined && { createdMs }),
  };
}

function readBucket(reader: BinaryReader): PrometheusBucket {
  let upperBound = 0;
  let cumulativeCount = 0;
  let exemplar: PrometheusExemplar | undefined;
  readMessage(reader, {
    1: count((read) => (cumulativeCount ||= read)),
    2: double((read) => (upperBound = read)),
    3: message((read) => (exemplar = readExemplar(read))),
    4: double((read) => (cumulativeCount = read > 0 ? read : cumulativeCount)),
  });
  return { upperBound, cumulativeCount, ...(exemplar !== undefined && { exemplar }) };
}

/** The native part of a histogram while it is read. */
class NativeReader {
  #schema = 0;
  #zeroThreshold = 0;
  #zeroCount = 0;
  readonly #positive = new SparseBuckets();
  readonly #negative = new SparseBuckets();

  /** What reads its fields. */
  readonly fields: Parameters<typeof readMessage>[1] = {
    5: varint((read) => (this.#schema = read.sint32())),
    6: double((read) => (this.#zeroThreshold = read)),
    7: count((read) => (this.#zeroCount ||= read)),
    8: double((read) => (this.#zeroCount = read > 0 ? read : this.#zeroCount)),
    9: message((span) => this.#negative.spans.push(readSpan(span))),
    10: repeated(WireType.Varint, (read) => this.#negative.addDelta(Number(read.sint64()))),
    11: repeated(WireType.Bit64, (read) => this.#negative.counts.push(read.double())),
    12: message((span) => this.#positive.spans.push(readSpan(span))),
    13: repeated(WireType.Varint, (read) => this.#positive.addDelta(Number(read.sint64()))),
    14: repeated(WireType.Bit64, (read) => this.#positive.counts.push(read.double())),
  };

  /** `undefined` where the histogram is only a classic one. */
  buckets(): PrometheusNativeBuckets | undefined {
    const spans = this.#positive.spans.length + this.#negative.spans.length;
    if (spans === 0 && this.#zeroThreshold === 0 && this.#zeroCount === 0) return undefined;
    return {
      schema: this.#schema,
      zeroThreshold: this.#zeroThreshold,
      zeroCount: this.#zeroCount,
      positive: this.#positive.runs(),
      negative: this.#negative.runs(),
    };
  }
}
