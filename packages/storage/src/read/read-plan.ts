import type { HistogramColumn } from '@telltale/model';

/** A block to read, and the times it was listed with: numbers of deleted blocks can be given again. */
export interface BlockRead {
  readonly id: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** Columns of successive blocks of one day that have the same series. */
export interface RosterRead {
  readonly dayMs: number;
  /** The blocks that can have samples in the range, in the order they were listed. */
  readonly blocks: readonly BlockRead[];
  /** Column `columns[i]` of every block belongs to the slot `slots[i]`. */
  readonly columns: Uint16Array;
  readonly slots: Uint32Array;
}

/** Samples of one series that are not in a block yet. */
export interface HeadSlice {
  readonly slot: number;
  /** The same array for all series of a slab that have the same rows. */
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
  readonly histograms?: HistogramColumn;
}

/** Where the samples of an answer are: found without reading a block, so that another thread can read them. */
export interface ReadPlan {
  /** The series; a slot is a place in this list. */
  readonly ids: Uint32Array;
  readonly rosters: readonly RosterRead[];
  /** By slot, then by time. */
  readonly head: readonly HeadSlice[];
}
