import { createMemoryState } from '@telltale/model';
import type { StateStore } from '@telltale/model';
import { expect, test } from 'vitest';
import { createNotificationHistory } from './notification-history.ts';
import type { NotificationHistory, NotificationQuery } from './notification-history.ts';
import type { NotificationRecord } from './notification-record.ts';

function record(number: number, change: Partial<NotificationRecord> = {}): NotificationRecord {
  return {
    atMs: number,
    receiver: number % 2 === 0 ? 'ops' : 'shop',
    integration: 'webhook',
    fallbackFor: '',
    groupKey: '{}',
    messageId: `message ${number}`,
    status: 'firing',
    groupLabels: {},
    alertNames: ['Slow'],
    notificationReason: 'first notification',
    outcome: 'delivered',
    reason: '',
    attempts: 1,
    durationMs: 1,
    error: '',
    ...change,
  };
}

async function historyOf(count: number, state: StateStore): Promise<NotificationHistory> {
  const history = createNotificationHistory(state);
  await history.load();
  for (let number = 1; number <= count; number++) await history.record(record(number), { number });
  return history;
}

/** The times of all attempts that are found, page after page. */
async function pagesOf(history: NotificationHistory, query: NotificationQuery): Promise<number[][]> {
  const pages: number[][] = [];
  for (let before: number | undefined; ;) {
    const page = await history.find({ ...query, ...(before !== undefined && { before }) });
    pages.push(page.records.map(({ atMs }) => atMs));
    if (page.next === undefined) return pages;
    before = page.next;
  }
}

test('all attempts that are kept are found, page after page, also those that memory has no longer', async () => {
  const state = createMemoryState();
  const history = await historyOf(1203, state);
  expect(history.newest(1000)).toHaveLength(500);
  const pages = await pagesOf(history, { limit: 400 });
  expect(pages.map(({ length }) => length)).toEqual([400, 400, 400, 3]);
  const expected = Array.from({ length: 1203 }, (_, index) => 1203 - index);
  expect(pages.flat()).toEqual(expected);
  const after = createNotificationHistory(state);
  await after.load();
  expect((await pagesOf(after, { limit: 500 })).flat()).toEqual(expected);
});

test('attempts are found by receiver, outcome and alert', async () => {
  const history = await historyOf(10, createMemoryState());
  await history.record(record(11, { outcome: 'failed', alertNames: ['Down', 'Slow'] }), null);
  const found = async (query: Omit<NotificationQuery, 'limit'>) =>
    (await history.find({ ...query, limit: 3 })).records.map(({ atMs }) => atMs);
  expect(await found({ receiver: 'shop' })).toEqual([11, 9, 7]);
  expect(await found({ outcome: 'failed' })).toEqual([11]);
  expect(await found({ alertName: 'Down' })).toEqual([11]);
  expect(await found({ alertName: 'Down', receiver: 'ops' })).toEqual([]);
});

test('a message is found with all of its attempts, and is kept once', async () => {
  const state = createMemoryState();
  const history = await historyOf(3, state);
  const first = record(4, { messageId: 'm', outcome: 'retrying', httpStatus: 503 });
  await history.record(first, '{"a":1}');
  await history.record(record(5), {});
  const second = record(6, { messageId: 'm', attempts: 2, httpStatus: 200 });
  await history.record(second, '{"a":1}');
  expect(await history.message('m')).toEqual({
    attempts: [second, first],
    sent: { message: '{"a":1}', isCut: false },
  });
  const kept = await state.journal('notification-messages').read();
  expect(kept.filter(({ value }) => JSON.stringify(value).includes('"messageId":"m"'))).toHaveLength(1);
  expect(await history.message('unknown')).toBeUndefined();
});

test('of a very long message the beginning is kept', async () => {
  const history = await historyOf(0, createMemoryState());
  await history.record(record(1, { messageId: 'm' }), 'x'.repeat(100_000));
  const found = await history.message('m');
  expect(found?.sent?.isCut).toBe(true);
  expect(JSON.stringify(found?.sent?.message).length).toBeLessThan(66_000);
});

test('where the disk is full the newest are found in memory', async () => {
  const memory = createMemoryState();
  const refuse = () => Promise.reject(new Error('ENOSPC'));
  const full: StateStore = {
    journal: (name) => ({ ...memory.journal(name), append: refuse }),
    documents: (name) => memory.documents(name),
  };
  const history = await historyOf(3, full);
  expect((await history.find({ limit: 50 })).records.map(({ atMs }) => atMs)).toEqual([3, 2, 1]);
  expect(await history.message('message 2')).toEqual({ attempts: [record(2)] });
});
