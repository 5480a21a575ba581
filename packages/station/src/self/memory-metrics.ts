import type { InstrumentsOf } from '@telltale/sdk';
import { counter, gauge } from '@telltale/sdk/define';
import { MEMORY_LEVELS } from '../memory/memory-level.ts';
import type { MemoryWatch } from '../memory/memory-watch.ts';
import { SHED } from '../memory/memory-watch.ts';

/** How near the station is to the end of its memory, and what it does not do for that. */
export const memoryMetrics = {
  telltale_memory_used_ratio: gauge({
    help: 'Share that is used of the heap, and of the limit of resident memory where there is one.',
    labels: { of: ['heap', 'limit'] },
  }),
  telltale_memory_level: gauge({
    help: '0 enough, 1 caches are let go of, 2 queries are refused, 3 what programs push is refused too.',
  }),
  telltale_memory_shed_total: counter({
    help: 'Times that something was let go of or refused for want of memory.',
    labels: { what: SHED },
  }),
};

/** Reads the memory at each gathering. */
export function collectMemory(metrics: InstrumentsOf<typeof memoryMetrics>, memory: MemoryWatch): void {
  const { telltale_memory_used_ratio: ratio, telltale_memory_shed_total: shed } = metrics;
  metrics.telltale_memory_level.collect(() => MEMORY_LEVELS.indexOf(memory.level()));
  ratio.collect(() => {
    const { residentBytes, limitBytes, heapBytes, heapLimitBytes } = memory.use();
    ratio.set({ of: 'heap' }, heapBytes / heapLimitBytes);
    if (limitBytes !== undefined) ratio.set({ of: 'limit' }, residentBytes / limitBytes);
  });
  for (const what of SHED) shed.zero({ what });
}
