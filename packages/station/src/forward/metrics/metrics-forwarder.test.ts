import { LabelSet, relabelRule, staleColumn } from '@telltale/model';
import type { NativeHistogram } from '@telltale/model';
import { expect, onTestFinished, test } from 'vitest';
import type { ForwardedStore } from '../../../test/forward/forwarded-store.ts';
import { dataFolder, forwardedStore } from '../../../test/forward/forwarded-store.ts';
import type { Interference } from '../../../test/forward/receivers.ts';
import { status } from '../../../test/forward/receivers.ts';
import type { RemoteWriteReceiver } from '../../../test/forward/remote-write-receiver.ts';
import { answerForEver, remoteWriteReceiver } from '../../../test/forward/remote-write-receiver.ts';

const START = Date.now() - 600_000;
const WAIT = { timeout: 20_000 };

async function receiving(port = 0): Promise<RemoteWriteReceiver> {
  const receiver = await remoteWriteReceiver(port);
  onTestFinished(() => receiver.close());
  return receiver;
}

/** Everything has been sent, or refused. */
const done = ({ forwarders }: ForwardedStore) =>
  expect.poll(() => forwarders.figures().map(({ waitingBytes }) => waitingBytes), WAIT);

async function sendRows(forwarded: ForwardedStore, from: number, to: number): Promise<void> {
  for (let i = from; i < to; i++) {
    forwarded.sample('a', START + i, i);
    forwarded.sample('b', START + i, -i);
  }
  await forwarded.store.flush();
}

const values = (receiver: RemoteWriteReceiver, name: string) => [
  ...(receiver.series.get(`${name}{}`)?.entries() ?? []),
];
const expected = (to: number, sign = 1) => Array.from({ length: to }, (_, i) => [START + i, sign * i]);

test('samples, histograms, ended series, exemplars and metadata are forwarded as they are', async () => {
  const receiver = await receiving();
  const forwarded = await forwardedStore({ folder: dataFolder(), destinations: [{ url: receiver.url }] });
  const { store } = forwarded;
  store.metadata.set('orders_total', { type: 'counter', help: 'Orders.', unit: '' });
  const histogram: NativeHistogram = {
    schema: 2,
    count: 5,
    sum: 7.5,
    zeroThreshold: 0.001,
    zeroCount: 1,
    positive: [{ start: -3, counts: Float64Array.of(1, 2) }],
    negative: [{ start: 2, counts: Float64Array.of(1) }],
    customValues: [],
    counterReset: 'unknown',
  };
  const id = forwarded.sample('orders_total', START, 4);
  forwarded.sample('latency', START, 0, histogram);
  forwarded.sample('latency', START + 1, 3);
  store.metrics.append({ group: 'x', timestampMs: START + 1, ids: [id], values: staleColumn(1) });
  const labels = LabelSet.from([['trace_id', 'abc']]);
  store.exemplars.appendExemplar(id, { labels, value: 2, timestampMs: START });
  await store.flush();
  await expect
    .poll(() => values(receiver, 'orders_total'), WAIT)
    .toEqual([
      [START, 4],
      [START + 1, 'stale'],
    ]);
  expect(values(receiver, 'latency')).toEqual([
    [START, { count: 5 }],
    [START + 1, 3],
  ]);
  expect(receiver.histograms).toEqual([histogram]);
  // With the samples that follow it.
  forwarded.sample('up', START, 1);
  await expect.poll(() => receiver.exemplars, WAIT).toEqual(['orders_total{} {trace_id="abc"} 2']);
  expect(receiver.metadata.get('orders_total')).toBe('counter Orders.');
  expect(receiver.faults).toEqual([]);
});

