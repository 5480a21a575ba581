import { formatHead } from './metric-head.ts';
import type { PagesMessage } from './page-message.ts';
import { DamagedPages } from './page-reader.ts';
import { RemoteMetric } from './remote-metric.ts';
import { fits } from './remote-page.ts';

/** Floats that one process may have here: 128 MiB. */
const MAX_FLOATS = 16 * 1024 * 1024;

/** The metrics of another process, kept up to date by its messages. */
export class RemoteMetrics {
  #metrics = new Map<number, RemoteMetric>();
  #sequence = 0;

  /** Sequence of the last message that was taken over; 0 where there was none. */
  get sequence(): number {
    return this.#sequence;
  }

  get views(): readonly RemoteMetric[] {
    return [...this.#metrics.values()];
  }

  /**
   * Takes a message over, whole or not at all. The result says why not: it continues a message that did not
   * come here, or it contradicts itself.
   */
  apply(message: PagesMessage): string | undefined {
    const isFull = message.base === 0;
    if (!isFull && message.base !== this.#sequence) return 'it continues a message that did not come';
    const known = isFull ? this.#sameIn(message) : this.#metrics;
    const wrong = check(known, message);
    if (wrong !== undefined) return wrong;
    for (const update of message.metrics) {
      let metric = known.get(update.id);
      if (!metric && update.head) known.set(update.id, (metric = new RemoteMetric(update.head)));
      metric?.apply(update, isFull);
    }
    for (const id of message.goneMetrics) known.delete(id);
    this.#metrics = known;
    this.#sequence = message.sequence;
    return undefined;
  }

  /** The metrics that are the same in a message that holds everything: their pages stay the same objects. */
  #sameIn({ metrics }: PagesMessage): Map<number, RemoteMetric> {
    const same = new Map<number, RemoteMetric>();
    for (const { id, head } of metrics) {
      const known = this.#metrics.get(id);
      if (known && head && formatHead(known) === formatHead(head)) same.set(id, known);
    }
    return same;
  }
}

/** What is wrong with a message, if anything. */
function check(known: ReadonlyMap<number, RemoteMetric>, { metrics }: PagesMessage): string | undefined {
  if (!isUnique(metrics)) return 'it tells of a metric twice';
  let floats = 0;
  try {
    for (const { id, head: given, pages } of metrics) {
      const head = known.get(id) ?? given;
      if (!head) return 'it tells of a metric that was not described';
      if (!isUnique(pages)) return `it tells of a page of '${head.name}' twice`;
      for (const page of pages) {
        if (!fits(head, known.get(id)?.pageById.get(page.id), page))
          return `a page of '${head.name}' is wrong`;
        floats += (page.rows?.capacity ?? 0) * head.width;
      }
    }
  } catch (error) {
    if (error instanceof DamagedPages) return error.message;
    throw error;
  }
  // Pages whose rows are as they were take no more room.
  if (floats === 0) return undefined;
  for (const metric of known.values()) for (const page of metric.pages) floats += page.values.length;
  return floats > MAX_FLOATS ? 'there are too many series' : undefined;
}

function isUnique(items: readonly { readonly id: number }[]): boolean {
  return new Set(items.map(({ id }) => id)).size === items.length;
}
