import type { MetricView } from '../../metrics/view/metric-view.ts';
import type { SeriesPage } from '../../metrics/view/series-page.ts';
import { isSketch } from '../../metrics/distribution/sketch.ts';
import { floatsOf } from './cell-floats.ts';
import type { RowCell } from './page-message.ts';
import { PageWriter } from './page-writer.ts';

/** A sketch forgets by itself: one that is not recorded into is looked at again after this time. */
const SKETCH_AGE_MS = 10_000;

/** Floats that are written and read as a column in the time that one takes by itself, with its place. */
const FLOATS_PER_PLACE = 8;

const ROWS = new PageWriter();

/** What the reader has of one page. */
export class SentPage {
  readonly id: number;
  /** The message that it was last in. */
  round = 0;
  #version = -1;
  #rowBytes: Uint8Array = new Uint8Array();
  #values = new Float64Array();
  readonly #sketchAgeMs = new Map<number, number>();

  constructor(id: number) {
    this.id = id;
  }

  /** Version of the page whose texts the reader has. */
  get version(): number {
    return this.#version;
  }

  /** Whether the page differs from what was sent. */
  hasChanged(page: SeriesPage, { width }: MetricView): boolean {
    if (this.#version !== page.version) return true;
    const places = this.changes(page.values.subarray(0, page.rowCount * width));
    return places === undefined || places.length > 0;
  }

  /** Rows and label texts, encoded once for each version of the page. */
  rowBytes(page: SeriesPage, view: MetricView): Uint8Array {
    if (this.#version !== page.version) {
      this.#version = page.version;
      this.#rowBytes = encodeRows(page, view);
    }
    return this.#rowBytes;
  }

  /** Where floats differ from those sent; `undefined` where they do in so many places that all are better sent. */
  changes(values: Float64Array): readonly number[] | undefined {
    const known = this.#values;
    if (known.length !== values.length) return undefined;
    const most = values.length / FLOATS_PER_PLACE;
    const places: number[] = [];
    for (let i = 0; i < values.length; i++) {
      if (values[i] === known[i]) continue;
      if (places.length >= most) return undefined;
      places.push(i);
    }
    return places;
  }

  /** Rows with a float that differs from those sent; none for metrics that are nothing but floats. */
  changedRows(page: SeriesPage, { width, hasExemplars }: MetricView, isAll: boolean): readonly number[] {
    if (page.cells.length === 0 && !hasExemplars) return [];
    const known = this.#values;
    const rows: number[] = [];
    for (let row = 0; row < page.rowCount; row++) {
      if (page.live[row] === 0) continue;
      let isChanged = isAll;
      for (let at = row * width; !isChanged && at < (row + 1) * width; at++) {
        isChanged = page.values[at] !== known[at];
      }
      if (isChanged) rows.push(row);
    }
    return rows;
  }

  /** Cells of the changed rows, and sketches that have had time to forget. */
  changedCells(cells: readonly unknown[], rows: readonly number[], nowMs: number): readonly RowCell[] {
    const wanted = new Set(rows);
    for (const [row, sentMs] of this.#sketchAgeMs) if (nowMs - sentMs > SKETCH_AGE_MS) wanted.add(row);
    const changed: RowCell[] = [];
    for (const row of wanted) {
      const cell = cells[row];
      const floats = floatsOf(cell);
      if (floats === undefined) continue;
      changed.push({ row, floats });
      if (!isSketch(cell)) continue;
      if (cell.merged().count > 0) this.#sketchAgeMs.set(row, nowMs);
      else this.#sketchAgeMs.delete(row);
    }
    return changed;
  }

  /** The reader has these values now. */
  remember(values: Float64Array): void {
    if (this.#values.length === values.length) this.#values.set(values);
    else this.#values = values.slice();
  }
}

function encodeRows(page: SeriesPage, { width, labelNames }: MetricView): Uint8Array {
  const { rowCount, live, values } = page;
  const texts: string[] = [];
  for (let row = 0; row < rowCount; row++) {
    for (let label = 0; label < labelNames.length; label++) {
      // Label values hold no NUL: one text of all of them is written and read much faster than many.
      texts.push(live[row] === 1 ? page.textOf(row, label) : '');
    }
  }
  ROWS.reset();
  ROWS.uint(width === 0 ? rowCount : values.length / width);
  ROWS.uint(rowCount);
  ROWS.bytes(live.subarray(0, rowCount));
  ROWS.text(texts.join('\0'));
  return ROWS.copy();
}
