/** The samples that stand for the edges of a window: the first at or before its start, the last at its end. */
export interface EdgeSamples {
  readonly first: number;
  readonly last: number;
}

/** A window with the samples around it that may count for its edges. */
export interface ExtendedWindow {
  readonly timestamps: Float64Array;
  /** The samples from `from` up to, not including, `to` are known. */
  readonly from: number;
  readonly to: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** Which way samples beyond a window count: `anchored` takes them as they are, `smoothed` estimates. */
export type Extension = 'anchored' | 'smoothed';

/** The samples at the edges of a window; `undefined` when nothing can be said of it. */
export function edgeSamples(window: ExtendedWindow, extension: Extension): EdgeSamples | undefined {
  const { timestamps, from, to, startMs, endMs } = window;
  if (from >= to) return undefined;
  const first = Math.max(from, firstAfter(timestamps, from, to - 1, startMs) - 1);
  const last = extension === 'smoothed' ? firstFrom(timestamps, from, to - 1, endMs) : to - 1;
  // Nothing was seen since the window began, or nothing before it ended.
  if (timestamps[last] <= startMs) return undefined;
  return { first, last };
}

/** The first index from `from` whose time is after `ms`; `to` when there is none. */
function firstAfter(timestamps: Float64Array, from: number, to: number, ms: number): number {
  return search(from, to, (i) => timestamps[i] > ms);
}

/** The first index from `from` whose time is `ms` or later; `to` when there is none. */
export function firstFrom(timestamps: Float64Array, from: number, to: number, ms: number): number {
  return search(from, to, (i) => timestamps[i] >= ms);
}

function search(from: number, to: number, holds: (index: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
