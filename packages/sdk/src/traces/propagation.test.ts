import { B3Propagator, B3InjectEncoding } from '@opentelemetry/propagator-b3';
import { ROOT_CONTEXT, defaultTextMapGetter, defaultTextMapSetter, trace } from '@opentelemetry/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currentContext } from '../context/context.ts';
import { startTracing } from '../../test/support/tracing.ts';
import type { Tracing } from './tracing.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
/** Nobody listens there: nothing is sent in these tests. */
const NOWHERE = { endpoint: 'http://127.0.0.1:9' };
const QUICK = { endTimeoutMs: 1 };

/** The trace and parent that headers make work belong to; `own` where they name none. */
function readFrom(tracing: Tracing, headers: object): string {
  const told: Record<string, string> = {};
  return tracing.propagation.extract(headers, () => {
    tracing.propagation.inject(told);
    const [, traceId, spanId, flags] = (told['traceparent'] ?? '---').split('-');
    return traceId === '' ? 'own' : `${traceId} ${spanId} ${flags}`;
  });
}

describe('the trace of a request', () => {
  test.each([
    ['W3C', { traceparent: `00-${TRACE}-${SPAN}-01` }, `${TRACE} ${SPAN} 01`],
    ['W3C, not chosen', { traceparent: `00-${TRACE}-${SPAN}-00` }, `${TRACE} ${SPAN} 00`],
    ['a later version of W3C', { traceparent: `cc-${TRACE}-${SPAN}-01-more` }, `${TRACE} ${SPAN} 01`],
    ['B3 in one header', { b3: `${TRACE}-${SPAN}-1` }, `${TRACE} ${SPAN} 01`],
    ['B3 with a parent', { b3: `${TRACE}-${SPAN}-0-${SPAN}` }, `${TRACE} ${SPAN} 00`],
    ['B3 of 64 bits', { b3: `${SPAN}-${SPAN}-d` }, `${'0'.repeat(16)}${SPAN} ${SPAN} 01`],
    ['B3 that leaves the choice to us', { b3: `${TRACE}-${SPAN}` }, `${TRACE} ${SPAN} 01`],
    [
      'B3 in several headers',
      { 'x-b3-traceid': TRACE.toUpperCase(), 'x-b3-spanid': SPAN, 'x-b3-sampled': '1' },
      `${TRACE} ${SPAN} 01`,
    ],
    [
      'B3 for debugging',
      { 'x-b3-traceid': TRACE, 'x-b3-spanid': SPAN, 'x-b3-flags': '1' },
      `${TRACE} ${SPAN} 01`,
    ],
    ['Jaeger', { 'uber-trace-id': `${TRACE}:${SPAN}:0:1` }, `${TRACE} ${SPAN} 01`],
    [
      'Jaeger, shortened and encoded',
      { 'uber-trace-id': `f7651916cd43dd84%3A7ad%3A0%3A0` },
      `0000000000000000f7651916cd43dd84 00000000000007ad 00`,
    ],
    [
      'several at once',
      { traceparent: `00-${TRACE}-${SPAN}-01`, b3: `${SPAN}-${SPAN}-1` },
      `${TRACE} ${SPAN} 01`,
    ],
    ['bytes, as of Kafka', { traceparent: Buffer.from(`00-${TRACE}-${SPAN}-01`) }, `${TRACE} ${SPAN} 01`],
    ['a map', new Map([['traceparent', `00-${TRACE}-${SPAN}-01`]]), `${TRACE} ${SPAN} 01`],
    ['headers of fetch', new Headers({ traceparent: `00-${TRACE}-${SPAN}-01` }), `${TRACE} ${SPAN} 01`],
  ])('is read from %s', (_, headers, expected) => {
    const { tracing } = startTracing(NOWHERE, QUICK);
    expect(readFrom(tracing, headers)).toBe(expected);
  });

  test('is told in the formats of the definition', () => {
    const { tracing } = startTracing(
      { ...NOWHERE, propagation: ['w3c', 'b3', 'b3-single', 'jaeger'] },
      QUICK,
    );
    const headers = tracing.trace('work', (span) => ({
      ...tracing.propagation.inject<Record<string, string>>({}),
      ids: `${span.traceId} ${span.spanId}`,
    }));
    const [traceId, spanId] = headers['ids'].split(' ');
    expect(headers).toEqual({
      ids: headers['ids'],
      traceparent: `00-${traceId}-${spanId}-01`,
      b3: `${traceId}-${spanId}-1`,
      'x-b3-traceid': traceId,
      'x-b3-spanid': spanId,
      'x-b3-sampled': '1',
      'uber-trace-id': `${traceId}:${spanId}:0:01`,
    });
  });

  test("B3 is read as OpenTelemetry's own package reads it, whatever the header says", () => {
    const { tracing } = startTracing(NOWHERE, QUICK);
    const theirs = new B3Propagator({ injectEncoding: B3InjectEncoding.SINGLE_HEADER });
    const digits = (count: number) =>
      fc.string({
        unit: fc.constantFrom(...'0123456789abcdef'.split('')),
        minLength: count,
        maxLength: count,
      });
    const header = fc.tuple(
      fc.oneof(digits(16), digits(32), fc.constant('0'.repeat(32))),
      fc.oneof(digits(16), fc.constant('0'.repeat(16))),
      fc.constantFrom('', '-0', '-1', '-d'),
      fc.constantFrom('', `-${SPAN}`),
    );
    fc.assert(
      fc.property(header, ([traceId, spanId, sampled, parentId]) => {
        const headers = { b3: `${traceId}-${spanId}${sampled}${sampled === '' ? '' : parentId}` };
        const found = trace.getSpanContext(theirs.extract(ROOT_CONTEXT, headers, defaultTextMapGetter));
        const expected = found ? `${found.traceId} ${found.spanId}` : 'own';
        const read = readFrom(tracing, headers).split(' ');
        expect(read.slice(0, 2).join(' ')).toBe(expected);
        if (found && sampled !== '') expect(read[2]).toBe(`0${found.traceFlags}`);
      }),
      { numRuns: 300 },
    );
    const written: Record<string, string> = {};
    const context = trace.setSpanContext(ROOT_CONTEXT, { traceId: TRACE, spanId: SPAN, traceFlags: 1 });
    theirs.inject(context, written, defaultTextMapSetter);
    expect(readFrom(tracing, written)).toBe(`${TRACE} ${SPAN} 01`);
  });
});

