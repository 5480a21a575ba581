import type { TraceSummary } from '@telltale/station/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { durationScale, durationTicks, nearestPoint, scatterPoints } from './scatter-points.ts';
import { UNFILTERED, isDuration, queryOf, searchCodec } from './view-state.ts';

const words = fc.string({ unit: 'grapheme' });
const states = fc.record({
  query: words,
  service: words,
  operation: words,
  status: fc.constantFrom('all' as const, 'error' as const),
  min: words,
  max: words,
  order: fc.constantFrom('newest' as const, 'slowest' as const),
  view: fc.constantFrom('traces' as const, 'operations' as const, 'compare' as const),
  baseline: fc.constantFrom('others' as const, 'before' as const),
  sort: fc.record({ column: fc.constantFrom('rate', 'p95'), isDescending: fc.boolean() }),
});

test('what the address of a search for traces says is read back as it was', () => {
  fc.assert(
    fc.property(states, (state) => {
      const address = searchCodec.format(state).toString();
      expect(searchCodec.parse(new URLSearchParams(address))).toEqual(state);
    }),
  );
});

test('what is chosen becomes one query, whose beginning is what was written', () => {
  const state = { ...searchCodec.parse(new URLSearchParams()), ...UNFILTERED };
  expect(queryOf(state)).toBe('');
  expect(
    queryOf({
      ...state,
      query: ' user:7 ',
      service: 'a "b"',
      operation: 'GET\n\\',
      status: 'error',
      min: '1.5s',
      max: 'soon',
    }),
  ).toBe(String.raw`user:7 service:"a \"b\"" operation:"GET\n\\" status:error duration>=1.5s`);
});

test.each([
  ['250ms', true],
  ['80us', true],
  ['1.5s', true],
  ['1m30s', true],
  ['', false],
  ['fast', false],
  ['1 s', false],
])('whether %s is a duration is known: %s', (text, isOne) => {
  expect(isDuration(text)).toBe(isOne);
});

function trace(startMs: number, durationMs: number): TraceSummary {
  const traceId = `${startMs}`.padStart(32, '0');
  return {
    traceId,
    startMs,
    durationMs,
    service: 's',
    operation: 'o',
    spans: 1,
    errors: 0,
    services: {},
    isPartial: false,
  };
}

test('traces of any duration have a place in the picture', () => {
  const durations = fc.double({ min: 0, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(1000), durations), { minLength: 1 }), (parts) => {
      const traces = parts.map(([startMs, durationMs]) => trace(startMs, durationMs));
      const scale = durationScale(traces);
      expect(durationTicks(scale).length).toBeGreaterThanOrEqual(2);
      for (const { x, y } of scatterPoints(traces, { startMs: 0, endMs: 1000 }, scale)) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(1);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('a place in the picture means the nearest trace, and none far away', () => {
  const traces = [trace(0, 1), trace(1000, 100)];
  const points = scatterPoints(traces, { startMs: 0, endMs: 1000 }, durationScale(traces));
  const size = { width: 100, height: 100 };
  expect(nearestPoint(points, { x: 98, y: 2 }, size, 10)?.trace).toBe(traces[1]);
  expect(nearestPoint(points, { x: 50, y: 50 }, size, 10)).toBeUndefined();
});
