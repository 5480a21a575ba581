import type { NativeOptions } from '@telltale/definition';
import { LogLinearCounts } from '../../metrics/distribution/log-linear-counts.ts';
import { NativeBuckets } from '../../metrics/distribution/native-buckets.ts';
import type { Exemplar } from '../../metrics/view/exemplar.ts';
import type { Sketch } from '../../metrics/distribution/sketch.ts';

/** State of a series of a sum that is no plain float. */
export type Cell = NativeBuckets | MergedSketch;

/** The sketches of several processes as one; they are added up when somebody asks for the first time. */
export class MergedSketch implements Sketch {
  readonly #parts: readonly Sketch[];
  #merged: LogLinearCounts | undefined;

  constructor(parts: readonly Sketch[]) {
    this.#parts = parts;
  }

  merged(): LogLinearCounts {
    if (this.#merged === undefined) {
      this.#merged = new LogLinearCounts();
      for (const part of this.#parts) this.#merged.merge(part.merged());
    }
    return this.#merged;
  }
}

/** Native buckets of several processes as one, in the coarsest resolution among them. */
export function sumOfBuckets(native: NativeOptions, parts: readonly NativeBuckets[]): NativeBuckets {
  const sum = new NativeBuckets(native);
  for (const part of parts) sum.merge(part);
  return sum;
}

/** Of exemplars of the same series, the newest for each bucket. */
export function newestExemplars(
  known: readonly (Exemplar | undefined)[],
  others: readonly (Exemplar | undefined)[],
): (Exemplar | undefined)[] {
  return Array.from({ length: Math.max(known.length, others.length) }, (_, index) => {
    const [one, other] = [known[index], others[index]];
    if (!one || !other) return one ?? other;
    return other.timestampMs > one.timestampMs ? other : one;
  });
}
