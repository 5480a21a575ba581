import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { close, listen } from '../../test/support/http-requests.ts';
import { diagnosticsOf, valuesOf } from '../../test/support/registry-view.ts';
import { startSpanReceiver } from '../../test/support/span-receiver.ts';
import { startTracing } from '../../test/support/tracing.ts';
import { freePort, runProgram, waitFor } from '../../test/support/workspace.ts';

type Started = ReturnType<typeof startTracing>;

function spanCount({ registry }: Started, result: string): number {
  return valuesOf(registry, 'telltale_sdk_spans_total')[`telltale_sdk_spans_total{result="${result}"}`];
}

function makeSpans({ tracing }: Started, count: number): void {
  for (let i = 0; i < count; i++) tracing.trace(`span ${i}`, () => undefined);
}

test.each([429, 503])(
  'a receiver that is busy (%i) is asked again after as long as it says',
  async (status) => {
    const { url, spans, requests } = await startSpanReceiver((response, number) => {
      if (number === 0) response.writeHead(status, { 'retry-after': '1' });
      response.end();
    });
    const started = startTracing({ endpoint: url }, { endTimeoutMs: 10_000 });
    const told = diagnosticsOf(started.registry);
    makeSpans(started, 3);
    const beganMs = performance.now();
    await started.tracing.flush();
    expect(performance.now() - beganMs).toBeGreaterThan(950);
    expect([requests.length, spans.length, spanCount(started, 'sent')]).toEqual([2, 3, 3]);
    expect(told).toMatchObject([
      { kind: 'spans_waiting', message: expect.stringContaining(`HTTP ${status}`) },
    ]);
  },
);

test('a receiver that refuses is not asked again, nor is another place that it names', async () => {
  const other = await startSpanReceiver();
  const { url, requests } = await startSpanReceiver((response, number) => {
    response.writeHead(number === 0 ? 400 : 307, { location: `${other.url}/v1/traces` }).end('not like this');
  });
  const started = startTracing({ endpoint: url });
  const told = diagnosticsOf(started.registry);
  for (let i = 0; i < 2; i++) {
    makeSpans(started, 1);
    await started.tracing.flush();
  }
  expect([requests.length, other.requests.length]).toEqual([2, 0]);
  expect([spanCount(started, 'refused'), spanCount(started, 'sent')]).toEqual([2, 0]);
  expect(told[0].message).toContain('HTTP 400 not like this');
});

test('an answer without end is success as soon as it says so, and is not read', async () => {
  let sentBytes = 0;
  const { url } = await startSpanReceiver((response) => {
    response.on('error', () => undefined);
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536))) sentBytes += 65_536;
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  });
  const started = startTracing({ endpoint: url });
  makeSpans(started, 1);
  await started.tracing.flush();
  expect(spanCount(started, 'sent')).toBe(1);
  expect(sentBytes).toBeLessThan(16 * 1024 * 1024);
});

test('a receiver that takes and never answers holds up the end of the program no longer than said', async () => {
  const server = createServer();
  const url = await listen(server);
  const started = startTracing({ endpoint: url }, { endTimeoutMs: 200, timeoutMs: 100_000 });
  makeSpans(started, 4);
  const beganMs = performance.now();
  await started.tracing.shutdown();
  expect(performance.now() - beganMs).toBeLessThan(5000);
  expect(spanCount(started, 'not_sent')).toBe(4);
  makeSpans(started, 1);
  expect(spanCount(started, 'not_sent')).toBe(5);
  server.close();
});

test('while the receiver is away spans wait, up to the bound; what comes beyond is counted, then all arrives', async () => {
  const port = await freePort();
  const options = { maxQueueSize: 100, delayMs: 1, endTimeoutMs: 20_000 };
  const started = startTracing({ endpoint: `http://127.0.0.1:${port}` }, options);
  const told = diagnosticsOf(started.registry);
  makeSpans(started, 10);
  await waitFor('a first attempt', () => told.length > 0);
  expect(told[0].message).toContain('ECONNREFUSED');
  makeSpans(started, 150);
  expect(spanCount(started, 'queue_full')).toBe(50);
  const arrived: string[] = [];
  const { createServer: createHttpServer } = await import('node:http');
  const server = createHttpServer((request, response) => {
    request.resume().on('end', () => response.end());
    arrived.push(request.url ?? '');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await started.tracing.flush();
  expect(arrived.length).toBeGreaterThan(0);
  expect(spanCount(started, 'sent')).toBe(110);
  await close(server);
});

test("OpenTelemetry's variables say where spans go and how, before the definition", async () => {
  const { url, spans, requests } = await startSpanReceiver();
  const started = startTracing(
    { endpoint: 'http://nowhere.invalid:4318', ratio: 1 },
    {},
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=a%20b,x-more=1',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-more=2',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_SERVICE_NAME: 'renamed',
      OTEL_RESOURCE_ATTRIBUTES: 'service.version=1.2.3,deployment.environment.name=staging,team=a%2Cb',
      OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '10',
    },
  );
  started.tracing.trace('work', { attributes: { text: 'x'.repeat(100) } }, () => undefined);
  await started.tracing.flush();
  expect(requests[0].headers).toMatchObject({
    'x-tenant': 'a b',
    'x-more': '2',
    'content-encoding': 'gzip',
  });
  expect(spans[0]).toMatchObject({
    service: 'renamed',
    attributes: { text: 'x'.repeat(10) },
    resource: { 'service.version': '1.2.3', 'deployment.environment.name': 'staging', team: 'a,b' },
  });
});

const FLAGS = ['--conditions=@telltale/source', '--no-warnings', '--input-type=module'];
const PROGRAM = `
import { instrument } from '@telltale/sdk';
import { defineMonitoring } from '@telltale/sdk/define';
const t = instrument(defineMonitoring({ service: 'job', traces: { endpoint: process.env.URL } }));
t.trace('work', () => undefined);
END`;

test.each([
  ['ends by itself', ''],
  ['is ended by SIGTERM', `process.kill(process.pid, 'SIGTERM'); setInterval(() => undefined, 1000);`],
])('a program that %s sends its last spans', async (_, end) => {
  const { url, spans } = await startSpanReceiver();
  const { output } = await runProgram('node', [...FLAGS, '-e', PROGRAM.replace('END', end)], {
    cwd: import.meta.dirname,
    env: { URL: url },
  });
  expect({ output, names: spans.map(({ name }) => name) }).toEqual({ output: '', names: ['work'] });
});

test('a program whose receiver is away ends all the same', async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const code = PROGRAM.replace('}));', '}), { traces: { endTimeoutMs: 300 } });').replace('END', '');
  const { exit, output } = await runProgram('node', [...FLAGS, '-e', code], {
    cwd: import.meta.dirname,
    env: { URL: url },
  });
  expect({ exit, output }).toEqual({ exit: 0, output: '' });
});
