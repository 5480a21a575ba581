import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { LogRecord, LogStore, Span } from '@telltale/model';
import { afterEach, describe, expect, test } from 'vitest';
import type { ClickHouseSettings } from './clickhouse-settings.ts';
import { createClickHouseLogs } from './logs/clickhouse-logs.ts';
import { createClickHouseTraces } from './traces/clickhouse-traces.ts';

interface Request {
  readonly method: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** Settings and parameters of the address. */
  readonly parameters: URLSearchParams;
  readonly sql: string;
  /** Rows of an insert. */
  readonly rows: readonly unknown[];
}

type Answer = (request: Request, response: ServerResponse) => void;

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A server that knows the columns of the tables and answers everything else as it is told. */
async function clickhouse(answer: Answer = (_, response) => void response.end('')) {
  const requests: Request[] = [];
  const server = createServer((request, response) => void handle(request, response));
  const handle = async (message: IncomingMessage, response: ServerResponse) => {
    const request = await read(message);
    requests.push(request);
    if (!request.sql.includes('system.columns')) return answer(request, response);
    response.end(['Timestamp', 'TimestampTime'].map((name) => JSON.stringify({ name })).join('\n'));
  };
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  closing.push(() => server.close().closeAllConnections());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

async function read(message: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = await message.toArray();
  const bytes = Buffer.concat(chunks);
  const body = (message.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
  const { searchParams: parameters } = new URL(message.url ?? '/', 'http://localhost');
  const insert = parameters.get('query');
  const rows = insert === null ? [] : body.split('\n').filter(Boolean);
  const { method, headers } = message;
  return { method, headers, parameters, sql: insert ?? body, rows: rows.map((row) => JSON.parse(row)) };
}

function logsAt(settings: ClickHouseSettings): LogStore {
  const store = createClickHouseLogs(settings);
  closing.push(() => store.close());
  return store;
}

const RANGE = { startMs: 1_700_000_000_000, endMs: 1_700_000_060_000 };
const record = (over: Partial<LogRecord> = {}): LogRecord => ({
  timeMs: 1_700_000_000_123.456,
  severity: 17,
  service: 'shop',
  message: 'failed',
  attributes: { status: 504, order: { id: 7 } },
  resource: { 'host.name': 'a' },
  ...over,
});

const refusal =
  (status: number, text: string): Answer =>
  (_, response) =>
    void response.writeHead(status, { 'X-ClickHouse-Exception-Code': /\d+/.exec(text)?.[0] ?? '' }).end(text);

describe('the protocol of ClickHouse', () => {
  test('what a user searches for stands in parameters, never in the text of a query', async () => {
    const { url, requests } = await clickhouse();
    const evil = `'; DROP TABLE otel_logs; -- {p0:String} \\' "`;
    const word = evil.slice(3, 9);
    for (const kind of ['text', 'field', 'regexp', 'service', 'has'] as const) {
      const filter = {
        text: { kind: 'text', text: evil },
        regexp: { kind: 'regexp', pattern: evil.replace('{p0:String} \\', '') },
        field: { kind: 'field', field: evil, operator: '=', value: evil },
        service: { kind: 'field', field: 'service', operator: '=', value: evil },
        has: { kind: 'has', field: `a.${evil}` },
      } as const;
      await logsAt({ url }).search({ ...RANGE, filter: filter[kind], limit: 10 });
    }
    const traces = createClickHouseTraces({ url });
    closing.push(() => traces.close());
    const conditions = [{ field: evil, operator: '=', value: evil }] as const;
    await traces.search({ ...RANGE, service: evil, operation: evil, conditions, limit: 10 });
    await traces.get(evil);
    const asked = requests.filter(({ sql }) => !sql.includes('system.columns'));
    expect(asked.length).toBeGreaterThanOrEqual(7);
    for (const { sql, parameters } of asked) {
      expect(sql).not.toContain(word);
      expect(
        [...parameters].some(([name, value]) => name.startsWith('param_p') && value.includes(word)),
      ).toBe(true);
    }
  });

  test('rows are those that the Collector writes, and are acknowledged when the server has taken them', async () => {
    let finish = (): void => {};
    const { url, requests } = await clickhouse((_, response) => {
      finish = () => void response.end('');
    });
    let isDone = false;
    const append = logsAt({ url })
      .append([record(), record({ severityText: 'CRITICAL', message: 'half \ud800' })])
      .then(() => (isDone = true));
    await expect.poll(() => requests.length).toBe(2);
    const [, { sql, rows, parameters, headers }] = requests;
    expect(isDone).toBe(false);
    finish();
    await append;
    expect(sql).toMatch(/^INSERT INTO otel_logs \(Timestamp, TraceId, .*LogAttributes\) FORMAT JSONEachRow/);
    expect(headers['content-encoding']).toBe('gzip');
    expect(parameters.get('async_insert')).toBe('0');
    expect(rows).toEqual([
      {
        Timestamp: '1700000000.123456000',
        TraceId: '',
        SpanId: '',
        SeverityText: 'ERROR',
        SeverityNumber: 17,
        ServiceName: 'shop',
        Body: 'failed',
        ResourceAttributes: { 'service.name': 'shop', 'host.name': 'a' },
        ScopeName: '',
        LogAttributes: { status: '504', order: '{"id":7}' },
      },
      // Another moment, so that both keep their order.
      expect.objectContaining({
        Timestamp: '1700000000.123456001',
        SeverityText: 'CRITICAL',
        Body: 'half \ufffd',
      }),
    ]);
  });

  test('a span that an exporter sends again is written once, but again when it was not written', async () => {
    let isDown = true;
    const { url, requests } = await clickhouse((request, response) =>
      isDown
        ? refusal(500, 'Code: 252. DB::Exception: Too many parts (TOO_MANY_PARTS)')(request, response)
        : response.end(''),
    );
    const traces = createClickHouseTraces({ url });
    closing.push(() => traces.close());
    const ids = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), kind: 'server', status: 'error' } as const;
    const rest = { startMs: 1_700_000_000_000, durationMs: 1.5, service: 'shop', name: 'pay' };
    const span: Span = { ...ids, ...rest, attributes: {}, resource: {}, events: [], links: [] };
    await expect(traces.append([span])).rejects.toMatchObject({ code: 'TT_OVERLOADED' });
    isDown = false;
    await traces.append([span, span]);
    await traces.append([span]);
    const inserts = requests.filter(({ sql }) => sql.startsWith('INSERT'));
    expect(inserts.map(({ rows }) => rows.length)).toEqual([1, 1]);
    expect(inserts[1].rows).toMatchObject([
      {
        SpanKind: 'Server',
        StatusCode: 'Error',
        Duration: '1500000',
        'Events.Name': [],
        'Links.TraceId': [],
      },
    ]);
  });

  test('the user and a password from the environment are sent, to no other server', async () => {
    const other = await clickhouse();
    const { url, requests } = await clickhouse((_, response) => {
      response.writeHead(307, { location: other.url }).end();
    });
    process.env['TT_TEST_CLICKHOUSE'] = 'secret';
    const store = logsAt({ url, username: 'reader', password: { env: 'TT_TEST_CLICKHOUSE' } });
    await expect(store.search({ ...RANGE, limit: 1 })).rejects.toMatchObject({
      code: 'TT_STORE_UNREACHABLE',
    });
    expect(requests[0].headers.authorization).toBe(
      `Basic ${Buffer.from('reader:secret').toString('base64')}`,
    );
    expect(other.requests).toEqual([]);
  });

  test('a password that is not there is told without a request, and read anew with the next', async () => {
    const { url, requests } = await clickhouse();
    const store = logsAt({ url, password: { env: 'TT_TEST_CLICKHOUSE_LATER' } });
    await expect(store.search({ ...RANGE, limit: 1 })).rejects.toThrow('TT_TEST_CLICKHOUSE_LATER is not set');
    expect(requests).toEqual([]);
    process.env['TT_TEST_CLICKHOUSE_LATER'] = 'x';
    expect(await store.search({ ...RANGE, limit: 1 })).toEqual({ records: [], hasMore: false });
  });

  test.each([
    ['159', 'TIMEOUT_EXCEEDED', 'TT_QUERY_TIMEOUT'],
    ['241', 'MEMORY_LIMIT_EXCEEDED', 'TT_QUERY_LIMIT'],
    ['202', 'TOO_MANY_SIMULTANEOUS_QUERIES', 'TT_OVERLOADED'],
    ['516', 'AUTHENTICATION_FAILED', 'TT_STORE_UNREACHABLE'],
    ['60', 'UNKNOWN_TABLE', 'TT_STORE_UNREACHABLE'],
    ['999', 'KEEPER_EXCEPTION', 'TT_STORE_UNREACHABLE'],
  ])('error %s of the server, %s, is told as %s', async (code, name, expected) => {
    const { url } = await clickhouse(refusal(500, `Code: ${code}. DB::Exception: no. (${name})`));
    await expect(logsAt({ url }).counts(RANGE, 1000)).rejects.toMatchObject({ code: expected });
  });

  test('a server that does not answer, or not in time, is told with its address', async () => {
    const refused = logsAt({ url: 'http://127.0.0.1:9' });
    await expect(refused.search({ ...RANGE, limit: 1 })).rejects.toThrow(/127\.0\.0\.1:9 cannot be reached/);
    const { url } = await clickhouse(() => {});
    const slow = logsAt({ url, timeoutMs: 100 });
    await expect(slow.search({ ...RANGE, limit: 1 })).rejects.toMatchObject({ code: 'TT_STORE_UNREACHABLE' });
  });

  test('a query ends when nobody wants its answer any more', async () => {
    let isClosed = false;
    const { url, requests } = await clickhouse(
      (_, response) => void response.on('close', () => (isClosed = true)),
    );
    const controller = new AbortController();
    const search = logsAt({ url }).search({ ...RANGE, limit: 1 }, controller.signal);
    await expect.poll(() => requests.length).toBe(2);
    const reason = new Error('closed');
    controller.abort(reason);
    await expect(search).rejects.toBe(reason);
    await expect.poll(() => isClosed).toBe(true);
  });

  test('tables are created only where that is asked for, with the time that rows are kept', async () => {
    const { url, requests } = await clickhouse();
    await logsAt({ url }).counts(RANGE, 1000);
    expect(requests.some(({ sql }) => sql.includes('CREATE'))).toBe(false);
    await logsAt({ url, database: 'otel', createTables: true, retentionMs: 86_400_000 }).counts(RANGE, 1000);
    const created = requests.filter(({ sql }) => sql.includes('CREATE'));
    expect(created.map(({ parameters }) => parameters.get('database'))).toEqual([null, 'otel']);
    expect(created[1].sql).toContain('TTL TimestampTime + toIntervalSecond(86400)');
    const odd = logsAt({ url, database: 'a; DROP', createTables: true });
    await expect(odd.counts(RANGE, 1000)).rejects.toMatchObject({ code: 'TT_USAGE' });
  });
});
