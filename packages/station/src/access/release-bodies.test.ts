import { PerformanceObserver, constants } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { bodyIsRead } from './release-bodies.ts';

type GcEntry = PerformanceEntry & { readonly detail: { readonly kind: number } };

test('bodies that were read are freed by a small collection, as soon as there are some megabytes of them', async () => {
  const kinds: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) kinds.push((entry as GcEntry).detail.kind);
  });
  observer.observe({ entryTypes: ['gc'] });
  const bytesBefore = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 16; i++) {
    Buffer.alloc(1024 * 1024);
    bodyIsRead(1024 * 1024);
  }
  await waitFor('a small collection', () => kinds.includes(constants.NODE_PERFORMANCE_GC_MINOR));
  observer.disconnect();
  expect(process.memoryUsage().arrayBuffers - bytesBefore).toBeLessThan(16 * 1024 * 1024);
});
