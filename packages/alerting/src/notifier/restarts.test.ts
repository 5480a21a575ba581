import { VirtualClock, createMemoryState } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import {
  HOUR,
  MINUTE,
  ROUTE,
  SECOND,
  START,
  alertUpdate,
  matcher,
  notificationBench,
  webhook,
} from '../../test/notification-bench.ts';

const texts = (log: readonly string[]) => log.map((line) => line.slice(line.indexOf(' ') + 1));

const INHIBITING = {
  inhibitions: [{ source: [matcher('id', '=', 'down')], target: [matcher('id', '=', 'slow')], equal: [] }],
};

describe('a reload', () => {
  test('keeps alerts, silences and what was told, so that nobody is told twice', async () => {
    const b = await notificationBench();
    b.fire('1');
    b.fire('2');
    await b.silence('2', 2 * HOUR);
    await b.clock.advanceBy(MINUTE);
    await b.notifier.reload(b.configuration);
    await b.clock.advanceBy(HOUR);
    expect(b.log()).toEqual(['30s ops firing 1!']);
    expect(b.states()).toEqual({ 1: 'active', 2: 'suppressed' });
  });

  test('begins the waits of the groups anew', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(20 * SECOND);
    await b.notifier.reload(b.configuration);
    await b.clock.advanceBy(29 * SECOND);
    expect(b.log()).toEqual([]);
    await b.clock.advanceBy(SECOND);
    expect(b.log()).toEqual(['50s ops firing 1!']);
  });

  test('sends alerts where the new routes lead', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    await b.notifier.reload({ route: { ...ROUTE, receiver: 'new' }, receivers: [webhook('new')] });
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(HOUR);
    expect(texts(b.log())).toEqual(['ops firing 1!', 'new firing 1!', 'new resolved 1']);
    expect(b.notifier.configuration.receivers).toEqual([webhook('new')]);
  });

  test('loses no end that was not told yet', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.notifier.reload(b.configuration);
    await b.clock.advanceBy(HOUR);
    expect(texts(b.log())).toEqual(['ops firing 1!', 'ops resolved 1']);
  });

  test('loses no end that is told long after the alert', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    await b.silence('1', 3 * HOUR);
    b.resolve('1');
    await b.clock.advanceBy(2 * HOUR);
    b.fire('2');
    await b.notifier.reload(b.configuration);
    await b.clock.advanceBy(2 * HOUR);
    expect(texts(b.log())).toEqual(['ops firing 1!', 'ops firing 2!', 'ops firing 1 2!']);
  });

  test('takes inhibitions and times of the new configuration', async () => {
    const b = await notificationBench();
    b.fire('slow');
    b.fire('down');
    await b.notifier.reload({ ...b.configuration, ...INHIBITING });
    expect(b.states()).toEqual({ slow: 'suppressed', down: 'active' });
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['30s ops firing down!']);
  });

  test.each([
    ['routes to nobody', { route: { ...ROUTE, receiver: 'nobody' } }],
    ['an unknown time zone', { timeIntervals: [{ name: 'night', windows: [{ location: 'Mars/Olympus' }] }] }],
    ['a broken pattern', { inhibitions: [{ source: [matcher('a', '=~', '(')], target: [], equal: [] }] }],
    ['a fallback that does not exist', { receivers: [webhook('ops', true, 'new')], fallback: 'nobody' }],
  ])('with %s is refused, and the old configuration goes on', async (_, broken) => {
    const b = await notificationBench();
    b.fire('1');
    await expect(b.notifier.reload({ ...b.configuration, ...broken })).rejects.toMatchObject({
      code: expect.stringMatching(/^TT_(DEFINITION_INVALID|QUERY_SYNTAX)$/),
    });
    expect(b.notifier.configuration).toBe(b.configuration);
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1!']);
    expect(b.requests[0].request.url).toBe('http://ops.test/hook');
  });

  test('sends what waits to the new address of a receiver', async () => {
    const b = await notificationBench({
      answer: ({ url }) => (url.includes('old') ? { status: 503 } : {}),
      receivers: [webhook('ops', true, 'old')],
    });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.requests.length = 0;
    await b.notifier.reload({ ...b.configuration, receivers: [webhook('ops', true, 'new')] });
    await b.clock.advanceBy(10 * MINUTE);
    expect(texts(b.log())).toEqual(['ops firing 1!']);
    expect(b.requests[0].request.url).toBe('http://new.test/hook');
  });

  test('drops what waits for a receiver that is gone, and says so', async () => {
    const b = await notificationBench({ answer: ({ url }) => (url.includes('ops') ? { status: 503 } : {}) });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    await b.notifier.reload({ route: { ...ROUTE, receiver: 'new' }, receivers: [webhook('new')] });
    await b.notifier.idle();
    expect(await b.state.documents('outbox').entries()).toEqual([]);
    expect(b.notifier.notifications(1)).toMatchObject([
      { receiver: 'ops', outcome: 'failed', alertNames: ['A'], error: expect.stringMatching(/no longer/) },
    ]);
    b.requests.length = 0;
    await b.clock.advanceBy(10 * MINUTE);
    expect(texts(b.log())).toEqual(['new firing 1!']);
  });

  test('before the start counts for the start', async () => {
    const b = await notificationBench({ isStarted: false });
    b.fire('1');
    await b.notifier.reload({ route: { ...ROUTE, receiver: 'new' }, receivers: [webhook('new')] });
    await b.notifier.start();
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['30s new firing 1!']);
  });
});

