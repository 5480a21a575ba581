import { VirtualClock, createMemoryState } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { createFullDisk } from '../../test/full-disk.ts';
import {
  HOUR,
  MINUTE,
  ROUTE,
  SECOND,
  START,
  alertUpdate,
  notificationBench,
  webhook,
} from '../../test/notification-bench.ts';
import { createNotifier } from '../notifier/notifier.ts';
import { readSecret } from '../secrets/read-secret.ts';
import { createSmtpTransport } from '../transport/smtp-transport.ts';

describe('delivery', () => {
  test('a failing receiver is tried again with growing pauses, under one idempotency key', async () => {
    const b = await notificationBench({
      answer: (_, count) => (count < 4 ? { status: 503, body: 'down' } : {}),
    });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    expect(b.log().map((line) => line.split(' ')[0])).toEqual(['30s', '30.5s', '31.25s', '32s']);
    expect(new Set(b.requests.map(({ request }) => request.headers['idempotency-key'])).size).toBe(1);
    expect(
      b.notifier.notifications().map(({ outcome, attempts, error }) => `${outcome} ${attempts} ${error}`),
    ).toEqual([
      'delivered 4 ',
      'retrying 3 HTTP 503: down',
      'retrying 2 HTTP 503: down',
      'retrying 1 HTTP 503: down',
    ]);
  });

  test('a connection that fails is tried again', async () => {
    const b = await notificationBench({
      answer: (_, count) => (count === 1 ? new Error('connect ECONNREFUSED') : {}),
    });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    expect(b.notifier.notifications().map(({ error }) => error)).toEqual(['', 'connect ECONNREFUSED']);
  });

  test.each([
    ['seconds', '20'],
    ['a date', new Date(START + 50 * SECOND).toUTCString()],
  ])('Retry-After in %s is obeyed', async (_, header) => {
    const b = await notificationBench({
      answer: (_request, count) => (count === 1 ? { status: 429, headers: { 'retry-after': header } } : {}),
    });
    b.fire('1');
    await b.clock.advanceBy(2 * MINUTE);
    expect(b.log().map((line) => line.split(' ')[0])).toEqual(['30s', '50s']);
  });

  test('a message that is refused is not tried again before the next flush', async () => {
    const b = await notificationBench({ answer: () => ({ status: 400, body: 'bad field' }) });
    b.fire('1');
    await b.clock.advanceBy(6 * MINUTE);
    expect(b.log().map((line) => line.split(' ')[0])).toEqual(['30s', '330s']);
    expect(b.notifier.notifications()[0]).toMatchObject({ outcome: 'failed', error: 'HTTP 400: bad field' });
  });

  test('a receiver that is down does not hold up another one', async () => {
    const routes = [
      { ...ROUTE, receiver: 'down', continue: true },
      { ...ROUTE, receiver: 'up' },
    ];
    const b = await notificationBench({
      route: { ...ROUTE, routes },
      receivers: [webhook('ops'), webhook('down'), webhook('up')],
      answer: ({ url }) => (url.includes('down') ? { status: 500 } : {}),
    });
    b.fire('1');
    await b.clock.advanceBy(30 * SECOND);
    expect(b.log()).toEqual(['30s down firing 1!', '30s up firing 1!']);
  });

  test('after a long outage one message tells the present state, resolved alerts included', async () => {
    let isDown = true;
    const b = await notificationBench({ answer: () => (isDown ? { status: 500 } : {}) });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.fire('2');
    b.resolve('1');
    await b.clock.advanceBy(10 * MINUTE);
    isDown = false;
    b.requests.length = 0;
    await b.clock.advanceBy(3 * MINUTE);
    expect(b.log().map((line) => line.slice(line.indexOf(' ') + 1))).toEqual(['ops firing 1 2!']);
  });

  test('an alert that resolved while its message was on the way is told when it fires again', async () => {
    let isDown = true;
    const b = await notificationBench({
      receivers: [webhook('ops', false)],
      answer: () => (isDown ? { status: 503 } : {}),
    });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(6 * MINUTE);
    isDown = false;
    await b.clock.advanceBy(2 * MINUTE);
    b.requests.length = 0;
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['570s ops firing 1!']);
  });

  test('an alert that ended beside others that fire is told when it fires again, also to who wants no ends', async () => {
    const b = await notificationBench({ receivers: [webhook('ops', false)] });
    b.fire('1');
    b.fire('2');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(6 * MINUTE);
    b.fire('1');
    b.fire('2');
    await b.clock.advanceBy(6 * MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1! 2!', '630s ops firing 1! 2!']);
  });

  test('a listener that throws does not stop the deliveries after it', async () => {
    const b = await notificationBench({
      onNotification: () => {
        throw new Error('the listener failed');
      },
    });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(10 * MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1!', '330s ops resolved 1']);
  });

  test('a group that ended leaves the group that follows it alone', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const b = await notificationBench({
      route: { ...ROUTE, groupIntervalMs: 4 * SECOND },
      answer: async (_, count) => {
        if (count === 2) await held;
        return {};
      },
      // The group has ended; a flush of it still waits behind the delivery that ended it.
      onNotification: ({ status }) => {
        if (status === 'resolved') b.fire('2');
      },
    });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(8 * SECOND);
    release();
    await b.clock.advanceBy(MINUTE);
    b.fire('3');
    await b.clock.advanceBy(MINUTE);
    expect(b.log().slice(2)).toEqual(['98s ops firing 2!', '130s ops firing 2! 3!']);
  });

  test('an alert that fires again while its resolution is on the way is told again', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const b = await notificationBench({
      route: { ...ROUTE, groupIntervalMs: 4 * SECOND },
      answer: async (_, count) => {
        if (count === 2) await held;
        return {};
      },
    });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(5 * SECOND);
    b.fire('1');
    release();
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1!', '62s ops resolved 1', '66s ops firing 1!']);
  });

  test('what was told of groups that are gone is forgotten after five days', async () => {
    const b = await notificationBench({ route: { ...ROUTE, groupBy: ['id'] } });
    const told = async () => (await b.state.documents('notification-log').entries()).length;
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(HOUR);
    expect(await told()).toBe(1);
    await b.clock.advanceTo(START + 122 * HOUR);
    b.fire('2');
    await b.clock.advanceBy(MINUTE);
    expect(await told()).toBe(1);
  });

  test('the attempts are journalled', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    const entries = await b.state.journal('notifications').read();
    expect(entries.map(({ value }) => value)).toMatchObject([
      { receiver: 'ops', integration: 'webhook', status: 'firing', alertNames: ['A'], outcome: 'delivered' },
    ]);
  });

  test('a full disk does not stop a delivery', async () => {
    const b = await notificationBench({ state: createFullDisk() });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1!']);
  });
});

