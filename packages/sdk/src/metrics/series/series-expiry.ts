import type { SeriesTable } from './series-table.ts';
import type { TablePage } from './table-page.ts';

/** Looking at every value takes time: not more often than this. */
const MIN_INTERVAL_MS = 1000;

/** What a page looked like when it was looked at last. */
interface Snapshot {
  readonly values: Float64Array;
  /** By row: when its values were seen to change last. */
  readonly changedMs: Float64Array;
}

/**
 * Hides the series of one metric whose values have not changed for some time. A series that has a handle
 * keeps its row, and is shown again, with its old values and what was added, when they change; one without
 * is removed.
 */
export class SeriesExpiry {
  readonly #table: SeriesTable;
  readonly #ttlMs: number;
  readonly #snapshots = new WeakMap<TablePage, Snapshot>();
  #sweptMs = -Infinity;

  constructor(table: SeriesTable, ttlMs: number) {
    this.#table = table;
    this.#ttlMs = ttlMs;
  }

  /** Looks at all series; `nowMs` is monotonic. */
  sweep(nowMs: number): void {
    if (nowMs - this.#sweptMs < MIN_INTERVAL_MS) return;
    this.#sweptMs = nowMs;
    for (const page of this.#table.pages) {
      const snapshot = this.#snapshotOf(page);
      for (let row = 0; row < page.rowCount; row++) {
        if (page.isTaken(row)) this.#look(page, row, snapshot, nowMs);
      }
    }
  }

  #look(page: TablePage, row: number, { values, changedMs }: Snapshot, nowMs: number): void {
    if (this.#copyChanges(page, row, values)) {
      changedMs[row] = nowMs;
      if (page.live[row] === 0) page.show(row, true);
    } else if (nowMs - changedMs[row] >= this.#ttlMs && page.live[row] === 1) {
      if (page.isPinned(row)) page.show(row, false);
      else this.#table.remove(page.firstSeries | row);
    }
  }

  /** Takes over the floats of a row; whether any was different. */
  #copyChanges(page: TablePage, row: number, seen: Float64Array): boolean {
    const { width } = this.#table;
    let hasChanged = false;
    for (let at = row * width; at < (row + 1) * width; at++) {
      if (seen[at] === page.values[at]) continue;
      seen[at] = page.values[at];
      hasChanged = true;
    }
    return hasChanged;
  }

  #snapshotOf(page: TablePage): Snapshot {
    let snapshot = this.#snapshots.get(page);
    if (!snapshot) {
      // NaN differs from every value: a row counts as changed when it is seen first.
      const values = new Float64Array(page.values.length).fill(NaN);
      snapshot = { values, changedMs: new Float64Array(page.capacity) };
      this.#snapshots.set(page, snapshot);
    }
    return snapshot;
  }
}
