import { ai, defineMonitoring, messages, methods, task } from '@telltale/definition';
import { AsyncLocalStorage } from 'node:async_hooks';
import OpenAI from 'openai';
import { expect, onTestFinished, test } from 'vitest';
import { startAiProvider } from '../../test/support/ai-provider.ts';
import { itemsOf } from '../../test/support/async-items.ts';
import { valuesOf } from '../../test/support/registry-view.ts';
import { startSpanReceiver } from '../../test/support/span-receiver.ts';
import { startTracing } from '../../test/support/tracing.ts';
import { currentContext } from '../context/context.ts';
import { activeSpanIds } from '../opentelemetry/active-span.ts';
import { createKitRecorders } from './kit-recorders.ts';

/** A line that was logged, with the trace that was the active one then. */
interface Line {
  readonly level: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
  readonly traceId: string | undefined;
}

async function setUp() {
  const receiver = await startSpanReceiver();
  const { tracing, registry } = startTracing({ endpoint: receiver.url });
  const lines: Line[] = [];
  const line = (level: string) => (fields: Line['fields'], message: string) =>
    void lines.push({ level, fields, message, traceId: activeSpanIds()?.traceId });
  const log = { debug: line('debug'), info: line('info'), error: line('error') };
  const definition = defineMonitoring({ service: 'shop', kits: [ai(), messages(), methods(), task()] });
  const t = createKitRecorders(definition, registry, { tracing, log });
  return { t, lines, tracing, registry, spans: receiver.spans };
}

const completion = {
  choices: [{ index: 0, message: { role: 'assistant', content: 'four' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 9, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 2 } },
};
const parts = [
  { choices: [{ index: 0, delta: { role: 'assistant', content: '' } }] },
  { choices: [{ index: 0, delta: { content: 'four' } }] },
  { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage: completion.usage },
];

test('a request to a model is a span ai-request with model, provider and tokens, but nothing of what was said', async () => {
  const { t, tracing, spans } = await setUp();
  const provider = await startAiProvider({
    chat: { json: { ...completion, model: 'chat' } },
    'chat stream': { parts },
    overloaded: { status: 500 },
  });
  onTestFinished(() => provider.close());
  const openai = t.ai.watch(new OpenAI({ apiKey: 'key', maxRetries: 0, baseURL: `${provider.url}/v1` }));
  const messages = [{ role: 'user' as const, content: 'a secret question' }];
  const outer = await tracing.trace('work', async (span) => {
    await openai.chat.completions.create({ model: 'chat', messages });
    for await (const _ of await openai.chat.completions.create({
      model: 'chat stream',
      messages,
      stream: true,
    }));
    await openai.chat.completions.create({ model: 'overloaded', messages }).catch(() => undefined);
    return span;
  });
  await tracing.flush();
  const requests = spans.filter(({ name }) => name === 'ai-request');
  expect(requests).toHaveLength(3);
  for (const span of requests) expect(span).toMatchObject({ kind: 'client', parentSpanId: outer.spanId });
  expect(requests[0].attributes).toEqual({
    'ai.provider': 'openai',
    'ai.model': 'chat',
    'ai.status': 'success',
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'chat',
    'gen_ai.usage.input_tokens': 9,
    'gen_ai.usage.output_tokens': 4,
    'gen_ai.usage.cache_read.input_tokens': 2,
  });
  expect(requests[1]).toMatchObject({ status: 'unset', attributes: { 'ai.model': 'chat stream' } });
  expect(requests[1].attributes).toHaveProperty(['gen_ai.response.time_to_first_chunk']);
  expect(requests[2]).toMatchObject({ status: 'error', attributes: { 'ai.status': 'failure' } });
  expect(JSON.stringify(spans)).not.toContain('secret question');
});

test('a message is processed in the trace and request of its headers, a task in a trace of its own', async () => {
  const { t, tracing, spans } = await setUp();
  const sent = tracing.propagation.extract({ 'x-request-id': 'r-9' }, () =>
    tracing.trace('publish', { kind: 'producer' }, () => tracing.propagation.inject({})),
  );
  const seen = await t.messages.run({ topic: 'orders', type: 'placed', headers: sent }, async () => ({
    trace: activeSpanIds()?.traceId,
    request: currentContext()?.requestId,
  }));
  await t.tasks.run('nightly', () => Promise.reject(new Error('no rows'))).catch(() => undefined);
  t.tasks.run('nightly', () => undefined);
  await tracing.flush();
  const [publish, process, failed, done] = spans;
  expect(seen).toEqual({ trace: publish.traceId, request: 'r-9' });
  expect(process).toMatchObject({
    name: 'process orders',
    kind: 'consumer',
    parentSpanId: publish.spanId,
    attributes: { 'messaging.destination.name': 'orders', 'messaging.message.type': 'placed' },
  });
  expect(failed).toMatchObject({ name: 'task nightly', status: 'error', statusMessage: 'no rows' });
  expect(done).toMatchObject({ name: 'task nightly', status: 'unset' });
  expect(done.traceId).not.toBe(failed.traceId);
});

class Base {
  inherited(): string {
    return 'inherited';
  }
}

class Orders extends Base {
  #kept = 1;

  static make(): Orders {
    return new Orders();
  }

  sync(): number {
    return this.#secret();
  }

  async later(): Promise<number> {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return this.#secret();
  }

  *each(): Generator<number> {
    yield 1;
    yield this.#secret();
  }

  async *eachLater(): AsyncGenerator<number> {
    yield this.#secret();
  }

  fails(): never {
    // oxlint-disable-next-line typescript/only-throw-error
    throw 'plain text';
  }

  async failsLater(): Promise<never> {
    throw new TypeError('no stock');
  }

  #secret(): number {
    return this.#kept;
  }
}