describe('headers that are none', () => {
  test.each([
    ['a wrong length', { traceparent: `00-${TRACE}0-${SPAN}-01` }],
    ['zeros', { traceparent: `00-${'0'.repeat(32)}-${SPAN}-01` }],
    ['version ff', { traceparent: `ff-${TRACE}-${SPAN}-01` }],
    ['capitals', { traceparent: `00-${TRACE.toUpperCase()}-${SPAN}-01` }],
    ['a megabyte', { traceparent: `00-${TRACE}-${SPAN}-01-${'x'.repeat(1_000_000)}` }],
    ['no text', { traceparent: { toString: (): string => `00-${TRACE}-${SPAN}-01` } }],
    ['a wrong B3', { b3: `${TRACE}-${SPAN}-x` }],
    ['a B3 that only forbids', { b3: '0' }],
    ['a wrong Jaeger', { 'uber-trace-id': `${TRACE}:${SPAN}:1` }],
    ['one of 64 KB', { 'uber-trace-id': `${'0'.repeat(65_536)}:${SPAN}:0:1` }],
    [
      'a proxy that throws',
      new Proxy(
        {},
        {
          getOwnPropertyDescriptor: () => {
            throw new Error('no');
          },
        },
      ),
    ],
  ])('are not followed: %s', (_, headers) => {
    const { tracing } = startTracing(NOWHERE, QUICK);
    expect(readFrom(tracing, headers)).toBe('own');
  });

  test('500 headers of baggage and values of 64 KB: no more than 8 KiB and 180 entries are taken', () => {
    const { tracing } = startTracing(NOWHERE, QUICK);
    const { propagation } = tracing;
    const many = Array.from({ length: 500 }, (_, i) => `key${i}=${'v'.repeat(20)}`);
    const told = (headers: object) =>
      propagation.extract(headers, () => ({
        size: Object.keys(propagation.baggage()).length,
        text: String(Reflect.get(propagation.inject({}), 'baggage') ?? ''),
      }));
    for (const headers of [{ baggage: many }, { baggage: many.join(',').slice(0, 8000) }]) {
      const { size, text } = told(headers);
      expect(size).toBeGreaterThan(0);
      expect(size).toBeLessThanOrEqual(180);
      expect(text.length).toBeLessThanOrEqual(8192);
    }
    expect(told({ baggage: `huge=${'v'.repeat(65_536)}` })).toEqual({ size: 0, text: '' });
    expect(told({ baggage: '__proto__=1,constructor=2,=,;;;,a' }).size).toBeLessThanOrEqual(2);
    expect(Object.hasOwn(Object.prototype, 'value')).toBe(false);
    const state = Array.from({ length: 500 }, (_, i) => `vendor${i}=x`).join(',');
    const onward = propagation.extract({ traceparent: `00-${TRACE}-${SPAN}-01`, tracestate: state }, () =>
      propagation.inject<Record<string, string>>({}),
    );
    expect((onward['tracestate'] ?? '').length).toBeLessThanOrEqual(512);
  });

  test('any text in any header is survived', () => {
    const { tracing } = startTracing(NOWHERE, QUICK);
    const names = [
      'traceparent',
      'tracestate',
      'baggage',
      'b3',
      'x-b3-traceid',
      'uber-trace-id',
      'x-request-id',
    ];
    const headers = fc.dictionary(fc.constantFrom(...names), fc.anything());
    fc.assert(
      fc.property(headers, (given) => {
        expect(readFrom(tracing, given)).toMatch(/^(own|[0-9a-f]{32} [0-9a-f]{16} 0[01])$/);
      }),
      { numRuns: 500 },
    );
  });
});

test('baggage and the id of the request go along to what is called', () => {
  const { tracing } = startTracing(NOWHERE, QUICK);
  const { propagation } = tracing;
  const message = propagation.extract({ 'x-request-id': 'r-1' }, () =>
    propagation.withBaggage({ tenant: 'a b', plan: 'gold' }, () => propagation.inject({})),
  );
  expect(message).toMatchObject({ baggage: 'tenant=a%20b,plan=gold', 'x-request-id': 'r-1' });
  propagation.extract(message, () => {
    expect(propagation.baggage()).toEqual({ tenant: 'a b', plan: 'gold' });
    expect(currentContext()?.requestId).toBe('r-1');
  });
  expect(propagation.baggage()).toEqual({});
  for (const id of ['', 'a b', 'x'.repeat(129), 'a\r\nb', '<script>']) {
    propagation.extract({ 'x-request-id': id }, () => expect(currentContext()).toBeUndefined());
  }
});
