/** A slab that takes no more rows, packed for the writer thread. All buffers can be transferred. */
export interface SealedSlab {
  readonly slabId: number;
  /** Start of the UTC day that all rows fall in. */
  readonly dayMs: number;
  /** One per row, ascending. */
  readonly timestamps: Float64Array<ArrayBuffer>;
  /** One per column. */
  readonly seriesIds: Uint32Array<ArrayBuffer>;
  /** Samples per column; columns lie one behind the other in `rows` and `values`. */
  readonly counts: Uint16Array<ArrayBuffer>;
  /** The row of each sample, ascending within a column. */
  readonly rows: Uint8Array<ArrayBuffer>;
  readonly values: Float64Array<ArrayBuffer>;
}

/** The buffers of a sealed slab, for the transfer list of a message. */
export function buffersOf(slab: SealedSlab): ArrayBuffer[] {
  return [slab.timestamps, slab.seriesIds, slab.counts, slab.rows, slab.values].map(({ buffer }) => buffer);
}
