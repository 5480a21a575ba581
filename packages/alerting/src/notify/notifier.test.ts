import { LabelSet, VirtualClock, createMemoryState } from '@telltale/model';
import type { Receiver, Route } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import type { Transport, TransportRequest, TransportResponse } from '../transport/transport.ts';
import { createNotifier } from './notifier.ts';
import type { WebhookPayload } from './webhook-payload.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-01-01T00:00:00Z');

const ROUTE: Route = {
  receiver: 'ops',
  matchers: [],
  continue: false,
  groupBy: ['alertname'],
  groupWaitMs: 30 * SECOND,
  groupIntervalMs: 5 * MINUTE,
  repeatIntervalMs: 4 * HOUR,
  routes: [],
};

function webhook(name: string, sendResolved = true): Receiver {
  return { kind: 'webhook', name, url: `http://${name}.test/hook`, sendResolved };
}

type Outcome = Partial<TransportResponse> | Error;
type Answer = (request: TransportRequest, count: number) => Outcome | Promise<Outcome>;

interface BenchOptions {
  readonly route?: Route;
  readonly receivers?: readonly Receiver[];
  readonly state?: ReturnType<typeof createMemoryState>;
  readonly clock?: VirtualClock;
  readonly answer?: Answer;
}

async function bench(options: BenchOptions = {}) {
  const clock = options.clock ?? new VirtualClock(START);
  const state = options.state ?? createMemoryState();
  const requests: { readonly atMs: number; readonly request: TransportRequest }[] = [];
  const transport: Transport = {
    post: async (request) => {
      requests.push({ atMs: clock.now(), request });
      const answer = (await options.answer?.(request, requests.length)) ?? {};
      if (answer instanceof Error) throw answer;
      return { status: 200, headers: {}, body: '', ...answer };
    },
  };
  const notifier = createNotifier({
    route: options.route ?? ROUTE,
    receivers: options.receivers ?? [webhook('ops')],
    transport,
    clock,
    state,
    externalUrl: 'http://station:4400',
    random: () => 0.5,
  });
  await notifier.start();
  return {
    clock,
    state,
    notifier,
    requests,
    /** What arrived: seconds since the start, status, and the `id` label and status of each alert. */
    log: () =>
      requests.map(({ atMs, request }) => {
        const payload: WebhookPayload = JSON.parse(request.body);
        const alerts = payload.alerts.map(
          ({ labels, status }) => `${labels['id']}${status === 'firing' ? '!' : ''}`,
        );
        return `${(atMs - START) / SECOND}s ${payload.receiver} ${payload.status} ${alerts.join(' ')}`;
      }),
    fire: (id: string, extra: Record<string, string> = {}) =>
      notifier.accept([alert(clock, id, clock.now() + 24 * HOUR, extra)]),
    resolve: (id: string, extra: Record<string, string> = {}) =>
      notifier.accept([alert(clock, id, clock.now(), extra)]),
  };
}

function alert(clock: VirtualClock, id: string, endsAtMs: number, extra: Record<string, string>) {
  return {
    labels: LabelSet.of({ alertname: 'A', id, ...extra }),
    annotations: { summary: `about ${id}` },
    startsAtMs: Math.min(clock.now(), endsAtMs - 1),
    endsAtMs,
    generatorUrl: '/graph?g0.expr=x',
  };
}

