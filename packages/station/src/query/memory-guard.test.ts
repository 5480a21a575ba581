import { expect, test } from 'vitest';
import { refuseWithoutMemory } from './memory-guard.ts';

test('queries are refused when the heap is nearly full, and only then', () => {
  expect(() => refuseWithoutMemory()).not.toThrow();
  expect(() => refuseWithoutMemory(() => ({ used_heap_size: 89, heap_size_limit: 100 }))).not.toThrow();
  expect(() => refuseWithoutMemory(() => ({ used_heap_size: 95, heap_size_limit: 100 }))).toThrow(
    'the station is short of memory: 95 % of its heap are in use',
  );
});
