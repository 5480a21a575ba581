import type { LabelSet } from '@telltale/model';
import type { SeriesBuffer } from './series-buffer.ts';

/** As many columns as a slab of the head has at most. */
const MAX_COLUMNS = 128;

/** From here on a slab ends with its metric, so that a metric lies in few blocks. */
const MIN_COLUMNS = 64;

interface OpenGroup {
  readonly buffers: SeriesBuffer[];
  metric: string;
}

/**
 * Sorts series into the groups that share blocks: those of one target, in the order in which they come,
 * as a scrape would have brought them.
 */
export class ImportGroups {
  readonly groups: (readonly SeriesBuffer[])[] = [];
  readonly #open = new Map<string, OpenGroup>();

  add(labels: LabelSet, buffer: SeriesBuffer): void {
    const target = JSON.stringify([labels.get('job'), labels.get('instance')]);
    const metric = labels.metricName;
    let group = this.#open.get(target);
    if (group === undefined || isFull(group, metric)) {
      group = { buffers: [], metric };
      this.#open.set(target, group);
      this.groups.push(group.buffers);
    }
    group.buffers.push(buffer);
    group.metric = metric;
  }
}

function isFull({ buffers, metric }: OpenGroup, nextMetric: string): boolean {
  return buffers.length >= MAX_COLUMNS || (buffers.length >= MIN_COLUMNS && metric !== nextMetric);
}
