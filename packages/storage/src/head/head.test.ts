import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Head } from './head.ts';
import type { Slab } from './slab.ts';

function createHead(
  seriesCount: number,
  outOfOrderWindowMs?: number,
): { head: Head; sealed: Slab[]; clock: { nowMs: number } } {
  const sealed: Slab[] = [];
  const clock = { nowMs: 0 };
  const head = new Head({
    nowMs: () => clock.nowMs,
    outOfOrderWindowMs,
    onSealed: (slab) => void sealed.push(slab),
  });
  for (let id = 1; id <= seriesCount; id++) head.addSeries(id);
  return { head, sealed, clock };
}

function append(head: Head, ids: readonly number[], timestampMs: number, batch = 1, group = 'g'): number {
  const row = { group, timestampMs, ids, values: new Float64Array(ids.length) };
  return head.append(row, batch).accepted.length;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

describe('the head', () => {
  it('splits a group into slabs of 128 series, and fills the newest before it opens another', () => {
    const { head } = createHead(300);
    append(head, range(1, 201), 0);
    append(head, range(1, 301), 15_000);
    const slabs = new Set(range(1, 301).map((id) => head.columnsOf(id)[0].slab));
    expect([...slabs].map(({ columns }) => columns.length)).toEqual([128, 128, 44]);
  });

  it('keeps the series of a slab together when it is cut, and spreads the first cuts', () => {
    const { head, sealed } = createHead(600);
    head.finishReplay({ lastTimestampMs: () => -Infinity, find: () => undefined });
    for (let row = 0; row < 300; row++) append(head, range(1, 601), row * 15_000);
    const lengths = sealed.map(({ rowCount }) => rowCount);
    expect(new Set(lengths.slice(0, 4)).size).toBeGreaterThan(2);
    expect(Math.max(...lengths)).toBe(120);
    for (const { columns } of sealed) {
      expect(columns.every(({ presence, slab }) => presence.count === slab.rowCount)).toBe(true);
      expect([128, 88]).toContain(columns.length);
    }
  });

  it('cuts at midnight UTC and after two hours', () => {
    const { head, sealed } = createHead(1);
    const midnight = Date.UTC(2026, 0, 2);
    for (const timestampMs of [midnight - 2, midnight - 1, midnight]) append(head, [1], timestampMs);
    append(head, [1], midnight + 2 * 3_600_000 - 1);
    append(head, [1], midnight + 2 * 3_600_000);
    expect(sealed.map(({ timestamps }) => [...timestamps])).toEqual([
      [midnight - 2, midnight - 1],
      [midnight, midnight + 2 * 3_600_000 - 1],
    ]);
  });

  it('cuts the slabs whose series ended ten minutes ago, while their group goes on', () => {
    const { head, sealed, clock } = createHead(200);
    append(head, range(1, 129), 0);
    clock.nowMs = 5 * 60_000;
    append(head, range(129, 201), 5 * 60_000);
    clock.nowMs = 10 * 60_000 - 1;
    head.sealOverdue();
    expect(sealed).toEqual([]);
    clock.nowMs++;
    head.sealOverdue();
    expect(sealed.map(({ columns }) => columns.length)).toEqual([128]);
    expect(head.columnsOf(1)).toHaveLength(1);
    head.release(sealed[0].origin.id);
    expect(head.columnsOf(1)).toEqual([]);
    expect(head.columnsOf(129)).toHaveLength(1);
    expect(append(head, [1], 1)).toBe(1);
  });

  it('cuts the slabs of a slow group two hours after they were opened', () => {
    const { head, sealed, clock } = createHead(1);
    for (; clock.nowMs < 2 * 3_600_000; clock.nowMs += 9 * 60_000) {
      append(head, [1], clock.nowMs);
      head.sealOverdue();
    }
    expect(sealed).toEqual([]);
    head.sealOverdue();
    expect(sealed.map(({ rowCount }) => rowCount)).toEqual([14]);
  });

  it('moves a late series to another slab, so that the rows of each slab ascend', () => {
    const { head } = createHead(2);
    append(head, [1, 2], 0);
    append(head, [2], 20);
    expect(append(head, [1], 10)).toBe(1);
    const [first, second] = head.columnsOf(1).map(({ slab }) => slab);
    expect([...first.timestamps]).toEqual([0, 20]);
    expect([...second.timestamps]).toEqual([10]);
  });

  it('adds to the row of the same time what comes for other series of the group', () => {
    const { head } = createHead(2);
    append(head, [1], 5);
    append(head, [2], 5);
    expect(head.columnsOf(1)[0].slab).toBe(head.columnsOf(2)[0].slab);
    expect(head.columnsOf(1)[0].slab.rowCount).toBe(1);
  });

  it('knows the oldest log batch that is still needed', () => {
    const { head, sealed, clock } = createHead(2);
    expect(head.oldestBatch()).toBeUndefined();
    append(head, [1], 0, 3, 'a');
    append(head, [2], 0, 5, 'b');
    append(head, [1], 1, 9, 'a');
    expect(head.oldestBatch()).toBe(3);
    clock.nowMs = 1e9;
    head.sealOverdue();
    head.release(sealed[0].origin.id);
    expect(head.oldestBatch()).toBe(5);
  });

  it('takes the window from the newest sample, which may be in a block', () => {
    const { head, clock } = createHead(2, 10);
    clock.nowMs = 200;
    head.finishReplay({ lastTimestampMs: (id) => (id === 1 ? 100 : -Infinity), find: () => undefined });
    const row = { group: 'g', ids: [1, 2], values: new Float64Array(2) };
    const { accepted, tooOld } = head.append({ ...row, timestampMs: 89 }, 1);
    expect([...accepted, tooOld]).toEqual([1, 1]);
    expect(append(head, [1], 90)).toBe(1);
    expect(append(head, [1], 101)).toBe(1);
  });

  it('keeps late samples in slabs of their own, in ascending rows, whatever order they come in', () => {
    const { head } = createHead(150);
    head.finishReplay({ lastTimestampMs: () => -Infinity, find: () => undefined });
    const all = range(1, 151);
    for (const timestampMs of [1000, 500, 600, 550, 1100, 700, 400]) append(head, all, timestampMs);
    for (const id of all) {
      const columns = head.columnsOf(id);
      const times = columns.flatMap(({ slab, presence: { count, rows, firstRow } }) =>
        range(0, count).map((i) => slab.timestamps[rows?.[i] ?? firstRow + i]),
      );
      expect(times.toSorted((a, b) => a - b)).toEqual([400, 500, 550, 600, 700, 1000, 1100]);
      for (const { slab } of columns) {
        expect([...slab.timestamps]).toEqual([...slab.timestamps].sort((a, b) => a - b));
        expect(slab.timestamps.every((timestampMs) => timestampMs < 1000)).toBe(slab.origin.isLate);
      }
    }
  });

  it('keeps few slabs open for samples that come ever older', () => {
    const { head, sealed } = createHead(1);
    for (let timestampMs = 100; timestampMs > 0; timestampMs--) append(head, [1], timestampMs);
    expect(sealed.length).toBe(67);
    expect(head.columnsOf(1)).toHaveLength(100);
  });

  it('takes the next row whole after late samples of a series whose run ended', () => {
    const { head } = createHead(20);
    head.finishReplay({ lastTimestampMs: () => -Infinity, find: () => undefined });
    const all = range(1, 21);
    append(head, all, 1000);
    head.endRun(12);
    expect([append(head, all, 500), append(head, all, 2000)]).toEqual([20, 20]);
  });

  it('has every sample where it belongs, whether rows are like the ones before or not', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRow(), { maxLength: 60 }), (rows) => {
        const { head } = createHead(SERIES);
        head.finishReplay({ lastTimestampMs: () => -Infinity, find: () => undefined });
        const plain = new Map<number, Map<number, number>>();
        let newestMs = 0;
        for (const [at, { ids, aheadMs, ended }] of rows.entries()) {
          const timestampMs = Math.max(0, newestMs + aheadMs);
          newestMs = Math.max(newestMs, timestampMs);
          for (const id of ended) head.endRun(id);
          const values = Float64Array.from(ids, (id) => at * 1000 + id);
          const { accepted } = head.append({ group: 'g', timestampMs, ids, values }, 1);
          expect([...accepted].map((i) => ids[i])).toEqual(
            ids.filter((id) => !plain.get(id)?.has(timestampMs)),
          );
          for (const i of accepted) {
            const samples = plain.get(ids[i]) ?? new Map<number, number>();
            plain.set(ids[i], samples.set(timestampMs, values[i]));
          }
        }
        for (let id = 1; id <= SERIES; id++) {
          const expected = [...(plain.get(id) ?? [])].toSorted(([a], [b]) => a - b);
          expect(samplesOf(head, id)).toEqual(expected);
        }
      }),
    );
  });
});