test('one call of a method of any kind is one log line with its trace, one sample of each metric, and one span', async () => {
  const { t, lines, tracing, registry, spans } = await setUp();
  const Observed = t.service({ name: 'Orders' })(class extends Orders {});
  const orders = new Observed();
  orders.sync();
  await orders.later();
  expect([...orders.each()]).toEqual([1, 1]);
  expect(await itemsOf(orders.eachLater())).toEqual([1]);
  Observed.make();
  orders.inherited();
  expect(() => orders.fails()).toThrow('plain text');
  await expect(orders.failsLater()).rejects.toThrow('no stock');
  await tracing.flush();
  const methods = ['sync', 'later', 'each', 'eachLater', 'make', 'inherited', 'fails', 'failsLater'];
  expect(spans.map(({ name }) => name)).toEqual(methods.map((method) => `Orders.${method}`));
  expect(lines.map(({ fields }) => fields['method'])).toEqual(methods);
  for (const [at, line] of lines.entries()) {
    expect(line.traceId).toBe(spans[at].traceId);
    expect(line.level).toBe(at < 6 ? 'info' : 'error');
    expect(spans[at].status).toBe(at < 6 ? 'unset' : 'error');
    const status = at < 6 ? 'success' : 'failure';
    const labels = `{class="Orders", method="${methods[at]}", status="${status}"}`;
    expect(valuesOf(registry, 'method_calls_total')[`method_calls_total${labels}`]).toBe(1);
    const count = `method_duration_seconds_count{class="Orders", method="${methods[at]}"}`;
    expect(valuesOf(registry, 'method_duration_seconds')[count]).toBe(1);
  }
  expect(lines[0]).toMatchObject({
    message: 'Orders.sync',
    fields: { class: 'Orders', duration_ms: expect.any(Number) },
  });
  expect(lines[7]).toMatchObject({
    message: 'Orders.failsLater failed',
    fields: { err: { message: 'no stock' } },
  });
});

test('calls within calls are below each other, and generators go on in their own span', async () => {
  const { t, tracing, spans } = await setUp();
  const inner = t.observed({ name: 'inner' })(() => activeSpanIds()?.spanId);
  const outer = t.observed({ name: 'outer', log: false })(function* outer() {
    yield inner();
    yield activeSpanIds()?.spanId;
  });
  const steps = [...outer()];
  await tracing.flush();
  const [innerSpan, outerSpan] = spans;
  expect(steps).toEqual([innerSpan.spanId, outerSpan.spanId]);
  expect(innerSpan).toMatchObject({ name: 'inner', parentSpanId: outerSpan.spanId });
});

test('observe() runs a task with its span, and levels of lines can be chosen', async () => {
  const { t, lines, tracing, registry, spans } = await setUp();
  const result = await t.observe(
    'import',
    { attributes: { 'file.name': 'a.csv' }, log: 'debug' },
    async (span) => {
      span.set({ rows: 3 });
      return 'done';
    },
  );
  expect(result).toBe('done');
  expect(t.observe('quick', { log: false }, () => 1)).toBe(1);
  const storage = new AsyncLocalStorage<number>();
  expect(storage.run(7, () => t.observe('in', () => storage.getStore()))).toBe(7);
  await tracing.flush();
  expect(spans[0]).toMatchObject({
    name: 'import',
    attributes: { 'file.name': 'a.csv', rows: 3, 'code.function.name': 'import' },
  });
  expect(lines.map(({ level, message }) => `${level} ${message}`)).toEqual(['debug import', 'info in']);
  const calls = valuesOf(registry, 'method_calls_total');
  expect(calls['method_calls_total{class="function", method="import", status="success"}']).toBe(1);
});
