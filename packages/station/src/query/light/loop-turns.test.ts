import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { LoopTurns } from './loop-turns.ts';

function hold(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

test('tasks that come at once let other work in between when they have held the thread for long', async () => {
  const turns = new LoopTurns();
  const events: string[] = [];
  const tasks = [1, 2, 3].map((number) =>
    turns.run(async () => {
      hold(6);
      events.push(`task ${number}`);
    }),
  );
  for (let i = 0; i < 2; i++) {
    await nextTurn();
    events.push('other work');
  }
  await Promise.all(tasks);
  expect(events.slice(0, 4)).toEqual(['task 1', 'other work', 'task 2', 'other work']);
});

test('a task that gives way again and again is told to stop, one that does once or not at all is not', async () => {
  const turns = new LoopTurns();
  const waitsFor = (count: number) =>
    turns.run(async (overtime) => {
      for (let i = 0; i < count; i++) {
        await nextTurn();
        overtime.throwIfAborted();
      }
    });
  await expect(waitsFor(0)).resolves.toBeUndefined();
  await expect(waitsFor(1)).resolves.toBeUndefined();
  await expect(waitsFor(25)).rejects.toThrow('aborted');
});

test('a task that fails leaves the next one its turn', async () => {
  const turns = new LoopTurns();
  const failing = turns.run(() => Promise.reject(new Error('broken')));
  const next = turns.run(() => Promise.resolve('done'));
  await expect(failing).rejects.toThrow('broken');
  await expect(next).resolves.toBe('done');
});
