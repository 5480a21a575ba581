import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { LogRecord, Span } from '@telltale/model';
import { VirtualClock } from '@telltale/model';
import { writeExportAnswer } from '@telltale/model/wire';
import { afterEach, describe, expect, test } from 'vitest';
import { bulkReceiver, otlpReceiver, status } from '../../test/forward/receivers.ts';
import type { Receiver } from '../../test/forward/receivers.ts';
import { createForwarders } from './create-forwarders.ts';
import type { Forwarders, ForwardersOptions } from './create-forwarders.ts';
import type { ResolvedForward } from '@telltale/definition';
import { forwardingWriter } from './forwarding-writer.ts';

const START_MS = 1_700_000_000_000;
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-forward-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function receiving<R extends Receiver>(receiver: R): R {
  closing.push(() => receiver.close());
  return receiver;
}

interface Opened {
  readonly forwarders: Forwarders;
  readonly clock: VirtualClock;
  readonly lines: string[];
}

async function open(settings: ResolvedForward, options: Partial<ForwardersOptions> = {}): Promise<Opened> {
  const clock = new VirtualClock(START_MS);
  const lines: string[] = [];
  const forwarders = await createForwarders({
    settings,
    dataFolder: options.dataFolder ?? temporaryFolder(),
    clock,
    random: () => 0.5,
    log: (line) => void lines.push(line),
    ...options,
  });
  closing.push(() => forwarders.stop());
  forwarders.start();
  return { forwarders, clock, lines };
}

/** Lets time pass until something is so, a step at a time; the network takes real time. */
async function until(clock: VirtualClock, isSo: () => boolean, stepMs = 1000): Promise<number> {
  const startMs = clock.now();
  for (let step = 0; step < 2000 && !isSo(); step++) {
    await pause(2);
    await clock.advanceBy(stepMs);
  }
  expect(isSo()).toBe(true);
  return clock.now() - startMs;
}

const record = (index: number, over: Partial<LogRecord> = {}): LogRecord => ({
  timeMs: START_MS + index,
  severity: 9,
  service: 'shop',
  message: `record ${index}`,
  attributes: {},
  resource: {},
  ...over,
});

const span = (index: number): Span => ({
  traceId: 'a'.repeat(32),
  spanId: (index + 1).toString(16).padStart(16, '0'),
  name: `span ${index}`,
  kind: 'server',
  startMs: START_MS + index,
  durationMs: 1,
  status: 'ok',
  service: 'shop',
  attributes: { index },
  events: [],
  links: [],
  resource: {},
});

const messages = (records: readonly LogRecord[]) => records.map(({ message }) => message);
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

