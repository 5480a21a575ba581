import { describe, expect, test } from 'vitest';
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

type Bench = Awaited<ReturnType<typeof notificationBench>>;

const keysOf = ({ requests }: Bench) => requests.map(({ request }) => request.headers['idempotency-key']);

describe('the idempotency key', () => {
  test('is the same of two stations that tell the same, whenever they do', async () => {
    const [one, two] = [await notificationBench(), await notificationBench()];
    for (const b of [one, two]) {
      if (b === two) await b.clock.advanceBy(7 * SECOND);
      for (const id of b === one ? ['1', '2'] : ['2', '1']) {
        const update = alertUpdate(b.clock, id, START + 24 * HOUR, {});
        b.notifier.accept([{ ...update, startsAtMs: START }]);
      }
      await b.clock.advanceBy(5 * HOUR);
      const resolved = alertUpdate(b.clock, '1', START + 5 * HOUR, {});
      b.notifier.accept([{ ...resolved, startsAtMs: START }]);
      await b.clock.advanceBy(HOUR);
    }
    expect(keysOf(one)).toHaveLength(3);
    expect(keysOf(two)).toEqual(keysOf(one));
  });

  test('is another one for each repetition, each resolution and each new incident', async () => {
    const b = await notificationBench({ route: { ...ROUTE, repeatIntervalMs: HOUR } });
    for (let incident = 0; incident < 2; incident++) {
      b.fire('1');
      await b.clock.advanceBy(2 * HOUR + MINUTE);
      b.fire('2');
      await b.clock.advanceBy(10 * MINUTE);
      b.resolve('2');
      await b.clock.advanceBy(2 * HOUR);
      b.resolve('1');
      await b.clock.advanceBy(10 * MINUTE);
    }
    expect(b.requests.length).toBeGreaterThanOrEqual(14);
    expect(new Set(keysOf(b)).size).toBe(b.requests.length);
  });

  test('is another one for what another receiver is told', async () => {
    const b = await notificationBench({ receivers: [webhook('ops'), webhook('ops')] });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    expect(new Set(keysOf(b)).size).toBe(2);
  });
});
