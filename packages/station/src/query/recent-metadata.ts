import type { MetricMetadata } from '@telltale/model';

/** Metadata serve remarks only: they may be known a little late. */
const INTERVAL_MS = 5000;

type Metadata = ReadonlyMap<string, MetricMetadata>;

/** The metadata of metrics as they were a few seconds ago at most: to gather those of all targets takes long. */
export function recentMetadata(current: () => Metadata): () => Metadata {
  let known: Metadata = new Map();
  let gatheredMs = -Infinity;
  return () => {
    const nowMs = performance.now();
    if (nowMs - gatheredMs >= INTERVAL_MS) {
      known = current();
      gatheredMs = nowMs;
    }
    return known;
  };
}
