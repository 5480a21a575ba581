import { TelltaleError } from '@telltale/model';
import { expect, test } from 'vitest';
import { interruptible, untilAborted } from './interruptible.ts';

const STOPPED = new TelltaleError('TT_DRILL_REFUSED', 'stopped');

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends a task by its signal, and the task still clears up, however often it comes',
  async (name) => {
    const done: string[] = [];
    const task = interruptible(STOPPED, async (signal) => {
      try {
        process.emit(name);
        process.emit(name);
        await untilAborted(signal);
      } finally {
        done.push('cleared up');
      }
    });
    await expect(task).rejects.toBe(STOPPED);
    expect(done).toEqual(['cleared up']);
  },
);

test('a task that is done leaves the signals as they were', async () => {
  const before = process.listenerCount('SIGINT');
  expect(await interruptible(STOPPED, async () => process.listenerCount('SIGINT') - before)).toBe(1);
  expect(process.listenerCount('SIGINT')).toBe(before);
});
