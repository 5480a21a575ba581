import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { VirtualClock, systemClock } from './clock.ts';

describe('virtual clock', () => {
  test('timers run in the order of their time, and see that time', async () => {
    const clock = new VirtualClock(1000);
    const seen: [string, number][] = [];
    clock.after(50, () => seen.push(['late', clock.now()]));
    clock.after(20, () => seen.push(['early', clock.now()]));
    clock.after(20, () => seen.push(['early too', clock.now()]));
    await clock.advanceBy(49);
    expect(seen).toEqual([
      ['early', 1020],
      ['early too', 1020],
    ]);
    await clock.advanceBy(1);
    expect(seen.at(-1)).toEqual(['late', 1050]);
    expect(clock.now()).toBe(1050);
  });

  test('a timer set by a timer runs in the same advance when it is due', async () => {
    const clock = new VirtualClock();
    const times: number[] = [];
    const again = () => {
      times.push(clock.now());
      clock.after(10, again);
    };
    clock.after(10, again);
    await clock.advanceTo(35);
    expect(times).toEqual([10, 20, 30]);
    expect(clock.nextDueMs()).toBe(40);
  });

  test('asynchronous work started by a timer sees the time of the timer', async () => {
    const clock = new VirtualClock();
    const times: number[] = [];
    clock.after(10, async () => {
      await Promise.resolve();
      times.push(clock.now());
    });
    clock.after(20, () => undefined);
    await clock.advanceTo(100);
    expect(times).toEqual([10]);
  });

  test('a cancelled timer does not run', async () => {
    const clock = new VirtualClock();
    let runs = 0;
    const cancel = clock.after(10, () => runs++);
    cancel();
    cancel();
    await clock.advanceBy(100);
    expect([runs, clock.nextDueMs()]).toEqual([0, undefined]);
  });
});

test("the machine's clock runs a timer once, unless it is cancelled", async () => {
  let runs = 0;
  systemClock.after(1, () => runs++);
  systemClock.after(1, () => (runs += 100))();
  await sleep(30);
  expect(runs).toBe(1);
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000);
});

test("the machine's clock does not take a delay of a month for none", async () => {
  let runs = 0;
  const cancel = systemClock.after(31 * 86_400_000, () => runs++);
  await sleep(20);
  cancel();
  expect(runs).toBe(0);
});
