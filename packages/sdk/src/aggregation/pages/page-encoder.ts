import { crc32 } from 'node:zlib';
import type { MetricView } from '../../metrics/view/metric-view.ts';
import type { SeriesPage } from '../../metrics/view/series-page.ts';
import { formatExemplars } from './exemplar-text.ts';
import { formatHead } from './metric-head.ts';
import { PAGES_MAGIC, PAGES_VERSION, PART } from './page-message.ts';
import { PageWriter } from './page-writer.ts';
import { SentPage } from './sent-page.ts';

interface SentMetric {
  readonly id: number;
  readonly view: MetricView;
  readonly pages: Map<SeriesPage, SentPage>;
  nextPage: number;
  round: number;
}

/** How {@link PageEncoder.encode} writes. */
export interface EncodeOptions {
  /** Everything, for a reader that has nothing; else what changed since the message before. */
  readonly isFull?: boolean;
  /** What the writer says of itself. */
  readonly note?: string;
}

/**
 * Writes metrics as binary pages for one reader: what it has already got is left out, so that a message is
 * mostly columns of floats. For files, of which each holds everything, the texts are still encoded only once.
 */
export class PageEncoder {
  readonly #writer = new PageWriter();
  readonly #sent = new Map<string, SentMetric>();
  /** Metrics that the reader is still to be told the end of. */
  readonly #gone: number[] = [];
  #sequence = 0;
  #nextMetric = 1;
  #round = 0;

  /** Sequence of the last message. */
  get sequence(): number {
    return this.#sequence;
  }

  /** One message. */
  encode(metrics: readonly MetricView[], options: EncodeOptions = {}): Uint8Array {
    const writer = this.#writer;
    const isFull = options.isFull === true || this.#sequence === 0;
    this.#round++;
    writer.reset();
    writer.uint(PAGES_MAGIC);
    writer.uint(PAGES_VERSION);
    writer.float(isFull ? 0 : this.#sequence);
    writer.float(++this.#sequence);
    writer.text(options.note ?? '');
    this.#writeMetrics(metrics, isFull);
    this.#writeGoneMetrics();
    writer.uint(crc32(writer.written()));
    return writer.copy();
  }

  /** Whether a message would tell anything new. */
  hasChanged(metrics: readonly MetricView[]): boolean {
    if (metrics.length !== this.#sent.size) return true;
    return metrics.some((view) => {
      const sent = this.#sent.get(view.name);
      if (sent?.view !== view || sent.pages.size !== view.pages.length) return true;
      return view.pages.some((page) => sent.pages.get(page)?.hasChanged(page, view) ?? true);
    });
  }

  #writeMetrics(metrics: readonly MetricView[], isFull: boolean): void {
    const writer = this.#writer;
    const countAt = writer.length;
    let count = 0;
    writer.uint(0);
    for (const view of metrics) {
      const known = this.#sent.get(view.name);
      // The second of two with a name would be mistaken for the first.
      if (known?.round === this.#round) continue;
      const isNew = known?.view !== view;
      const sent = isNew ? this.#begin(view) : known;
      sent.round = this.#round;
      if (this.#writeMetric(view, sent, isNew || isFull)) count++;
    }
    writer.patchUint(countAt, count);
  }

  #begin(view: MetricView): SentMetric {
    const known = this.#sent.get(view.name);
    const sent = { id: this.#nextMetric++, view, pages: new Map(), nextPage: 1, round: 0 };
    if (known) this.#gone.push(known.id);
    this.#sent.set(view.name, sent);
    return sent;
  }

  /** Whether there was anything to write. */
  #writeMetric(view: MetricView, sent: SentMetric, isFull: boolean): boolean {
    const writer = this.#writer;
    const start = writer.length;
    writer.uint(sent.id);
    writer.byte(isFull ? 1 : 0);
    if (isFull) writer.text(formatHead(view));
    const countAt = writer.length;
    let count = 0;
    writer.uint(0);
    for (const page of view.pages) {
      let known = sent.pages.get(page);
      const isNew = known === undefined;
      if (known === undefined) sent.pages.set(page, (known = new SentPage(sent.nextPage++)));
      known.round = this.#round;
      if (this.#writePage(view, page, known, isNew || isFull)) count++;
    }
    writer.patchUint(countAt, count);
    const gone = this.#writeGonePages(sent);
    if (isFull || count > 0 || gone > 0) return true;
    writer.cut(start);
    return false;
  }

  #writeGonePages({ pages }: SentMetric): number {
    const gone = [...pages].filter(([, sent]) => sent.round !== this.#round);
    this.#writer.uint(gone.length);
    for (const [page, { id }] of gone) {
      this.#writer.uint(id);
      pages.delete(page);
    }
    return gone.length;
  }

  /** Whether there was anything to write. */
  #writePage(view: MetricView, page: SeriesPage, sent: SentPage, isFull: boolean): boolean {
    const writer = this.#writer;
    const start = writer.length;
    writer.uint(sent.id);
    writer.byte(0);
    const hasRows = isFull || sent.version !== page.version;
    if (hasRows) writer.bytes(sent.rowBytes(page, view));
    const rows = sent.changedRows(page, view, hasRows);
    const parts =
      (hasRows ? PART.rows : 0) |
      this.#writeValues(view, page, sent, hasRows) |
      this.#writeCells(page, rows, sent) |
      (view.hasExemplars ? this.#writeExemplars(page, rows) : 0);
    if (parts === 0) writer.cut(start);
    else writer.patchByte(start + 4, parts);
    return parts !== 0;
  }

  /** Floats of all rows where most have changed, else the changed ones with their places. */
  #writeValues({ width }: MetricView, page: SeriesPage, sent: SentPage, isFull: boolean): number {
    const writer = this.#writer;
    const length = page.rowCount * width;
    const values = length === page.values.length ? page.values : page.values.subarray(0, length);
    const places = isFull ? undefined : sent.changes(values);
    if (places?.length === 0) return 0;
    writer.uint(places?.length ?? values.length);
    if (places) this.#writePlaces(values, places);
    else writer.floats(values);
    sent.remember(values);
    return places ? PART.someValues : PART.allValues;
  }

  #writePlaces(values: Float64Array, places: readonly number[]): void {
    const writer = this.#writer;
    for (const place of places) writer.uint(place);
    writer.align();
    for (const place of places) writer.float(values[place]);
  }

  #writeCells({ cells }: SeriesPage, rows: readonly number[], sent: SentPage): number {
    if (cells.length === 0) return 0;
    const changed = sent.changedCells(cells, rows, performance.now());
    if (changed.length === 0) return 0;
    this.#writer.uint(changed.length);
    for (const { row, floats } of changed) {
      this.#writer.uint(row);
      this.#writer.uint(floats.length);
      this.#writer.floats(floats);
    }
    return PART.cells;
  }

  #writeExemplars({ exemplars }: SeriesPage, rows: readonly number[]): number {
    const given = rows.filter((row) => exemplars[row] !== undefined);
    if (given.length === 0) return 0;
    this.#writer.uint(given.length);
    for (const row of given) {
      this.#writer.uint(row);
      this.#writer.text(formatExemplars(exemplars[row] ?? []));
    }
    return PART.exemplars;
  }

  #writeGoneMetrics(): void {
    for (const [name, { id, round }] of this.#sent) {
      if (round === this.#round) continue;
      this.#gone.push(id);
      this.#sent.delete(name);
    }
    this.#writer.uint(this.#gone.length);
    for (const id of this.#gone) this.#writer.uint(id);
    this.#gone.length = 0;
  }
}
