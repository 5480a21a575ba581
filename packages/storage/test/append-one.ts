import { LabelSet } from '@telltale/model';
import type { Store } from '@telltale/storage';

/** Appends a sample of a series that is alone in its group, unless one is named. */
export function appendOne(
  store: Store,
  name: string,
  timestampMs: number,
  value: number,
  group = name,
): void {
  const ids = [store.metrics.intern(LabelSet.of({ __name__: name }))];
  store.metrics.append({ group, timestampMs, ids, values: Float64Array.of(value) });
}
