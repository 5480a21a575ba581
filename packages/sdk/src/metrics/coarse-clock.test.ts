import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { TickingClock } from './coarse-clock.ts';

test('a coarse clock moves in ticks while it is read', async () => {
  let preciseMs = 1000;
  const clock = new TickingClock(() => preciseMs);
  expect(clock.now()).toBe(1000);
  preciseMs = 1050;
  expect(clock.now()).toBe(1000);
  await wait(130);
  expect(clock.now()).toBe(1050);
});

test('a coarse clock that nobody reads stops, and starts again at the right time', async () => {
  let reads = 0;
  const clock = new TickingClock(() => ++reads, { tickMs: 1, idleTicks: 3 });
  clock.now();
  let stoppedAt = 0;
  for (; stoppedAt !== reads; await wait(50)) stoppedAt = reads;
  expect(clock.now()).toBe(stoppedAt + 1);
});
