import { NativeBuckets } from '../../metrics/distribution/native-buckets.ts';
import { isSketch } from '../../metrics/distribution/sketch.ts';
import { OTHER } from '../../metrics/series/label-text.ts';
import { SeriesTable } from '../../metrics/series/series-table.ts';
import type { MetricView } from '../../metrics/view/metric-view.ts';
import type { SeriesPage } from '../../metrics/view/series-page.ts';
import { ROWS_PER_PAGE } from '../../metrics/view/series-page.ts';
import { DescribedMetric } from '../pages/described-metric.ts';
import type { MetricHead } from '../pages/metric-head.ts';
import { combinerOf, isCumulative } from './combine.ts';
import type { Cell } from './merged-cell.ts';
import { MergedSketch, newestExemplars, sumOfBuckets } from './merged-cell.ts';
import { MergedRows } from './merged-rows.ts';
import { NOWHERE, RowMapping } from './row-mapping.ts';

const ROW_MASK = ROWS_PER_PAGE - 1;

const NO_SKETCH = new MergedSketch([]);

/** What {@link MergedMetric} needs beside the head of its metric. */
export interface MergeOptions {
  readonly maxSeries: number;
  /** A series was beyond the limit. */
  readonly onLimit: (metric: string) => void;
}

/** A row of a process' page that counts in a series of the sum. */
interface Contribution {
  readonly page: SeriesPage;
  readonly row: number;
  readonly rows: MergedRows;
  readonly target: number;
}

/**
 * The sum of one metric over several processes. Its pages stay the same objects while their values change,
 * as those of a registry do.
 */
export class MergedMetric extends DescribedMetric implements MetricView {
  seriesCount = 0;
  readonly #table: SeriesTable<Cell>;
  readonly #options: MergeOptions;
  readonly #mappings = new Map<SeriesPage, RowMapping>();
  readonly #rows = new Map<number, MergedRows>();
  readonly #isCumulative: boolean;
  readonly #hasCells: boolean;
  #round = 0;

  constructor(head: MetricHead, options: MergeOptions) {
    super(head);
    this.#table = new SeriesTable<Cell>(head.labelNames.length, head.width);
    this.#options = options;
    this.#isCumulative = isCumulative(head);
    this.#hasCells = head.native !== undefined || head.kind === 'summary';
  }

  get pages(): readonly SeriesPage<Cell>[] {
    return this.#table.pages;
  }

  /** Brings the sum up to date; all views are of metrics that can be added to this one. */
  merge(views: readonly MetricView[]): void {
    this.#round++;
    for (const view of views) for (const page of view.pages) this.#map(view, page);
    this.#dropMappings(views);
    for (const rows of this.#rows.values()) rows.begin(this.#hasCells);
    for (const view of views) {
      for (const page of view.pages) {
        if (this.#isCumulative) this.#add(page);
        else this.#combine(page);
      }
    }
    if (this.aggregate === 'average') this.#divide();
    if (this.#hasCells) this.#mergeCells(views);
    if (this.hasExemplars) this.#mergeExemplars(views);
    this.#hideAndForget();
  }

  /**
   * A process died whose values were in the last merge: what it counted goes on to count, what it measured
   * does not.
   */
  keep(view: MetricView): void {
    for (const page of view.pages) {
      if (this.#isCumulative) this.#keepPage(page);
      this.#mappings.delete(page);
    }
  }

  #keepPage(page: SeriesPage): void {
    for (const { row, rows, target } of this.#contributionsOf(page)) {
      const own = target & ROW_MASK;
      rows.keep(own, page.values.subarray(row * this.width, (row + 1) * this.width), page.live[row] === 1);
      const cell = page.cells[row];
      if (!this.native || !(cell instanceof NativeBuckets)) continue;
      const kept = rows.keptCells[own];
      rows.keptCells[own] = sumOfBuckets(this.native, kept ? [kept, cell] : [cell]);
    }
  }

  #map(view: MetricView, page: SeriesPage): void {
    let mapping = this.#mappings.get(page);
    if (!mapping) this.#mappings.set(page, (mapping = new RowMapping(view, page)));
    mapping.round = this.#round;
    mapping.update(page, (row) => this.#seriesOf(this.labelNames.map((_, label) => page.textOf(row, label))));
  }

  /** Pages that are no more. What a process that lives on counted in them stays in the sum. */
  #dropMappings(views: readonly MetricView[]): void {
    for (const [page, { round, view }] of this.#mappings) {
      if (round === this.#round) continue;
      if (this.#isCumulative && views.includes(view)) this.#keepPage(page);
      this.#mappings.delete(page);
    }
  }

  #seriesOf(texts: readonly string[]): number {
    const known = this.#table.find(texts);
    if (known >= 0) return known;
    if (this.#table.count < Math.max(this.maxSeries ?? 0, this.#options.maxSeries))
      return this.#addSeries(texts);
    this.#options.onLimit(this.name);
    const others = texts.map(() => OTHER);
    const other = this.#table.find(others);
    return other >= 0 ? other : this.#addSeries(others);
  }

  #addSeries(texts: readonly string[]): number {
    const series = this.#table.add(texts);
    const firstSeries = series & ~ROW_MASK;
    if (!this.#rows.has(firstSeries)) {
      this.#rows.set(firstSeries, new MergedRows(this.#table.pageOf(series), firstSeries));
    }
    return series;
  }

  #rowsOf(series: number): MergedRows | undefined {
    return this.#rows.get(series & ~ROW_MASK);
  }

  /** Adds a page of growing values; hidden rows as well. */
  #add(page: SeriesPage): void {
    const { width } = this;
    const mapping = this.#mappings.get(page);
    const rows = mapping?.isStraight && !this.native ? this.#rowsOf(mapping.targets[0]) : undefined;
    if (rows && page.rowCount <= rows.page.capacity) {
      const into = rows.page.values;
      const { values, live, rowCount } = page;
      for (let at = 0; at < rowCount * width; at++) into[at] += values[at];
      for (let row = 0; row < rowCount; row++) rows.isShown[row] |= live[row];
      return;
    }
    for (const { row, rows, target } of this.#contributionsOf(page)) {
      const to = (target & ROW_MASK) * width;
      for (let i = 0; i < width; i++) rows.page.values[to + i] += page.values[row * width + i];
      rows.isShown[target & ROW_MASK] |= page.live[row];
    }
  }

  /** Combines a page of values that go up and down; those of hidden rows are no longer true. */
  #combine(page: SeriesPage): void {
    const { width } = this;
    const combine = combinerOf(this);
    for (const { row, rows, target } of this.#contributionsOf(page)) {
      if (page.live[row] === 0) continue;
      const into = rows.page.values;
      const to = (target & ROW_MASK) * width;
      const isFirst = rows.givers[target & ROW_MASK]++ === 0;
      for (let i = 0; i < width; i++) {
        const value = page.values[row * width + i];
        into[to + i] = isFirst ? value : combine(into[to + i], value);
      }
      rows.isShown[target & ROW_MASK] = 1;
    }
  }