/** An address that nothing listens on. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('what the station forwards', () => {
  test('spans and log records arrive by OTLP as they were, in order', async () => {
    const receiver = receiving(await otlpReceiver());
    const { url } = receiver;
    const { forwarders, clock } = await open({
      logs: [{ kind: 'otlp', url }],
      traces: [{ kind: 'otlp', url }],
    });
    for (const index of range(0, 30)) {
      await forwarders.logs[0].offer([record(index * 2), record(index * 2 + 1)]);
      await forwarders.traces[0].offer([span(index)]);
    }
    await until(clock, () => receiver.records.length === 60 && receiver.spans.length === 30);
    expect(messages(receiver.records)).toEqual(range(0, 60).map((index) => `record ${index}`));
    expect(receiver.spans.map(({ name }) => name)).toEqual(range(0, 30).map((index) => `span ${index}`));
    expect(receiver.spans[7]).toMatchObject({ kind: 'server', status: 'ok', attributes: { index: 7 } });
    expect(receiver.faults).toEqual([]);
    // Many small batches go in few requests.
    expect(receiver.requests.length).toBeLessThan(60);
    await until(clock, () => forwarders.figures().every(({ waiting }) => waiting === 0));
    expect(forwarders.figures()).toMatchObject([
      { signal: 'logs', sent: 60, rejected: 0, dropped: 0, lagMs: 0 },
      { signal: 'traces', sent: 30 },
    ]);
  });

  test("log records arrive in Elasticsearch's common schema, in the data stream of their service", async () => {
    const receiver = receiving(await bulkReceiver());
    const { forwarders, clock } = await open({ logs: [{ kind: 'elasticsearch', url: receiver.url }] });
    const failed = record(1, {
      timeMs: START_MS + 0.25,
      severity: 17,
      logger: 'http',
      traceId: 'b'.repeat(32),
      spanId: 'c'.repeat(16),
      attributes: Object.assign(Object.create(null), {
        'exception.type': 'TypeError',
        'exception.stacktrace': 'at x',
        status: 504,
        ['__proto__']: 'p',
        '': 'no name',
      }),
      resource: { 'host.name': 'a1', 'k8s.pod.name': 'shop-1' },
    });
    await forwarders.logs[0].offer([failed, record(2, { service: 'My Shop' })]);
    await until(clock, () => receiver.documents.size === 2);
    const [first, second] = [...receiver.documents.values()];
    expect(first.index).toBe('logs-shop-default');
    expect(first.document).toEqual({
      '@timestamp': '2023-11-14T22:13:20.000250Z',
      ecs: { version: '8.17.0' },
      message: 'record 1',
      service: { name: 'shop' },
      log: { level: 'error', logger: 'http' },
      trace: { id: 'b'.repeat(32) },
      span: { id: 'c'.repeat(16) },
      error: { type: 'TypeError', stack_trace: 'at x' },
      host: { name: 'a1' },
      labels: { k8s_pod_name: 'shop-1' },
      app: JSON.parse('{"status":504,"__proto__":"p"}'),
    });
    expect(second.index).toBe('logs-my_shop-default');
    expect(receiver.faults).toEqual([]);
  });

  test('an index of a day gets the records of that day', async () => {
    const receiver = receiving(await bulkReceiver());
    const index = 'dev-pynode-logs-%{+YYYY.MM.dd}';
    const { forwarders, clock } = await open({ logs: [{ kind: 'elasticsearch', url: receiver.url, index }] });
    await forwarders.logs[0].offer([record(0), record(0, { timeMs: START_MS + 86_400_000 })]);
    await until(clock, () => receiver.documents.size === 2);
    const names = [...receiver.documents.values()].map((document) => document.index);
    expect(names).toEqual(['dev-pynode-logs-2023.11.14', 'dev-pynode-logs-2023.11.15']);
  });

  test('an outage of an hour loses nothing and changes no order, and is told once', async () => {
    const port = await closedPort();
    const url = `http://127.0.0.1:${port}`;
    const { forwarders, clock, lines } = await open({ logs: [{ kind: 'otlp', url }] });
    const [forwarder] = forwarders.logs;
    for (const minute of range(0, 60)) {
      await forwarder.offer([record(minute)]);
      await pause(1);
      await clock.advanceBy(60_000);
    }
    expect(forwarder.figures()).toMatchObject({ waiting: 60, sent: 0, failingSinceMs: expect.any(Number) });
    expect(forwarder.figures().lagMs).toBeGreaterThan(3_500_000);
    expect(forwarder.figures().lastError).toContain('ECONNREFUSED');
    const receiver = receiving(await otlpReceiver(port));
    // Pauses do not grow without end.
    expect(await until(clock, () => receiver.records.length === 60)).toBeLessThanOrEqual(120_000);
    expect(messages(receiver.records)).toEqual(range(0, 60).map((index) => `record ${index}`));
    await until(clock, () => forwarder.figures().waiting === 0);
    expect(forwarder.figures()).toMatchObject({ sent: 60, dropped: 0, lagMs: 0 });
    expect(forwarder.figures()).not.toHaveProperty('failingSinceMs');
    expect(lines).toMatchObject([
      expect.stringContaining('fails and is tried again'),
      expect.stringContaining('works again'),
    ]);
  });

  test('what an earlier process could not send is sent by the next', async () => {
    const dataFolder = temporaryFolder();
    const port = await closedPort();
    const settings: ResolvedForward = { traces: [{ kind: 'otlp', url: `http://127.0.0.1:${port}` }] };
    const first = await open(settings, { dataFolder });
    await first.forwarders.traces[0].offer(range(0, 5).map(span));
    await first.forwarders.stop();
    const receiver = receiving(await otlpReceiver(port));
    const second = await open(settings, { dataFolder });
    expect(second.forwarders.figures()[0].waiting).toBe(5);
    await until(second.clock, () => receiver.spans.length === 5);
  });

  test.each([429, 500, 502, 503, 504, 401, 403, 404])(
    'HTTP %i is tried again until it is taken',
    async (code) => {
      const receiver = receiving(await otlpReceiver());
      let refusals = 3;
      receiver.interfere = (request, response) => refusals-- > 0 && status(code)(request, response);
      const { forwarders, clock } = await open({ logs: [{ kind: 'otlp', url: receiver.url }] });
      await forwarders.logs[0].offer([record(1)]);
      await until(clock, () => receiver.records.length === 1);
      expect(receiver.requests).toHaveLength(4);
    },
  );

  test.each([
    ['120', 120_000],
    ['86400', 900_000],
  ])('a receiver that says Retry-After: %s is asked again after %i ms', async (header, waitMs) => {
    const receiver = receiving(await otlpReceiver());
    let isBusy = true;
    receiver.interfere = (request, response) =>
      isBusy && status(503, { 'retry-after': header })(request, response);
    const { forwarders, clock } = await open({ logs: [{ kind: 'otlp', url: receiver.url }] });
    await forwarders.logs[0].offer([record(1)]);
    await until(clock, () => forwarders.figures()[0].failingSinceMs !== undefined, 0);
    isBusy = false;
    await clock.advanceBy(waitMs - 1);
    // New records do not shorten the pause.
    await forwarders.logs[0].offer([record(2)]);
    await pause(20);
    expect(receiver.requests).toHaveLength(1);
    await clock.advanceBy(1);
    await until(clock, () => receiver.records.length === 2, 0);
  });

  test('a request that is refused for good is counted, and those behind it are sent', async () => {
    const receiver = receiving(await otlpReceiver());
    receiver.interfere = (request, response) =>
      request.body.includes('poison') && status(400)(request, response);
    const { forwarders, clock, lines } = await open({ logs: [{ kind: 'otlp', url: receiver.url }] });
    const [forwarder] = forwarders.logs;
    await forwarder.offer([record(1, { message: 'poison' })]);
    await until(clock, () => forwarder.figures().rejected === 1);
    await forwarder.offer([record(2)]);
    await until(clock, () => forwarder.figures().sent === 1);
    expect(receiver.records).toHaveLength(1);
    expect(lines).toMatchObject([expect.stringContaining('HTTP 400')]);
    expect(forwarder.figures()).toMatchObject({ waiting: 0, sent: 1, rejected: 1 });
  });

  test('what a receiver takes in part is counted by what it says', async () => {
    const receiver = receiving(await otlpReceiver());
    receiver.interfere = (_, response) => {
      response.end(writeExportAnswer(2, 'too old'));
      return true;
    };
    const { forwarders, clock } = await open({ logs: [{ kind: 'otlp', url: receiver.url }] });
    await forwarders.logs[0].offer(range(0, 5).map((index) => record(index)));
    await until(clock, () => forwarders.figures()[0].waiting === 0);
    expect(forwarders.figures()[0]).toMatchObject({ sent: 3, rejected: 2, lastError: 'too old' });
  });

  test('requests that are too large are made smaller', async () => {
    const receiver = receiving(await otlpReceiver());
    receiver.interfere = (request, response) => request.body.length > 2000 && status(413)(request, response);
    let isDown = true;
    const { forwarders, clock } = await open({ logs: [{ kind: 'otlp', url: receiver.url }] });
    const serve = receiver.interfere;
    receiver.interfere = (request, response) =>
      isDown ? status(503)(request, response) : serve(request, response);
    for (const index of range(0, 40)) await forwarders.logs[0].offer([record(index)]);
    await forwarders.logs[0].offer([record(40, { message: 'x'.repeat(5000) })]);
    await forwarders.logs[0].offer([record(41)]);
    isDown = false;
    await until(clock, () => forwarders.figures()[0].sent === 41);
    expect(messages(receiver.records)).toEqual([...range(0, 40), 41].map((index) => `record ${index}`));
    expect(forwarders.figures()[0]).toMatchObject({ sent: 41, rejected: 1 });
  });

  test('a batch of megabytes goes in pieces', async () => {
    const receiver = receiving(await otlpReceiver());
    const { forwarders, clock } = await open({ logs: [{ kind: 'otlp', url: receiver.url }] });
    await forwarders.logs[0].offer(
      range(0, 50).map((index) => record(index, { message: String(index).padEnd(100_000) })),
    );
    await until(clock, () => receiver.records.length === 50);
    expect(receiver.records.map(({ message }) => Number(message))).toEqual(range(0, 50));
    expect(Math.max(...receiver.requests.map(({ body }) => body.length))).toBeLessThanOrEqual(1024 * 1024);
  });

  test('documents that Elasticsearch is too busy for are sent again and are there once; others are counted', async () => {
    let isBusy = true;
    const receiver = receiving(
      await bulkReceiver((document) => {
        if (document['message'] === 'record 3') return 400;
        return document['message'] === 'record 4' && isBusy ? 429 : undefined;
      }),
    );
    const { forwarders, clock } = await open({ logs: [{ kind: 'elasticsearch', url: receiver.url }] });
    await forwarders.logs[0].offer(range(0, 6).map((index) => record(index)));
    await until(clock, () => receiver.requests.length >= 3);
    expect(receiver.documents.size).toBe(4);
    isBusy = false;
    await until(clock, () => receiver.documents.size === 5);
    await until(clock, () => forwarders.figures()[0].waiting === 0);
    expect(forwarders.figures()[0]).toMatchObject({ sent: 5, rejected: 1 });
  });

  test('an answer without end, one that is none and none at all are tried again', async () => {
    const receiver = receiving(await bulkReceiver());
    let faults = 0;
    receiver.interfere = (_, response) => {
      switch (faults++) {
        case 0: {
          const chunk = Buffer.alloc(1 << 20, 0x20);
          const more = () => !response.destroyed && response.write(chunk, more);
          more();
          return true;
        }
        case 1:
          response.end('<html>');
          return true;
        case 2:
          response.destroy();
          return true;
        default:
          return false;
      }
    };
    const { forwarders, clock, lines } = await open({ logs: [{ kind: 'elasticsearch', url: receiver.url }] });
    await forwarders.logs[0].offer([record(1)]);
    await until(clock, () => receiver.documents.size === 1);
    expect(lines[0]).toContain('longer than');
  });

  test('what is secret is read for each request, sent to the receiver alone, and shown nowhere', async () => {
    const other = receiving(await otlpReceiver());
    const receiver = receiving(await otlpReceiver());
    let isRedirected = true;
    receiver.interfere = (request, response) =>
      isRedirected && status(307, { location: `${other.url}/v1/logs` })(request, response);
    process.env['TT_TEST_FORWARD'] = 'Bearer first';
    const url = receiver.url.replace('//', '//user:hush@');
    const { forwarders, clock, lines } = await open({
      logs: [{ kind: 'otlp', url, headers: { Authorization: { env: 'TT_TEST_FORWARD' }, 'X-Tenant': 'a' } }],
    });
    await forwarders.logs[0].offer([record(1)]);
    await until(clock, () => receiver.requests.length === 2);
    process.env['TT_TEST_FORWARD'] = 'Bearer second';
    isRedirected = false;
    await until(clock, () => receiver.records.length === 1);
    expect(other.requests).toEqual([]);
    expect(receiver.requests[0].headers).toMatchObject({ authorization: 'Bearer first', 'x-tenant': 'a' });
    expect(receiver.requests.at(-1)?.headers.authorization).toBe('Bearer second');
    expect(JSON.stringify([lines, forwarders.figures()])).not.toMatch(/first|second|hush/);
    expect(lines[0]).toContain('redirects are not followed');
  });

  test('beyond the bound of the spool the oldest are dropped, and counted', async () => {
    const port = await closedPort();
    const dataFolder = temporaryFolder();
    const settings: ResolvedForward = {
      logs: [{ kind: 'otlp', url: `http://127.0.0.1:${port}` }],
      spoolBytes: 20_000,
    };
    const { forwarders, clock, lines } = await open(settings, { dataFolder });
    for (const index of range(0, 100)) {
      await forwarders.logs[0].offer([record(index, { attributes: { filler: 'x'.repeat(500) } })]);
    }
    const { dropped, waiting, waitingBytes } = forwarders.logs[0].figures();
    expect(dropped + waiting).toBe(100);
    expect(waiting).toBeGreaterThan(20);
    expect(waitingBytes).toBeLessThanOrEqual(20_000);
    const receiver = receiving(await otlpReceiver(port));
    await until(clock, () => receiver.records.length === waiting);
    expect(messages(receiver.records)).toEqual(range(100 - waiting, 100).map((index) => `record ${index}`));
    expect(lines.filter((line) => line.includes('spool is full'))).toHaveLength(1);
  });

  test('two destinations do not wait for each other, and each has its own spool', async () => {
    const receiver = receiving(await otlpReceiver());
    const dataFolder = temporaryFolder();
    const urls = [`http://127.0.0.1:${await closedPort()}`, receiver.url];
    const settings: ResolvedForward = { logs: urls.map((url) => ({ kind: 'otlp', url })) };
    const { forwarders, clock } = await open(settings, { dataFolder });
    const kept: LogRecord[] = [];
    const store = { append: async (records: readonly LogRecord[]) => void kept.push(...records) };
    await forwardingWriter(store, forwarders.logs).append([record(1)]);
    await until(clock, () => receiver.records.length === 1);
    expect(kept).toHaveLength(1);
    await until(clock, () => forwarders.figures()[1].waiting === 0);
    expect(forwarders.figures()).toMatchObject([{ waiting: 1 }, { waiting: 0 }]);
    expect(readdirSync(join(dataFolder, 'forward/logs'))).toHaveLength(2);
    await forwarders.stop();
    const later = await open({ logs: [{ kind: 'otlp', url: receiver.url }] }, { dataFolder });
    expect(later.lines).toMatchObject([expect.stringContaining('not configured any more')]);
  });

  test('of sampled traces those are forwarded that are kept: errors, slow ones and the share', async () => {
    const receiver = receiving(await otlpReceiver());
    const { forwarders, clock } = await open(
      { traces: [{ kind: 'otlp', url: receiver.url }] },
      { sampling: { ratio: 0, slowerThanMs: 100 }, decisionDelayMs: 5000 },
    );
    const [forwarder] = forwarders.traces;
    const of = (trace: string, over: Partial<Span> = {}) => ({
      ...span(1),
      traceId: trace.repeat(32),
      ...over,
    });
    await forwarder.offer([of('1'), of('2'), of('3', { durationMs: 200 })]);
    await clock.advanceBy(4000);
    await forwarder.offer([{ ...of('2', { status: 'error' }), spanId: 'e'.repeat(16) }]);
    await until(clock, () => receiver.spans.length === 3);
    expect(new Set(receiver.spans.map(({ traceId }) => traceId[0]))).toEqual(new Set(['2', '3']));
    // At the end it is decided on what is there.
    await forwarder.offer([of('4', { status: 'error' })]);
    await forwarders.stop();
    expect(receiver.spans.length + forwarders.figures()[0].waiting).toBeGreaterThanOrEqual(3);
  });

  test('what a store refuses is not forwarded', async () => {
    const receiver = receiving(await otlpReceiver());
    const { forwarders } = await open({ logs: [{ kind: 'otlp', url: receiver.url }] });
    const refuse = { append: () => Promise.reject(new Error('overloaded')) };
    await expect(forwardingWriter(refuse, forwarders.logs).append([record(1)])).rejects.toThrow('overloaded');
    expect(forwarders.figures()[0]).toMatchObject({ waiting: 0, sent: 0 });
  });
});
