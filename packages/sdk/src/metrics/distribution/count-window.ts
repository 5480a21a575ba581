/** Counts by index, kept as one dense window from the lowest to the highest index in use. */
export class CountWindow {
  /** Index of the first count. */
  offset = 0;
  counts = new Float64Array(0);
  readonly #step: number;

  /** The window grows in multiples of `step`, so that a rising extreme does not copy it each time. */
  constructor(step = 1) {
    this.#step = step;
  }

  /** Adds to the count of an index; the window grows to include it. */
  add(index: number, count = 1): void {
    const at = index - this.offset;
    if (at >= 0 && at < this.counts.length) this.counts[at] += count;
    else {
      this.#reach(index);
      this.counts[index - this.offset] += count;
    }
  }

  /** Length of the window if it included an index as well. */
  lengthWith(index: number): number {
    const { offset, counts } = this;
    if (counts.length === 0) return 1;
    return Math.max(index + 1, offset + counts.length) - Math.min(index, offset);
  }

  /** Replaces the counts by those of fewer, wider buckets: `rehome` tells where an index goes. */
  rehome(rehome: (index: number) => number): void {
    const { offset, counts } = this;
    this.clear();
    for (const [at, count] of counts.entries()) if (count > 0) this.add(rehome(offset + at), count);
  }

  /** Forgets everything. */
  clear(): void {
    this.offset = 0;
    this.counts = new Float64Array(0);
  }

  #reach(index: number): void {
    const { offset, counts } = this;
    const step = this.#step;
    const isEmpty = counts.length === 0;
    const low = Math.floor((isEmpty ? index : Math.min(index, offset)) / step) * step;
    const high = Math.ceil((isEmpty ? index + 1 : Math.max(index + 1, offset + counts.length)) / step) * step;
    const grown = new Float64Array(high - low);
    if (!isEmpty) grown.set(counts, offset - low);
    this.offset = low;
    this.counts = grown;
  }
}

/** All of the state of windows as plain floats; {@link decodeWindows} reads them. */
export function encodeWindows(windows: readonly CountWindow[]): number[] {
  return windows.flatMap(({ offset, counts }) => [offset, counts.length, ...counts]);
}

/** Gives windows the state that {@link encodeWindows} wrote. */
export function decodeWindows(windows: readonly CountWindow[], floats: Float64Array): void {
  let at = 0;
  for (const window of windows) {
    const [offset, length] = floats.subarray(at, at + 2);
    window.offset = offset;
    window.counts = floats.slice(at + 2, at + 2 + length);
    at += 2 + length;
  }
}