describe('grouping and timing', () => {
  test('alerts of the first group wait arrive together', async () => {
    const b = await bench();
    b.fire('1');
    await b.clock.advanceBy(20 * SECOND);
    b.fire('2');
    await b.clock.advanceBy(20 * SECOND);
    expect(b.log()).toEqual(['30s ops firing 1! 2!']);
  });

  test('a new alert of the group waits for the next group interval', async () => {
    const b = await bench();
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.fire('2');
    await b.clock.advanceBy(10 * MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1!', '330s ops firing 1! 2!']);
  });

  test('an unchanged group is told again only after the repeat interval', async () => {
    const b = await bench();
    b.fire('1');
    await b.clock.advanceBy(4 * HOUR + MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1!', `${30 + 4 * 3600}s ops firing 1!`]);
  });

  test('a repeat interval shorter than the group interval repeats each group interval', async () => {
    const b = await bench({ route: { ...ROUTE, repeatIntervalMs: SECOND } });
    b.fire('1');
    await b.clock.advanceBy(11 * MINUTE);
    expect(b.log().map((line) => line.split(' ')[0])).toEqual(['30s', '330s', '630s']);
  });

  test('a resolved alert is told once at the next flush and then forgotten', async () => {
    const b = await bench();
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(HOUR);
    b.resolve('1');
    await b.clock.advanceBy(8 * HOUR);
    expect(b.log()).toEqual(['30s ops firing 1!', '330s ops resolved 1']);
  });

  test('one of two alerts that resolves is told, the group goes on firing', async () => {
    const b = await bench();
    b.fire('1');
    b.fire('2');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(15 * MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1! 2!', '330s ops firing 1 2!']);
  });

  test('an alert that fires and resolves before the first flush is never told', async () => {
    const b = await bench();
    b.fire('1');
    await b.clock.advanceBy(10 * SECOND);
    b.resolve('1');
    await b.clock.advanceBy(HOUR);
    expect(b.log()).toEqual([]);
  });

  test('an alert that is no longer reported counts as resolved when its validity ends', async () => {
    const b = await bench();
    b.notifier.accept([alert(b.clock, '1', START + 4 * MINUTE, {})]);
    await b.clock.advanceBy(10 * MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1!', '330s ops resolved 1']);
  });

  test('an alert that fires again after it resolved is told again', async () => {
    const b = await bench();
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(6 * MINUTE);
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    expect(b.log().at(-1)).toBe('450s ops firing 1!');
  });

  test('alerts with other group labels are told in their own message', async () => {
    const b = await bench({ route: { ...ROUTE, groupBy: ['team'] } });
    b.fire('1', { team: 'a' });
    b.fire('2', { team: 'b' });
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1!', '30s ops firing 2!']);
  });

  test('a receiver without send_resolved hears of no resolution', async () => {
    const b = await bench({ receivers: [webhook('ops', false)] });
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

  test('nobody is told when the route leads to the receiver without a name', async () => {
    const b = await bench({ route: { ...ROUTE, receiver: '' }, receivers: [] });
    b.fire('1');
    await b.clock.advanceBy(HOUR);
    expect(b.log()).toEqual([]);
  });
});

describe('the message', () => {
  test("is Alertmanager's webhook payload, version 4", async () => {
    const b = await bench();
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    const { request } = b.requests[0];
    expect(request.headers['content-type']).toBe('application/json');
    expect(JSON.parse(request.body)).toEqual({
      receiver: 'ops',
      status: 'firing',
      alerts: [
        {
          status: 'firing',
          labels: { alertname: 'A', id: '1' },
          annotations: { summary: 'about 1' },
          startsAt: '2026-01-01T00:00:00Z',
          endsAt: '0001-01-01T00:00:00Z',
          generatorURL: 'http://station:4400/graph?g0.expr=x',
          fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        },
      ],
      groupLabels: { alertname: 'A' },
      commonLabels: { alertname: 'A', id: '1' },
      commonAnnotations: { summary: 'about 1' },
      externalURL: 'http://station:4400',
      version: '4',
      groupKey: '{}:{alertname="A"}',
      truncatedAlerts: 0,
    });
  });

  test('common labels and annotations are those that all alerts share', async () => {
    const b = await bench();
    b.fire('1', { team: 'a' });
    b.fire('2', { team: 'a' });
    await b.clock.advanceBy(MINUTE);
    const payload: WebhookPayload = JSON.parse(b.requests[0].request.body);
    expect(payload.commonLabels).toEqual({ alertname: 'A', team: 'a' });
    expect(payload.commonAnnotations).toEqual({});
  });
});

describe('delivery', () => {
  test('a failing receiver is tried again with growing pauses, under one idempotency key', async () => {
    const b = await bench({ answer: (_, count) => (count < 4 ? { status: 503, body: 'down' } : {}) });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    expect(b.log().map((line) => line.split(' ')[0])).toEqual(['30s', '30.5s', '31.5s', '33.5s']);
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
    const b = await bench({ answer: (_, count) => (count === 1 ? new Error('connect ECONNREFUSED') : {}) });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    expect(b.notifier.notifications().map(({ error }) => error)).toEqual(['', 'connect ECONNREFUSED']);
  });

  test.each([
    ['seconds', '20'],
    ['a date', new Date(START + 50 * SECOND).toUTCString()],
  ])('Retry-After in %s is obeyed', async (_, header) => {
    const b = await bench({
      answer: (_request, count) => (count === 1 ? { status: 429, headers: { 'retry-after': header } } : {}),
    });
    b.fire('1');
    await b.clock.advanceBy(2 * MINUTE);
    expect(b.log().map((line) => line.split(' ')[0])).toEqual(['30s', '50s']);
  });

  test('a message that is refused is not tried again before the next flush', async () => {
    const b = await bench({ answer: () => ({ status: 400, body: 'bad field' }) });
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
    const b = await bench({
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
    const b = await bench({ answer: () => (isDown ? { status: 500 } : {}) });
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

  test('the attempts are journalled', async () => {
    const b = await bench();
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    const entries = await b.state.journal('notifications').read();
    expect(entries.map(({ value }) => value)).toMatchObject([
      { receiver: 'ops', integration: 'webhook', status: 'firing', alertNames: ['A'], outcome: 'delivered' },
    ]);
  });

  test('a full disk does not stop a delivery', async () => {
    const state = createMemoryState();
    const full = () => Promise.reject(new Error('disk full'));
    const broken = {
      journal: () => ({ ...state.journal('x'), append: full }),
      documents: () => ({ ...state.documents('x'), put: full, delete: full }),
    };
    const b = await bench({ state: broken });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1!']);
  });
});

describe('over a restart', () => {
  test('who was told is not told again until it is due', async () => {
    const before = await bench();
    before.fire('1');
    await before.clock.advanceBy(MINUTE);
    await before.notifier.stop();
    const after = await bench({ state: before.state, clock: before.clock });
    after.fire('1');
    await after.clock.advanceBy(HOUR);
    expect(after.log()).toEqual([]);
    await after.clock.advanceBy(4 * HOUR);
    expect(after.log()).toHaveLength(1);
    expect(after.notifier.notifications()).toHaveLength(2);
  });

  test('a message that was not delivered before a crash is sent by the next process', async () => {
    const before = await bench({ answer: () => ({ status: 503 }) });
    before.fire('1');
    await before.clock.advanceBy(31 * SECOND);
    const key = before.requests[0].request.headers['idempotency-key'];
    // No stop: the process is gone.
    const after = await bench({ state: before.state });
    await after.notifier.idle();
    expect(after.log()).toEqual(['0s ops firing 1!']);
    expect(after.requests[0].request.headers['idempotency-key']).toBe(key);
    expect(await after.state.documents('outbox').entries()).toEqual([]);
  });

  test('a crash while a message is on its way sends it again rather than losing it', async () => {
    const before = await bench({ answer: () => new Promise<never>(() => undefined) });
    before.fire('1');
    await before.clock.advanceBy(31 * SECOND);
    expect(await before.state.documents('outbox').entries()).toHaveLength(1);
    const after = await bench({ state: before.state });
    await after.notifier.idle();
    expect(after.log()).toEqual(['0s ops firing 1!']);
  });

  test('a resolution is told although the alert fired in an earlier process', async () => {
    const before = await bench();
    before.fire('1');
    await before.clock.advanceBy(MINUTE);
    await before.notifier.stop();
    const after = await bench({ state: before.state, clock: before.clock });
    after.resolve('1');
    await after.clock.advanceBy(MINUTE);
    expect(after.log().map((line) => line.slice(line.indexOf(' ') + 1))).toEqual(['ops resolved 1']);
  });

  test('a left message for a receiver that no longer exists is dropped', async () => {
    const before = await bench({ answer: () => ({ status: 503 }) });
    before.fire('1');
    await before.clock.advanceBy(31 * SECOND);
    const after = await bench({
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
      route: ROUTE,
      receivers: [webhook('ops')],
      transport: {
        post: async ({ body }) => {
          bodies.push(body);
          return { status: 200, headers: {}, body: '' };
        },
      },
      clock,
      state: createMemoryState(),
      externalUrl: 'http://t',
    });
    notifier.accept([alert(clock, '1', START + HOUR, {})]);
    await clock.advanceBy(MINUTE);
    expect(bodies).toHaveLength(0);
    await notifier.start();
    await clock.advanceBy(MINUTE);
    expect(bodies).toHaveLength(1);
  });
});
