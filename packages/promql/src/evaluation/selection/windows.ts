/** For each step, the samples from `from` up to, not including, `to`. */
export interface Windows {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Where windows lie on the time line. */
export interface WindowSpec {
  /** The end of each step's window, inclusive; never descending. */
  readonly endsMs: Float64Array;
  readonly lengthMs: number;
  /** Whether a sample exactly on the left edge belongs to the window. */
  readonly closed: boolean;
}

/**
 * Cuts windows from timestamp columns. Series that were scraped together have the same timestamps,
 * so the windows of the last column are kept and reused.
 */
export class WindowCutter {
  readonly #spec: WindowSpec;
  #timestamps: Float64Array | undefined;
  #windows: Windows = { from: new Int32Array(0), to: new Int32Array(0) };

  constructor(spec: WindowSpec) {
    this.#spec = spec;
  }

  cut(timestamps: Float64Array): Windows {
    if (!this.#timestamps || !sameTimes(this.#timestamps, timestamps)) {
      this.#windows = cutWindows(timestamps, this.#spec);
      this.#timestamps = timestamps;
    }
    return this.#windows;
  }
}

function sameTimes(a: Float64Array, b: Float64Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Both edges only ever move forward: one pass over samples and steps. */
function cutWindows(timestamps: Float64Array, { endsMs, lengthMs, closed }: WindowSpec): Windows {
  const from = new Int32Array(endsMs.length);
  const to = new Int32Array(endsMs.length);
  const size = timestamps.length;
  let first = 0;
  let next = 0;
  for (let step = 0; step < endsMs.length; step++) {
    const end = endsMs[step];
    const start = end - lengthMs;
    while (next < size && timestamps[next] <= end) next++;
    while (first < next && (closed ? timestamps[first] < start : timestamps[first] <= start)) first++;
    from[step] = first;
    to[step] = next;
  }
  return { from, to };
}
