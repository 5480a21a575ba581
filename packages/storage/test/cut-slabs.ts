import type { VirtualClock } from '@telltale/model';
import type { Store } from '@telltale/storage';
import { eventually } from './eventually.ts';

/** Lets the time go by after which all slabs are cut, and waits for their blocks. */
export async function cutSlabs(store: Store, clock: VirtualClock): Promise<void> {
  await clock.advanceBy(2 * 3_600_000 + 60_000);
  await eventually(() => store.stats().headSamples === 0);
}