describe('a cold start', () => {
  test('alerts are unprocessed until the start', async () => {
    const b = await notificationBench({ isStarted: false });
    b.fire('1');
    expect([b.states(), b.notifier.groups()]).toEqual([{ 1: 'unprocessed' }, []]);
    await b.notifier.start();
    expect(b.states()).toEqual({ 1: 'active' });
    expect(b.notifier.groups()).toHaveLength(1);
  });

  test('who was told is not told again', async () => {
    const before = await notificationBench();
    before.fire('1');
    await before.clock.advanceBy(MINUTE);
    await before.notifier.stop();
    const after = await notificationBench({ state: before.state, clock: before.clock });
    after.fire('1');
    await after.clock.advanceBy(HOUR);
    expect(after.log()).toEqual([]);
  });

  test('what fired and ended in the meantime is told', async () => {
    const before = await notificationBench();
    before.fire('1');
    await before.clock.advanceBy(MINUTE);
    await before.notifier.stop();
    const clock = new VirtualClock(START + HOUR);
    const after = await notificationBench({ state: before.state, clock });
    after.notifier.accept([alertUpdate(clock, '1', START + 30 * MINUTE, {})]);
    after.fire('2');
    await clock.advanceBy(MINUTE);
    expect(texts(after.log())).toEqual(['ops firing 1 2!']);
  });

  test('an alert that is old waits for the one that inhibits it, which is sent a little later', async () => {
    const b = await notificationBench({
      clock: new VirtualClock(START + HOUR),
      configuration: INHIBITING,
      route: { ...ROUTE, groupBy: ['id'] },
    });
    const old = (id: string) => ({ ...alertUpdate(b.clock, id, START + 2 * HOUR, {}), startsAtMs: START });
    b.notifier.accept([old('slow')]);
    await b.clock.advanceBy(15 * SECOND);
    b.notifier.accept([old('down')]);
    await b.clock.advanceBy(10 * MINUTE);
    expect(texts(b.log())).toEqual(['ops firing down!']);
  });

  test('an end that was owed does not end an alert that fires again by now', async () => {
    const before = await notificationBench();
    before.fire('1');
    await before.clock.advanceBy(MINUTE);
    await before.silence('1', 2 * HOUR);
    before.resolve('1');
    await before.clock.advanceBy(6 * MINUTE);
    const after = await notificationBench({ state: before.state, clock: before.clock, isStarted: false });
    after.fire('1');
    await after.notifier.start();
    expect(after.states()).toEqual({ 1: 'suppressed' });
    await after.clock.advanceBy(5 * MINUTE);
    expect(await after.state.documents('owed-ends').entries()).toEqual([]);
  });

  test('a start delay holds back all groups', async () => {
    const b = await notificationBench({ startDelayMs: 2 * MINUTE });
    b.fire('1');
    await b.clock.advanceBy(90 * SECOND);
    b.fire('2');
    await b.clock.advanceBy(29 * SECOND);
    expect(b.log()).toEqual([]);
    await b.clock.advanceBy(SECOND);
    expect(b.log()).toEqual(['120s ops firing 1! 2!']);
  });

  test('after the start delay groups wait as ever', async () => {
    const b = await notificationBench({ startDelayMs: 2 * MINUTE });
    await b.clock.advanceBy(110 * SECOND);
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['140s ops firing 1!']);
  });
});

describe('two stations that know nothing of each other', () => {
  test('send the same, under the same key, so that the receiver can drop the second', async () => {
    const stations = await Promise.all([
      notificationBench({ state: createMemoryState() }),
      notificationBench({ state: createMemoryState() }),
    ]);
    for (const b of stations) {
      b.fire('1');
      await b.clock.advanceBy(MINUTE);
      b.resolve('1');
      await b.clock.advanceBy(HOUR);
    }
    const [one, other] = stations.map(({ requests }) =>
      requests.map(({ request }) => `${request.headers['idempotency-key']} ${request.body}`),
    );
    expect(one).toHaveLength(2);
    expect(other).toEqual(one);
  });
});
