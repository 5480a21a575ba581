import { expect, test } from 'vitest';
import { peerOf, serviceCalls } from './service-calls.ts';
import type { Span, SpanKind } from './span.ts';

function span(spanId: string, service: string, kind: SpanKind, over: Partial<Span> = {}): Span {
  const ids = { traceId: 'a'.repeat(32), spanId };
  const nothing = { attributes: {}, resource: {}, events: [], links: [] };
  return {
    ...ids,
    name: 'work',
    kind,
    status: 'unset',
    service,
    startMs: 0,
    durationMs: 1,
    ...nothing,
    ...over,
  };
}

function calls(spans: readonly Span[]): string[] {
  return serviceCalls(spans, peerOf).map(
    ({ caller, callee, span }) => `${caller} > ${callee}: ${span.spanId}`,
  );
}

test('a span whose parent is of another service is a call, at the callee', () => {
  const root = span('1', 'shop', 'server');
  const client = span('2', 'shop', 'client', {
    parentSpanId: '1',
    attributes: { 'server.address': '10.0.0.7' },
  });
  const server = span('3', 'stock', 'server', { parentSpanId: '2' });
  expect(calls([server, client, root])).toEqual(['shop > stock: 3']);
  expect(calls([server, root])).toEqual([]);
});

test('a client that nobody answers calls what it names', () => {
  const database = { 'db.system.name': 'postgresql', 'server.address': 'db-1' };
  expect(calls([span('1', 'shop', 'client', { attributes: database })])).toEqual(['shop > postgresql: 1']);
  const own = { attributes: { 'peer.service': 'shop' } };
  expect(
    calls([span('1', 'shop', 'client', own), span('2', 'shop', 'server', { attributes: database })]),
  ).toEqual([]);
});

test('the peer is what names it best', () => {
  const names = (attributes: Span['attributes']) => peerOf({ kind: 'client', attributes });
  expect(names({ 'server.address': 'a', 'peer.service': 'billing' })).toBe('billing');
  expect(names({ 'peer.service': '', 'net.peer.name': 'a' })).toBe('a');
  expect(names({ db: { system: 'redis' } })).toBe('redis');
  expect(names({ __proto__: { 'peer.service': 'x' } })).toBeUndefined();
});

test('spans that are their own parents, or that of each other, are calls as they say', () => {
  const loops = [span('1', 'a', 'internal', { parentSpanId: '1' })];
  const pair = [
    span('2', 'b', 'client', { parentSpanId: '3' }),
    span('3', 'c', 'server', { parentSpanId: '2' }),
  ];
  expect(calls([...loops, ...pair])).toEqual(['c > b: 2', 'b > c: 3']);
});
