import { isInShare } from '@telltale/model';
import { expect, test, vi } from 'vitest';
import { startSpanReceiver } from '../../test/support/span-receiver.ts';
import { startTracing } from '../../test/support/tracing.ts';
import { valuesOf } from '../../test/support/registry-view.ts';

const ROOTS = 10_000;

/** Always the same numbers, by an xorshift. */
function sameNumbers(): () => number {
  let state = 0x9e37_79b9;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

test('of 10,000 traces that go straight to Jaeger a tenth is sent, by its ids, and children go with their parent', async () => {
  const { url, spans } = await startSpanReceiver();
  const { tracing } = startTracing(
    { exporter: 'jaeger', ratio: 0.1, endpoint: url },
    { maxQueueSize: 10 * ROOTS },
  );
  const ids: string[] = [];
  vi.spyOn(Math, 'random').mockImplementation(sameNumbers());
  for (let root = 0; root < ROOTS; root++) {
    tracing.trace('root', (span) => {
      ids.push(span.traceId);
      tracing.trace('child', () => undefined);
    });
  }
  vi.restoreAllMocks();
  await tracing.shutdown();
  const roots = spans.filter(({ name }) => name === 'root');
  expect(roots.length).toBeGreaterThan(0.09 * ROOTS);
  expect(roots.length).toBeLessThan(0.11 * ROOTS);
  expect(new Set(ids).size).toBe(ROOTS);
  expect(roots.map(({ traceId }) => traceId)).toEqual(ids.filter((id) => isInShare(id, 0.1)));
  expect(spans.length).toBe(2 * roots.length);
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(roots.length);
});

test('all is sent to a station or a collector, whatever the share', async () => {
  const { url, spans } = await startSpanReceiver();
  const { tracing } = startTracing({ ratio: 0.01, endpoint: url });
  for (let root = 0; root < 100; root++) tracing.trace('root', () => undefined);
  await tracing.shutdown();
  expect(spans).toHaveLength(100);
});

/** A trace of which nothing was chosen, with a root and two spans. */
function unchosen(slowerThan?: '1ms') {
  return { exporter: 'tempo', ratio: 0, ...(slowerThan && { slowerThan }) } as const;
}

test('of a trace that was not chosen, what this program did of it is sent where it has an error, marked as a part', async () => {
  const { url, spans } = await startSpanReceiver();
  const { tracing } = startTracing({ ...unchosen(), endpoint: url });
  const work = (isFailing: boolean) =>
    tracing.trace('request', { attributes: { n: 1 } }, (span) => {
      span.set({ n: 2 }).event('seen', { by: 'us' });
      tracing.trace('query', (query) => void (isFailing && query.fail(new Error('no table'))));
    });
  for (let i = 0; i < 50; i++) work(false);
  work(true);
  await tracing.flush();
  const [request, query] = spans;
  expect(spans).toHaveLength(2);
  expect(request).toMatchObject({
    name: 'request',
    status: 'unset',
    attributes: { n: 2, 'telltale.partial': true, 'telltale.kept_for': 'error' },
    events: [{ name: 'seen', attributes: { by: 'us' } }],
    service: 'shop',
  });
  expect(query).toMatchObject({
    name: 'query',
    status: 'error',
    parentSpanId: request.spanId,
    traceId: request.traceId,
    attributes: { 'error.type': 'Error' },
  });
  expect(Math.abs(request.startMs - Date.now())).toBeLessThan(60_000);
});

test('slow ones are sent as well, with what ends after them', async () => {
  const { url, spans } = await startSpanReceiver();
  const { tracing } = startTracing({ ...unchosen('1ms'), endpoint: url });
  let end: () => void = () => undefined;
  let late: Promise<void> | undefined;
  await tracing.trace('request', async () => {
    late = tracing.trace('in the background', () => new Promise<void>((resolve) => (end = resolve)));
    await new Promise((resolve) => setTimeout(resolve, 5));
  });
  end();
  await late;
  await tracing.flush();
  expect(spans.map(({ name, attributes }) => [name, attributes['telltale.kept_for']])).toEqual([
    ['request', 'slow'],
    ['in the background', undefined],
  ]);
});

test('a request whose trace others did not choose is told so on to the next, and kept for its own error', async () => {
  const { url, spans } = await startSpanReceiver();
  const { tracing } = startTracing({ endpoint: url });
  const incoming = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00` };
  const headers: Record<string, string> = {};
  expect(() =>
    tracing.propagation.extract(incoming, () =>
      tracing.trace('handle', () => {
        tracing.propagation.inject(headers);
        throw new Error('no');
      }),
    ),
  ).toThrow('no');
  tracing.propagation.extract(incoming, () => tracing.trace('fine', () => undefined));
  await tracing.flush();
  expect(spans).toMatchObject([{ name: 'handle', traceId: 'a'.repeat(32), parentSpanId: 'b'.repeat(16) }]);
  expect(headers['traceparent']).toBe(`00-${'a'.repeat(32)}-${spans[0].spanId}-00`);
});

test('what waits for the end of its request is bounded, the request itself is kept', async () => {
  const { url, spans } = await startSpanReceiver();
  const { tracing, registry } = startTracing({ ...unchosen(), endpoint: url });
  tracing.trace('huge request', (span) => {
    for (let i = 0; i < 2000; i++) tracing.trace('step', () => undefined);
    tracing.trace('one with too much', (step) => step.set({ text: 'x'.repeat(17 * 1024 * 1024) }));
    span.fail(new Error('no'));
  });
  await tracing.flush();
  expect(spans.map(({ name }) => name)).toEqual(['huge request', ...Array<string>(500).fill('step')]);
  const counted = valuesOf(registry, 'telltale_sdk_spans_total');
  expect(counted['telltale_sdk_spans_total{result="retention_full"}']).toBe(1501);
});

test('many open requests share what may wait; the oldest give way', async () => {
  const { url, spans } = await startSpanReceiver();
  const { tracing, registry } = startTracing({ ...unchosen(), endpoint: url }, { maxQueueSize: 100_000 });
  const ends: (() => void)[] = [];
  const open = Array.from({ length: 300 }, (_, number) =>
    tracing.trace(`request ${number}`, async (span) => {
      for (let i = 0; i < 100; i++) tracing.trace('step', () => undefined);
      await new Promise<void>((resolve) => ends.push(resolve));
      span.fail(new Error('no'));
    }),
  );
  for (const end of ends) end();
  await Promise.all(open);
  await tracing.shutdown();
  const steps = spans.filter(({ name }) => name === 'step');
  expect(steps.length).toBeLessThanOrEqual(20_000);
  expect(steps.length).toBeGreaterThan(19_000);
  expect(spans.filter(({ name }) => name.startsWith('request'))).toHaveLength(300);
  const counted = valuesOf(registry, 'telltale_sdk_spans_total');
  expect(counted['telltale_sdk_spans_total{result="retention_full"}']).toBe(30_000 - steps.length);
});
