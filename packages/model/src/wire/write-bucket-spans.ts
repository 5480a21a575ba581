import type { BinaryWriter } from '@bufbuild/protobuf/wire';
import { WireType } from '@bufbuild/protobuf/wire';
import type { PrometheusBucketRun } from './prometheus-family.ts';

/** Writes where the buckets of each run lie: the distance from the run before, and how many there are. */
export function writeBucketSpans(
  writer: BinaryWriter,
  field: number,
  runs: readonly PrometheusBucketRun[],
): void {
  let end = 0;
  for (const { start, counts } of runs) {
    writer.tag(field, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.Varint).sint32(start - end);
    writer.tag(2, WireType.Varint).uint32(counts.length);
    writer.join();
    end = start + counts.length;
  }
}
