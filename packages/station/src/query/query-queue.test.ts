import { describe, expect, test } from 'vitest';
import type { QueryQueueOptions, Turn } from './query-queue.ts';
import { createQueryQueue } from './query-queue.ts';

/** Queries that end only when they are let go. */
function setUp(options: QueryQueueOptions) {
  const queue = createQueryQueue(options);
  const started: string[] = [];
  const running = new Map<string, () => void>();
  const ask = (key: string, signal?: AbortSignal, timeoutMs = 60_000): Promise<string> =>
    queue.run(
      { key, signal, timeoutMs },
      (turn: Turn) =>
        new Promise((resolve, reject) => {
          started.push(key);
          running.set(key, () => resolve(key));
          turn.signal.addEventListener('abort', () => reject(turn.signal.reason));
        }),
    );
  const release = (key: string): void => running.get(key)?.();
  return { queue, ask, started, release };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('query queue', () => {
  test('no more queries run at once than allowed, and the others follow in order', async () => {
    const { ask, started, release } = setUp({ maxRunning: 2, maxQuick: 0 });
    const answers = ['1', '2', '3', '4'].map((key) => ask(key));
    await settled();
    expect(started).toEqual(['1', '2']);
    release('1');
    await answers[0];
    await settled();
    expect(started).toEqual(['1', '2', '3']);
    release('2');
    release('3');
    await settled();
    release('4');
    expect(await Promise.all(answers)).toEqual(['1', '2', '3', '4']);
  });

  test('a query that fails makes room for the next', async () => {
    const { queue } = setUp({ maxRunning: 1, maxQuick: 0 });
    const broken = queue.run({ key: 'a', timeoutMs: 1000 }, () => Promise.reject(new Error('no')));
    const good = queue.run({ key: 'b', timeoutMs: 1000 }, () => Promise.resolve('yes'));
    await expect(broken).rejects.toThrow('no');
    expect(await good).toBe('yes');
  });

  test('a query whose caller leaves while it waits never starts', async () => {
    const { ask, started, release } = setUp({ maxRunning: 1, maxQuick: 0 });
    const first = ask('1');
    const caller = new AbortController();
    const left = ask('2', caller.signal);
    const last = ask('3');
    caller.abort(new Error('the caller left'));
    await expect(left).rejects.toThrow('the caller left');
    release('1');
    await first;
    await settled();
    release('3');
    await last;
    expect(started).toEqual(['1', '3']);
  });

  test('a query whose time passes while it waits says so', async () => {
    const { ask, release } = setUp({ maxRunning: 1, maxQuick: 0 });
    const first = ask('1');
    await expect(ask('2', undefined, 1)).rejects.toMatchObject({ code: 'TT_QUERY_TIMEOUT' });
    release('1');
    await first;
  });

  test('quick queries need not wait for slow ones', async () => {
    const { queue, ask, release } = setUp({ maxRunning: 2, maxQuick: 1 });
    const slow = [ask('slow 1'), ask('slow 2')];
    const quick = await Promise.all(
      ['a', 'b', 'c'].map((key) => queue.run({ key, timeoutMs: 60_000 }, async () => key)),
    );
    expect(quick).toEqual(['a', 'b', 'c']);
    release('slow 1');
    release('slow 2');
    await Promise.all(slow);
  });

  test('a query that turns out slow gives up the place of quick ones and starts again in its turn', async () => {
    const { queue, ask, started, release } = setUp({ maxRunning: 1, maxQuick: 1, quickMs: 20 });
    const first = ask('first');
    const second = ask('second');
    // It has the place of quick queries as long as it can be one.
    const quick = await queue.run({ key: 'quick', timeoutMs: 60_000 }, async () => 'quick');
    expect(quick).toBe('quick');
    expect(started).toEqual(['first', 'second']);
    release('first');
    await first;
    await settled();
    expect(started).toEqual(['first', 'second', 'second']);
    release('second');
    await expect(second).resolves.toBe('second');
  });

  test('what took long once does not take the place of quick queries again', async () => {
    const { ask, started, release } = setUp({ maxRunning: 1, maxQuick: 1, quickMs: 1 });
    const slow = ask('slow');
    await new Promise((resolve) => setTimeout(resolve, 5));
    release('slow');
    await slow;
    const other = ask('other');
    const again = ask('slow');
    const quick = ask('quick');
    await settled();
    expect(started).toEqual(['slow', 'other', 'quick']);
    release('quick');
    release('other');
    await Promise.all([quick, other]);
    await settled();
    release('slow');
    await again;
  });

  test('beyond the number that may wait a query is refused at once', async () => {
    const { ask, release } = setUp({ maxRunning: 1, maxQuick: 0, maxWaiting: 1 });
    const first = ask('1');
    const second = ask('2');
    await expect(ask('3')).rejects.toMatchObject({ code: 'TT_QUERY_LIMIT' });
    release('1');
    await first;
    await settled();
    release('2');
    await second;
  });
});
