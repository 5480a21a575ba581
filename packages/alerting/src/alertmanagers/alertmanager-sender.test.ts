import { LabelSet, VirtualClock } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import type { AlertUpdate } from '../alerts/alert-update.ts';
import type { Transport, TransportRequest, TransportResponse } from '../transport/transport.ts';
import { createAlertmanagerSender } from './alertmanager-sender.ts';
import type { AlertmanagerSenderOptions } from './alertmanager-sender.ts';
import type { PostedAlert } from './posted-alert.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const MINUTE = 60_000;

function alert(id: string, isFiring = true): AlertUpdate {
  return {
    labels: LabelSet.of({ alertname: 'A', id }),
    annotations: { summary: `about ${id}` },
    startsAtMs: START - MINUTE,
    endsAtMs: isFiring ? START + 4 * MINUTE : START,
    generatorUrl: '/graph?g0.expr=up',
  };
}

function isPostedAlert(value: unknown): value is PostedAlert {
  if (typeof value !== 'object' || value === null) return false;
  const known = new Set(['labels', 'annotations', 'startsAt', 'endsAt', 'generatorURL']);
  return Object.keys(value).every((key) => known.has(key)) && 'labels' in value && 'startsAt' in value;
}

type Answer = (request: TransportRequest) => Partial<TransportResponse> | Error | Promise<never>;

/** Alertmanagers that take what `postableAlerts` of their OpenAPI document allows, and nothing else. */
function bench(answer: Answer = () => ({}), options: Partial<AlertmanagerSenderOptions> = {}) {
  const clock = new VirtualClock(START);
  const posts: { readonly atMs: number; readonly host: string; readonly alerts: readonly PostedAlert[] }[] =
    [];
  const requests: TransportRequest[] = [];
  const transport: Transport = {
    post: async (request) => {
      requests.push(request);
      const alerts: unknown = JSON.parse(request.body);
      if (request.headers['content-type'] !== 'application/json')
        throw new Error('415 unsupported media type');
      if (!Array.isArray(alerts) || !alerts.every(isPostedAlert)) throw new Error('422 no postableAlerts');
      const answered = await answer(request);
      if (answered instanceof Error) throw answered;
      posts.push({ atMs: clock.now() - START, host: new URL(request.url).hostname, alerts });
      return { status: 200, headers: {}, body: '', ...answered };
    },
  };
  const sender = createAlertmanagerSender({
    addresses: ['http://am-1:9093'],
    transport,
    clock,
    externalUrl: 'https://station.example/telltale/',
    random: () => 1,
    ...options,
  });
  return { clock, posts, requests, sender };
}

const ids = (alerts: readonly PostedAlert[]) => alerts.map(({ labels }) => labels['id']).join(' ');

