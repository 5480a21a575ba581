import { readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseExposition } from '@telltale/model';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder, waitFor } from '../../test/support/workspace.ts';
import { startReceiver } from '../../test/support/receiver.ts';
import { startShortLived } from '../../test/support/short-lived.ts';
import { valuesOf } from '../../test/support/registry-view.ts';
import { createRegistry } from '../registry/registry.ts';
import { createPush } from './create-push.ts';
import type { Push } from './push.ts';
import type { PushOptions } from './push-options.ts';
import type { MetricsSnapshot } from './snapshot/snapshot.ts';
import { parseSpool, printSpool } from './spool/spool-text.ts';

function pushing(options: Partial<PushOptions> & Pick<PushOptions, 'url'>) {
  const registry = createRegistry();
  const rows = registry.counter('rows_total', { help: 'Rows copied', labels: { table: 'any' } });
  const told: string[] = [];
  registry.onDiagnostic(({ message }) => told.push(message));
  const push: Push = createPush(
    { to: 'pushgateway', job: 'nightly', spool: false, everyMs: 0, exitTimeoutMs: 500, ...options },
    { registry, environment: {} },
  );
  onTestFinished(async () => void (await push.shutdown()));
  return { registry, rows, push, told };
}

test('a flush sends all metrics to the group of the job', async () => {
  const receiver = await startReceiver();
  const { rows, push } = pushing({ url: receiver.url, grouping: { region: 'eu/west', empty: '' } });
  rows.inc({ table: 'orders' }, 3);
  expect(await push.flush()).toBe('sent');
  const [{ method, path, body }] = receiver.requests;
  expect(method).toBe('PUT');
  expect(path).toBe('/metrics/job/nightly/region@base64/ZXUvd2VzdA/empty@base64/=');
  const { families } = parseExposition(body.toString());
  expect(families.find(({ name }) => name === 'rows_total')?.samples).toMatchObject([{ value: 3 }]);
});

test('metrics are pushed regularly, and what failed is pushed again soon', async () => {
  const receiver = await startReceiver((response, number) =>
    response.writeHead(number === 1 ? 503 : 200, { 'retry-after': '0' }).end(),
  );
  const { registry } = pushing({ url: receiver.url, everyMs: 20 });
  await waitFor('four pushes', () => receiver.requests.length >= 4);
  expect(valuesOf(registry, 'telltale_sdk_push_total')).toMatchObject({
    'telltale_sdk_push_total{result="failed"}': 1,
    'telltale_sdk_push_total{result="refused"}': 0,
  });
});

test.each([
  ['does not answer', () => undefined],
  ['is busy for long', (response) => void response.writeHead(429, { 'retry-after': '600' }).end()],
  ['is broken', (response) => void response.writeHead(503).end('<secret>')],
] satisfies [string, Parameters<typeof startReceiver>[0]][])(
  'a flush to a receiver that %s ends in time, is counted and told, and throws nothing',
  async (_, answer) => {
    const receiver = await startReceiver(answer);
    const url = receiver.url.replace('//', '//user:password@');
    const { registry, push, told } = pushing({ url, headers: { 'x-key': 'hidden' } });
    expect(await push.flush(100)).toBe('failed');
    expect(valuesOf(registry, 'telltale_sdk_push_total')['telltale_sdk_push_total{result="failed"}']).toBe(1);
    expect(told).toHaveLength(1);
    expect(told.join()).not.toMatch(/password|hidden/);
  },
);

test('a flush does not wait for a regular push that hangs', async () => {
  const receiver = await startReceiver((response, number) => void (number === 0 || response.end()));
  const { push } = pushing({ url: receiver.url, everyMs: 1 });
  await waitFor('the first push', () => receiver.requests.length === 1);
  expect(await push.flush()).toBe('sent');
});

test('names of grouping labels cannot lead to another path of the gateway', async () => {
  const receiver = await startReceiver();
  const { push } = pushing({ url: receiver.url, grouping: { '../../x?#': 'y' } });
  await push.flush();
  expect(receiver.requests[0].path).toBe('/metrics/job/nightly/..%2F..%2Fx%3F%23/y');
});

test('names that a gateway does not take get underscores', async () => {
  const receiver = await startReceiver();
  const { registry, push } = pushing({ url: receiver.url });
  registry.gauge('größe.zeit', { help: 'Size', labels: { 'a.b': 'any' } }).set({ 'a.b': 'x.y' }, 4);
  await push.flush();
  expect(receiver.requests[0].body.toString()).toContain('gr__e_zeit{a_b="x.y"} 4\n');
});

