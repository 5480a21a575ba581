import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { LogsDeclaration } from '@telltale/definition';
import type { LogRecord } from '@telltale/model';
import { parseOtlpLogs } from '@telltale/model/wire';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startElasticsearch } from '../../../../test/support/elasticsearch.ts';
import { close, listen } from '../../../../test/support/http-requests.ts';
import { startLogProgram } from '../../../../test/support/log-program.ts';
import { startLogs } from '../../../../test/support/logs.ts';
import type { Received } from '../../../../test/support/receiver.ts';
import { startReceiver } from '../../../../test/support/receiver.ts';
import { valuesOf } from '../../../../test/support/registry-view.ts';
import { temporaryFolder, waitFor } from '../../../../test/support/workspace.ts';

type Sinks = NonNullable<LogsDeclaration['sinks']>;

function recordsOf(requests: readonly Received[]): readonly LogRecord[] {
  return requests.flatMap(({ body }) => parseOtlpLogs(body).items);
}

function numbersOf(records: readonly LogRecord[]): readonly unknown[] {
  return records.map(({ attributes }) => attributes['number']).filter((number) => number !== undefined);
}

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

function droppedBy(logs: ReturnType<typeof startLogs>, reason: string): number {
  return valuesOf(logs.registry, 'telltale_sdk_log_dropped_total')[
    `telltale_sdk_log_dropped_total{reason="${reason}"}`
  ];
}

