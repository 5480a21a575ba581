import { CountWindow, decodeWindows, encodeWindows } from './count-window.ts';
import { highBits } from './float-parts.ts';

/** Sub-buckets of equal width from a power of two to the next. */
const SUB_BUCKETS = 64;
const SUB_BUCKET_BITS = 6;

/** What is left of the upper half of a double is its sign, exponent and sub-bucket. */
export const INDEX_SHIFT = 20 - SUB_BUCKET_BITS;

/** A quantile is off by at most this share: half of the widest bucket. */
export const RELATIVE_ERROR = 1 / (2 * SUB_BUCKETS);

/** The smallest size that is told from zero: that of the doubles with a full fraction. */
const SMALLEST = 2 ** -1022;

/** Buckets of one sign at most, 32 powers of two; of a wider range the smallest values become one bucket. */
const MAX_BUCKETS = 32 * SUB_BUCKETS;

/**
 * Observations counted in buckets that are linear within each power of two: the bucket comes straight from
 * the bits of the number.
 */
export class LogLinearCounts {
  readonly positive = new CountWindow(SUB_BUCKETS / 2);
  /** By the size of the value. */
  readonly negative = new CountWindow(SUB_BUCKETS / 2);
  zeroCount = 0;

  /** Counts one finite value. */
  observe(value: number): void {
    const size = Math.abs(value);
    if (size < SMALLEST) this.zeroCount++;
    else addWithin(value < 0 ? this.negative : this.positive, highBits(size) >>> INDEX_SHIFT, 1);
  }

  merge(other: LogLinearCounts): void {
    this.zeroCount += other.zeroCount;
    mergeWithin(this.positive, other.positive);
    mergeWithin(this.negative, other.negative);
  }

  clear(): void {
    this.zeroCount = 0;
    this.positive.clear();
    this.negative.clear();
  }

  /** Observations in all. */
  get count(): number {
    return total(this.positive) + total(this.negative) + this.zeroCount;
  }

  /** The value that a share (0 to 1) of the observations do not exceed; NaN where there are none. */
  quantile(share: number): number {
    const count = this.count;
    if (count === 0 || !(share >= 0 && share <= 1)) return NaN;
    // The nearest rank: the smallest value with at least this many at or below it.
    let left = Math.max(1, Math.ceil(share * count));
    const { counts, offset } = this.negative;
    for (let at = counts.length - 1; at >= 0; at--) {
      left -= counts[at];
      if (left <= 0) return -middleOf(offset + at);
    }
    left -= this.zeroCount;
    if (left <= 0) return 0;
    for (const [at, inBucket] of this.positive.counts.entries()) {
      left -= inBucket;
      if (left <= 0) return middleOf(this.positive.offset + at);
    }
    return NaN;
  }

  /** All of the state as plain floats; {@link LogLinearCounts.decode} reads them. */
  encode(): Float64Array {
    return Float64Array.from([this.zeroCount, ...encodeWindows([this.positive, this.negative])]);
  }

  /** The counts that {@link encode} wrote. */
  static decode(floats: Float64Array): LogLinearCounts {
    const decoded = new LogLinearCounts();
    decoded.zeroCount = floats[0];
    decodeWindows([decoded.positive, decoded.negative], floats.subarray(1));
    return decoded;
  }
}

function addWithin(window: CountWindow, index: number, count: number): void {
  const at = index - window.offset;
  if (at >= 0 && at < window.counts.length) window.counts[at] += count;
  else window.add(within(window, index), count);
}

/** Where an index goes so that the window does not become too long: small ones are joined. */
function within(window: CountWindow, index: number): number {
  if (window.lengthWith(index) <= MAX_BUCKETS) return index;
  const highest = Math.max(index, window.offset + window.counts.length - 1);
  const lowest = highest - MAX_BUCKETS + SUB_BUCKETS;
  if (lowest > window.offset) window.rehome((other) => Math.max(other, lowest));
  return Math.max(index, lowest);
}

function mergeWithin(window: CountWindow, other: CountWindow): void {
  // From the largest down, so that what has to be joined is known from the start.
  for (let at = other.counts.length - 1; at >= 0; at--) {
    if (other.counts[at] > 0) addWithin(window, other.offset + at, other.counts[at]);
  }
}

function total({ counts }: CountWindow): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}

/** The middle of a bucket; its index is exponent and upper fraction of the numbers in it. */
function middleOf(index: number): number {
  const exponent = (index >>> SUB_BUCKET_BITS) - 1023;
  const sub = index & (SUB_BUCKETS - 1);
  return (1 + (sub + 0.5) / SUB_BUCKETS) * 2 ** exponent;
}
