import { getHeapStatistics } from 'node:v8';
import { TelltaleError } from '@telltale/model';

/** Part of the heap that may be in use when another query begins. */
const MAX_HEAP_SHARE = 0.9;

/**
 * Refuses a query when the heap of the station itself is nearly full: scrapes and alerts need the rest.
 *
 * @throws TelltaleError `TT_QUERY_LIMIT`
 */
export function refuseWithoutMemory(heap: () => HeapUse = getHeapStatistics): void {
  const { used_heap_size: used, heap_size_limit: limit } = heap();
  if (used < limit * MAX_HEAP_SHARE) return;
  throw new TelltaleError(
    'TT_QUERY_LIMIT',
    `the station is short of memory: ${Math.round((used / limit) * 100)} % of its heap are in use`,
    { fix: 'Ask again later, scrape fewer series, or start Node with a larger --max-old-space-size.' },
  );
}

type HeapUse = Pick<ReturnType<typeof getHeapStatistics>, 'used_heap_size' | 'heap_size_limit'>;
