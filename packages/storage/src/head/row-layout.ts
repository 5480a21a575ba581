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

  private constructor(ids: readonly number[], columns: readonly SlabColumn[]) {
    this.#ids = Uint32Array.from(ids);
    this.runs = runsOf(columns);
  }

  /**
   * The layout of a row, or `undefined` if one of its series has no column for the samples to come: late samples leave
   * a series that ended its run without one, and a layout must not pass over it.
   */
  static of(ids: readonly number[], columnOf: (id: number) => SlabColumn | undefined): RowLayout | undefined {
    const columns: SlabColumn[] = [];
    for (const id of ids) {
      const column = columnOf(id);
      if (column === undefined) return undefined;
      columns.push(column);
    }
    return new RowLayout(ids, columns);
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

function runsOf(columns: readonly SlabColumn[]): LayoutRun[] {
  const runs: LayoutRun[] = [];
  let from = 0;
  for (let to = 1; to <= columns.length; to++) {
    const { slab, index } = columns[from];
    const isNext =
      to < columns.length && columns[to].slab === slab && columns[to].index === index + to - from;
    if (isNext) continue;
    runs.push({ slab, firstColumn: index, from, to, departures: slab.departures });
    from = to;
  }
  return runs;
}