describe('records over OTLP', () => {
  test('arrive with severity, logger, ids, fields, errors and events by the names that OpenTelemetry has', async () => {
    const receiver = await startReceiver();
    process.env['TEST_OTLP_TOKEN'] = 'Bearer abc';
    const headers = { 'x-tenant': 'north', authorization: { env: 'TEST_OTLP_TOKEN' } };
    const logs = startLogs({ sinks: [{ kind: 'otlp', url: receiver.url, headers, spool: false }] });
    const cause = new TypeError('inner');
    logs.log.named('orders').warn('slow', { ms: 12.5, list: [1, { a: true }], password: 'x' });
    logs.log.error(new Error('failed', { cause }));
    logs.log.undeclaredEvent('cart_left', { items: 2 });
    await logs.close();
    const [{ path, headers: sent, method }] = receiver.requests;
    expect([method, path, sent['content-type']]).toEqual(['POST', '/v1/logs', 'application/x-protobuf']);
    expect(sent).toMatchObject({ 'x-tenant': 'north', authorization: 'Bearer abc' });
    const [first, second, third] = recordsOf(receiver.requests);
    expect(first).toMatchObject({
      severity: 13,
      service: 'shop',
      logger: 'orders',
      message: 'slow',
      attributes: { ms: 12.5, list: [1, { a: true }], password: '__redacted__' },
      resource: { 'process.pid': process.pid, 'telemetry.sdk.name': 'telltale' },
    });
    expect(second).toMatchObject({
      severity: 17,
      attributes: {
        'exception.type': 'Error',
        'exception.message': 'failed',
        'exception.stacktrace': expect.stringMatching(/^Error: failed\n/) as unknown,
        'exception.details': { cause: { type: 'TypeError', message: 'inner' } },
      },
    });
    expect(third).toMatchObject({
      message: 'cart_left',
      attributes: { 'event.name': 'cart_left', items: 2 },
    });
  });

  test('go to the station of the environment, or the one that is named', async () => {
    const receiver = await startReceiver();
    const logs = startLogs(
      { sinks: [{ kind: 'station', spool: false }] },
      { TELLTALE_STATION: receiver.url },
    );
    logs.log.info('a');
    await logs.close();
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/v1/logs']);
  });

  test('are sent again in their order when the receiver was busy, each once', async () => {
    const receiver = await startReceiver((response, number) =>
      response.writeHead(number < 2 ? 503 : 200, { 'retry-after': '0' }).end(),
    );
    const logs = startLogs({ sinks: [{ kind: 'otlp', url: receiver.url, spool: false }] });
    for (const number of upTo(1200)) logs.log.info('line', { number });
    await logs.close();
    expect(numbersOf(recordsOf(receiver.requests.slice(2)))).toEqual(upTo(1200));
    expect(logs.told).toEqual([expect.stringMatching(/log records wait: .*HTTP 503/)]);
  });

  test('that are refused are counted, told, and hold up no others', async () => {
    const receiver = await startReceiver((response, number) =>
      response.writeHead(number === 0 ? 400 : 200).end('no'),
    );
    const logs = startLogs({ sinks: [{ kind: 'otlp', url: receiver.url, spool: false }] });
    for (const number of upTo(600)) logs.log.info('line', { number });
    await logs.close();
    expect(droppedBy(logs, 'refused')).toBe(500);
    expect(numbersOf(recordsOf(receiver.requests.slice(1)))).toEqual(upTo(600).slice(500));
    expect(logs.told.join()).toContain('500 log records were refused');
  });

  test.each([
    ['does not answer', () => undefined],
    ['answers without end', (response: ServerResponse) => void response.write('x')],
  ])('to a receiver that %s hold up neither the program nor its end', async (_, answer) => {
    const receiver = await startReceiver(answer);
    const program = startLogProgram(
      { sinks: [{ kind: 'otlp', url: receiver.url, spool: false }] },
      `log.info('a'); setTimeout(() => logs.flush(100).then(() => console.log('flushed')), 50);
       setTimeout(() => process.exit(), 300);`,
    );
    expect(await program.exit).toBe(0);
    expect(program.output()).toBe('flushed\n');
  });

  test('are not followed to another place by a redirect', async () => {
    const other = await startReceiver();
    const receiver = await startReceiver((response) =>
      response.writeHead(307, { location: other.url }).end(),
    );
    const logs = startLogs({ sinks: [{ kind: 'otlp', url: receiver.url, spool: false }] });
    logs.log.info('a');
    await logs.close();
    expect(other.requests).toEqual([]);
    // The record, and the one that tells of it.
    expect(droppedBy(logs, 'refused')).toBe(2);
  });

  test('a sink whose secret or address is none is left out, told of, and the others work', () => {
    const logs = startLogs();
    const sinks: Sinks = [
      { kind: 'otlp', url: 'ftp://a', spool: false },
      { kind: 'otlp', url: 'http://127.0.0.1:9', headers: { a: { env: 'TEST_MISSING' } }, spool: false },
      { kind: 'file', path: join(logs.folder, 'app.log') },
    ];
    const { log, told } = startLogs({ sinks });
    log.info('written');
    expect(logs.lines().map(({ message }) => message)).toContain('written');
    expect(told).toEqual([
      'the log sink otlp is left out: the address is no http or https URL',
      'the log sink otlp-2 is left out: the variable TEST_MISSING of the environment is not set',
    ]);
  });
});

