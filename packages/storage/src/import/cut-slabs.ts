import { MAX_SLAB_ROWS } from '../head/slab.ts';
import type { SealedSlab } from '../head/sealed-slab.ts';
import type { SeriesBuffer } from './series-buffer.ts';

const DAY_MS = 86_400_000;

/** Series whose times have less in common than this share no rows: a block each costs less. */
const MIN_FILLED = 0.25;

/** Rows `from` to `to` of an axis, all of one day. */
interface Window {
  readonly from: number;
  readonly to: number;
}

/**
 * Cuts the samples of series that belong together into slabs of at most 120 rows of one day, and takes
 * them out of the buffers. The buffers are ascending.
 *
 * @param isLast whether the rest that fills no slab goes too; it stays for the next call otherwise
 */
export function cutSlabs(buffers: readonly SeriesBuffer[], isLast: boolean): SealedSlab[] {
  const filled = buffers.filter(({ length }) => length > 0);
  if (filled.length === 0) return [];
  const axis = commonAxis(filled);
  const samples = filled.reduce((sum, { length }) => sum + length, 0);
  if (filled.length > 1 && samples < MIN_FILLED * axis.length * filled.length) {
    return filled.flatMap((buffer) => cutSlabs([buffer], isLast));
  }
  const windows = windowsOf(axis);
  const last = windows.at(-1);
  if (!isLast && last !== undefined && last.to - last.from < MAX_SLAB_ROWS) windows.pop();
  const taken = new Uint32Array(filled.length);
  const slabs = windows.map((window) => takeSlab(filled, taken, axis.slice(window.from, window.to)));
  for (const [i, buffer] of filled.entries()) if (taken[i] > 0) buffer.dropFirst(taken[i]);
  return slabs;
}

/** All times at which any of the series has a sample, ascending. */
function commonAxis(buffers: readonly SeriesBuffer[]): Float64Array<ArrayBuffer> {
  const longest = buffers.reduce((best, buffer) => (buffer.length > best.length ? buffer : best));
  const reference = longest.times.slice(0, longest.length);
  const others = buffers.filter((buffer) => !isWithin(buffer, reference));
  if (others.length === 0) return reference;
  const all = new Set(reference);
  for (const { times, length } of others) for (let i = 0; i < length; i++) all.add(times[i]);
  return Float64Array.from(all).sort();
}

/** Whether an axis has all times of a series. */
function isWithin({ times, length }: SeriesBuffer, axis: Float64Array): boolean {
  let row = 0;
  for (let i = 0; i < length; i++) {
    while (row < axis.length && axis[row] < times[i]) row++;
    if (axis[row] !== times[i]) return false;
    row++;
  }
  return true;
}

function windowsOf(axis: Float64Array): Window[] {
  const windows: Window[] = [];
  for (let from = 0; from < axis.length;) {
    const dayEndMs = (Math.floor(axis[from] / DAY_MS) + 1) * DAY_MS;
    let to = from + 1;
    while (to < axis.length && to - from < MAX_SLAB_ROWS && axis[to] < dayEndMs) to++;
    windows.push({ from, to });
    from = to;
  }
  return windows;
}

/** The samples at the times of the axis, from the first not taken yet. */
function takeSlab(
  buffers: readonly SeriesBuffer[],
  taken: Uint32Array,
  timestamps: Float64Array<ArrayBuffer>,
): SealedSlab {
  const lastMs = timestamps[timestamps.length - 1];
  const present: number[] = [];
  const counts: number[] = [];
  let total = 0;
  for (const [i, { times, length }] of buffers.entries()) {
    let end = taken[i];
    while (end < length && times[end] <= lastMs) end++;
    if (end === taken[i]) continue;
    present.push(i);
    counts.push(end - taken[i]);
    total += end - taken[i];
  }
  const rows = new Uint8Array(total);
  const values = new Float64Array(total);
  let offset = 0;
  for (const [k, i] of present.entries()) {
    const { times, values: source } = buffers[i];
    const from = taken[i];
    values.set(source.subarray(from, from + counts[k]), offset);
    let row = 0;
    for (let n = 0; n < counts[k]; n++) {
      while (timestamps[row] < times[from + n]) row++;
      rows[offset + n] = row;
    }
    offset += counts[k];
    taken[i] += counts[k];
  }
  return {
    slabId: 0,
    dayMs: Math.floor(timestamps[0] / DAY_MS) * DAY_MS,
    timestamps,
    seriesIds: Uint32Array.from(present, (i) => buffers[i].id),
    counts: Uint16Array.from(counts),
    rows,
    values,
  };
}
