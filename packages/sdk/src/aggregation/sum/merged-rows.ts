import type { NativeBuckets } from '../../metrics/distribution/native-buckets.ts';
import type { TablePage } from '../../metrics/series/table-page.ts';
import type { Cell } from './merged-cell.ts';

/** What a sum remembers of one of its pages beside the values that are shown. */
export class MergedRows {
  readonly page: TablePage<Cell>;
  /** Number of the page's first series. */
  readonly firstSeries: number;
  /** By row: whether any process shows it. */
  readonly isShown: Uint8Array;
  /** By row: processes that gave a value. */
  readonly givers: Uint32Array;
  /** By row: whether a dead process counts in it. */
  readonly isKept: Uint8Array;
  readonly keptCells: (NativeBuckets | undefined)[] = [];
  #kept: Float64Array | undefined;
  #before: Float64Array | undefined;

  constructor(page: TablePage<Cell>, firstSeries: number) {
    this.page = page;
    this.firstSeries = firstSeries;
    this.isShown = new Uint8Array(page.capacity);
    this.givers = new Uint32Array(page.capacity);
    this.isKept = new Uint8Array(page.capacity);
  }

  /** Back to what dead processes have counted. */
  begin(withBefore: boolean): void {
    const { values } = this.page;
    if (withBefore) this.#before = values.slice();
    if (this.#kept) values.set(this.#kept);
    else values.fill(0);
    this.isShown.set(this.isKept);
    this.givers.fill(0);
  }

  /** Whether a row has the values that it had before this merge. */
  isAsBefore(row: number, width: number): boolean {
    const before = this.#before;
    if (!before) return false;
    const { values } = this.page;
    for (let at = row * width; at < (row + 1) * width; at++) if (values[at] !== before[at]) return false;
    return true;
  }

  /** Keeps the last values of a process that died. */
  keep(row: number, values: Float64Array, isShown: boolean): void {
    this.#kept ??= new Float64Array(this.page.values.length);
    const width = values.length;
    for (const [i, value] of values.entries()) this.#kept[row * width + i] += value;
    if (isShown) this.isKept[row] = 1;
  }

  /** Nobody has the row any more. */
  forget(row: number, width: number): void {
    this.#kept?.fill(0, row * width, (row + 1) * width);
    this.isKept[row] = 0;
    this.keptCells[row] = undefined;
  }
}
