import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startSpanReceiver } from '../../test/support/span-receiver.ts';
import { startTracing } from '../../test/support/tracing.ts';
import { valuesOf } from '../../test/support/registry-view.ts';

test('work in a span is sent with its attributes, and spans within it are below it', async () => {
  const { url, spans } = await startSpanReceiver();
  const { tracing, registry } = startTracing({ endpoint: url });
  const result = await tracing.trace(
    'place order',
    { attributes: { 'order.id': 7 }, kind: 'consumer' },
    async (span) => {
      span
        .set({ 'customer.tier': 'gold', tags: ['a', 'b'], nothing: undefined })
        .event('checked', { ok: true });
      await sleep(1);
      return tracing.trace('charge', (inner) => {
        inner.rename('charge card');
        return inner.traceId === span.traceId ? 'placed' : 'lost';
      });
    },
  );
  expect(result).toBe('placed');
  await tracing.flush();
  const [inner, outer] = spans;
  expect(outer).toMatchObject({
    name: 'place order',
    kind: 'consumer',
    service: 'shop',
    scope: '@telltale/sdk',
    status: 'unset',
    attributes: { 'order.id': 7, 'customer.tier': 'gold', tags: ['a', 'b'] },
    events: [{ name: 'checked', attributes: { ok: true } }],
    resource: { 'process.pid': process.pid, 'telemetry.sdk.language': 'nodejs' },
  });
  expect(outer.attributes).not.toHaveProperty('nothing');
  expect(outer.durationMs).toBeGreaterThanOrEqual(0.9);
  expect(Math.abs(outer.startMs - Date.now())).toBeLessThan(60_000);
  expect(inner).toMatchObject({ name: 'charge card', traceId: outer.traceId, parentSpanId: outer.spanId });
  expect(valuesOf(registry, 'telltale_sdk_spans_total')['telltale_sdk_spans_total{result="sent"}']).toBe(2);
});

function rejecting(error: unknown) {
  return async () => {
    await sleep(0);
    throw error;
  };
}

function throwing(error: unknown) {
  return () => {
    throw error;
  };
}

test.each([
  ['thrown', throwing],
  ['rejected', rejecting],
])('an error that is %s ends the span, is noted in it, and goes on', async (_, task) => {
  const { url, spans } = await startSpanReceiver();
  const { tracing } = startTracing({ endpoint: url });
  const errors = [
    new TypeError('no card'),
    'plain text',
    undefined,
    {
      get message() {
        throw new Error('trap');
      },
    },
  ];
  for (const error of errors) {
    await expect((async () => tracing.trace('charge', task(error)))()).rejects.toBe(error);
  }
  await tracing.flush();
  expect(spans.map(({ status, attributes }) => [status, attributes['error.type']])).toEqual([
    ['error', 'TypeError'],
    ['error', 'string'],
    ['error', 'undefined'],
    ['error', 'object'],
  ]);
  expect(spans[0]).toMatchObject({
    statusMessage: 'no card',
    events: [
      { name: 'exception', attributes: { 'exception.type': 'TypeError', 'exception.message': 'no card' } },
    ],
  });
});

test("a library's own tracer, and a trace of its own where one is asked for", async () => {
  const { url, spans } = await startSpanReceiver();
  const { tracing } = startTracing({ endpoint: url });
  tracing.trace('outer', (outer) => {
    tracing.tracer.startActiveSpan('by the API', (span) => {
      span.setAttribute('a', 1);
      expect(span.spanContext().traceId).toBe(outer.traceId);
      span.end();
    });
    tracing.trace('apart', { isRoot: true }, (span) => expect(span.traceId).not.toBe(outer.traceId));
  });
  await tracing.flush();
  expect(spans.map(({ name }) => name)).toEqual(['by the API', 'apart', 'outer']);
  expect(spans[1].parentSpanId).toBeUndefined();
});

test('without the section there are no spans, and the work is done', () => {
  const { tracing } = startTracing({ enabled: false });
  expect(tracing.isOn).toBe(false);
  expect(tracing.trace('work', (span) => span.set({ a: 1 }).fail(new Error('no')).traceId)).toBe('');
  expect(tracing.trace('work', { kind: 'client' }, () => 3)).toBe(3);
  expect(tracing.tracer.startActiveSpan('work', {}, (span) => span.isRecording())).toBe(false);
});

test('whatever is said of a span, the work is done', async () => {
  const { url, spans } = await startSpanReceiver();
  const { tracing } = startTracing({ endpoint: url });
  const trap = {
    ok: 1,
    get trap(): string {
      throw new Error('trap');
    },
  };
  const endless: unknown[] = [];
  endless.push(endless);
  const odd: unknown = { none: null, code: () => 1, date: new Date(0), big: 1n, endless, ['__proto__']: 'x' };
  const result = tracing.trace(Symbol('name') as never, { attributes: trap }, (span) => {
    span
      .set(trap)
      .set(odd as never)
      .event(7 as never, trap)
      .rename(undefined as never);
    return 'done';
  });
  expect(result).toBe('done');
  await tracing.flush();
  expect(spans).toMatchObject([{ name: 'unnamed', attributes: { ok: 1 } }]);
});
