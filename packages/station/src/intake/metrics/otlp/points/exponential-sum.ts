import type { BucketRun, NativeHistogram } from '@telltale/model';
import { joinRuns } from '@telltale/model/wire';
import type { OtlpBuckets, PointDraft } from '@telltale/model/wire';

const MIN_SCHEMA = -4;
const MAX_SCHEMA = 8;
/** Of points that do not say up to which size observations count as zero, as Prometheus has it. */
const ZERO_THRESHOLD = 1e-128;
/** Empty buckets in a row up to this many are kept; more end a run. */
const LONGEST_GAP = 2;

/** Counts by the number of their bucket in a native histogram. */
type Counts = Map<number, number>;

/** The histogram of a point; nothing for one that is coarser than native histograms are. */
export function readExponential(point: PointDraft): ExponentialSum | undefined {
  const { scale, zeroCount, zeroThreshold } = point;
  if (scale < MIN_SCHEMA || !(zeroThreshold >= 0)) return undefined;
  const schema = Math.min(scale, MAX_SCHEMA);
  return new ExponentialSum({
    schema,
    count: point.count,
    sum: point.sum ?? 0,
    zeroCount,
    zeroThreshold: zeroThreshold === 0 ? ZERO_THRESHOLD : zeroThreshold,
    positive: countsOf(point.positive, scale - schema),
    negative: countsOf(point.negative, scale - schema),
  });
}

/**
 * Buckets of OpenTelemetry are numbered by their lower bound, native ones by the upper. Each step down in scale joins
 * two of them.
 */
function countsOf({ offset, counts }: OtlpBuckets, steps: number): Counts {
  const all: Counts = new Map();
  for (const [i, count] of counts.entries()) {
    if (count > 0) addTo(all, Math.floor((offset + i) / 2 ** steps) + 1, count);
  }
  return all;
}

interface Parts {
  schema: number;
  count: number;
  sum: number;
  zeroCount: number;
  zeroThreshold: number;
  positive: Counts;
  negative: Counts;
}

/** An exponential histogram to which others can be added. */
export class ExponentialSum {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The coarser scale and the wider zero bucket hold for both. */
  add(more: ExponentialSum): void {
    const parts = this.#parts;
    const other = more.#parts;
    const schema = Math.min(parts.schema, other.schema);
    parts.positive = joined(parts.positive, parts.schema - schema);
    parts.negative = joined(parts.negative, parts.schema - schema);
    addAll(parts.positive, joined(other.positive, other.schema - schema));
    addAll(parts.negative, joined(other.negative, other.schema - schema));
    parts.schema = schema;
    parts.count += other.count;
    parts.sum += other.sum;
    parts.zeroCount += other.zeroCount;
    parts.zeroThreshold = Math.max(parts.zeroThreshold, other.zeroThreshold);
  }

  histogram(): NativeHistogram {
    const { positive, negative, ...others } = this.#parts;
    return {
      ...others,
      positive: runsOf(positive),
      negative: runsOf(negative),
      customValues: [],
      counterReset: 'unknown',
    };
  }
}

/** Buckets at a scale so many steps coarser: a bucket with the number of its upper bound, joined with its neighbours. */
function joined(counts: Counts, steps: number): Counts {
  if (steps === 0) return counts;
  const coarser: Counts = new Map();
  for (const [bucket, count] of counts) addTo(coarser, Math.floor((bucket - 1) / 2 ** steps) + 1, count);
  return coarser;
}

function addAll(counts: Counts, more: Counts): void {
  for (const [bucket, count] of more) addTo(counts, bucket, count);
}

function addTo(counts: Counts, bucket: number, count: number): void {
  counts.set(bucket, (counts.get(bucket) ?? 0) + count);
}

function runsOf(counts: Counts): readonly BucketRun[] {
  const runs: { start: number; counts: number[] }[] = [];
  const buckets = [...counts].sort(([a], [b]) => a - b);
  for (const [bucket, count] of buckets) {
    const last = runs.at(-1);
    const gap = last === undefined ? Infinity : bucket - last.start - last.counts.length;
    if (last === undefined || gap > LONGEST_GAP) runs.push({ start: bucket, counts: [count] });
    else {
      for (let i = 0; i < gap; i++) last.counts.push(0);
      last.counts.push(count);
    }
  }
  return joinRuns(runs);
}
