import type { Slab, SlabColumn } from './slab.ts';

/** Samples of a row, `from` up to `to`, whose series are side by side in a slab. */
export interface LayoutRun {
  readonly slab: Slab;
  readonly firstColumn: number;
  readonly from: number;
  readonly to: number;
  readonly departures: number;
}

/**
 * Where the series of a row went. The rows of a group mostly have the same series, one after the other in its slabs:
 * the next row need not look at each of them.
 */
export class RowLayout {
  readonly runs: readonly LayoutRun[];
  readonly #ids: Uint32Array;

  /** @param columnOf - where the newest sample of a series is, which is the one of the row. */
  constructor(ids: readonly number[], columnOf: (id: number) => SlabColumn | undefined) {
    this.#ids = Uint32Array.from(ids);
    this.runs = runsOf(ids, columnOf);
  }

  /** Whether a row has the same series. */
  isOf(ids: readonly number[]): boolean {
    const known = this.#ids;
    if (known.length !== ids.length) return false;
    for (let i = 0; i < known.length; i++) if (known[i] !== ids[i]) return false;
    return true;
  }
}

/**
 * Whether the samples of a run can go where those of the row before went. All its series have their newest samples in
 * the slab, as none has left it: so what is newer than the slab is newer than each of them.
 */
export function canFollow({ slab, departures }: LayoutRun, timestampMs: number): boolean {
  return (
    slab.isOpen &&
    slab.departures === departures &&
    timestampMs > slab.lastTimestampMs &&
    !slab.isPast(timestampMs)
  );
}

function runsOf(ids: readonly number[], columnOf: (id: number) => SlabColumn | undefined): LayoutRun[] {
  const runs: LayoutRun[] = [];
  let first = columnOf(ids[0]);
  let from = 0;
  for (let i = 1; i <= ids.length; i++) {
    const column = i < ids.length ? columnOf(ids[i]) : undefined;
    const isNext =
      first !== undefined && column?.slab === first.slab && column.index === first.index + i - from;
    if (isNext) continue;
    if (first !== undefined) {
      const { slab, index } = first;
      runs.push({ slab, firstColumn: index, from, to: i, departures: slab.departures });
    }
    first = column;
    from = i;
  }
  return runs;
}
