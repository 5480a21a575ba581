import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { ServiceError } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import type { LogRecord, Span } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import { writeOtlpLogs, writeOtlpTraces } from '@telltale/model/wire';
import { expect, onTestFinished, test } from 'vitest';
import { NO_METRICS } from '../../../test/support/intake-server.ts';
import { otlpGrpcClient } from '../../../test/support/otlp-grpc-client.ts';
import { BodyBudget } from '../body/body-budget.ts';
import type { SignalWriters } from '../intake.ts';
import { createIntakes } from '../intake.ts';
import { openOtlpPorts } from './otlp-ports.ts';

const MEBIBYTE = 1024 * 1024;
const record: LogRecord = {
  timeMs: 1_790_000_000_000,
  severity: 9,
  service: 'shop',
  message: 'order placed',
  attributes: {},
  resource: {},
};
const span: Span = {
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  name: 'GET /',
  kind: 'server',
  startMs: 1_790_000_000_000,
  durationMs: 1,
  status: 'ok',
  service: 'shop',
  attributes: {},
  events: [],
  links: [],
  resource: {},
};

function thrown(error: unknown): ServiceError {
  return error as ServiceError;
}

async function setUp(options: { append?: () => Promise<void>; budgetBytes?: number; port?: number } = {}) {
  const taken: LogRecord[] = [];
  const refused: string[] = [];
  const rejected: number[] = [];
  const writers: SignalWriters = {
    logs: { append: options.append ?? (async (records) => void taken.push(...records)) },
    traces: { append: async () => undefined },
    metrics: NO_METRICS,
  };
  const targets = createIntakes(writers, {
    observe: () => ({
      onReceived: () => undefined,
      onOverloaded: () => undefined,
      onRejected: (_source, count) => rejected.push(count),
      onProblem: () => undefined,
    }),
    onRefused: (source, reason) => refused.push(`${source} ${reason}`),
  });
  const notices: string[] = [];
  const ports = await openOtlpPorts({
    ports: { http: options.port ?? 0, grpc: options.port ?? 0 },
    routing: (request, response) => response.end(request.url),
    targets,
    budget: new BodyBudget(options.budgetBytes),
    log: (line) => notices.push(line),
  });
  onTestFinished(() => ports.close());
  return { ports, notices, grpcUrl: ports.grpcUrl!, httpUrl: ports.httpUrl!, taken, refused, rejected };
}

test.each([{ gzip: false }, { gzip: true }])(
  'log records and spans are taken over gRPC, %j',
  async (options) => {
    const { grpcUrl, taken } = await setUp();
    const client = otlpGrpcClient(grpcUrl, options);
    expect(await client.export('logs', writeOtlpLogs([record]))).toHaveLength(0);
    expect(await client.export('traces', writeOtlpTraces([]))).toHaveLength(0);
    expect(taken).toEqual([record]);
  },
);

test('over gRPC, too, records that cannot be taken are told, and the others are taken', async () => {
  const { grpcUrl, rejected } = await setUp();
  const client = otlpGrpcClient(grpcUrl);
  const answer = await client.export('traces', writeOtlpTraces([{ ...span, spanId: '' }, span]));
  // `partial_success`, `rejected_spans` = 1, `error_message`.
  expect([answer[0], answer[3], answer[4]]).toEqual([0x0a, 0x08, 1]);
  expect(answer.toString()).toContain('resourceSpans[0].scopeSpans[0].spans[0]');
  expect(rejected).toEqual([1]);
});

test('over gRPC a store without room answers UNAVAILABLE with a time to come again', async () => {
  const append = () => Promise.reject(new TelltaleError('TT_OVERLOADED', 'more waits than is held'));
  const { grpcUrl, refused } = await setUp({ append });
  const sent = otlpGrpcClient(grpcUrl).export('logs', writeOtlpLogs([record]));
  const error = await sent.then(() => expect.fail('it was taken'), thrown);
  expect(error).toMatchObject({ code: status.UNAVAILABLE, details: 'more waits than is held' });
  const [details] = error.metadata.get('grpc-status-details-bin');
  // A `google.rpc.RetryInfo` with a `retry_delay` of one second.
  expect(details.toString('latin1')).toContain('type.googleapis.com/google.rpc.RetryInfo');
  expect(Buffer.from(details).subarray(-4)).toEqual(Buffer.from([0x08, 1, 0x10, 0]));
  expect(refused).toEqual(['otlp_grpc overloaded']);
});

test('over gRPC what is cut, too large or not served is refused, and the next request is taken', async () => {
  const { grpcUrl, taken } = await setUp({ budgetBytes: 20 * MEBIBYTE });
  const client = otlpGrpcClient(grpcUrl);
  const packing = otlpGrpcClient(grpcUrl, { gzip: true });
  const cut = writeOtlpLogs([record]).subarray(0, 20);
  const large = Buffer.alloc(17 * MEBIBYTE);
  const codes = await Promise.all(
    [
      client.export('logs', cut),
      client.export('logs', large),
      // 17 KB on the wire.
      packing.export('logs', large),
      client.export('profiles', new Uint8Array()),
    ].map((sent) =>
      sent.then(
        () => status.OK,
        (error) => thrown(error).code,
      ),
    ),
  );
  expect(codes).toEqual([
    status.INVALID_ARGUMENT,
    status.RESOURCE_EXHAUSTED,
    status.RESOURCE_EXHAUSTED,
    status.UNIMPLEMENTED,
  ]);
  await client.export('logs', writeOtlpLogs([record]));
  expect(taken).toEqual([record]);
});

test('what is no gRPC ends without harm', async () => {
  const { grpcUrl } = await setUp();
  await expect(fetch(`${grpcUrl}/v1/logs`)).rejects.toThrow();
  expect(await otlpGrpcClient(grpcUrl).export('logs', writeOtlpLogs([record]))).toHaveLength(0);
});

test('the port of OTLP over HTTP answers what begins with /v1/, and nothing else of the station', async () => {
  const { httpUrl } = await setUp();
  expect(await (await fetch(`${httpUrl}/v1/logs`)).text()).toBe('/v1/logs');
  const other = await fetch(`${httpUrl}/api/v1/query?query=up`);
  expect({ status: other.status, text: await other.text() }).toEqual({
    status: 404,
    text: 'This port takes OTLP: POST /v1/logs, /v1/traces and /v1/metrics.\n',
  });
});

test('a port that another program has is left out, and told', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const { ports, notices } = await setUp({ port });
  expect([ports.httpUrl, ports.grpcUrl]).toEqual([undefined, undefined]);
  const notice =
    `OTLP is not taken on port ${port}: another program has it.` +
    " Programs may send it to the station's own port.";
  expect(notices).toEqual([notice, notice]);
});
