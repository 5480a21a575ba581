import type { HistogramColumn } from '@telltale/model';
import type { HeadSlice, ReadPlan } from '../read-plan.ts';
import { buffersOfRosters, packRosters, unpackRosters } from './packed-rosters.ts';
import type { PackedRosters } from './packed-rosters.ts';

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

/** Copies the head slices: their arrays are written to while another thread reads. */
export function packPlan({ ids, rosters, head }: ReadPlan): PackedPlan {
  return { ids: Uint32Array.from(ids), rosters: packRosters(rosters), head: packSlices(head) };
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

function packSlices(slices: readonly HeadSlice[]): PackedSlices {
  const numbers = new Map<Float64Array, number>();
  const axes: Float64Array[] = [];
  const axisOf = new Uint32Array(slices.length);
  let valueCount = 0;
  for (let i = 0; i < slices.length; i++) {
    const { timestamps, values } = slices[i];
    let number = numbers.get(timestamps);
    if (number === undefined) {
      numbers.set(timestamps, (number = axes.length));
      axes.push(timestamps);
    }
    axisOf[i] = number;
    valueCount += values.length;
  }
  return {
    slots: Uint32Array.from(slices, ({ slot }) => slot),
    axisOf,
    axisLengths: Uint32Array.from(axes, ({ length }) => length),
    axes: joined(
      axes,
      axes.reduce((sum, { length }) => sum + length, 0),
    ),
    values: joined(
      slices.map(({ values }) => values),
      valueCount,
    ),
    histograms: slices.flatMap(({ histograms }, i) =>
      histograms === undefined ? [] : [[i, histograms] as const],
    ),
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

function joined(parts: readonly Float64Array[], length: number): Float64Array<ArrayBuffer> {
  const whole = new Float64Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