test('labels are added, rules change and drop series, credentials go along', async () => {
  const receiver = await receiving();
  const forwarded = await forwardedStore({
    folder: dataFolder(),
    destinations: [
      {
        url: receiver.url,
        access: { basicAuth: { username: 'shop', password: { env: 'HOME' } }, headers: { 'x-tenant': 'a' } },
        externalLabels: { cluster: 'eu' },
        writeRelabel: [
          relabelRule({ action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' }),
          relabelRule({ sourceLabels: ['__name__'], regex: 'a', targetLabel: 'kind', replacement: 'first' }),
        ],
      },
    ],
  });
  forwarded.sample('a', START, 1);
  forwarded.sample('go_threads', START, 2);
  await forwarded.store.flush();
  await expect.poll(() => [...receiver.series.keys()], WAIT).toEqual(['a{cluster="eu",kind="first"}']);
  await done(forwarded).toEqual([0]);
  expect(receiver.requests[0].headers).toMatchObject({
    'x-tenant': 'a',
    authorization: `Basic ${Buffer.from(`shop:${process.env['HOME']}`).toString('base64')}`,
  });
});

test('an outage and a restart lose nothing, and bring nothing out of order', async () => {
  const receiver = await receiving();
  const folder = dataFolder();
  const options = { folder, destinations: [{ url: receiver.url, maxSamplesPerSend: 50 }] };
  const first = await forwardedStore(options);
  await sendRows(first, 0, 100);
  await done(first).toEqual([0]);
  receiver.interfere = status(503);
  await sendRows(first, 100, 400);
  await expect.poll(() => first.forwarders.figures()[0].failingSinceMs, WAIT).toBeDefined();
  await first.close();
  const second = await forwardedStore(options);
  await sendRows(second, 400, 700);
  receiver.interfere = () => false;
  await done(second).toEqual([0]);
  expect(values(receiver, 'a')).toEqual(expected(700));
  expect(values(receiver, 'b')).toEqual(expected(700, -1));
  expect(second.forwarders.figures()[0]).toMatchObject({ rejected: 0, dropped: 0 });
  expect(receiver.faults).toEqual([]);
});

test('what the receiver had when its answer was lost is sent again in the same requests', async () => {
  const receiver = await receiving();
  const folder = dataFolder();
  const options = { folder, destinations: [{ url: receiver.url, maxSamplesPerSend: 40 }] };
  const first = await forwardedStore(options);
  let requests = 0;
  // Every second request is taken and its answer is lost: Prometheus refuses it when it comes with anything new.
  receiver.answer = (response) => (requests++ % 2 === 1 ? response.destroy() : response.writeHead(204).end());
  await sendRows(first, 0, 200);
  await expect.poll(() => receiver.series.size, WAIT).toBe(2);
  await first.close();
  const second = await forwardedStore(options);
  await sendRows(second, 200, 300);
  await done(second).toEqual([0]);
  expect(values(receiver, 'a')).toEqual(expected(300));
  expect(values(receiver, 'b')).toEqual(expected(300, -1));
});

test('a sample that the receiver refuses costs no other one, and its reason is told', async () => {
  const receiver = await receiving();
  const forwarded = await forwardedStore({ folder: dataFolder(), destinations: [{ url: receiver.url }] });
  await sendRows(forwarded, 10, 60);
  await done(forwarded).toEqual([0]);
  forwarded.sample('a', START, 7);
  await sendRows(forwarded, 60, 100);
  await done(forwarded).toEqual([0]);
  const rows = expected(100).slice(10);
  expect(values(receiver, 'a')).toEqual(rows);
  expect(values(receiver, 'b')).toEqual(expected(100, -1).slice(10));
  expect(forwarded.forwarders.figures()[0]).toMatchObject({ rejected: 1, sent: 180 });
  expect(forwarded.lines.join()).toContain('HTTP 400: out of order sample of a{}');
});

const FAULTS: Readonly<Record<string, Interference>> = {
  'too many requests': (_request, response) => {
    response.writeHead(429, { 'retry-after': '0' }).end();
    return true;
  },
  'a failing server': status(500),
  'credentials that are not known': status(401),
  'a connection that breaks': (_request, response) => {
    response.destroy();
    return true;
  },
  'no answer': () => true,
  'an endless answer': (_request, response) => {
    answerForEver(response, 500);
    return true;
  },
  'what is no HTTP': (_request, response) => {
    response.socket?.end('SSH-2.0-OpenSSH\r\n');
    return true;
  },
  'a redirect': (_request, response) => {
    response.writeHead(307, { location: 'http://127.0.0.1:1/api/v1/write' }).end();
    return true;
  },
};

test.for(Object.entries(FAULTS))(
  '%s is borne until it has passed, and nothing is lost',
  async ([, fault]) => {
    const receiver = await receiving();
    let requests = 0;
    receiver.interfere = (request, response) => requests++ < 2 && fault(request, response);
    const forwarded = await forwardedStore({
      folder: dataFolder(),
      destinations: [{ url: receiver.url }],
      timeoutMs: 300,
    });
    await sendRows(forwarded, 0, 50);
    await done(forwarded).toEqual([0]);
    expect(values(receiver, 'a')).toEqual(expected(50));
    expect(forwarded.forwarders.figures()[0]).toMatchObject({ rejected: 0, dropped: 0, sent: 100 });
    expect(receiver.faults).toEqual([]);
  },
);

test('a taken request with an endless answer does not hold up the next', async () => {
  const receiver = await receiving();
  receiver.answer = (response) => answerForEver(response, 200);
  const forwarded = await forwardedStore({ folder: dataFolder(), destinations: [{ url: receiver.url }] });
  await sendRows(forwarded, 0, 10);
  await done(forwarded).toEqual([0]);
  expect(values(receiver, 'a')).toEqual(expected(10));
});

test('a request that is too large is sent in halves', async () => {
  const receiver = await receiving();
  receiver.interfere = (request, response) => request.body.length > 500 && status(413)(request, response);
  const forwarded = await forwardedStore({ folder: dataFolder(), destinations: [{ url: receiver.url }] });
  await sendRows(forwarded, 0, 200);
  await done(forwarded).toEqual([0]);
  expect(values(receiver, 'a')).toEqual(expected(200));
  expect(forwarded.forwarders.figures()[0].rejected).toBe(0);
});

test('of more than may wait the oldest is dropped, counted and told', async () => {
  const receiver = await receiving();
  receiver.interfere = status(503);
  const forwarded = await forwardedStore({
    folder: dataFolder(),
    destinations: [{ url: receiver.url }],
    maxBytes: 3000,
  });
  for (let i = 0; i < 10; i++) await sendRows(forwarded, i * 50, i * 50 + 50);
  await expect.poll(() => forwarded.forwarders.figures()[0].dropped, WAIT).toBeGreaterThan(0);
  receiver.interfere = () => false;
  await done(forwarded).toEqual([0]);
  const { dropped, sent } = forwarded.forwarders.figures()[0];
  const kept = values(receiver, 'a');
  expect(dropped + sent).toBeGreaterThanOrEqual(1000);
  expect(kept.at(-1)).toEqual([START + 499, 499]);
  expect(kept.length).toBeGreaterThan(10);
  expect(kept.length).toBeLessThan(500);
  expect(forwarded.lines.join()).toContain('samples were dropped, the oldest first');
});

test('a destination that is down does not hold up another', async () => {
  const [up, down] = [await receiving(), await receiving()];
  down.interfere = status(503);
  const forwarded = await forwardedStore({
    folder: dataFolder(),
    destinations: [{ url: down.url }, { url: up.url }],
  });
  await sendRows(forwarded, 0, 50);
  await expect.poll(() => values(up, 'a'), WAIT).toEqual(expected(50));
  expect(forwarded.forwarders.figures()[0].waitingBytes).toBeGreaterThan(0);
  down.interfere = () => false;
  await done(forwarded).toEqual([0, 0]);
  expect(values(down, 'a')).toEqual(expected(50));
});
