const FIRST_CAPACITY = 16;
const EMPTY = new Float64Array();

/** Samples of one series on their way into blocks. */
export class SeriesBuffer {
  readonly id: number;
  times: Float64Array = EMPTY;
  values: Float64Array = EMPTY;
  length = 0;
  /** Whether every sample is newer than the one before it. */
  isAscending = true;

  constructor(id: number) {
    this.id = id;
  }

  push(timestampMs: number, value: number): void {
    const { length } = this;
    if (length === this.times.length) this.#grow();
    if (length > 0 && timestampMs <= this.times[length - 1]) this.isAscending = false;
    this.times[length] = timestampMs;
    this.values[length] = value;
    this.length = length + 1;
  }

  /** Drops the first samples; what a finished series held is given back. */
  dropFirst(count: number): void {
    this.times = this.length === count ? EMPTY : this.times.slice(count, this.length);
    this.values = this.length === count ? EMPTY : this.values.slice(count, this.length);
    this.length -= count;
  }

  /** Brings the samples into the order of their times; those of the same time keep their order. */
  sort(): void {
    const { times } = this;
    const order = new Uint32Array(this.length).map((_, i) => i);
    order.sort((a, b) => times[a] - times[b] || a - b);
    this.keep(order);
    this.isAscending = true;
  }

  /** Keeps the samples at some indices, in their order. */
  keep(indices: Uint32Array): void {
    const { times, values } = this;
    this.times = Float64Array.from(indices, (index) => times[index]);
    this.values = Float64Array.from(indices, (index) => values[index]);
    this.length = indices.length;
  }

  #grow(): void {
    const capacity = Math.max(FIRST_CAPACITY, this.length * 2);
    this.times = grown(this.times, capacity);
    this.values = grown(this.values, capacity);
  }
}

function grown(column: Float64Array, capacity: number): Float64Array {
  const larger = new Float64Array(capacity);
  larger.set(column);
  return larger;
}