describe('posting alerts to Alertmanagers', () => {
  test('an alert is posted as Prometheus posts it, with an absolute generatorURL', async () => {
    const b = bench();
    b.sender.accept([alert('1')]);
    await b.clock.advanceBy(0);
    expect(b.requests[0].url).toBe('http://am-1:9093/api/v2/alerts');
    expect(b.posts[0].alerts).toEqual([
      {
        labels: { alertname: 'A', id: '1' },
        annotations: { summary: 'about 1' },
        startsAt: '2025-12-31T23:59:00.000Z',
        endsAt: '2026-01-01T00:04:00.000Z',
        generatorURL: 'https://station.example/telltale/graph?g0.expr=up',
      },
    ]);
  });

  test('alerts travel in batches of 256, one after the other', async () => {
    const b = bench();
    b.sender.accept(Array.from({ length: 600 }, (_, i) => alert(String(i))));
    await b.clock.advanceBy(0);
    expect(b.posts.map(({ alerts }) => alerts.length)).toEqual([256, 256, 88]);
    expect(b.sender.figures()[0]).toMatchObject({
      sentTotal: 600,
      errorsTotal: 0,
      queueLength: 0,
      latencyCount: 3,
    });
  });

  test('an Alertmanager that hangs delays no other', async () => {
    const b = bench((request) => (request.url.includes('am-1') ? new Promise<never>(() => undefined) : {}), {
      addresses: ['http://am-1:9093', 'http://am-2:9093'],
    });
    b.sender.accept([alert('1')]);
    await b.clock.advanceBy(0);
    b.sender.accept([alert('2')]);
    await b.clock.advanceBy(0);
    expect(b.posts.map(({ host, alerts }) => `${host} ${ids(alerts)}`)).toEqual(['am-2 1', 'am-2 2']);
    expect(b.sender.figures().map(({ queueLength }) => queueLength)).toEqual([2, 0]);
  });

  test('what could not be posted is posted again every second, in its newest state', async () => {
    let isDown = true;
    const b = bench(() => (isDown ? new Error('connect ECONNREFUSED') : {}));
    b.sender.accept([alert('1'), alert('2')]);
    await b.clock.advanceBy(5500);
    b.sender.accept([alert('1', false)]);
    expect(b.requests).toHaveLength(6);
    expect(b.sender.figures()[0]).toMatchObject({ errorsTotal: 12, lastError: 'connect ECONNREFUSED' });
    isDown = false;
    await b.clock.advanceBy(1000);
    expect(b.posts).toHaveLength(1);
    expect(b.posts[0]).toMatchObject({ atMs: 6000, alerts: [{ endsAt: '2026-01-01T00:00:00.000Z' }, {}] });
    expect(b.sender.figures()[0]).toMatchObject({ droppedTotal: 0, queueLength: 0, lastError: '' });
  });

  test('a state that comes while its forerunner is on the way is posted after it', async () => {
    const b = bench((request) => {
      if (!request.body.includes('00:00:00')) b.sender.accept([alert('1', false)]);
      return {};
    });
    b.sender.accept([alert('1')]);
    await b.clock.advanceBy(0);
    expect(b.posts.map(({ alerts }) => alerts[0].endsAt)).toEqual([
      '2026-01-01T00:04:00.000Z',
      '2026-01-01T00:00:00.000Z',
    ]);
  });

  test.each([500, 503, 429, 408])('after HTTP %i alerts are posted again', async (status) => {
    let count = 0;
    const b = bench(() => ({ status: ++count === 1 ? status : 200 }));
    b.sender.accept([alert('1')]);
    await b.clock.advanceBy(1000);
    expect(b.requests).toHaveLength(2);
    expect(b.sender.figures()[0]).toMatchObject({ sentTotal: 2, errorsTotal: 1, droppedTotal: 0 });
  });

  test('alerts that are refused are dropped and counted', async () => {
    const b = bench(() => ({ status: 400, body: 'bad label' }));
    b.sender.accept([alert('1')]);
    await b.clock.advanceBy(MINUTE);
    expect(b.requests).toHaveLength(1);
    expect(b.sender.figures()[0]).toMatchObject({
      errorsTotal: 1,
      droppedTotal: 1,
      queueLength: 0,
      lastError: 'HTTP 400: bad label',
    });
  });

  test('when more than 10,000 alerts wait the oldest are dropped and counted', async () => {
    let isDown = true;
    const b = bench(() => (isDown ? new Error('down') : {}));
    b.sender.accept(Array.from({ length: 10_005 }, (_, i) => alert(String(i))));
    await b.clock.advanceBy(0);
    expect(b.sender.figures()[0]).toMatchObject({
      droppedTotal: 5,
      queueLength: 10_000,
      queueCapacity: 10_000,
    });
    isDown = false;
    await b.clock.advanceBy(1000);
    expect(b.posts[0].alerts[0].labels['id']).toBe('5');
  });

  test('a stop sends what waits', async () => {
    const b = bench();
    b.sender.accept([alert('1')]);
    await b.sender.stop();
    b.sender.accept([alert('2')]);
    expect(b.posts.map(({ alerts }) => ids(alerts))).toEqual(['1']);
  });

  test('a stop tries an Alertmanager that is down once more, and no longer', async () => {
    const b = bench(() => new Error('down'));
    b.sender.accept([alert('1')]);
    await b.clock.advanceBy(0);
    await b.sender.stop();
    await b.clock.advanceBy(MINUTE);
    expect(b.requests).toHaveLength(2);
  });

  test('a stop waits for an Alertmanager that hangs for five seconds', async () => {
    const b = bench(
      ({ signal }) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted')))),
    );
    b.sender.accept([alert('1')]);
    const stopped = b.sender.stop().then(() => b.clock.now() - START);
    await b.clock.advanceBy(MINUTE);
    expect(await stopped).toBe(5000);
    expect(b.sender.figures()[0]).toMatchObject({ queueLength: 1, lastError: 'aborted' });
  });

  test('user and password of an address are sent, and never shown', async () => {
    const b = bench(undefined, { addresses: ['https://ops:s%40cret@am.example/base/'] });
    b.sender.accept([alert('1')]);
    await b.clock.advanceBy(0);
    expect(b.requests[0].url).toBe('https://am.example/base/api/v2/alerts');
    expect(b.requests[0].headers['authorization']).toBe(`Basic ${btoa('ops:s@cret')}`);
    expect(b.sender.figures()[0].alertmanager).toBe('https://am.example/base/api/v2/alerts');
  });

  test.each(['am:9093', 'ftp://am', '/am', 'http://ops:secret@'])('%s is no address', (address) => {
    expect(() => bench(undefined, { addresses: [address] })).toThrow('must begin with http:// or https://');
    expect(() => bench(undefined, { addresses: [address] })).not.toThrow('secret');
  });
});
