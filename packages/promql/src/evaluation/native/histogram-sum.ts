import type { CounterResetHint, NativeHistogram } from '@telltale/model';
import { CompensatedSum } from '../numeric/compensated-sum.ts';
import { coarserIndex, hasCustomBuckets } from './bucket-bounds.ts';
import type { BucketList } from './bucket-list.ts';
import { coarserBuckets, listBuckets, regroup, runsOf } from './bucket-list.ts';
import { CompensatedBuckets } from './compensated-buckets.ts';
import { bucketMapping, commonBounds, sameBounds } from './custom-bounds.ts';
import { ResetHints } from './reset-hints.ts';
import type { ZeroBucket } from './zero-bucket.ts';
import { commonThreshold, splitAtThreshold } from './zero-bucket.ts';

/**
 * A sum of histograms with compensated counts. Where histograms differ in their buckets the sum has
 * those that all can be brought to: the coarsest schema, the widest zero bucket, the custom bounds
 * they have in common.
 */
export class HistogramSum {
  #schema: number;
  #customValues: readonly number[];
  #zeroThreshold: number;
  readonly #count = new CompensatedSum();
  readonly #sum = new CompensatedSum();
  readonly #zeroCount = new CompensatedSum();
  readonly #positive: CompensatedBuckets;
  readonly #negative: CompensatedBuckets;
  readonly #hints: ResetHints;
  #lostBounds = 0;

  constructor(first: NativeHistogram) {
    this.#schema = first.schema;
    this.#customValues = first.customValues;
    this.#zeroThreshold = first.zeroThreshold;
    this.#count.reset(first.count);
    this.#sum.reset(first.sum);
    this.#zeroCount.reset(first.zeroCount);
    this.#positive = new CompensatedBuckets(first.positive);
    this.#negative = new CompensatedBuckets(first.negative);
    this.#hints = new ResetHints(first.counterReset);
  }

  get hasCustomBuckets(): boolean {
    return hasCustomBuckets({ schema: this.#schema });
  }

  /** The count of the sum so far. */
  get count(): number {
    return this.#count.total;
  }

  /** Whether resets were said of some and denied of others. */
  get hintsCollide(): boolean {
    return this.#hints.collide;
  }

  /** How often custom bounds were not the same, so that only those in common were kept. */
  get lostBounds(): number {
    return this.#lostBounds;
  }

  /** Adds a histogram. Returns false, and changes nothing, when only one of the two has custom buckets. */
  add(other: NativeHistogram): boolean {
    return this.#include(other, 1);
  }

  /** Takes a histogram off; otherwise as {@link add}. */
  subtract(other: NativeHistogram): boolean {
    return this.#include(other, -1);
  }

  /** Multiplies everything. */
  scale(factor: number): void {
    for (const part of [this.#count, this.#sum, this.#zeroCount])
      part.reset(part.sum * factor, part.compensation * factor);
    this.#positive.scale(factor);
    this.#negative.scale(factor);
  }

  /** Lowers the resolution to a schema, unless it is as low already. */
  coarsen(schema: number): void {
    const from = this.#schema;
    if (schema >= from || this.hasCustomBuckets) return;
    for (const side of [this.#positive, this.#negative])
      side.regroup((index) => coarserIndex(index, from, schema));
    this.#schema = schema;
  }

  /** The sum so far, without empty buckets. */
  total(counterReset: CounterResetHint = this.#hints.hint): NativeHistogram {
    return {
      schema: this.#schema,
      count: this.#count.total,
      sum: this.#sum.total,
      zeroThreshold: this.#zeroThreshold,
      zeroCount: this.#zeroCount.total,
      positive: runsOf(this.#positive.totals()),
      negative: runsOf(this.#negative.totals()),
      customValues: this.#customValues,
      counterReset,
    };
  }

  #include(other: NativeHistogram, sign: 1 | -1): boolean {
    const isCustom = hasCustomBuckets(other);
    if (isCustom !== this.hasCustomBuckets) return false;
    this.#hints.add(other.counterReset);
    this.#count.add(sign * other.count);
    this.#sum.add(sign * other.sum);
    this.#zeroCount.add(sign * other.zeroCount);
    if (isCustom) this.#includeCustom(other, sign);
    else this.#includeExponential(other, sign);
    return true;
  }

  #includeCustom({ positive, customValues }: NativeHistogram, sign: 1 | -1): void {
    if (sameBounds(this.#customValues, customValues)) {
      this.#positive.addRuns(positive, sign);
      return;
    }
    this.#lostBounds++;
    const bounds = commonBounds(this.#customValues, customValues);
    this.#positive.regroup(bucketMapping(this.#customValues, bounds));
    this.#customValues = bounds;
    this.#positive.add(regroup(listBuckets(positive), bucketMapping(customValues, bounds)), sign);
  }

  #includeExponential({ schema, zeroThreshold, positive, negative }: NativeHistogram, sign: 1 | -1): void {
    if (schema === this.#schema && zeroThreshold === this.#zeroThreshold) {
      this.#positive.addRuns(positive, sign);
      this.#negative.addRuns(negative, sign);
      return;
    }
    const listed = { schema, zeroThreshold, sides: [listBuckets(positive), listBuckets(negative)] };
    const rest = zeroThreshold === this.#zeroThreshold ? listed.sides : this.#reconcileZero(listed, sign);
    this.coarsen(schema);
    [this.#positive, this.#negative].forEach((own, i) =>
      own.add(coarserBuckets(rest[i], schema, this.#schema), sign),
    );
  }

  /** Gives both the same zero bucket; returns what is left of the buckets of the other. */
  #reconcileZero(other: ZeroBucket, sign: 1 | -1): BucketList[] {
    const sides = [this.#positive, this.#negative];
    const own = {
      schema: this.#schema,
      zeroThreshold: this.#zeroThreshold,
      sides: sides.map((side) => side.totals()),
    };
    const threshold = commonThreshold(own, other);
    if (threshold > own.zeroThreshold) {
      own.sides.forEach((list, i) => {
        const { within } = splitAtThreshold(own.schema, list, threshold);
        this.#addToZero(within, 1);
        sides[i].dropFirst(within.indexes.length);
      });
      this.#zeroThreshold = threshold;
    }
    if (threshold === other.zeroThreshold) return [...other.sides];
    return other.sides.map((list) => {
      const { within, beyond } = splitAtThreshold(other.schema, list, threshold);
      this.#addToZero(within, sign);
      return beyond;
    });
  }

  #addToZero({ counts }: BucketList, sign: 1 | -1): void {
    for (const count of counts) this.#zeroCount.add(sign * count);
  }
}
