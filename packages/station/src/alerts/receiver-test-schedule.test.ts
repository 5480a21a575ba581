import { createMemoryState, VirtualClock } from '@telltale/model';
import type { Receiver } from '@telltale/model';
import { expect, test } from 'vitest';
import { createReceiverTestSchedule } from './receiver-test-schedule.ts';

const WEEK_MS = 7 * 86_400_000;
const receivers: readonly Receiver[] = [
  { kind: 'webhook', name: 'ops', url: 'http://h/ops', sendResolved: true },
  { kind: 'webhook', name: 'broken', url: 'http://h/broken', sendResolved: true },
];

test('every receiver is tested once an interval, also over restarts, and what broke is told', async () => {
  const clock = new VirtualClock(0);
  const state = createMemoryState();
  const results: string[] = [];
  const start = async () => {
    const schedule = createReceiverTestSchedule({
      everyMs: WEEK_MS,
      clock,
      state,
      options: () => ({
        receivers,
        externalUrl: 'http://t',
        services: {
          http: {
            post: async ({ url }) => ({ status: url.endsWith('broken') ? 404 : 200, headers: {}, body: '' }),
          },
          mail: { send: async () => ({ kind: 'accepted' }) },
          secrets: async () => '',
          clock,
        },
      }),
      onResults: (tests) => {
        for (const { receiver, isDelivered } of tests) results.push(`${receiver} ${isDelivered}`);
      },
    });
    await schedule.start();
    return schedule;
  };
  const first = await start();
  await clock.advanceBy(WEEK_MS - 1);
  expect(results).toEqual([]);
  await clock.advanceBy(1);
  await first.stop();
  expect(results).toEqual(['ops true', 'broken false']);
  await clock.advanceBy(WEEK_MS / 2);
  const second = await start();
  await clock.advanceBy(WEEK_MS / 2 - 1);
  expect(results).toHaveLength(2);
  await clock.advanceBy(1);
  await second.stop();
  expect(results).toHaveLength(4);
});