describe('an outage', () => {
  test('loses nothing up to the buffer, and what comes on top is counted', async () => {
    let isDown = true;
    const receiver = await startReceiver((response) => response.writeHead(isDown ? 503 : 200).end());
    const logs = startLogs({ sinks: [{ kind: 'otlp', url: receiver.url, buffer: '64KB', spool: false }] });
    for (const number of upTo(1000)) logs.log.info('line', { number });
    const kept = 1000 - droppedBy(logs, 'buffer_full');
    expect(kept).toBeGreaterThan(100);
    expect(kept).toBeLessThan(500);
    isDown = false;
    await logs.close();
    expect(numbersOf(recordsOf(receiver.requests))).toEqual(upTo(kept));
  });

  test('longer than memory lasts is waited for on disk, in order, up to what that may take', async () => {
    let isDown = true;
    const receiver = await startReceiver((response) => response.writeHead(isDown ? 503 : 200).end());
    const spool = temporaryFolder();
    const logs = startLogs({
      sinks: [{ kind: 'otlp', url: receiver.url, buffer: '64KB', spool, spoolSize: '200KB' }],
    });
    for (const number of upTo(5000)) logs.log.info('line', { number });
    const kept = 5000 - droppedBy(logs, 'buffer_full');
    expect(kept).toBeGreaterThan(1000);
    expect(kept).toBeLessThan(4000);
    expect(readdirSync(spool).length).toBeGreaterThan(1);
    isDown = false;
    await logs.close();
    expect(
      numbersOf(recordsOf(receiver.requests.filter(({ body }) => body.length > 0)).slice(-kept)),
    ).toEqual(upTo(kept));
    expect(readdirSync(spool)).toEqual([]);
  });

  test.each([
    ['process.exit', 'process.exit(3);', 3],
    ['an uncaught error', `throw new Error('bug');`, 1],
    ['SIGTERM', `process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000);`, 'SIGTERM'],
  ] as const)(
    'at the end of a program by %s: what was not sent is sent by its next start',
    async (_, ending, exit) => {
      const spool = temporaryFolder();
      const server = createServer();
      const url = await listen(server);
      await close(server);
      const sinks: Sinks = [{ kind: 'otlp', url, spool }];
      const log = `for (let number = 1; number <= 300; number++) log.info('line', { number });`;
      const dead = startLogProgram({ sinks }, `${log} ${ending}`);
      expect(await dead.exit, dead.output()).toBe(exit);
      expect(readdirSync(spool)).toHaveLength(1);

      const received: Buffer[] = [];
      const take = async (request: IncomingMessage, response: ServerResponse) => {
        received.push(Buffer.concat(await request.toArray()));
        response.end();
      };
      const again = createServer((request, response) => void take(request, response));
      again.listen(Number(new URL(url).port), '127.0.0.1');
      onTestFinished(() => close(again));
      const logs = startLogs({ sinks });
      expect(logs.log.level).toBe('info');
      await waitFor('what was left', () => received.length > 0);
      await logs.close();
      const records = received.flatMap((body) => parseOtlpLogs(body).items);
      expect(numbersOf(records)).toEqual(upTo(300));
      // They are those of the process that is dead.
      expect(records[0].resource['process.pid']).toBe(dead.pid);
      expect(readdirSync(spool)).toEqual([]);
    },
    30_000,
  );

  test('what lies in the spool and is torn or nobody’s is no harm, and what is whole is sent', async () => {
    const receiver = await startReceiver();
    const spool = temporaryFolder();
    const sinks: Sinks = [{ kind: 'otlp', url: receiver.url, spool }];
    const dead = startLogProgram({ sinks }, `log.info('whole'); process.exit();`);
    await dead.exit;
    const [name] = readdirSync(spool);
    const torn = ['', 'x', '{"a":1}\n[1', 'telltale-logs 1 {}\n["a",{}]\n', '\u0000'.repeat(5000)];
    for (const [index, text] of torn.entries())
      writeFileSync(join(spool, name.replace(/\.\d+\.logs$/, `.0000000${index + 2}.logs`)), text);
    writeFileSync(join(spool, 'of-somebody-else.txt'), 'kept');
    const logs = startLogs({ sinks });
    logs.log.info('next');
    await logs.close();
    expect(recordsOf(receiver.requests).map(({ message }) => message)).toEqual(['whole', 'next']);
    expect(readdirSync(spool)).toEqual(['of-somebody-else.txt']);
    expect(logs.told).toEqual([]);
  }, 30_000);
});