const SERIES = 150;

/** Mostly all series again, some time later. */
function arbitraryRow(): fc.Arbitrary<{ ids: number[]; aheadMs: number; ended: number[] }> {
  const all = range(1, SERIES + 1);
  return fc.record({
    ids: fc.oneof(
      { weight: 4, arbitrary: fc.constant(all) },
      { weight: 1, arbitrary: fc.constantFrom(all.slice(0, 40), all.slice(20), all.toReversed()) },
      { weight: 1, arbitrary: fc.subarray(all) },
    ),
    aheadMs: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 1, max: 60_000 }) },
      { weight: 1, arbitrary: fc.integer({ min: -100_000, max: 4 * 3_600_000 }) },
    ),
    ended: fc.oneof(
      { weight: 4, arbitrary: fc.constant<number[]>([]) },
      { weight: 1, arbitrary: fc.subarray(all, { maxLength: 3 }) },
    ),
  });
}

function samplesOf(head: Head, id: number): (readonly [number, number])[] {
  return head
    .columnsOf(id)
    .flatMap(({ slab, index, presence }) => {
      const { count, rows, firstRow } = presence;
      const values = slab.valuesOf(index, presence);
      return range(0, count).map((i) => [slab.timestamps[rows?.[i] ?? firstRow + i], values[i]] as const);
    })
    .toSorted(([a], [b]) => a - b);
}
