import { VirtualClock } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { createPacer } from './pacer.ts';

function ask(count: number) {
  const clock = new VirtualClock(1000);
  const pacer = createPacer({ intervalMs: 1000, burst: 3 }, clock);
  const atMs: number[] = [];
  const { signal } = new AbortController();
  for (let i = 0; i < count; i++) void pacer.turn(signal).then(() => atMs.push(clock.now()));
  return { clock, pacer, atMs, signal };
}

describe('a pacer', () => {
  test('lets a burst pass at once, then one after the other', async () => {
    const { clock, atMs } = ask(5);
    await clock.advanceBy(10_000);
    expect(atMs).toEqual([1000, 1000, 1000, 2000, 3000]);
  });

  test('lets a burst pass again after a time of rest', async () => {
    const { clock, pacer, atMs, signal } = ask(3);
    await clock.advanceBy(2000);
    for (let i = 0; i < 3; i++) void pacer.turn(signal).then(() => atMs.push(clock.now()));
    await clock.advanceBy(5000);
    expect(atMs).toEqual([1000, 1000, 1000, 3000, 3000, 4000]);
  });

  test('a wait that is aborted is no turn', async () => {
    const { clock, pacer } = ask(3);
    const abort = new AbortController();
    const turn = pacer.turn(abort.signal);
    abort.abort();
    expect(await turn).toBe(false);
    expect(clock.nextDueMs()).toBeUndefined();
    expect(await pacer.turn(abort.signal)).toBe(false);
  });
});
