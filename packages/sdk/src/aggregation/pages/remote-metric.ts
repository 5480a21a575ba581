import type { MetricView } from '../../metrics/view/metric-view.ts';
import { DescribedMetric } from './described-metric.ts';
import type { MetricUpdate } from './page-message.ts';
import { RemotePage } from './remote-page.ts';

/** A metric of another process. Its pages stay the same objects while its values change. */
export class RemoteMetric extends DescribedMetric implements MetricView {
  readonly pageById = new Map<number, RemotePage>();
  /** Grows with each message that changed something. */
  revision = 0;
  pages: readonly RemotePage[] = [];
  seriesCount = 0;

  /** Takes over an update; one that holds everything also tells which pages are gone. */
  apply({ pages, gonePages }: MetricUpdate, isFull: boolean): void {
    this.revision++;
    const gone = isFull ? this.#missingIn(pages) : gonePages;
    for (const id of gone) this.pageById.delete(id);
    let hasNewRows = gone.length > 0;
    for (const update of pages) {
      let page = this.pageById.get(update.id);
      if (!page) this.pageById.set(update.id, (page = new RemotePage(this, update.rows?.capacity ?? 0)));
      page.apply(update);
      hasNewRows ||= update.rows !== undefined;
    }
    if (hasNewRows) this.#countRows();
  }

  #missingIn(pages: MetricUpdate['pages']): readonly number[] {
    const kept = new Set(pages.map(({ id }) => id));
    return [...this.pageById.keys()].filter((id) => !kept.has(id));
  }

  #countRows(): void {
    this.pages = [...this.pageById.values()];
    this.seriesCount = 0;
    for (const { live } of this.pages) for (const bit of live) this.seriesCount += bit;
  }
}
