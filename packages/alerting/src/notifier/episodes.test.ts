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
import type { WebhookPayload } from '../channels/webhook/webhook-payload.ts';

type Bench = Awaited<ReturnType<typeof notificationBench>>;

function payloads(b: Bench): readonly WebhookPayload[] {
  return b.requests.map(({ request }) => JSON.parse(request.body));
}

/** An alert as it comes over the API: without an end. */
function withoutEnd(b: Bench, id: string) {
  return { ...alertUpdate(b.clock, id, b.clock.now() + 1, {}), isTimeout: true };
}

describe('an alert that is sent again', () => {
  test('has the newest annotations and the first start', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(10 * SECOND);
    const again = alertUpdate(b.clock, '1', START + HOUR, {});
    b.notifier.accept([{ ...again, annotations: { summary: 'worse' } }]);
    await b.clock.advanceBy(MINUTE);
    expect(payloads(b)[0].alerts).toMatchObject([
      { startsAt: '2026-01-01T00:00:00Z', annotations: { summary: 'worse' } },
    ]);
  });

  test('keeps an end that was named when it is sent without one', async () => {
    const b = await notificationBench();
    b.notifier.accept([alertUpdate(b.clock, '1', START + 20 * MINUTE, {}), withoutEnd(b, '1')]);
    await b.clock.advanceBy(19 * MINUTE);
    expect(b.states()).toEqual({ 1: 'active' });
    await b.clock.advanceBy(MINUTE);
    expect(b.states()).toEqual({});
  });

  test('is told again after its end, as a new one', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(6 * MINUTE);
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    expect(b.log().at(-1)).toBe('450s ops firing 1!');
    expect(payloads(b).at(-1)!.alerts[0].startsAt).toBe('2026-01-01T00:07:00Z');
  });

  test('shows when it was last sent', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.fire('1');
    expect(b.notifier.alerts()).toMatchObject([
      { receivedAtMs: START + MINUTE, update: { startsAtMs: START } },
    ]);
  });
});

describe('an alert that ends', () => {
  test('is told once at the next flush and then forgotten', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(HOUR);
    b.resolve('1');
    await b.clock.advanceBy(8 * HOUR);
    expect(b.log()).toEqual(['30s ops firing 1!', '330s ops resolved 1']);
  });

  test('is told among those that go on', async () => {
    const b = await notificationBench();
    b.fire('1');
    b.fire('2');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(15 * MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1! 2!', '330s ops firing 1 2!']);
  });

  test('by its own time is told at the next flush', async () => {
    const b = await notificationBench();
    b.notifier.accept([alertUpdate(b.clock, '1', START + 4 * MINUTE, {})]);
    await b.clock.advanceBy(10 * MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1!', '330s ops resolved 1']);
    expect(payloads(b)[1].alerts[0].endsAt).toBe('2026-01-01T00:04:00Z');
  });

  test('because nobody sends it any more is resolved after the resolve timeout', async () => {
    const b = await notificationBench({ configuration: { resolveTimeoutMs: 10 * MINUTE } });
    b.notifier.accept([withoutEnd(b, '1')]);
    await b.clock.advanceBy(5 * MINUTE);
    b.notifier.accept([withoutEnd(b, '1')]);
    await b.clock.advanceBy(25 * MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1!', '930s ops resolved 1']);
    expect(payloads(b)[1].alerts[0].endsAt).toBe('2026-01-01T00:15:00Z');
  });

  test('without the resolve timeout of a configuration counts as ended after five minutes', async () => {
    const b = await notificationBench();
    b.notifier.accept([withoutEnd(b, '1')]);
    await b.clock.advanceBy(5 * MINUTE - 1);
    expect(b.states()).toEqual({ 1: 'active' });
    await b.clock.advanceBy(1);
    expect(b.states()).toEqual({});
  });

  test('is not told where the receiver wants no resolved alerts', async () => {
    const b = await notificationBench({ receivers: [webhook('ops', false)] });
    b.fire('1');
    b.fire('2');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(6 * MINUTE);
    b.resolve('2');
    await b.clock.advanceBy(HOUR);
    b.fire('2');
    await b.clock.advanceBy(MINUTE);
    expect(b.log().map((line) => line.slice(line.indexOf(' ') + 1))).toEqual([
      'ops firing 1! 2!',
      'ops firing 2!',
    ]);
  });

  test('is forgotten when the last of several integrations knows', async () => {
    const b = await notificationBench({
      receivers: [webhook('ops', true, 'up'), webhook('ops', true, 'down')],
      answer: ({ url }) => (url.includes('down') && b.clock.now() < START + HOUR ? { status: 503 } : {}),
    });
    b.fire('1');
    b.fire('2');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(6 * MINUTE);
    b.fire('3');
    await b.clock.advanceBy(2 * HOUR);
    const of = (host: string) =>
      b.log().filter((_, index) => b.requests[index].request.url === `http://${host}.test/hook`);
    // Who was told of the end is not told of it again because another one was not.
    expect(of('up')).toEqual(['30s ops firing 1! 2!', '330s ops firing 1 2!', '630s ops firing 2! 3!']);
    expect(of('down').at(-1)).toMatch(/ ops firing 1 2! 3!$/);
  });

  test('leaves memory half an hour later', async () => {
    const b = await notificationBench({ route: { ...ROUTE, receiver: '' } });
    const { labels } = alertUpdate(b.clock, '1', START, {});
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(HOUR);
    b.fire('2');
    // Known still, it would have begun when it was first sent.
    b.notifier.accept([
      { ...alertUpdate(b.clock, '1', START + 2 * HOUR, {}), startsAtMs: START + 30 * SECOND },
    ]);
    const known = b.notifier.alerts().find(({ update }) => update.labels.equals(labels));
    expect(known?.update.startsAtMs).toBe(START + 30 * SECOND);
  });
});

describe('a delivery that fails', () => {
  test('delays no other receiver of the same alert', async () => {
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

  test('is tried again within the group interval, then with what is true by then', async () => {
    let isDown = true;
    const b = await notificationBench({ answer: () => (isDown ? { status: 500 } : {}) });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    expect(b.requests.length).toBeGreaterThan(2);
    b.fire('2');
    await b.clock.advanceBy(5 * MINUTE);
    isDown = false;
    b.requests.length = 0;
    await b.clock.advanceBy(2 * MINUTE);
    expect(b.log().map((line) => line.slice(line.indexOf(' ') + 1))).toEqual(['ops firing 1! 2!']);
  });

  test('is not tried again before the next flush when the receiver refused', async () => {
    const b = await notificationBench({ answer: () => ({ status: 400 }) });
    b.fire('1');
    await b.clock.advanceBy(6 * MINUTE);
    expect(b.log().map((line) => line.split(' ')[0])).toEqual(['30s', '330s']);
  });

  test('of an alert that fired and ended while nobody could be reached tells its end', async () => {
    let isDown = true;
    const b = await notificationBench({ answer: () => (isDown ? { status: 503 } : {}) });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(10 * MINUTE);
    isDown = false;
    b.requests.length = 0;
    await b.clock.advanceBy(5 * MINUTE);
    // The attempts may have arrived without an answer.
    expect(b.log().map((line) => line.slice(line.indexOf(' ') + 1))).toEqual(['ops resolved 1']);
    expect(b.notifier.groups()).toEqual([]);
  });
});
