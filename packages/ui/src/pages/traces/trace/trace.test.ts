import type { Span } from '@telltale/station/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareTraces } from './compare-traces.ts';
import { criticalPath } from './critical-path.ts';
import { framesOf, placeFrames } from './flame.ts';
import { WHOLE, minimapBars, scaleSlice, shiftSlice, sliceBetween } from './minimap-bars.ts';
import { matchesOf, shownRows } from './shown-rows.ts';
import { endOf, treeOf } from './span-tree.ts';
import { clockSkews, operationFigures, serviceShares } from './trace-figures.ts';
import { traceCodec, traceIdOf } from './view-state.ts';

const TRACE = 'a'.repeat(32);
const NONE: ReadonlySet<string> = new Set();

function span(part: Partial<Span> & Pick<Span, 'spanId'>): Span {
  return {
    traceId: TRACE,
    name: part.spanId,
    kind: 'internal',
    startMs: 0,
    durationMs: 10,
    status: 'unset',
    service: 'shop',
    attributes: {},
    events: [],
    links: [],
    resource: {},
    ...part,
  };
}

/** Spans with any parents: missing ones, themselves, and circles. */
const traces = fc
  .array(
    fc.record({
      parent: fc.nat({ max: 30 }),
      startMs: fc.nat({ max: 100 }),
      durationMs: fc.nat({ max: 100 }),
      status: fc.constantFrom('unset' as const, 'error' as const),
      service: fc.constantFrom('shop', 'pay', 'mail'),
      name: fc.constantFrom('read', 'write'),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((parts) =>
    parts.map(({ parent, ...part }, index) =>
      span({ spanId: `s${index}`, ...(parent !== 30 && { parentSpanId: `s${parent}` }), ...part }),
    ),
  );

describe('the order of spans', () => {
  test('has each span once, parents before their children, and those below a span in one stretch', () => {
    fc.assert(
      fc.property(traces, (spans) => {
        const tree = treeOf(TRACE, spans);
        expect(new Set(tree.spans.map((one) => one.span))).toEqual(new Set(spans));
        for (const [index, one] of tree.spans.entries()) {
          expect(one.index).toBe(index);
          expect(one.depth).toBe(one.parent ? one.parent.depth + 1 : 0);
          for (const child of one.children) {
            expect(child.parent).toBe(one);
            expect(child.index).toBeGreaterThan(index);
            expect(child.end).toBeLessThanOrEqual(one.end);
          }
        }
      }),
    );
  });

  test('a trace as deep as it is long is put in order', () => {
    const spans = Array.from({ length: 10_000 }, (_, i) =>
      span({ spanId: `s${i}`, ...(i > 0 && { parentSpanId: `s${i - 1}` }) }),
    );
    const tree = treeOf(TRACE, spans);
    expect(tree.spans.at(-1)?.depth).toBe(9999);
    expect(criticalPath(tree).size).toBe(1);
  });

  test('spans whose parent did not arrive stand at the top, and are counted', () => {
    const tree = treeOf(TRACE, [span({ spanId: 'a', parentSpanId: 'gone' }), span({ spanId: 'b' })]);
    expect(tree.tops).toHaveLength(2);
    expect(tree.orphans).toBe(1);
  });
});

describe('time of its own', () => {
  test('counts each moment of children that overlap once, and none outside of the span', () => {
    const tree = treeOf(TRACE, [
      span({ spanId: 'a', durationMs: 100 }),
      span({ spanId: 'b', parentSpanId: 'a', startMs: 10, durationMs: 40 }),
      span({ spanId: 'c', parentSpanId: 'a', startMs: 30, durationMs: 40 }),
      span({ spanId: 'd', parentSpanId: 'a', startMs: 90, durationMs: 50 }),
    ]);
    expect(tree.byId.get('a')?.selfMs).toBe(30);
  });

  test('lies between nothing and the duration', () => {
    fc.assert(
      fc.property(traces, (spans) => {
        for (const { selfMs, span: one } of treeOf(TRACE, spans).spans) {
          expect(selfMs).toBeGreaterThanOrEqual(0);
          expect(selfMs).toBeLessThanOrEqual(one.durationMs);
        }
      }),
    );
  });

  test('of the services of a trace adds up to all of it', () => {
    const tree = treeOf(TRACE, [
      span({ spanId: 'a', durationMs: 100 }),
      span({ spanId: 'b', parentSpanId: 'a', service: 'pay', durationMs: 75, status: 'error' }),
    ]);
    expect(serviceShares(tree)).toEqual([
      { service: 'pay', spans: 1, errors: 1, share: 0.75 },
      { service: 'shop', spans: 1, errors: 0, share: 0.25 },
    ]);
  });
});

describe('what a trace waited for', () => {
  test('follows the child that ended last, and the span itself between children', () => {
    const tree = treeOf(TRACE, [
      span({ spanId: 'a', durationMs: 100 }),
      span({ spanId: 'fast', parentSpanId: 'a', startMs: 10, durationMs: 20 }),
      span({ spanId: 'slow', parentSpanId: 'a', startMs: 10, durationMs: 60 }),
    ]);
    const path = criticalPath(tree);
    const partsOf = (id: string) => path.get(tree.byId.get(id) ?? tree.spans[0]);
    expect(partsOf('slow')).toEqual([{ fromMs: 10, toMs: 70 }]);
    expect(partsOf('a')).toEqual([
      { fromMs: 70, toMs: 100 },
      { fromMs: 0, toMs: 10 },
    ]);
    expect([...path.keys()].map(({ span: one }) => one.spanId)).not.toContain('fast');
  });

  test('fills the longest top span without gap or overlap', () => {
    fc.assert(
      fc.property(traces, (spans) => {
        const tree = treeOf(TRACE, spans);
        const longest = Math.max(...tree.tops.map(({ span: one }) => one.durationMs));
        const parts = [...criticalPath(tree).values()].flat().sort((a, b) => a.fromMs - b.fromMs);
        const total = parts.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
        expect(total).toBe(longest);
        for (const [i, { fromMs }] of parts.slice(1).entries()) expect(fromMs).toBe(parts[i].toMs);
      }),
    );
  });
});

describe('the rows of a waterfall', () => {
  test('leave out what is below a folded span, and nothing else', () => {
    fc.assert(
      fc.property(traces, fc.nat({ max: 24 }), (spans, at) => {
        const tree = treeOf(TRACE, spans);
        const folded = tree.spans[at % tree.spans.length];
        const rows = shownRows(tree, new Set([folded.span.spanId]), false);
        expect(rows).toHaveLength(tree.spans.length - (folded.end - folded.index - 1));
        expect(rows).toContain(folded);
      }),
    );
  });

  test('with only errors are those that failed and what led to them', () => {
    fc.assert(
      fc.property(traces, (spans) => {
        const tree = treeOf(TRACE, spans);
        const rows = new Set(shownRows(tree, NONE, true));
        for (const one of tree.spans) {
          const hasError = tree.spans
            .slice(one.index, one.end)
            .some(({ span: { status } }) => status === 'error');
          expect(rows.has(one)).toBe(hasError);
        }
      }),
    );
  });

  test('are found by attributes and what was thrown, whatever the case', () => {
    const thrown = { timeMs: 0, name: 'exception', attributes: { 'exception.message': 'Card Declined' } };
    const tree = treeOf(TRACE, [
      span({ spanId: 'a', attributes: { 'http.route': '/pay' } }),
      span({ spanId: 'b', events: [thrown] }),
    ]);
    const found = (text: string) => matchesOf(tree, text).map((one) => one.span.spanId);
    expect(found('/PAY')).toEqual(['a']);
    expect(found('declined')).toEqual(['b']);
    expect(found('  ')).toEqual([]);
  });
});

describe('the small picture', () => {
  test('has all bars within it, on no more lines than there are', () => {
    fc.assert(
      fc.property(traces, fc.integer({ min: 1, max: 30 }), (spans, lines) => {
        const bars = minimapBars(treeOf(TRACE, spans), lines);
        expect(bars).toHaveLength(spans.length);
        for (const { from, to, line } of bars) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThanOrEqual(1);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(line).toBeLessThan(lines);
        }
      }),
    );
  });

  test('chooses a slice of the time in either direction, within the trace', () => {
    expect(sliceBetween(0.6, 0.2)).toEqual({ from: 0.2, to: 0.6 });
    expect(sliceBetween(0.5, 0.5)).toEqual(WHOLE);
    expect(sliceBetween(-1, 0.5)).toEqual({ from: 0, to: 0.5 });
    expect(shiftSlice({ from: 0.5, to: 1 }, 1)).toEqual({ from: 0.5, to: 1 });
    expect(shiftSlice({ from: 0, to: 0.5 }, 0.5)).toEqual({ from: 0.25, to: 0.75 });
    expect(scaleSlice(WHOLE, 0.5)).toEqual({ from: 0.25, to: 0.75 });
    expect(scaleSlice({ from: 0.25, to: 0.75 }, 2)).toEqual(WHOLE);
  });
});

describe('the flame graph', () => {
  test('puts spans of an operation below the same operations together, and loses no time', () => {
    fc.assert(
      fc.property(traces, (spans) => {
        const tree = treeOf(TRACE, spans);
        const frames = framesOf(tree);
        const self = tree.spans.reduce((sum, { selfMs }) => sum + selfMs, 0);
        expect(frames[0].totalMs).toBeCloseTo(self, 6);
        expect(frames.reduce((sum, { count }) => sum + count, 0)).toBe(spans.length);
        for (const { frame, from, width } of placeFrames(frames[0], { least: 0, rows: 100 })) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(from + width).toBeLessThanOrEqual(1 + 1e-9);
          expect(frame.totalMs).toBeGreaterThanOrEqual(frame.selfMs);
        }
      }),
    );
  });
});

describe('figures of a trace', () => {
  test('are counted for each operation', () => {
    const spans = Array.from({ length: 20 }, (_, i) =>
      span({ spanId: `s${i}`, name: 'read', startMs: i * 100, durationMs: i + 1 }),
    );
    expect(operationFigures(treeOf(TRACE, spans))).toEqual([
      {
        service: 'shop',
        operation: 'read',
        count: 20,
        errors: 0,
        totalMs: 210,
        selfMs: 210,
        meanMs: 10.5,
        p95Ms: 19,
      },
    ]);
  });

  test('say which clocks do not agree', () => {
    const call = span({ spanId: 'a', kind: 'client', startMs: 100, durationMs: 50 });
    const served = { spanId: 'b', parentSpanId: 'a', service: 'pay', kind: 'server' as const };
    const skewsOf = (startMs: number) =>
      clockSkews(treeOf(TRACE, [call, span({ ...served, startMs, durationMs: 20 })]));
    expect(skewsOf(110)).toEqual([]);
    expect(skewsOf(60)).toEqual([{ caller: 'shop', callee: 'pay', byMs: 40 }]);
    expect(skewsOf(150)).toEqual([{ caller: 'shop', callee: 'pay', byMs: 20 }]);
  });

  test('of two traces stand beside each other, those that differ most first', () => {
    const one = treeOf(TRACE, [span({ spanId: 'a', name: 'read', durationMs: 10 })]);
    const other = treeOf(TRACE, [
      span({ spanId: 'a', name: 'read', durationMs: 12 }),
      span({ spanId: 'b', name: 'retry', startMs: 50, durationMs: 90 }),
    ]);
    const rows = compareTraces(one, other).map(({ operation, moreMs }) => [operation, moreMs]);
    expect(rows).toEqual([
      ['retry', -90],
      ['read', -2],
    ]);
  });
});

const words = fc.string({ unit: 'grapheme' });
const states = fc.record({
  view: fc.constantFrom('waterfall' as const, 'logs' as const, 'flame' as const, 'compare' as const),
  span: fc.option(words, { nil: undefined }),
  search: words,
  onlyErrors: fc.boolean(),
  folded: fc.array(words),
  from: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0),
  to: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0),
  frame: words,
  other: words,
  sort: fc.record({ column: fc.constantFrom('self', 'total'), isDescending: fc.boolean() }),
});

test('what the address of a trace says is read back as it was', () => {
  fc.assert(
    fc.property(states, (state) => {
      const address = traceCodec.format(state).toString();
      expect(traceCodec.parse(new URLSearchParams(address))).toEqual(state);
    }),
  );
});

test('a trace id is known as one, whatever its letters, and nothing else is', () => {
  expect(traceIdOf(` ${'AB'.repeat(16)} `)).toBe('ab'.repeat(16));
  expect(traceIdOf('ab')).toBeUndefined();
  expect(traceIdOf('g'.repeat(32))).toBeUndefined();
  expect(endOf({ startMs: 1, durationMs: 2 })).toBe(3);
});
