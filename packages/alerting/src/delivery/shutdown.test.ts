import { VirtualClock } from '@telltale/model';
import { expect, test } from 'vitest';
import { MINUTE, ROUTE, SECOND, START, notificationBench } from '../../test/notification-bench.ts';

const GROUPS = 30;

/** Stops while 30 groups wait for a receiver that answers after some time. */
async function stopWhileBusy({ status, answerMs }: { status: number; answerMs: number }) {
  const clock = new VirtualClock(START);
  const b = await notificationBench({
    clock,
    route: { ...ROUTE, groupBy: ['id'] },
    answer: ({ signal }) =>
      new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new Error('aborted')));
        clock.after(answerMs, () => resolve({ status }));
      }),
  });
  for (let i = 0; i < GROUPS; i++) b.fire(String(i));
  await clock.advanceBy(30 * SECOND);
  const stopped = b.notifier.stop().then(() => clock.now() - START - 30 * SECOND);
  await clock.advanceBy(MINUTE);
  const left = await b.state.documents('outbox').entries();
  return { attempts: b.requests.length, tookMs: await stopped, left: left.length };
}

test('a stop delivers what waits for its turn', async () => {
  const result = await stopWhileBusy({ status: 200, answerMs: SECOND });
  expect(result).toEqual({ attempts: GROUPS, tookMs: 4 * SECOND, left: 0 });
});

test('a stop leaves to the outbox what a dead receiver was not told, and waits for no retry', async () => {
  const { attempts, tookMs, left } = await stopWhileBusy({ status: 503, answerMs: SECOND });
  expect(attempts).toBeLessThanOrEqual(10);
  expect(tookMs).toBeLessThanOrEqual(2 * SECOND);
  expect(left).toBe(GROUPS);
});

test('a stop waits five seconds for a receiver that hangs, and leaves its messages to the outbox', async () => {
  const result = await stopWhileBusy({ status: 200, answerMs: 9 * SECOND });
  expect(result).toEqual({ attempts: 8, tookMs: 5 * SECOND, left: GROUPS });
});
