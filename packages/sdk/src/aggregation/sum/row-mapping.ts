import type { MetricView } from '../../metrics/view/metric-view.ts';
import type { SeriesPage } from '../../metrics/view/series-page.ts';

/** A row that counts in no series of the sum. */
export const NOWHERE = -1;

/** In which series of the sum the rows of a process' page count. */
export class RowMapping {
  readonly targets: Int32Array;
  /** The metric that the page is of. */
  readonly view: MetricView;
  /** The merge that it was last used in. */
  round = 0;
  #version = -1;
  #isStraight = false;

  constructor(view: MetricView, page: SeriesPage) {
    this.view = view;
    this.targets = new Int32Array(page.live.length).fill(NOWHERE);
  }

  /** Whether row after row counts in series after series: the common case, which is added at once. */
  get isStraight(): boolean {
    return this.#isStraight;
  }

  /**
   * Finds the series of rows that are shown for the first time. A row that is hidden goes on to count where
   * it did as long as another process shows the series: a sum must not fall because one of several forgets.
   */
  update(page: SeriesPage, seriesOf: (row: number) => number): void {
    if (this.#version === page.version) return;
    this.#version = page.version;
    const { targets } = this;
    for (let row = 0; row < page.rowCount; row++) {
      if (page.live[row] === 1 && targets[row] === NOWHERE) targets[row] = seriesOf(row);
    }
    this.#checkStraight(page.rowCount);
  }

  /** Series that are no more. */
  forget(series: ReadonlySet<number>): void {
    for (const [row, target] of this.targets.entries()) {
      if (!series.has(target)) continue;
      this.targets[row] = NOWHERE;
      this.#isStraight = false;
      // A row that is shown again is looked up again.
      this.#version = -1;
    }
  }

  #checkStraight(rowCount: number): void {
    const [first] = this.targets;
    this.#isStraight = rowCount > 0 && first !== NOWHERE && first % 64 === 0;
    for (let row = 1; row < rowCount && this.#isStraight; row++) {
      this.#isStraight = this.targets[row] === first + row;
    }
  }
}
