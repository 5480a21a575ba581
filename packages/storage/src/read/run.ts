import type { HistogramColumn } from '@telltale/model';
import type { Presence } from '../codec/presence.ts';
import type { SlabColumn } from '../head/slab.ts';

/** Samples of one series in one slab or block that lie in a range. */
export interface Piece {
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
  readonly histograms?: HistogramColumn;
}

/** Samples `from` up to, not including, `to` of a run. */
export interface SampleRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Cuts runs to a time range. Runs over the same rows of one axis get the same timestamp array, so
 * that an evaluation can tell by identity that two series share their times.
 */
export class RunCutter {
  readonly #startMs: number;
  readonly #endMs: number;
  readonly #views = new Map<Float64Array, Map<number, Float64Array>>();
  #last: { axis: Float64Array; from: number; to: number } = { axis: new Float64Array(), from: 0, to: 0 };

  constructor(startMs: number, endMs: number) {
    this.#startMs = startMs;
    this.#endMs = endMs;
  }

  /** Whether any row of a block can be in the range. */
  overlaps({ startMs, endMs }: { readonly startMs: number; readonly endMs: number }): boolean {
    return endMs >= this.#startMs && startMs <= this.#endMs;
  }

  /** Whether a run has a sample in the range. */
  touches(axis: Float64Array, presence: Presence): boolean {
    const { from, to } = this.samplesInRange(axis, presence);
    return from < to;
  }

  /** The samples of a column in the head that are in the range, or `undefined` when there are none. */
  cut({ slab, index, presence }: SlabColumn): Piece | undefined {
    const axis = slab.timestamps;
    const range = this.samplesInRange(axis, presence);
    const { from, to } = range;
    if (from >= to) return undefined;
    const histograms = slab.histogramsOf(index, presence, from, to);
    return {
      timestamps: this.timesOf(axis, presence, range),
      values: slab.valuesOf(index, presence, from, to),
      ...(histograms?.some((histogram) => histogram !== undefined) && { histograms }),
    };
  }

  /** The times of some samples of a run. */
  timesOf(axis: Float64Array, { firstRow, rows }: Presence, { from, to }: SampleRange): Float64Array {
    if (rows === undefined) return this.#view(axis, firstRow + from, firstRow + to);
    return Float64Array.from(rows.subarray(from, to), (row) => axis[row]);
  }

  /** The samples in the range; none when `from` is not below `to`. */
  samplesInRange(axis: Float64Array, { firstRow, count, rows }: Presence): SampleRange {
    if (rows === undefined) {
      const { from, to } = this.#rowsInRange(axis);
      return { from: Math.max(0, from - firstRow), to: Math.min(count, to - firstRow) };
    }
    let from = 0;
    while (from < count && axis[rows[from]] < this.#startMs) from++;
    let to = count;
    while (to > from && axis[rows[to - 1]] > this.#endMs) to--;
    return { from, to };
  }

  /** Remembered for the last axis asked: the columns of a slab or block come one after the other. */
  #rowsInRange(axis: Float64Array): SampleRange {
    if (this.#last.axis !== axis) {
      this.#last = { axis, from: lowerBound(axis, this.#startMs), to: lowerBound(axis, this.#endMs, true) };
    }
    return this.#last;
  }

  #view(axis: Float64Array, from: number, to: number): Float64Array {
    let views = this.#views.get(axis);
    if (views === undefined) this.#views.set(axis, (views = new Map()));
    const key = from * 256 + to;
    let view = views.get(key);
    if (view === undefined) views.set(key, (view = axis.subarray(from, to)));
    return view;
  }
}

/** The first index whose value is not below `bound`, or with `after`, that is above it. */
function lowerBound(sorted: Float64Array, bound: number, after = false): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const isBelow = after ? sorted[middle] <= bound : sorted[middle] < bound;
    if (isBelow) low = middle + 1;
    else high = middle;
  }
  return low;
}