describe('over a restart', () => {
  test('who was told is not told again until it is due', async () => {
    const before = await notificationBench();
    before.fire('1');
    await before.clock.advanceBy(MINUTE);
    await before.notifier.stop();
    const after = await notificationBench({ state: before.state, clock: before.clock });
    after.fire('1');
    await after.clock.advanceBy(HOUR);
    expect(after.log()).toEqual([]);
    await after.clock.advanceBy(4 * HOUR);
    expect(after.log()).toHaveLength(1);
    expect(after.notifier.notifications()).toHaveLength(2);
  });

  test('a message that was not delivered before a crash is sent by the next process', async () => {
    const before = await notificationBench({ answer: () => ({ status: 503 }) });
    before.fire('1');
    await before.clock.advanceBy(31 * SECOND);
    const key = before.requests[0].request.headers['idempotency-key'];
    // No stop: the process is gone.
    const after = await notificationBench({ state: before.state });
    await after.notifier.idle();
    expect(after.log()).toEqual(['0s ops firing 1!']);
    expect(after.requests[0].request.headers['idempotency-key']).toBe(key);
    expect(await after.state.documents('outbox').entries()).toEqual([]);
  });

  test('a crash while a message is on its way sends it again rather than losing it', async () => {
    const before = await notificationBench({ answer: () => new Promise<never>(() => undefined) });
    before.fire('1');
    await before.clock.advanceBy(31 * SECOND);
    expect(await before.state.documents('outbox').entries()).toHaveLength(1);
    const after = await notificationBench({ state: before.state });
    await after.notifier.idle();
    expect(after.log()).toEqual(['0s ops firing 1!']);
  });

  test('a resolution is told although the alert fired in an earlier process', async () => {
    const before = await notificationBench();
    before.fire('1');
    await before.clock.advanceBy(MINUTE);
    await before.notifier.stop();
    const after = await notificationBench({ state: before.state, clock: before.clock });
    after.resolve('1');
    await after.clock.advanceBy(MINUTE);
    expect(after.log().map((line) => line.slice(line.indexOf(' ') + 1))).toEqual(['ops resolved 1']);
  });

  test('what an earlier process left can be read from a full disk', async () => {
    const before = await notificationBench();
    before.fire('1');
    await before.clock.advanceBy(MINUTE);
    const options = { state: createFullDisk(before.state), clock: new VirtualClock(START + 200 * HOUR) };
    const after = await notificationBench(options);
    after.fire('1');
    await after.clock.advanceBy(MINUTE);
    expect(after.log()).toHaveLength(1);
  });

  test('a left message for a receiver that no longer exists is dropped', async () => {
    const before = await notificationBench({ answer: () => ({ status: 503 }) });
    before.fire('1');
    await before.clock.advanceBy(31 * SECOND);
    const after = await notificationBench({
      state: before.state,
      receivers: [webhook('new')],
      route: { ...ROUTE, receiver: 'new' },
    });
    await after.notifier.idle();
    expect(after.log()).toEqual([]);
    expect(await after.state.documents('outbox').entries()).toEqual([]);
  });

  test('alerts accepted before the start are delivered after it', async () => {
    const clock = new VirtualClock(START);
    const bodies: string[] = [];
    const notifier = createNotifier({
      configuration: { route: ROUTE, receivers: [webhook('ops')] },
      services: {
        http: {
          post: async ({ body }) => {
            bodies.push(body);
            return { status: 200, headers: {}, body: '' };
          },
        },
        mail: createSmtpTransport(),
        secrets: readSecret,
      },
      clock,
      state: createMemoryState(),
      externalUrl: 'http://t',
    });
    notifier.accept([alertUpdate(clock, '1', START + HOUR, {})]);
    await clock.advanceBy(MINUTE);
    expect(bodies).toHaveLength(0);
    await notifier.start();
    await clock.advanceBy(MINUTE);
    expect(bodies).toHaveLength(1);
  });
});