describe('records in Elasticsearch', () => {
  test('are documents of the common schema in the index of their day, each once, by its own client', async () => {
    process.env['TEST_ELASTIC_KEY'] = 'k1';
    const elastic = await startElasticsearch('ApiKey k1');
    const logs = startLogs({
      sinks: [
        {
          kind: 'elasticsearch',
          hosts: [new URL(elastic.url).host],
          index: 'service-logs',
          apiKey: { env: 'TEST_ELASTIC_KEY' },
          spool: false,
        },
      ],
    });
    logs.log.named('orders').info('placed', { orderId: 7 });
    logs.log.error(new Error('failed'));
    await logs.close();
    expect(elastic.faults).toEqual([]);
    const day = new Date().toISOString().slice(0, 10).replaceAll('-', '.');
    expect(elastic.documents.map(({ index }) => index)).toEqual([
      `service-logs-${day}`,
      `service-logs-${day}`,
    ]);
    expect(elastic.documents[0].source).toMatchObject({
      message: 'placed',
      log: { level: 'info', logger: 'orders' },
      service: { name: 'shop' },
      app: { orderId: 7 },
    });
    expect(elastic.documents[1].source).toMatchObject({ error: { type: 'Error', message: 'failed' } });
  });

  test('go to a data stream where the index is one, or none is named', async () => {
    const elastic = await startElasticsearch();
    const logs = startLogs({ sinks: [{ kind: 'elasticsearch', url: elastic.url, spool: false }] });
    logs.log.info('a');
    await logs.close();
    expect(elastic.documents.map(({ index }) => index)).toEqual(['logs-shop-default']);
  });

  test('survive an outage in their order, and what is sent twice is there once', async () => {
    const elastic = await startElasticsearch();
    let requests = 0;
    elastic.behave = (response) => {
      requests++;
      if (requests > 3) return false;
      if (requests === 1) response.destroy();
      else response.writeHead(requests === 2 ? 503 : 429, { 'retry-after': '0' }).end('{}');
      return true;
    };
    const logs = startLogs({
      sinks: [{ kind: 'elasticsearch', url: elastic.url, index: 'a', spool: temporaryFolder() }],
    });
    for (const number of upTo(700)) logs.log.info('line', { number });
    await waitFor('all documents', () => elastic.documents.length >= 700);
    await logs.close();
    const numbers = elastic.documents.map(
      ({ source }) => (source['app'] as { number: number } | undefined)?.number,
    );
    expect(numbers.filter((number) => number !== undefined)).toEqual(upTo(700));
    expect(new Set(elastic.documents.map(({ id }) => id)).size).toBe(elastic.documents.length);
    expect(elastic.faults).toEqual([]);
  }, 20_000);

  test('that it refuses one by one are counted; those it is too busy for are sent again', async () => {
    const elastic = await startElasticsearch();
    const busy = new Set([3, 4]);
    elastic.judge = (source) => {
      const { number } = (source['app'] ?? {}) as { number?: number };
      if (number === 2) return 400;
      return number !== undefined && busy.delete(number) ? 429 : 201;
    };
    const logs = startLogs({
      sinks: [{ kind: 'elasticsearch', url: elastic.url, index: 'a', spool: false }],
    });
    for (const number of upTo(5)) logs.log.info('line', { number });
    await logs.close();
    const numbers = elastic.documents.map(
      ({ source }) => (source['app'] as { number?: number } | undefined)?.number,
    );
    expect(numbers.filter((number) => number !== undefined)).toEqual([1, 5, 3, 4]);
    expect(droppedBy(logs, 'refused')).toBe(1);
  });

  test('wait where the password is wrong, which is told without the password', async () => {
    process.env['TEST_ELASTIC_PASSWORD'] = 'hunter2hunter2';
    const elastic = await startElasticsearch('Basic right');
    const spool = temporaryFolder();
    const password = { env: 'TEST_ELASTIC_PASSWORD' };
    const sinks: Sinks = [{ kind: 'elasticsearch', url: elastic.url, username: 'elastic', password, spool }];
    const logs = startLogs({ sinks }, {}, 100);
    logs.log.info('a');
    logs.log.flush();
    await waitFor('the refusal', () => logs.told.length > 0);
    expect(logs.told.join()).toMatch(/log records wait: .*HTTP 401/);
    expect(logs.told.join()).not.toContain('hunter2');
  });
});
