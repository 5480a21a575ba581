import { describe, expect, test } from 'vitest';
import {
  HOUR,
  MINUTE,
  ROUTE,
  SECOND,
  START,
  notificationBench,
  webhook,
} from '../../test/notification-bench.ts';
import type { BenchOptions } from '../../test/notification-bench.ts';
import type { WebhookPayload } from '../channels/webhook/webhook-payload.ts';

const GROUPS = 100;

/** So many groups of one alert each. */
async function manyGroups(options: BenchOptions, count = GROUPS) {
  const b = await notificationBench({ route: { ...ROUTE, groupBy: ['id'] }, ...options });
  for (let i = 0; i < count; i++) b.fire(String(i));
  return b;
}

function idOf(body: string): string {
  const { groupLabels }: WebhookPayload = JSON.parse(body);
  return groupLabels['id'] ?? '';
}

describe('the circuit of a channel', () => {
  test('a dead receiver of many groups is asked once or twice a second, not once for each group', async () => {
    const b = await manyGroups({ answer: () => new Error('connect ECONNREFUSED') });
    await b.clock.advanceBy(30 * SECOND);
    expect(b.requests.length).toBeLessThanOrEqual(8);
    b.requests.length = 0;
    await b.clock.advanceBy(MINUTE);
    expect(b.requests.length).toBeGreaterThanOrEqual(60);
    expect(b.requests.length).toBeLessThanOrEqual(120);
    expect(b.notifier.channels()).toMatchObject([
      {
        receiver: 'ops',
        integration: 'webhook',
        index: 0,
        isOpen: true,
        failingSinceMs: START + 30 * SECOND,
      },
    ]);
  });

  test('each time another message asks, so that one that cannot be sent does not stand for all', async () => {
    const b = await manyGroups({ answer: ({ body }) => (idOf(body) === '0' ? { status: 500 } : {}) }, 1);
    await b.clock.advanceBy(40 * SECOND);
    expect(b.notifier.channels()[0].isOpen).toBe(true);
    b.fire('1');
    await b.clock.advanceBy(35 * SECOND);
    expect(b.log().filter((line) => line.includes('firing 1!'))).toHaveLength(1);
    expect(b.notifier.channels()[0].isOpen).toBe(false);
  });

  test('all groups are told within two seconds after a dead receiver is back', async () => {
    let isDown = true;
    const b = await manyGroups({ answer: () => (isDown ? { status: 503 } : {}) });
    await b.clock.advanceBy(4 * MINUTE);
    isDown = false;
    b.requests.length = 0;
    await b.clock.advanceBy(2 * SECOND);
    expect(new Set(b.requests.map(({ request }) => idOf(request.body))).size).toBe(GROUPS);
    expect(b.notifier.channels()[0]).toMatchObject({ isOpen: false, waiting: 0, failingSinceMs: null });
  });

  test('a receiver that hangs is asked by eight messages at once at most', async () => {
    const b = await manyGroups({ answer: () => new Promise<never>(() => undefined) });
    await b.clock.advanceBy(40 * SECOND);
    expect(b.requests).toHaveLength(8);
    expect(b.notifier.channels()[0].waiting).toBe(GROUPS - 8);
  });

  test('an attempt that never ends is given up and the next one made', async () => {
    const b = await notificationBench({
      answer: (_, count) => (count === 1 ? new Promise<never>(() => undefined) : {}),
    });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    expect(b.log().map((line) => line.split(' ')[0])).toEqual(['30s', '41.5s']);
    expect(b.notifier.notifications()[1]).toMatchObject({
      outcome: 'retrying',
      reason: 'contextDeadlineExceeded',
    });
  });

  test('a receiver that is dead does not hold up one that hangs, nor one that lives', async () => {
    const routes = ['dead', 'hung', 'live'].map((receiver) => ({
      ...ROUTE,
      receiver,
      groupBy: ['id'],
      continue: true,
    }));
    const b = await manyGroups({
      route: { ...ROUTE, routes },
      receivers: [webhook('ops'), ...routes.map(({ receiver }) => webhook(receiver))],
      answer: ({ url }) => {
        if (url.includes('dead')) return { status: 500 };
        return url.includes('hung') ? new Promise<never>(() => undefined) : {};
      },
    });
    await b.clock.advanceBy(30 * SECOND);
    expect(b.log().filter((line) => line.startsWith('30s live'))).toHaveLength(GROUPS);
  });

  test('a message that is refused shows that the channel lives', async () => {
    const b = await manyGroups({ answer: () => ({ status: 400 }) });
    await b.clock.advanceBy(30 * SECOND);
    expect(b.requests).toHaveLength(GROUPS);
    expect(b.notifier.channels()[0].isOpen).toBe(false);
  });
});

describe('Retry-After', () => {
  test('holds back all messages of the channel, and of no other', async () => {
    const routes = [
      { ...ROUTE, receiver: 'busy', groupBy: ['id'], continue: true },
      { ...ROUTE, receiver: 'free', groupBy: ['id'] },
    ];
    const b = await manyGroups({
      route: { ...ROUTE, routes },
      receivers: [webhook('ops'), webhook('busy'), webhook('free')],
      answer: ({ url }, count) =>
        url.includes('busy') && count < 1000 ? { status: 429, headers: { 'retry-after': '40' } } : {},
    });
    await b.clock.advanceBy(69 * SECOND);
    const busy = b.log().filter((line) => line.includes(' busy '));
    expect(busy.length).toBeLessThanOrEqual(8);
    expect(b.log().filter((line) => line.includes(' free '))).toHaveLength(GROUPS);
    await b.clock.advanceBy(SECOND);
    expect(b.log().filter((line) => line.startsWith('70s busy')).length).toBeGreaterThan(0);
  });

  test('of more than a quarter of an hour is not waited for any longer', async () => {
    const b = await notificationBench({
      answer: (_, count) => (count === 1 ? { status: 429, headers: { 'retry-after': '999999' } } : {}),
    });
    b.fire('1');
    await b.clock.advanceBy(HOUR);
    expect(b.log().map((line) => line.split(' ')[0])).toEqual(['30s', '930s']);
  });
});