test('an address that is none is told, and nothing is pushed', async () => {
  const { push, told } = pushing({ url: 'collector:4318' });
  expect(await push.flush()).toBe('off');
  expect(told).toEqual([expect.stringContaining('metrics are not pushed')]);
  expect(push.checkpoint()).toBe(false);
});

test('without options and environment nothing is pushed', async () => {
  const registry = createRegistry();
  const push = createPush(undefined, { registry, environment: {} });
  expect([await push.flush(), await push.removeGroup(), await push.shutdown()]).toEqual([
    'off',
    'off',
    'off',
  ]);
});

test('the environment alone makes a program push over OTLP', async () => {
  const receiver = await startReceiver();
  const environment = {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=1',
    OTEL_RESOURCE_ATTRIBUTES: 'region=eu,service.instance.id=a1',
    TMPDIR: temporaryFolder(),
  };
  const push = createPush(undefined, { registry: createRegistry(), service: 'shop', environment });
  expect(await push.shutdown()).toBe('sent');
  const [{ path, headers, body }] = receiver.requests;
  expect(path).toBe('/v1/metrics');
  expect(headers).toMatchObject({ 'x-key': '1', 'content-type': 'application/json' });
  const { resourceMetrics } = JSON.parse(body.toString()) as { resourceMetrics: [{ resource: unknown }] };
  expect(resourceMetrics[0].resource).toMatchObject({
    attributes: expect.arrayContaining([
      { key: 'service.name', value: { stringValue: 'shop' } },
      { key: 'service.instance.id', value: { stringValue: 'a1' } },
      { key: 'region', value: { stringValue: 'eu' } },
    ]) as unknown,
  });
});

test('after a checkpoint a flush that arrives removes the file, and a shutdown that fails leaves it', async () => {
  const spool = temporaryFolder();
  const receiver = await startReceiver((response, number) =>
    response.writeHead(number === 0 ? 200 : 503).end(),
  );
  const { rows, push } = pushing({ url: receiver.url, spool, exitTimeoutMs: 100 });
  rows.inc({ table: 'a' });
  expect(push.checkpoint()).toBe(true);
  expect(readdirSync(spool)).toHaveLength(1);
  expect(await push.flush()).toBe('sent');
  expect(readdirSync(spool)).toEqual([]);
  rows.inc({ table: 'a' });
  expect(await push.shutdown()).toBe('failed');
  expect(readdirSync(spool)).toHaveLength(1);
});

test('a spool folder that cannot be written is told, and pushing goes on', async () => {
  const receiver = await startReceiver();
  const { rows, push, told } = pushing({ url: receiver.url, spool: '/proc/nowhere' });
  rows.inc({ table: 'a' });
  expect(push.checkpoint()).toBe(false);
  expect(told).toEqual([expect.stringContaining('cannot be spooled')]);
  expect(await push.flush()).toBe('sent');
});

test.each([
  ['process.exit', 'process.exit(3);', 3],
  ['an uncaught error', 'setTimeout(() => { throw new Error("bug") });', 1],
  ['kill -9 after a checkpoint', 'push.checkpoint(); process.kill(process.pid, "SIGKILL");', 'SIGKILL'],
  [
    'kill -9 a while after the last change',
    'setTimeout(() => process.kill(process.pid, "SIGKILL"), 1900);',
    'SIGKILL',
  ],
] satisfies [string, string, number | string][])(
  'what a program counted before %s is sent by its next start, once, as of the dead run',
  async (_, ending, exit) => {
    const spool = temporaryFolder();
    const receiver = await startReceiver();
    const dead = startShortLived(
      { to: 'otlp', url: receiver.url, encoding: 'json', job: 'nightly', instance: 'first', spool },
      ending,
    );
    expect(await dead.exit, dead.output()).toBe(exit);
    expect(receiver.requests).toEqual([]);
    expect(readdirSync(spool)).toHaveLength(1);

    for (const instance of ['second', 'third']) {
      const { push } = pushing({ to: 'otlp', encoding: 'json', url: receiver.url, instance, spool });
      expect(await push.shutdown()).toBe('sent');
    }
    expect(readdirSync(spool)).toEqual([]);
    const bodies = receiver.requests.map(({ body }) => body.toString());
    expect(
      bodies.map((body) => /"service\.instance\.id","value":\{"stringValue":"(\w+)"/.exec(body)?.[1]),
    ).toEqual(['first', 'second', 'third']);
    expect(bodies[0]).toMatch(/"rows_total".*"asDouble":41/);
  },
);

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s flushes over the network, and the program still ends by it',
  async (signal) => {
    const receiver = await startReceiver();
    const program = startShortLived(
      { to: 'pushgateway', url: receiver.url, spool: temporaryFolder() },
      'setInterval(() => {}, 1000); console.log("ready");',
    );
    await waitFor('the program', () => program.output().includes('ready'));
    program.kill(signal);
    expect(await program.exit, program.output()).toBe(signal);
    expect(receiver.requests.at(-1)?.body.toString()).toContain('rows_total{table="orders"} 41');
  },
);

