import type { BinaryReader } from '@bufbuild/protobuf/wire';
import { WireType } from '@bufbuild/protobuf/wire';
import type { NativeHistogram } from '../../samples/native-histogram.ts';
import type { MessageReader } from '../otlp/message-reader.ts';
import { OtlpFormatError } from '../otlp/message-reader.ts';
import { joinRuns } from '../join-runs.ts';
import { SparseBuckets, readSpan } from '../sparse-buckets.ts';
import { count, double, message, readMessage, repeated, varint } from '../read-prometheus-fields.ts';

/** A histogram of a request; without one, the series has ended. */
export interface RemoteHistogram {
  readonly timestampMs: number;
  readonly histogram?: NativeHistogram;
}

/** Spans or counts of a histogram; more would only fill memory. */
const MAX_BUCKETS = 20_000;
const GAUGE = 3;
const STALE_LOW = 2;
const STALE_HIGH = 0x7ff00000;

/** Reads a `prometheus.Histogram` of whole or of fractional counts. */
export function readRemoteHistogram(reader: MessageReader, end: number): RemoteHistogram {
  const draft = new HistogramDraft();
  readMessage(reader, draft.fields, end);
  return draft.finish();
}

class HistogramDraft {
  #count = 0;
  #sum = 0;
  #schema = 0;
  #zeroThreshold = 0;
  #zeroCount = 0;
  #resetHint = 0;
  #timestampMs = 0;
  #isStale = false;
  readonly #customValues: number[] = [];
  readonly #positive = new SparseBuckets();
  readonly #negative = new SparseBuckets();

  readonly fields: Parameters<typeof readMessage>[1] = {
    1: count((read) => (this.#count = read)),
    2: double((read) => (this.#count = read)),
    3: { types: [WireType.Bit64], read: (reader) => this.#readSum(reader) },
    4: varint((read) => (this.#schema = read.sint32())),
    5: double((read) => (this.#zeroThreshold = read)),
    6: count((read) => (this.#zeroCount = read)),
    7: double((read) => (this.#zeroCount = read)),
    ...bucketFields(8, this.#negative),
    ...bucketFields(11, this.#positive),
    14: varint((read) => (this.#resetHint = read.int32())),
    15: varint((read) => (this.#timestampMs = Number(read.int64()))),
    16: repeated(WireType.Bit64, (read) => this.#customValues.push(read.double())),
  };

  finish(): RemoteHistogram {
    const timestampMs = this.#timestampMs;
    if (this.#isStale) return { timestampMs };
    return {
      timestampMs,
      histogram: {
        schema: this.#schema,
        count: this.#count,
        sum: this.#sum,
        zeroThreshold: this.#zeroThreshold,
        zeroCount: this.#zeroCount,
        positive: joinRuns(this.#positive.runs()),
        negative: joinRuns(this.#negative.runs()),
        customValues: this.#customValues,
        counterReset: this.#resetHint === GAUGE ? 'gauge' : 'unknown',
      },
    };
  }

  #readSum(reader: BinaryReader): void {
    const low = reader.fixed32();
    this.#isStale = reader.fixed32() === STALE_HIGH && low === STALE_LOW;
    reader.pos -= 8;
    this.#sum = reader.double();
  }
}

/** Spans, then deltas of whole counts, then fractional counts: their fields follow each other. */
function bucketFields(first: number, buckets: SparseBuckets): Parameters<typeof readMessage>[1] {
  const bounded = <Read>(take: (read: Read) => unknown) => {
    return (read: Read) => {
      if (buckets.spans.length >= MAX_BUCKETS || buckets.counts.length >= MAX_BUCKETS)
        throw new OtlpFormatError(`a histogram has more than ${MAX_BUCKETS} buckets`);
      take(read);
    };
  };
  return {
    [first]: message(bounded((span) => buckets.spans.push(readSpan(span)))),
    [first + 1]: repeated(
      WireType.Varint,
      bounded((read) => buckets.addDelta(Number(read.sint64()))),
    ),
    [first + 2]: repeated(
      WireType.Bit64,
      bounded((read) => buckets.counts.push(read.double())),
    ),
  };
}