  #divide(): void {
    for (const { page, givers } of this.#rows.values()) {
      for (const [row, count] of givers.entries()) if (count > 1) page.values[row] /= count;
    }
  }

  #mergeCells(views: readonly MetricView[]): void {
    // A series of dead processes alone keeps its native buckets, but what they measured last is past.
    if (!this.native) this.#forgetSketches();
    const parts = new Map<number, unknown[]>();
    for (const { page, row, rows, target } of this.#contributions(views)) {
      const own = target & ROW_MASK;
      if (this.native && rows.page.cells[own] && rows.isAsBefore(own, this.width)) continue;
      const known = parts.get(target);
      if (known) known.push(page.cells[row]);
      else parts.set(target, [rows.keptCells[own], page.cells[row]]);
    }
    for (const [series, cells] of parts) {
      const rows = this.#rowsOf(series);
      if (rows) rows.page.cells[series & ROW_MASK] = this.#cellOf(cells);
    }
  }

  #forgetSketches(): void {
    for (const { page } of this.#rows.values()) {
      for (const row of page.cells.keys()) page.cells[row] = NO_SKETCH;
    }
  }

  #cellOf(parts: readonly unknown[]): Cell {
    if (!this.native) return new MergedSketch(parts.filter(isSketch));
    return sumOfBuckets(
      this.native,
      parts.filter((part) => part instanceof NativeBuckets),
    );
  }

  #mergeExemplars(views: readonly MetricView[]): void {
    for (const { page } of this.#rows.values()) page.exemplars.length = 0;
    for (const { page, row, rows, target } of this.#contributions(views)) {
      const given = page.exemplars[row];
      if (!given) continue;
      const { exemplars } = rows.page;
      exemplars[target & ROW_MASK] = newestExemplars(exemplars[target & ROW_MASK] ?? [], given);
    }
  }

  /** Series that no process shows any more are forgotten, so that they may begin anew. */
  #hideAndForget(): void {
    const gone = new Set<number>();
    this.seriesCount = 0;
    for (const { page, isShown, firstSeries } of this.#rows.values()) {
      for (let row = 0; row < page.rowCount; row++) {
        if (isShown[row] === 1) this.seriesCount++;
        else if (page.live[row] === 1) gone.add(firstSeries + row);
      }
    }
    for (const series of gone) {
      const rows = this.#rowsOf(series);
      rows?.forget(series & ROW_MASK, this.width);
      this.#table.remove(series);
      if (rows?.page.taken === 0 && rows.page.isFull) this.#rows.delete(rows.firstSeries);
    }
    if (gone.size > 0) for (const mapping of this.#mappings.values()) mapping.forget(gone);
  }

  *#contributions(views: readonly MetricView[]): Iterable<Contribution> {
    for (const view of views) for (const page of view.pages) yield* this.#contributionsOf(page);
  }

  *#contributionsOf(page: SeriesPage): Iterable<Contribution> {
    const targets = this.#mappings.get(page)?.targets;
    if (!targets) return;
    for (let row = 0; row < page.rowCount; row++) {
      const target = targets[row];
      const rows = target === NOWHERE ? undefined : this.#rowsOf(target);
      // A removed row of a native histogram has lost its buckets: its sum and count go with them.
      const isTorn = this.native !== undefined && page.live[row] === 0 && page.cells[row] === undefined;
      if (rows && !isTorn) yield { page, row, rows, target };
    }
  }
}
