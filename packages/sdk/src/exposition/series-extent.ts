import type { MetricView } from '../metrics/view/metric-view.ts';
import type { SeriesPage } from '../metrics/view/series-page.ts';

/**
 * The series that a metric has when a metrics page is begun. What is added while it is written is left for
 * the next one: a series that is removed and made again meanwhile would stand on the page twice.
 */
export class SeriesExtent {
  readonly pageCount: number;
  readonly #pages: readonly SeriesPage[];
  /** Only the last page has rows to hand out. */
  readonly #rowsOfLast: number;

  constructor({ pages }: MetricView) {
    // A list of pages only grows: where one goes, the metric begins another list.
    this.#pages = pages;
    this.pageCount = pages.length;
    this.#rowsOfLast = pages.at(-1)?.rowCount ?? 0;
  }

  /** Some of the pages, for use at once: later they may have more rows. */
  pages(start: number, count: number): readonly SeriesPage[] {
    const end = Math.min(start + count, this.pageCount);
    const last = this.#pages[this.pageCount - 1];
    const hasGrown = end === this.pageCount && end > start && last.rowCount > this.#rowsOfLast;
    if (hasGrown) return [...this.#pages.slice(start, end - 1), cut(last, this.#rowsOfLast)];
    return start === 0 && end === this.#pages.length ? this.#pages : this.#pages.slice(start, end);
  }
}

function cut(page: SeriesPage, rowCount: number): SeriesPage {
  const { values, cells, live, version, exemplars } = page;
  const textOf = (row: number, label: number) => page.textOf(row, label);
  return { values, cells, live, version, exemplars, rowCount, textOf };
}
