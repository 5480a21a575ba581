import { LabelSet } from '@telltale/model';
import type { ExemplarStore } from '@telltale/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTracedExemplars, thinExemplars } from './traced-exemplars.ts';

const RANGE = { startMs: 0, endMs: 10_000 };

function exemplar(labels: Record<string, string>, value: number, timestampMs: number) {
  return { labels: LabelSet.of(labels), value, timestampMs };
}

test('measurements of traces are told once and in time, with the labels of their series', async () => {
  const store: ExemplarStore = {
    appendExemplar: () => true,
    exemplars: async () => [
      {
        labels: LabelSet.of({ __name__: 'took_bucket', le: '1', route: '<b>/pay</b>' }),
        exemplars: [exemplar({ traceID: 'late' }, 0.4, 900), exemplar({ note: 'no trace' }, 9, 950)],
      },
      {
        labels: LabelSet.of({ __name__: 'took_bucket', le: '5' }),
        exemplars: [exemplar({ trace_id: 'early' }, 3, 200), exemplar({ trace_id: 'odd' }, NaN, 300)],
      },
    ],
  };
  const queries = ['histogram_quantile(0.99, rate(took_bucket[5m]))', 'sum(rate(took_count[5m]))'];
  expect(await readTracedExemplars(queries, RANGE, store)).toEqual([
    { atMs: 200, value: 3, traceId: 'early', labels: {} },
    { atMs: 900, value: 0.4, traceId: 'late', labels: { route: '<b>/pay</b>' } },
  ]);
});

const point = fc.record({
  atMs: fc.integer({ min: RANGE.startMs, max: RANGE.endMs }),
  value: fc.integer(),
});

test('however many there are, few are kept, and the largest is among them', () => {
  fc.assert(
    fc.property(
      fc.array(point, { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 1, max: 40 }),
      (points, limit) => {
        const kept = thinExemplars(points, RANGE, limit);
        expect(kept.length).toBeLessThanOrEqual(limit);
        expect(kept.every((one) => points.includes(one))).toBe(true);
        expect(Math.max(...kept.map(({ value }) => value))).toBe(Math.max(...points.map((one) => one.value)));
        if (points.length <= limit) expect(kept).toEqual(points);
      },
    ),
  );
});

test('what is kept lies in all parts of the range', () => {
  const points = Array.from({ length: 1000 }, (_, i) => ({ atMs: i * 10, value: i }));
  const kept = thinExemplars(points, RANGE, 10);
  expect(kept.map(({ atMs }) => Math.floor(atMs / 1000))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