test('a program with its own handler of SIGTERM ends as it wants to, flushed all the same', async () => {
  const receiver = await startReceiver();
  const spool = temporaryFolder();
  const program = startShortLived(
    { to: 'pushgateway', url: receiver.url, spool },
    `process.once('SIGTERM', () => setTimeout(() => { rows.inc({ table: 'orders' }); clearInterval(timer); }, 300));
     const timer = setInterval(() => {}, 1000);
     console.log('ready');`,
  );
  await waitFor('the program', () => program.output().includes('ready'));
  program.kill('SIGTERM');
  expect(await program.exit, program.output()).toBe(0);
  expect(receiver.requests.at(-1)?.body.toString()).toContain('rows_total{table="orders"} 42');
});

test('a second SIGTERM ends a program whose receiver hangs, and the rest stays in the spool', async () => {
  const receiver = await startReceiver(() => undefined);
  const spool = temporaryFolder();
  const program = startShortLived(
    { to: 'pushgateway', url: receiver.url, spool, exitTimeoutMs: 60_000 },
    `setInterval(() => {}, 1000); console.log("ready");`,
  );
  await waitFor('the program', () => program.output().includes('ready'));
  program.kill('SIGTERM');
  await waitFor('the flush', () => receiver.requests.length > 0);
  program.kill('SIGTERM');
  expect(await program.exit).toBe('SIGTERM');
  expect(readdirSync(spool)).toHaveLength(1);
});

test('the end of a program is held up no longer than said by a receiver that hangs', async () => {
  const receiver = await startReceiver(() => undefined);
  const spool = temporaryFolder();
  const options = { to: 'pushgateway', url: receiver.url, spool, exitTimeoutMs: 300 } as const;
  const program = startShortLived(options, 'process.on("exit", () => console.log(process.uptime()));');
  expect(await program.exit, program.output()).toBe(0);
  expect(readdirSync(spool)).toHaveLength(1);
});

test('two processes with one spool folder send their own metrics only', async () => {
  const receiver = await startReceiver();
  const spool = temporaryFolder();
  const options = { to: 'pushgateway', url: receiver.url, job: 'nightly', spool } as const;
  const running = startShortLived(
    { ...options, grouping: { run: 'one' }, everyMs: 0 },
    'push.checkpoint(); console.log("ready"); setTimeout(() => {}, 60000);',
  );
  await waitFor('the first', () => running.output().includes('ready'));
  const other = startShortLived({ ...options, grouping: { run: 'two' } }, '');
  expect(await other.exit, other.output()).toBe(0);
  expect(receiver.requests.map(({ path }) => path)).toEqual(['/metrics/job/nightly/run/two']);
  running.kill('SIGTERM');
  await running.exit;
  expect(receiver.requests.at(-1)?.path).toBe('/metrics/job/nightly/run/one');
  expect(readdirSync(spool)).toEqual([]);
});

test('a program that has nothing left to do is not kept alive by regular pushes', async () => {
  const receiver = await startReceiver();
  const program = startShortLived(
    { to: 'pushgateway', url: receiver.url, spool: temporaryFolder(), everyMs: 50 },
    'setTimeout(() => {}, 200);',
  );
  expect(await program.exit, program.output()).toBe(0);
  await sleep(0);
  expect(receiver.requests.length).toBeGreaterThan(1);
});

test('what another version left in a form that cannot be read is set aside, and the rest is sent', async () => {
  const receiver = await startReceiver();
  const folder = temporaryFolder();
  const left = pushing({ url: receiver.url, spool: folder });
  left.rows.inc({ table: 'orders' });
  for (const isOdd of [true, false]) {
    expect(left.push.checkpoint()).toBe(true);
    const [name] = readdirSync(folder).filter((file) => !file.includes('-1.'));
    const snapshot = parseSpool(readFileSync(join(folder, name)));
    const odd = { ...snapshot, metrics: [{}] } as unknown as MetricsSnapshot;
    if (isOdd) writeFileSync(join(folder, name), printSpool(odd));
    // As if a process had left it that cannot run any more.
    const dead = name.replace(/-\d+\.([\w-]+)\.spool$/, `-1.$1${String(isOdd)}.spool`);
    renameSync(join(folder, name), join(folder, dead));
  }
  const next = pushing({ url: receiver.url, spool: folder });
  expect(await next.push.flush()).toBe('sent');
  expect(receiver.requests).toHaveLength(2);
  expect(readdirSync(folder).filter((name) => name.endsWith('.refused'))).toHaveLength(1);
});
