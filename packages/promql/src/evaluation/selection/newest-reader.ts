import type { SeriesColumns } from '@telltale/model';
import { bitsOf, isStaleAt } from '@telltale/model';
import type { Column } from '../values/value.ts';
import type { WindowSpec, Windows } from './windows.ts';
import { WindowCutter } from './windows.ts';

/**
 * Reads the newest sample in the window of each step. Series that were scraped together have them at the
 * same places, which are looked for once.
 */
export class NewestReader {
  readonly #cutter: WindowCutter;
  #windows: Windows | undefined;
  #newest = new Int32Array(0);
  #values: Float64Array | undefined;
  #copy: Column | undefined;

  constructor(spec: WindowSpec) {
    this.#cutter = new WindowCutter(spec);
  }

  /** Reads to an empty column; returns where the sample of each step is, or -1. */
  read({ timestamps, values }: SeriesColumns, column: Column): Int32Array {
    const windows = this.#cutter.cut(timestamps);
    const isSame = windows === this.#windows && values === this.#values;
    if (windows !== this.#windows) this.#newest = newestOf(windows);
    if (!isSame) this.#copy = undefined;
    this.#windows = windows;
    this.#values = values;
    if (this.#copy) {
      column.values.set(this.#copy.values);
      column.present.set(this.#copy.present);
      return this.#newest;
    }
    readSamples(values, this.#newest, column);
    // Where only times are needed, a source gives many series the same values.
    if (isSame) this.#copy = { values: column.values.slice(), present: column.present.slice() };
    return this.#newest;
  }
}

function newestOf({ from, to }: Windows): Int32Array<ArrayBuffer> {
  return to.map((end, step) => (end > from[step] ? end - 1 : -1));
}

function readSamples(values: Float64Array, newest: Int32Array, column: Column): void {
  let hasNan = false;
  for (let step = 0; step < newest.length; step++) {
    const at = newest[step];
    if (at < 0) continue;
    const value = values[at];
    column.values[step] = value;
    column.present[step] = 1;
    if (value !== value) hasNan = true;
  }
  if (hasNan) dropStale(values, newest, column);
}

function dropStale(values: Float64Array, newest: Int32Array, { present }: Column): void {
  const bits = bitsOf(values);
  for (let step = 0; step < newest.length; step++)
    if (present[step] === 1 && isStaleAt(bits, newest[step])) present[step] = 0;
}
