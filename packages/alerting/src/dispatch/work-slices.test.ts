import { expect, test } from 'vitest';
import { createWorkSlices } from './work-slices.ts';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test('little work is done at once', () => {
  const done: number[] = [];
  const slices = createWorkSlices();
  slices.run(10, () => done.push(1));
  slices.run(10, () => done.push(2));
  expect(done).toEqual([1, 2]);
});

test('much work is spread over turns and keeps its order, work that work adds included', async () => {
  const done: string[] = [];
  const slices = createWorkSlices();
  for (let index = 0; index < 5; index++) {
    slices.run(200, () => {
      done.push(`${index}`);
      if (index === 0) slices.run(1, () => done.push('added'));
    });
  }
  const perTurn = [done.length];
  while (done.length < 6) {
    await nextTurn();
    perTurn.push(done.length);
  }
  expect(done).toEqual(['0', 'added', '1', '2', '3', '4']);
  expect(Math.max(...perTurn.map((count, index) => count - (perTurn[index - 1] ?? 0)))).toBeLessThan(4);
});

test('it is idle when nothing waits', async () => {
  let done = 0;
  const slices = createWorkSlices();
  await slices.idle();
  for (let index = 0; index < 10; index++) slices.run(1000, () => done++);
  await slices.idle();
  expect(done).toBe(10);
});

test('what waits at a stop is dropped, and nobody waits for it', async () => {
  let done = 0;
  const slices = createWorkSlices();
  for (let index = 0; index < 10; index++) slices.run(1000, () => done++);
  const idle = slices.idle();
  slices.stop();
  await idle;
  expect(done).toBe(1);
});
