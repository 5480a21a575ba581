import type { Presence } from '../codec/presence.ts';

/** A series' samples in one slab or block. */
export interface Run {
  /** The times of all rows of the slab or block. */
  readonly axis: Float64Array;
  readonly presence: Presence;
  /** One per present row. */
  readonly values: Float64Array;
}

/** Samples of one run that lie in a range. */
export interface Piece {
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
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
    const { from, to } = this.#samplesInRange(axis, presence);
    return from < to;
  }

  /** The samples in the range, or `undefined` when there are none. */
  cut({ axis, presence, values }: Run): Piece | undefined {
    const { from, to } = this.#samplesInRange(axis, presence);
    if (from >= to) return undefined;
    const { firstRow, rows } = presence;
    const timestamps =
      rows === undefined
        ? this.#view(axis, firstRow + from, firstRow + to)
        : Float64Array.from(rows.subarray(from, to), (row) => axis[row]);
    return { timestamps, values: values.subarray(from, to) };
  }

  /** Numbers of the first sample in the range and of the first one after it. */
  #samplesInRange(axis: Float64Array, { firstRow, count, rows }: Presence): { from: number; to: number } {
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
  #rowsInRange(axis: Float64Array): { from: number; to: number } {
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
