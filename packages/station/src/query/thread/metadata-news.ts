import type { MetricMetadata } from '@telltale/model';

/** Metadata serve remarks only: the thread may know them a little late. */
const INTERVAL_MS = 5000;

/** Tells when the metadata of metrics are not what they were when last told. */
export class MetadataNews {
  readonly #current: () => ReadonlyMap<string, MetricMetadata>;
  #told: ReadonlyMap<string, MetricMetadata> = new Map();
  #lookedMs = -Infinity;

  constructor(current: () => ReadonlyMap<string, MetricMetadata>) {
    this.#current = current;
  }

  /** What changed lately: all metadata, or nothing when they are as they were. */
  next(): ReadonlyMap<string, MetricMetadata> | undefined {
    const nowMs = performance.now();
    if (nowMs - this.#lookedMs < INTERVAL_MS) return undefined;
    this.#lookedMs = nowMs;
    const current = this.#current();
    if (isSame(current, this.#told)) return undefined;
    this.#told = current;
    return current;
  }
}

function isSame(a: ReadonlyMap<string, MetricMetadata>, b: ReadonlyMap<string, MetricMetadata>): boolean {
  if (a.size !== b.size) return false;
  for (const [name, { type }] of a) if (b.get(name)?.type !== type) return false;
  return true;
}
