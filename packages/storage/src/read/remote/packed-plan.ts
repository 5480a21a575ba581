import type { HistogramColumn } from '@telltale/model';
import { Turn } from '../../turns/turn.ts';
import type { HeadSlice, ReadPlan } from '../read-plan.ts';
import { buffersOfRosters, packRosters, unpackRosters } from './packed-rosters.ts';
import type { PackedRosters } from './packed-rosters.ts';

/** Slices that are packed without a look at the clock. */
const SLICES_PER_LOOK = 256;

/** Head slices as few large arrays. */
interface PackedSlices {
  readonly slots: Uint32Array<ArrayBuffer>;
  /** The number of each slice's times among `axes`. */
  readonly axisOf: Uint32Array<ArrayBuffer>;
  /** Each array of times once: slices that shared theirs still do. */
  readonly axisLengths: Uint32Array<ArrayBuffer>;
  readonly axes: Float64Array<ArrayBuffer>;
  /** One behind the other. */
  readonly values: Float64Array<ArrayBuffer>;
  /** Of slices that have any. */
  readonly histograms: readonly (readonly [slice: number, histograms: HistogramColumn])[];
}

/** A plan that can be sent to another thread. */
export interface PackedPlan {
  readonly ids: Uint32Array<ArrayBuffer>;
  readonly rosters: PackedRosters;
  readonly head: PackedSlices;
}

/**
 * Copies the head slices, in turns: their arrays are written to while another thread reads, but what is
 * in them already stays.
 */
export async function packPlan({ ids, rosters, head }: ReadPlan, signal?: AbortSignal): Promise<PackedPlan> {
  return { ids: Uint32Array.from(ids), rosters: packRosters(rosters), head: await packSlices(head, signal) };
}

/** The buffers of a packed plan, for the transfer list of a message. */
export function buffersOfPlan({ ids, rosters, head }: PackedPlan): ArrayBuffer[] {
  const ofHead = [head.slots, head.axisOf, head.axisLengths, head.axes, head.values];
  return [ids, ...ofHead].map(({ buffer }) => buffer).concat(buffersOfRosters(rosters));
}

/** Gives back what {@link packPlan} took. */
export function unpackPlan({ ids, rosters, head }: PackedPlan): ReadPlan {
  return { ids, rosters: unpackRosters(rosters), head: unpackSlices(head) };
}

async function packSlices(slices: readonly HeadSlice[], signal?: AbortSignal): Promise<PackedSlices> {
  const turn = new Turn();
  const numbers = new Map<Float64Array, number>();
  const slots = new Uint32Array(slices.length);
  const axisOf = new Uint32Array(slices.length);
  const histograms: [slice: number, histograms: HistogramColumn][] = [];
  const values = new Float64Array(slices.reduce((sum, slice) => sum + slice.values.length, 0));
  let at = 0;
  for (const [i, slice] of slices.entries()) {
    let number = numbers.get(slice.timestamps);
    if (number === undefined) numbers.set(slice.timestamps, (number = numbers.size));
    axisOf[i] = number;
    slots[i] = slice.slot;
    values.set(slice.values, at);
    at += slice.values.length;
    if (slice.histograms !== undefined) histograms.push([i, slice.histograms]);
    if (i % SLICES_PER_LOOK === 0 && turn.isOver) await turn.end(signal);
  }
  const axes = [...numbers.keys()];
  return {
    slots,
    axisOf,
    axisLengths: Uint32Array.from(axes, ({ length }) => length),
    axes: joined(axes),
    values,
    histograms,
  };
}

function unpackSlices({ slots, axisOf, axisLengths, axes, values, histograms }: PackedSlices): HeadSlice[] {
  const times: Float64Array[] = [];
  let at = 0;
  for (const length of axisLengths) times.push(axes.subarray(at, (at += length)));
  const slices: HeadSlice[] = [];
  let valueAt = 0;
  for (let i = 0; i < slots.length; i++) {
    const timestamps = times[axisOf[i]];
    const end = valueAt + timestamps.length;
    slices.push({ slot: slots[i], timestamps, values: values.subarray(valueAt, end) });
    valueAt = end;
  }
  for (const [i, column] of histograms) slices[i] = { ...slices[i], histograms: column };
  return slices;
}

function joined(parts: readonly Float64Array[]): Float64Array<ArrayBuffer> {
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
