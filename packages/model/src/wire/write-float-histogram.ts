import type { BinaryWriter } from '@bufbuild/protobuf/wire';
import { WireType } from '@bufbuild/protobuf/wire';
import type { PrometheusBucketRun, PrometheusValue } from './prometheus-family.ts';
import { writeBucketSpans } from './write-bucket-spans.ts';

const { Bit64, LengthDelimited, Varint } = WireType;

/** The fields of a histogram whose counts may be fractions, as those of rates and averages are. */
export function writeFloatHistogram(
  writer: BinaryWriter,
  { count, sum, buckets, native }: PrometheusValue & { readonly kind: 'histogram' },
): void {
  writer.tag(4, Bit64).double(count);
  writer.tag(2, Bit64).double(sum);
  for (const { upperBound, cumulativeCount } of buckets) {
    writer.tag(3, LengthDelimited).fork();
    writer.tag(4, Bit64).double(cumulativeCount);
    writer.tag(2, Bit64).double(upperBound);
    writer.join();
  }
  if (!native) return;
  writer.tag(5, Varint).sint32(native.schema);
  writer.tag(6, Bit64).double(native.zeroThreshold);
  writer.tag(8, Bit64).double(native.zeroCount);
  writeRuns(writer, native.negative, { spans: 9, counts: 11 });
  // Without any, the histogram would look like one that is not native: an empty span tells.
  const isEmpty = native.positive.length === 0 && native.negative.length === 0;
  writeRuns(writer, isEmpty ? [{ start: 0, counts: [] }] : native.positive, { spans: 12, counts: 14 });
}

function writeRuns(
  writer: BinaryWriter,
  runs: readonly PrometheusBucketRun[],
  fields: { readonly spans: number; readonly counts: number },
): void {
  writeBucketSpans(writer, fields.spans, runs);
  const counts = runs.flatMap((run) => run.counts);
  if (counts.length === 0) return;
  writer.tag(fields.counts, LengthDelimited).fork();
  for (const count of counts) writer.double(count);
  writer.join();
}
