import type { NativeBuckets } from '../../metrics/distribution/native-buckets.ts';
import type { Exemplar } from '../../metrics/view/exemplar.ts';
import type { SeriesPage } from '../../metrics/view/series-page.ts';
import { nativeBucketsOf } from './cell-floats.ts';
import type { MetricHead } from './metric-head.ts';
import type { PageUpdate, RowTexts } from './page-message.ts';
import { RemoteSketch } from './remote-sketch.ts';

/** A page of another process, as it was when it last answered. */
export class RemotePage implements SeriesPage {
  readonly values: Float64Array;
  readonly live: Uint8Array;
  readonly cells: (NativeBuckets | RemoteSketch | undefined)[] = [];
  readonly exemplars: (readonly (Exemplar | undefined)[] | undefined)[] = [];
  rowCount = 0;
  version = 0;
  readonly #head: MetricHead;
  #texts: readonly string[] = [];

  constructor(head: MetricHead, capacity: number) {
    this.#head = head;
    this.values = new Float64Array(capacity * head.width);
    this.live = new Uint8Array(capacity);
  }

  textOf(row: number, label: number): string {
    return this.#texts[row * this.#head.labelNames.length + label];
  }

  /** Takes over what {@link fits} was asked about. */
  apply({ rows, allValues, someValues, cells, exemplars }: PageUpdate): void {
    if (rows && !this.#hasRows(rows)) {
      this.rowCount = rows.rowCount;
      this.live.set(rows.live);
      this.#texts = rows.texts;
      this.version++;
    }
    if (allValues) this.values.set(allValues);
    if (someValues) {
      for (const [i, place] of someValues.places.entries()) this.values[place] = someValues.values[i];
    }
    for (const { row, floats } of cells) this.cells[row] = cellOf(this.#head, floats);
    for (const row of exemplars) this.exemplars[row.row] = row.exemplars;
  }

  #hasRows({ rowCount, live, texts }: RowTexts): boolean {
    return (
      rowCount === this.rowCount &&
      live.every((bit, row) => bit === this.live[row]) &&
      texts.every((text, index) => text === this.#texts[index])
    );
  }
}

/** Whether an update is one of a page of this metric; throws `DamagedPages` where a cell cannot be. */
export function fits(head: MetricHead, page: RemotePage | undefined, update: PageUpdate): boolean {
  const { rows, allValues, someValues, cells, exemplars } = update;
  const rowCount = rows?.rowCount ?? page?.rowCount ?? 0;
  const length = rowCount * head.width;
  const capacity = (page?.values.length ?? 0) / head.width;
  if (!page && !rows) return false;
  if (rows && (allValues === undefined || !hasTexts(head, rows) || (page && rows.capacity !== capacity)))
    return false;
  if (allValues && allValues.length !== length) return false;
  if (someValues?.places.some((place) => place >= length)) return false;
  for (const { row, floats } of cells) {
    if (row >= rowCount || (head.native === undefined && head.kind !== 'summary')) return false;
    cellOf(head, floats);
  }
  return exemplars.every(({ row, exemplars }) => row < rowCount && exemplars.length <= head.width);
}

function hasTexts({ labelNames }: MetricHead, { rowCount, texts }: RowTexts): boolean {
  return texts.length === Math.max(1, rowCount * labelNames.length);
}

function cellOf(head: MetricHead, floats: Float64Array): NativeBuckets | RemoteSketch {
  return head.kind === 'summary' ? new RemoteSketch(floats) : nativeBucketsOf(floats);
}
