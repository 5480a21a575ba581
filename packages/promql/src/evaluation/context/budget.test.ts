import { expect, onTestFinished, test } from 'vitest';
import { Budget } from './budget.ts';
import { MemoryPool } from './memory-pool.ts';

function budgetOf(memory: MemoryPool, signal?: AbortSignal): Budget {
  const limits = { maxSamples: 1000, maxPointsPerSeries: 100, timeoutMs: 60_000, maxBytes: memory.maxBytes };
  const budget = new Budget(limits, memory, signal);
  onTestFinished(() => budget.close());
  return budget;
}

test('queries that run together share their memory, and what one held is free when it ends', () => {
  const memory = new MemoryPool(3 * 1024 * 1024);
  const [first, second] = [budgetOf(memory), budgetOf(memory)];
  first.hold(2 * 1024 * 1024);
  expect(() => second.hold(2 * 1024 * 1024)).toThrow(
    'query needs at least 2 MB, and all running queries together may hold 3 MB',
  );
  first.close();
  second.hold(2 * 1024 * 1024);
  second.close();
  expect(memory.takenBytes).toBe(0);
});

test('samples count for the limit on samples and for memory', () => {
  const memory = new MemoryPool(800 * 16);
  const budget = budgetOf(memory);
  budget.spend(700);
  expect(memory.takenBytes).toBe(700 * 16);
  expect(() => budget.spend(200)).toThrow('may hold');
  expect(() => budgetOf(new MemoryPool(Infinity)).spend(1001)).toThrow('more than 1000 samples');
});

test('what was aborted before it began does not go on', () => {
  const budget = budgetOf(new MemoryPool(1), AbortSignal.abort(new Error('gone')));
  expect(() => budget.check()).toThrow('gone');
});
